"""The text of a Markdown file, without its markup."""

import re

from briefing.charsets import decode
from briefing.evidence.extracting import html

_NOTE_MARK = re.compile(r"\[\^[^\]\s]+\]:?")


def read(content: bytes) -> list[str]:
    """Return the text of a Markdown file, as a list of one."""
    # Pandoc and GitHub have footnotes, which CommonMark has not.
    text = _NOTE_MARK.sub("", decode(content))
    return [html.text_of(html_of(text))]


def html_of(text: str) -> str:
    """Return Markdown as HTML, with tables and struck-out text."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
    return str(parser.render(text))
