"""Short texts of sources, for tests of searching."""

from briefing.evidence.searching import SearchText, prepare
from briefing.evidence.text import Page, SourceText


def text_of(*pages: str, are_numbered: bool = False) -> SearchText:
    """Return the text of a source whose copies have these pages."""
    numbers = [n if are_numbered else None for n in range(1, len(pages) + 1)]
    return prepare(
        SourceText(
            "report", [Page(page, n, "report") for page, n in zip(pages, numbers, strict=True)]
        )
    )
