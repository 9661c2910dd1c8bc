"""Rules for the brand: what readers can see, and what every page can carry."""

from collections.abc import Iterator

from briefing.record import colours
from briefing.record.fix_hints import write
from briefing.record.problems import Finding
from briefing.record.record import Record
from briefing.record.rules.rule import error, fixed


@error
@fixed("unsafe")
def low_contrast(record: Record) -> Iterator[Finding]:
    """The accent colour must be dark enough to read on white paper.

    Links and dates are in this colour, so it needs a contrast ratio of at least 4.5 to 1 against
    white and against the tinted background. The Web Content Accessibility Guidelines require this
    (WCAG 2.2, 1.4.3, level AA). In dark mode, briefings lighten the colour automatically.

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


@error
def unusable_logo(record: Record) -> Iterator[Finding]:
    """A logo must be an SVG or PNG of at most 100 kB in the record's folder.

    The logo is embedded in every page, so each page is a single file. An SVG must look the same on
    every computer, so it must not have scripts, animation, text or links to other files. Convert
    its text to paths. A logo must also be quick to draw. It can have at most 4 million pixels, or
    10,000 elements when drawn. It cannot have filters, patterns or markers, and its longer side can
    be at most 20 times as long as its shorter side.

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
        if not brand.logo:
            continue
        held = record.logos[where.file, brand.logo]
        if isinstance(held, str):
            hint = "write its path, relative to this file"
            yield Finding(where / "logo", f"the logo cannot be used: {held}", hint)
            continue
        from briefing.record import logos

        fault, hint = logos.logo_fault(held)
        brands = (brand, record.brand, record.publisher)
        if not fault and not any(brand and brand.name for brand in brands):
            fault, hint = "has no text alternative", "add a name to the brand"
        if fault:
            yield Finding(where / "logo", f"the logo {fault}", hint)
