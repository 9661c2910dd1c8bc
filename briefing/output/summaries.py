"""The Markdown of summaries, notes and actions, with curly quotation marks."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.record import markdown
from briefing.typography import typeset

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and the markers before it.

    `marks` are those of the quotations and list items that contain it, outermost first: `>` for a
    quotation, `-` or a number with a full stop for an item. `new` is the number of innermost ones
    that start with this paragraph. `is_close` is true if it is in a list without empty lines.
    """

    marks: tuple[str, ...]
    new: int
    is_close: bool
    inline: "Token"

    @property
    def is_item(self) -> bool:
        """Whether it starts a list item."""
        return self.new > 0 and self.marks[-1] != ">"

    @property
    def before(self) -> tuple[str, str]:
        """The text before its first line, and before each later line."""
        old = len(self.marks) - self.new
        above = "".join(map(_below, self.marks[:old]))
        first = "".join(f"{mark} " for mark in self.marks[old:])
        return above + first, above + "".join(map(_below, self.marks[old:]))

    @property
    def runs(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The text in runs, each with its emphasis. Links are followed by their web addresses."""
        styles: list[str] = []
        text, address = "", ""
        for token in self.inline.children or ():
            match token.type:
                case "text" | "code_inline":
                    is_code = token.type == "code_inline"
                    yield token.content, (*styles, *(["code"] if is_code else []))
                    text += token.content
                case "softbreak":
                    yield " ", ()
                case "hardbreak":
                    yield "\n", ()
                case "link_open":
                    href = str(token.attrs["href"]).removeprefix("mailto:")
                    text, address = "", "" if token.markup == "autolink" else href
                case "link_close":
                    if address and text != address:
                        yield f" ({address})", ()
                case _ if token.nesting == 1:
                    styles.append(token.tag)
                case _:
                    styles.pop()


def _below(mark: str) -> str:
    return "> " if mark == ">" else " " * (len(mark) + 1)


@lru_cache(1 << 10)
def read(text: str) -> "tuple[Token, ...]":
    """Parse `text` into tokens that contain only the supported Markdown."""
    return tuple(
        _set(token) if token.children else token for token in markdown.parse_markdown(text)
    )


def _set(inline: "Token") -> "Token":
    """Return a line with curly quotation marks, which may be outside emphasis."""
    pieces = [_plain(child) for child in inline.children or ()]
    plain = "".join(pieces)
    shown = typeset(plain)
    if shown == plain:
        return inline
    children, start = [], 0
    for token, piece in zip(inline.children or (), pieces, strict=True):
        end = start + len(piece)
        is_text = token.type == "text"
        children.append(token.copy(content=shown[start:end]) if is_text else token)
        start = end
    return inline.copy(children=children)


def _plain(token: "Token") -> str:
    match token.type:
        case "text":
            return token.content
        case "softbreak" | "hardbreak":
            return " "
        case "code_inline":
            return "\ufffc"
    return ""


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of `text`, for formats with lines rather than elements."""
    marks: list[str] = []
    numbers: list[int | None] = []
    new, is_close = 0, False
    for token in read(text):
        match token.type:
            case "bullet_list_open":
                numbers.append(None)
            case "ordered_list_open":
                numbers.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
            case "list_item_open":
                number = numbers[-1]
                marks.append("-" if number is None else f"{number}.")
                numbers[-1] = None if number is None else number + 1
                new += 1
            case "blockquote_open":
                marks.append(">")
                new += 1
            case "list_item_close" | "blockquote_close":
                marks.pop()
                # It is empty, so nothing of it is shown.
                new = max(0, new - 1)
            case "paragraph_open":
                is_close = token.hidden
            case "inline":
                yield Paragraph(tuple(marks), new, is_close, token)
                new = 0
