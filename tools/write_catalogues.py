"""Update the catalogues from the code and the templates: python tools/write_catalogues.py.

To start a catalogue for a language, give its tag: `python tools/write_catalogues.py fr`.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from briefing.languages import catalogues

CHECKOUT = Path(__file__).parents[1]


def messages() -> Catalog:
    """Return every message in the code and the templates, untranslated."""
    with (CHECKOUT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    template = Catalog()
    for _, _, message, comments, context in extract_from_dir(
        CHECKOUT, methods, options, comment_tags=("NOTE:",), strip_comment_tags=True
    ):
        template.add(message, auto_comments=comments, context=context)
    return template


def updated(text: str) -> str:
    """Return the catalogue `text` with new messages added and unused ones removed."""
    head, _, _ = text.partition("\n\n")
    catalogue = read_po(BytesIO(text.encode()))
    catalogue.update(messages(), no_fuzzy_matching=True)
    written = BytesIO()
    # Sort the messages and leave out their places, so that a catalogue changes only with its words.
    write_po(
        written,
        catalogue,
        width=100,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    return f"{head}\n\n{written.getvalue().decode().strip()}\n"


def report(before: str, after: str) -> list[str]:
    """Describe how a catalogue has changed: its new messages, and those removed.

    Each removed message is shown with its translation, which may help to translate a new message.
    """
    old, new = (read_po(BytesIO(text.encode())) for text in (before, after))
    current = {(message.id, message.context) for message in new}
    lines = [
        f"  translate: {message.id!r}"
        for message in new
        if message.id and not _is_translated(message)
    ]
    lines += [
        f"  removed: {message.id!r}, translated as {message.string!r}"
        for message in old
        if message.id and _is_translated(message) and (message.id, message.context) not in current
    ]
    return lines


def _is_translated(message: Message) -> bool:
    """Whether a message has a translation, or all the plural forms of one."""
    forms = message.string
    return all(forms) if isinstance(forms, tuple) else bool(forms)


def _new_catalogue(language: str) -> str:
    plurals = Catalog(locale=language).plural_forms
    return (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Plural-Forms: {plurals}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"'
    )


if __name__ == "__main__":
    for language in sys.argv[1:]:
        new = CHECKOUT / "briefing" / "locales" / language / "LC_MESSAGES" / "briefing.po"
        new.parent.mkdir(parents=True)
        new.write_text(_new_catalogue(language), encoding="utf-8")
    for path in catalogues().values():
        before = path.read_text(encoding="utf-8")
        after = updated(before)
        path.write_text(after, encoding="utf-8")
        if lines := report(before, after):
            print(path.relative_to(CHECKOUT), *lines, sep="\n")
