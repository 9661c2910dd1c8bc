"""The languages of the texts in a tagged PDF (ISO 32000-1, 14.9.2; WCAG 2.2, 3.1.2).

WeasyPrint writes only the language of the whole document. It does know the language of each box, so
the boxes in another language are noted while they are drawn, and the elements that contain only
such boxes get the language.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pydyf
from weasyprint.pdf.stream import Stream

LANGUAGE = "Lang"
"""The key of a language: of marked content, of an element or of the whole document."""
_marked = Stream.marked


@contextmanager
def languages_noted(language: str) -> Iterator[None]:
    """Note the language of all content that is drawn and not in the `language` of the document."""

    def marked(stream: Any, box: Any, tag: str) -> AbstractContextManager[None]:
        made: AbstractContextManager[None] = _marked(stream, box, tag)
        return _with_language(made, stream, _language_of(box, language))

    Stream.marked = marked
    try:
        yield
    finally:
        Stream.marked = _marked


@contextmanager
def _with_language(marked: AbstractContextManager[None], stream: Any, code: str) -> Iterator[None]:
    with marked:
        if code:
            # The operator is last, after its properties.
            stream.stream[-2][LANGUAGE] = pydyf.String(code)
        yield


def _language_of(box: Any, language: str) -> str:
    """Return the language of a box, or "" if that is the one of the document."""
    code = box.style["lang"]
    return str(code) if code and code != language else ""
