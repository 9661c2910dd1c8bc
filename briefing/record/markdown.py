"""The Markdown in summaries, notes and actions, parsed in the same way for every format.

The grammar is CommonMark 0.31 (https://spec.commonmark.org/0.31.2/). Paragraphs, lists, quotations,
emphasis, code and links to web and email addresses are supported. Everything else is detected here
and rejected by the checks. If it is parsed all the same, it is left as it was written.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_DEPTH = 20
"""The maximum nesting of lists, quotations and emphasis. A list and its item are two levels."""

_USER = r"(?i)https?://([^/?#]*@)"
MAX_WORD = 2_000
"""The maximum length of a word. The time taken to break one grows with its length squared."""
# This excludes scripts without spaces between words, which start with Thai.
_LONG_WORD = rf"[!-\u0dff]{{{MAX_WORD + 1}}}"

_SAFE = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_BLOCKS = {"paragraph", "bullet_list", "ordered_list", "list_item", "blockquote"}
_BREAKS = {"softbreak", "hardbreak"}
_INLINE = {"em", "strong", "link"}

# Text without any of these contains only supported Markdown, so most texts need no parser.
_SUSPECT_WORDS = re.compile(
    r"""
    [<|!\[\]`~&](?:
        (?<=[<|]) | (?<=!)\[ | (?<=\[)(?:\^|[ xX]?\]) | (?<=`)`` | (?<=~)~ | (?<=&)\#
        | (?<=\])(?:[:\[] | \((?!(?:https?://|mailto:)[^\s<>()\\]+\)))   # a link that is not plain
    )
    """,
    re.VERBOSE,
)
_SUSPECT_LINES = re.compile(
    r"""\n(?=[ \t]*[>*+\-_#=0-9])(?:    # lines of prose, the most frequent, fail at once
        [ \t]*(?:(?:>|[*+-]|\d+[.)])[ \t]*)*(?:\#|=+[ \t]*$)       # a heading
        | [ \t>]*(?:(?:[*+-]|\d+[.)])[ \t>]+)*
          (?:(?:-[ \t]*){2,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|-[ \t]*)$
        | (?:[ \t]*(?:>|[*+-]|\d+[.)])){5}
    )""",
    re.MULTILINE | re.VERBOSE,
)


class Fault(NamedTuple):
    """Unsupported Markdown: its name, a fix and the `words` at fault."""

    name: str
    hint: str
    words: str


def parse_markdown(text: str) -> list["Token"]:
    """Return the blocks of `text` as markdown-it tokens, with only supported Markdown.

    The children of an inline token are text, code, breaks, emphasis and safe links.
    """
    return list(_supported(text))


@lru_cache(1 << 10)
def _supported(text: str) -> tuple["Token", ...]:
    tokens, _ = _parsed(text)
    if _too_deep(tokens):
        return tuple(_as_written(text))
    blocks: list[Token] = []
    lines = _lines(text)
    inside = -1
    """The level of a table that is being skipped."""
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if inside >= 0:
            inside = -1 if token.level == inside and token.nesting == -1 else inside
        elif token.type == "inline":
            token.children = _inline(token.children or [])
            blocks.append(token)
        elif name in _BLOCKS:
            if token.type == "list_item_close" and blocks[-1].type == "list_item_open":
                blocks += _as_written("", hidden=True)
            blocks.append(token)
        elif name == "heading":
            token.type, token.tag = token.type.replace("heading", "paragraph"), "p"
            blocks.append(token)
        elif token.map:
            blocks += _as_written("\n".join(lines[slice(*token.map)]))
            inside = token.level if token.nesting == 1 else -1
    return tuple(blocks)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _inline(tokens: Sequence["Token"]) -> list["Token"]:
    """Return `tokens` with unsupported Markdown as text, and without unsafe links."""
    supported: list[Token] = []
    unsafe: list[bool] = []
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name == "link":
            if token.nesting == 1:
                unsafe.append(not _SAFE.match(str(token.attrs["href"])))
            bad = unsafe[-1] if token.nesting == 1 else unsafe.pop()
            if bad:
                continue
        elif name == "image":
            token = _text(f"![{token.content}]({token.attrs['src']})")
        elif name == "s":
            token = _text("~~")
        elif name == "html_inline" or (name not in _INLINE and token.nesting):
            token = _text(token.content)
        if token.type in ("text", "code_inline"):
            token.content = _CONTROLS.sub("\ufffd", _SPACES.sub(" ", token.content))
        if token.type == "text" and supported and supported[-1].type == "text":
            supported[-1].content += token.content
        elif token.type != "text" or token.content:
            supported.append(token)
    ends = (None, *supported, None)
    for before, token, after in zip(ends, supported, ends[2:], strict=False):
        # A space at the end of a line can only come from an entity, and is never visible.
        if token.type == "text" and (before is None or before.type in _BREAKS):
            token.content = token.content.lstrip(" ")
        if token.type == "text" and (after is None or after.type in _BREAKS):
            token.content = token.content.rstrip(" ")
    return supported


def _as_written(text: str, hidden: bool = False) -> Iterator["Token"]:
    """Yield a paragraph of `text`, literally."""
    from markdown_it.token import Token

    written = _CONTROLS.sub("\ufffd", _SPACES.sub(" ", text).strip())
    yield Token("paragraph_open", "p", 1, hidden=hidden)
    yield Token("inline", "", 0, content=written, children=[_text(written)] if written else [])
    yield Token("paragraph_close", "p", -1, hidden=hidden)


def _text(content: str) -> "Token":
    from markdown_it.token import Token

    return Token("text", "", 0, content=content)


def lead(text: str) -> str:
    """Return the first paragraph of `text`, with any list or quotation that it introduces."""
    tokens, references = _parsed(text)
    ends = [
        token.map[1] for token in tokens if token.level == 0 and token.map and token.nesting >= 0
    ]
    if len(ends) < 2:
        return text
    lines = _lines(text)
    first = "\n".join(lines[: ends[0]]).rstrip()
    if first.endswith(":"):
        first = "\n".join(lines[: ends[1]]).rstrip()
    used = [f"[{label}]: <{reference['href']}>" for label, reference in references.items()]
    return "\n\n".join([first, *used])


def faults(text: str) -> Iterator[Fault]:
    """Yield each type of unsupported Markdown in `text` once."""
    if len(text) > MAX_WORD and re.search(_LONG_WORD, text):
        name = f"a word with more than {MAX_WORD:,} characters"
        yield Fault(name, "put spaces between the words, or shorten the address", "")
    if _is_suspect(text):
        seen: set[str] = set()
        for fault in _faults(text):
            if fault.name not in seen:
                seen.add(fault.name)
                yield fault


def _is_suspect(text: str) -> bool:
    """Whether `text` may contain unsupported Markdown, or be nested too deeply."""
    return bool(
        "    " in text  # Code, or a list within a list.
        or text.count("*") + text.count("_") >= 2 * MAX_DEPTH
        or _SUSPECT_WORDS.search(text)
        or _SUSPECT_LINES.search(f"\n{text}")
        # Most texts are printable, which is quicker to check.
        or (
            not text.replace("\n", " ").isprintable()
            and ("\t" in text or "\r" in text or _CONTROLS.search(text))
        )
    )


def _faults(text: str) -> Iterator[Fault]:
    tokens, references = _parsed_in_full(text)
    if _too_deep(tokens):
        yield Fault(
            "too many levels of lists, quotations or emphasis",
            "use fewer levels; if you mean a character such as [ or *, put \\ before it",
            "",
        )
        return
    lines = _lines(text)
    used: set[str] = set()
    for n, token in enumerate(tokens):
        for inner in token.children or ():
            used.add(str(inner.meta.get("label", "")))
            if fault := _fault_in_a_line(inner, token.content):
                yield fault
        if token.type in _NOT_BLOCKS and token.map:
            name, hint = _NOT_BLOCKS[token.type]
            yield Fault(name, hint, _start_of(lines[token.map[0]]))
        if token.type == "inline":
            if note := re.search(r"(?<!\\)\[\^[^\]\s]+\]", token.content):
                yield Fault(
                    "a footnote", "put its text in round brackets, or cite a source", note[0]
                )
            if tokens[n - 2].type == "list_item_open" and re.match(r"\[[ xX]\]\s", token.content):
                yield Fault("a task list", "leave out the square brackets", token.content[:3])
    for label, reference in references.items():
        if label not in used:
            line = reference["map"][0]
            words = _start_of(lines[line]) if line < len(lines) else ""
            hint = "write [the words](https://…) where they belong"
            yield Fault("an address that no link uses", hint, words)


_WRITE_HTML = (
    r"write **bold**, *italics* or [a link](https://…); if you mean the character <, write \<"
)
_WRITE_CODE = "indent it like the text above; code goes between `single backticks`"
_NOT_BLOCKS = {
    "heading_open": ("a heading", "write a paragraph, or put a word in **bold**"),
    "hr": ("a horizontal rule", "leave an empty line instead"),
    "code_block": ("text indented by four spaces, which Markdown reads as code", _WRITE_CODE),
    "fence": ("a code block", _WRITE_CODE),
    "html_block": ("raw HTML", _WRITE_HTML),
    "table_open": ("a table", "write a list, or put the numbers under figures"),
}


def _fault_in_a_line(token: "Token", line: str) -> Fault | None:
    match token.type:
        case "html_inline":
            return Fault("raw HTML", _WRITE_HTML, _start_of(token.content))
        case "image":
            return Fault("an image", "describe the image in words", "![")
        case "s_open":
            return Fault("struck-through text", "delete it, or remove the ~~", "~~")
        case "link_open":
            href = str(token.attrs["href"])
            if not _SAFE.match(href):
                begins = re.search(r"\](?:\(\s*<?\S*|:\s*\S+)|<[\w.+-]+:\S*", line)
                return Fault(
                    "a link that does not start with http, https or mailto",
                    "write the whole address, beginning with https://",
                    begins[0] if begins else "",
                )
            if user := re.match(_USER, href):
                hint = f"delete '{user[1]}'"
                return Fault(
                    "a link that contains a user name", hint, user[0] if user[0] in line else ""
                )
            if title := str(token.attrs.get("title", "")):
                words = title if title in line else ""
                return Fault("a link with a title", "write only [the words](https://…)", words)
        case "text" | "code_inline" if control := _CONTROLS.search(token.content):
            if control[0] in line:  # Another rule reports controls that are not entities.
                return None
            code = f"U+{ord(control[0]):04X}"
            return Fault(f"an invisible control character ({code})", "leave it out", "&#")
    return None


def _start_of(line: str) -> str:
    """Return the first words of a line, which may be on a separate line in the file."""
    words = re.match(r"[\s>]*(\S{3,}|\S+(?: \S+)?)", line)
    return words[1] if words else ""


def _too_deep(tokens: Sequence["Token"]) -> bool:
    return any(
        token.level >= MAX_DEPTH - 1
        or any(child.level >= MAX_DEPTH for child in token.children or ())
        for token in tokens
    )


def _parsed(text: str) -> tuple[list["Token"], dict[str, dict[str, Any]]]:
    """Return all tokens of `text`, and the addresses that it defines, keyed by label."""
    return _parsed_in_full(text) if _is_suspect(text) else (_quick_parser().parse(text), {})


def _parsed_in_full(text: str) -> tuple[list["Token"], dict[str, dict[str, Any]]]:
    environment: dict[str, dict[str, dict[str, Any]]] = {}
    return _parser().parse(text, environment), environment.get("references", {})


@cache
def _parser() -> "MarkdownIt":
    """Return CommonMark with GitHub's tables and strikethrough, so that these can be reported."""
    parser = _common_mark()
    parser.enable(["table", "strikethrough"])
    return parser


@cache
def _quick_parser() -> "MarkdownIt":
    """Return a parser for texts that are not suspect, without the rules that these never need."""
    parser = _common_mark()
    parser.disable(["code", "fence", "heading", "hr", "html_block", "lheading", "reference"])
    parser.disable(["autolink", "html_inline", "image"])
    return parser


def _common_mark() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH, "store_labels": True})
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return parser
