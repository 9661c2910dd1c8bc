"""Rules for the brand: what readers can see, and what every page can carry."""

import string
from collections.abc import Iterator, Sequence
from unicodedata import category
from unicodedata import name as name_of

from briefing.english import listing
from briefing.record import colours
from briefing.record.fix_hints import write
from briefing.record.problems import Finding, RecordPath
from briefing.record.record import Record
from briefing.record.rules.rule import error, fixed, warning
from briefing.record.translations import all_languages_of, texts_in

_MOST_NAMED = 8
"""The maximum number of letters to name in a message."""
_CUTS = [(weight, style) for weight in (400, 700) for style in ("normal", "italic")]
"""The weights and styles of text."""
_ALWAYS_USED = {*string.ascii_letters, *string.digits, *".,:;()–‘’“”"}
"""The characters that every briefing contains."""


@error
@fixed("unsafe")
def low_contrast(record: Record) -> Iterator[Finding]:
    """The accent colour must be dark enough to read on white paper.

    Links and dates are in this colour, so it needs a contrast ratio of at least 4.5 to 1 against
    white and against the tinted background. The Web Content Accessibility Guidelines require this
    (WCAG 2.2, 1.4.3, level AA). In dark mode, briefings lighten the colour automatically. The
    colours that the brand's CSS file sets in `:root` are checked too, on screen, in dark mode and
    on paper.

    Wrong:
        title: Example
        brand: {accent: "#ff9900"}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        brand: {accent: "#9a5b00"}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    for where, brand in record.brands:
        if not brand.accent:
            continue
        contrast = colours.least_contrast(brand.accent, colours.LIGHT)
        if contrast < colours.MIN_CONTRAST:
            better = colours.nearest(brand.accent, colours.LIGHT)
            yield Finding(
                where / "accent",
                f"{brand.accent} has a contrast ratio of {int(contrast * 10) / 10} to 1 on the "
                f"page, but text needs {colours.MIN_CONTRAST} to 1",
                write(better, f'write "{better}", the nearest colour with enough contrast'),
            )
    for where, brand in record.brands:
        held = record.brand_files[where.file, brand.style] if brand.style else ""
        if isinstance(held, bytes):
            from briefing.record import stylesheets

            accent = brand.accent or (record.brand and record.brand.accent) or ""
            text = held.decode("utf-8-sig", "replace")
            for message, hint in stylesheets.low_contrasts(text, accent):
                yield Finding(where / "style", message, hint)


@error
def unusable_logo(record: Record) -> Iterator[Finding]:
    """A logo must be an SVG or PNG of at most 100 kB in the record's folder.

    The logo is embedded in every page, so each page is a single file. An SVG must look the same on
    every computer, so it must not have scripts, animation, text or links to other files. Convert
    its text to paths. A logo must also be quick to draw. It can have at most 4 million pixels, or
    10,000 elements when drawn. It cannot have filters, patterns or markers, and its longer side can
    be at most 20 times as long as its shorter side. The same applies to `logo_dark`, which can only
    accompany a `logo`.

    Wrong:
        title: Example
        brand: {logo: a-file-that-is-not-there.svg}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        brand: {name: The Example Society}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    for where, brand in record.brands:
        for field, name in (("logo", brand.logo), ("logo_dark", brand.logo_dark)):
            if not name:
                continue
            held = record.brand_files[where.file, name]
            if isinstance(held, str):
                hint = "write its path, relative to this file"
                yield Finding(where / field, f"the logo cannot be used: {held}", hint)
                continue
            from briefing.record import logos

            fault, hint = logos.logo_fault(held)
            brands = (brand, record.brand, record.publisher)
            if not fault and not any(brand and brand.name for brand in brands):
                fault, hint = "has no text alternative", "add a name to the brand"
            if not fault and not brand.logo:
                fault, hint = "is only for dark mode", "add a 'logo' for all other uses"
            if fault:
                yield Finding(where / field, f"the logo {fault}", hint)


@error
def unusable_style(record: Record) -> Iterator[Finding]:
    """The CSS file of a brand must be in the record's folder and refer to no other file.

    Every page contains the file, which can be up to 100 kB. It must be valid CSS in UTF-8. It
    cannot load other stylesheets, fonts or pictures, because pages open no connections. Name fonts
    under `typefaces` instead.

    Wrong:
        title: Example
        brand: {name: The Example Society, style: society.css}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
        # society.css:
        @import "fonts.css";

    Right:
        title: Example
        brand: {name: The Example Society, style: society.css}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
        # society.css:
        h1 { text-transform: uppercase; }
    """
    for where, brand in record.brands:
        if not brand.style:
            continue
        held = record.brand_files[where.file, brand.style]
        if isinstance(held, str):
            hint = "write its path, relative to this file"
            yield Finding(where / "style", f"the CSS file cannot be used: {held}", hint)
            continue
        from briefing.record import stylesheets

        if fault := stylesheets.fault_in(held):
            yield Finding(where / "style", f"the CSS file {fault[0]}", fault[1])


@error
def unusable_typeface(record: Record) -> Iterator[Finding]:
    """A typeface must be made of TTF, OTF or WOFF2 files that can be embedded in documents.

    The fonts are embedded in every page and PDF, so readers do not need them. Each file must be in
    the record's folder and be at most 5 MB. Its licence must allow it to be embedded in part,
    because each page has only the letters that it needs (OpenType, OS/2, `fsType`). Text needs a
    regular and a bold font, or a variable font that has both weights. Italics are optional: without
    them, emphasised words are bold. Give only one file for each weight and style, or all the parts
    of a font that comes in parts, such as `latin` and `latin-ext`.

    Wrong:
        title: Example
        brand: {name: The Example Society, typefaces: {text: [a-file-that-is-not-there.woff2]}}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        brand: {name: The Example Society}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    for where, role, names in _typefaces(record):
        from briefing.record import typefaces

        faces: list[tuple[str, typefaces.Face]] = []
        for n, name in enumerate(names):
            held = record.brand_files[where.file, name]
            if isinstance(held, str):
                hint = "write its path, relative to this file"
                yield Finding(where / role / n, f"this font cannot be used: {held}", hint)
                continue
            face = typefaces.read_face(held)
            if isinstance(face, tuple):
                yield Finding(where / role / n, f"this file {face[0]}", face[1])
            else:
                faces.append((name, face))
        if len(faces) < len(names):
            continue
        same = typefaces.same_cut(faces)
        if same:
            one, other = same
            message = f"'{one}' and '{other}' are for the same weight and style"
            hint = "keep only one of them"
            letters, others = ({*dict(faces)[name].characters} for name in same)
            if letters - others and others - letters:
                message += ", with different letters, but are not parts of one font"
                hint = "keep only one of them, or use the complete font, in one file"
            yield Finding(where / role / names.index(other), message, hint)
        for key in () if same else _CUTS:
            parts = {
                name: face
                for name, face in faces
                for weight in face.weights
                if (weight, face.style) == key
            }
            if len(parts) > 1 and not typefaces.can_be_combined([*parts.values()]):
                listed = listing([f"'{name}'" for name in parts])
                message = f"{listed} are parts of one font, but cannot be combined"
                hint = "use the complete font, in one file"
                yield Finding(where / role / names.index([*parts][-1]), message, hint)
                break
        missing = {typefaces.REGULAR, typefaces.BOLD}.difference(
            *(face.weights for _, face in faces if not face.is_italic)
        )
        if role == "text" and missing:
            weight = "regular" if typefaces.REGULAR in missing else "bold"
            yield Finding(
                where / role,
                f"the typeface for text has no {weight} font",
                f"add the {weight} font, or use the typeface only for headings",
            )
        if role == "headings" and len(missing) == 2:
            hint = "add a font that is upright"
            yield Finding(where / role, "the typeface for headings has only italics", hint)


@warning
def letters_not_in_typeface(record: Record) -> Iterator[Finding]:
    """A typeface should have all the letters of the record.

    If a font does not have a letter, briefings show it in their usual font. A word in two typefaces
    looks like a mistake. Many web fonts come in several files, such as `latin` and `latin-ext`:
    list all the files that you need, for each weight and style.

    Wrong:
        title: Example
        brand: {name: The Example Society, typefaces: {headings: [fonts/plain-latin.ttf]}}
        events:
          - {date: 2019-04, kind: news, title: A report by Dŵr Cymru, source: https://example.org/a}

    Right:
        title: Example
        brand: {name: The Example Society, typefaces: {headings: [fonts/plain-latin.ttf]}}
        events:
          - {date: 2019-04, kind: news, title: A report by Welsh Water, source: https://example.org/a}
    """
    used: set[str] = set()
    for where, role, names in _typefaces(record):
        from briefing.record import typefaces

        read = (record.brand_files[where.file, name] for name in names)
        faces = [typefaces.read_face(held) for held in read if isinstance(held, bytes)]
        usable = [face for face in faces if isinstance(face, typefaces.Face)]
        # If two files are for the same text, that is the problem to report.
        if len(usable) < len(names) or typefaces.same_cut(list(zip(names, usable, strict=True))):
            continue
        known = typefaces.typeface_of(usable).characters
        used = used or _letters_of(record)
        if lacking := sorted(used.difference(known)):
            yield Finding(
                where / role,
                f"the typeface for {role} does not have {_listed(lacking)}",
                "use a font that has these letters, or add its file for them, such as latin-ext",
            )


def _typefaces(record: Record) -> Iterator[tuple[RecordPath, str, tuple[str, ...]]]:
    """Yield the place, the role and the files of each typeface."""
    for where, brand in record.brands:
        if brand.typefaces:
            for role, names in (
                ("text", brand.typefaces.text),
                ("headings", brand.typefaces.headings),
            ):
                if names:
                    yield where / "typefaces", role, names


def _letters_of(record: Record) -> set[str]:
    """Return the letters, digits and punctuation of a record, and those of every briefing."""
    used = {*_ALWAYS_USED, *all_languages_of(record.title)}
    used.update(*(table.text for table in record.tables))
    sections = (record.actors, record.areas, record.sources, record.asks, record.questions)
    items = [item for section in (*sections, record.editions) for item in section.values()]
    for item in (*items, *record.events, *filter(None, (record.brand, record.publisher))):
        texts = (all_languages_of(text) for _, _, text in texts_in(item))
        used.update(item.model_dump_json(), *texts)
    return {letter for letter in used if category(letter)[0] in "LNPM" and letter.isprintable()}


def _listed(letters: Sequence[str]) -> str:
    named = [f"'{letter}' ({name_of(letter, 'unnamed').lower()})" for letter in letters]
    more = len(named[_MOST_NAMED:])
    return listing([*named[:_MOST_NAMED], f"{more} more"] if more else named)
