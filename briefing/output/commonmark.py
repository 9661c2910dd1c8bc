"""Convert Markdown to plain CommonMark, which every parser reads in the same way.

Lists, quotations, emphasis and links are kept. Every other character is escaped if a parser, such
as pandoc's or GitHub's, could mistake it for markup.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from briefing.output.summaries import read

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKS = {"em_open", "em_close", "strong_open", "strong_close"}


def write(
    text: str, escape: Callable[[str], str], at_start: Callable[[str], str], address: Any
) -> str:
    """Rewrite Markdown so that every ambiguous character is escaped.

    `escape` is applied to literal text, `at_start` to each line, and `address` to link addresses.
    Each puts a backslash before characters that could be mistaken for markup.
    """
    tokens = read(text)
    for is_careful in (False, True):
        writer = _Writer(escape, at_start, address, is_careful)
        rewritten = writer.blocks(tokens)
        # If the text has no escapes or entities, all markup keeps its meaning.
        if is_plain(text) or shape(read(rewritten)) == shape(tokens):
            return rewritten
    return at_start(escape(" ".join(text.split())))


def is_plain(text: str) -> bool:
    """Whether `text` has no escapes, entities or empty items."""
    return "\\" not in text and "&" not in text and not re.search(r"[-+*.)][ \t]*$", text, re.M)


def shape(tokens: Sequence["Token"]) -> list[tuple[str, str]]:
    """Return the content of `tokens` as readers see it: elements, text and link addresses."""
    seen: list[tuple[str, str]] = []
    for token in tokens:
        if token.type == "inline":
            seen += shape(token.children or ())
        else:
            content = token.content or str(
                token.attrs.get("href") or token.attrs.get("start") or ""
            )
            seen.append((token.type, unquote(content) if token.type == "link_open" else content))
    return seen


class _Writer:
    """A writer of tokens. If it `is_careful`, it encodes letters next to emphasis."""

    def __init__(
        self,
        escape: Callable[[str], str],
        at_start: Callable[[str], str],
        address: Any,
        is_careful: bool,
    ) -> None:
        self.escape, self.at_start, self.address = escape, at_start, address
        self.is_careful = is_careful

    def blocks(self, tokens: Sequence["Token"], is_tight: bool = False) -> str:
        separator = "\n" if is_tight else "\n\n"
        return separator.join(self.block(part) for part in _parts(tokens))

    def block(self, tokens: Sequence["Token"]) -> str:
        first, inside = tokens[0], tokens[1:-1]
        if first.type == "paragraph_open":
            return self.paragraph(inside[0].children or ())
        if first.type == "blockquote_open":
            return _before("> ", "> ", self.blocks(inside))
        number = int(first.attrs.get("start", 1))
        is_tight = _is_tight(first, inside)
        items = []
        for n, item in enumerate(_parts(inside)):
            markup = item[0].markup
            mark = f"{number + n}{markup} " if first.type == "ordered_list_open" else f"{markup} "
            items.append(_before(mark, " " * len(mark), self.blocks(item[1:-1], is_tight)))
        return ("\n" if is_tight else "\n\n").join(items)

    def paragraph(self, tokens: Sequence["Token"]) -> str:
        pieces: list[str] = []
        for n, token in enumerate(tokens):
            match token.type:
                case "text" if n and self.is_autolink(tokens[n - 1 :]):
                    pieces.append(token.content)
                case "text":
                    after = tokens[n - 1].type if n else ""
                    before = tokens[n + 1].type if n + 1 < len(tokens) else ""
                    pieces.append(self.text(token.content, after in _MARKS, before in _MARKS))
                case "code_inline":
                    pieces.append(_code(token.content))
                case "softbreak":
                    pieces.append("\n")
                case "hardbreak":
                    pieces.append("\\\n")
                case "link_open":
                    pieces.append("<" if self.is_autolink(tokens[n:]) else "[")
                case "link_close":
                    # Links cannot be nested, so the last one opened is the one that ends here.
                    start = max(number for number in range(n) if tokens[number].type == "link_open")
                    href = self.address(str(tokens[start].attrs["href"]))
                    is_autolink = self.is_autolink(tokens[start:])
                    pieces.append(">" if is_autolink else f"]({href})")
                case _:
                    pieces.append(token.markup)
        lines = "".join(pieces).split("\n")
        return "\n".join(self.at_start(_whole(line.strip(" "))) for line in lines)

    def is_autolink(self, tokens: Sequence["Token"]) -> bool:
        if tokens[0].type != "link_open" or tokens[0].markup != "autolink":
            return False
        href, shown = str(tokens[0].attrs["href"]), tokens[1].content
        return href == shown == self.address(href) or href == f"mailto:{shown}"

    def text(self, content: str, is_after_mark: bool, is_before_mark: bool) -> str:
        if not self.is_careful:
            return self.escape(content)
        first, rest = (content[:1], content[1:]) if is_after_mark else ("", content)
        rest, last = (rest[:-1], rest[-1:]) if is_before_mark else (rest, "")
        return _number(first) + self.escape(rest) + _number(last)


def _parts(tokens: Sequence["Token"]) -> Iterator[Sequence["Token"]]:
    """Yield the elements that follow each other in `tokens`, each with its content."""
    start = depth = 0
    for n, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            yield tokens[start : n + 1]
            start = n + 1
        if token.type == "inline":
            start = start if depth else n + 1


def _is_tight(first: "Token", inside: Sequence["Token"]) -> bool:
    paragraphs = [
        token
        for token in inside
        if token.type == "paragraph_open" and token.level == first.level + 2
    ]
    return all(token.hidden for token in paragraphs)


def _before(mark: str, later: str, text: str) -> str:
    """Put `mark` before the first line of `text`, and `later` before the others."""
    first, *others = text.split("\n")
    lines = [mark + first, *(later + line if line else later.strip(" ") for line in others)]
    return "\n".join(line.rstrip(" ") for line in lines)


def _whole(line: str) -> str:
    """Return `line` with any spaces at its ends encoded, so that no parser removes them."""
    inner = line.strip()
    if inner == line:
        return line
    start = line.index(inner) if inner else len(line)
    ends = line[:start], line[start + len(inner) :]
    return "".join(map(_number, ends[0])) + inner + "".join(map(_number, ends[1]))


def _number(letter: str) -> str:
    return f"&#{ord(letter)};" if letter else ""


def _code(content: str) -> str:
    runs = set(map(len, re.findall("`+", content)))
    ticks = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    is_padded = content.startswith(("`", " ")) or content.endswith(("`", " "))
    pad = " " if is_padded and content.strip(" ") else ""
    return f"{ticks}{pad}{content}{pad}{ticks}"
