"""Write plain data as YAML in the standard layout of events files.

Keys are in the order of the model, unless a group has its own order. Events are in block style, and
short items are on one line. Only text that YAML would read as something else is in quotation marks.
"""

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from briefing.record import parsing
from briefing.record.problems import Path

_FIRST_OF_PLAIN = re.compile(r"[^\s,\[\]{}#&*!|>'\"%@`?:=-]|-(?=[^\s,\[\]{}-])")
_NOT_PLAIN = re.compile(r": |:\t|:$| #|\t#|\t| -$")
_NOT_IN_FLOW = re.compile(r"[,\[\]{}?]")  # YAML 1.1 ends a plain text at a question mark.
_NOT_PRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
_ESCAPED = re.compile(f'[\n\t"\\\\]|{_NOT_PRINTABLE.pattern}')
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_MAX_PLAIN = 200
"""The minimum length of text that cannot be a number or a word with a meaning in YAML."""
_NO_PATH: Path = ("?",)
"""The path of data that is not in an events file."""


def write_yaml(
    value: Any, *, indent: int = 0, width: int = 100, path: Path = (), quote: str = '"'
) -> str:
    """Return `value` as YAML in block style. Each line ends in a line break.

    Args:
        value: text, numbers, booleans, lists and dictionaries.
        indent: the number of spaces before each line.
        width: the maximum length of a line, if the text can be divided into lines.
        path: the place of the value in an events file, which decides the order of its keys.
        quote: the quotation marks to use if possible.
    """
    writer = Writer(width, quote)
    lines = (
        writer.block(value, indent, path)
        if isinstance(value, dict | list) and value
        else [" " * indent + writer.inline(value, path)]
    )
    return "".join(f"{line}\n" for line in lines)


class OrderedFields(dict[str, Any]):
    """A group of fields that is written in its own order, rather than in that of the model."""


class Writer:
    """Writes values with one maximum width, indentation and kind of quotation marks."""

    def __init__(
        self,
        width: int = 100,
        quote: str = '"',
        step: int = 2,
        list_step: int = 2,
        flow_lists: bool = True,
    ) -> None:
        self.width, self.quote = width, quote
        self.step, self.list_step, self.flow_lists = step, list_step, flow_lists

    def block(self, value: Any, indent: int, path: Path = _NO_PATH) -> list[str]:
        """Return the lines of a mapping or a list that is not empty, in block style."""
        lines: list[str] = []
        if isinstance(value, dict):
            for key in ordered_keys(path, value):
                prefix = f"{' ' * indent}{self.scalar(key)}:"
                lines += self.entry(prefix, value[key], indent, (*path, key))
            return lines
        for n, item in enumerate(value):
            lines += self.item(item, indent, (*path, n))
        return lines

    def item(self, item: Any, indent: int, path: Path = _NO_PATH) -> list[str]:
        """Return the lines of a list item, in block style, with its hyphen at `indent`."""
        start = f"{' ' * indent}-"
        if isinstance(item, dict | list) and item and not self._fits(start, item, path):
            return self.block_item(item, indent, path)
        return self.entry(start, item, indent, path)

    def block_item(self, item: Any, indent: int, path: Path = _NO_PATH) -> list[str]:
        """Return the lines of a list item that is a mapping or list, in block style."""
        inside = self.block(item, indent + 2, path)
        return [f"{' ' * indent}- {inside[0][indent + 2 :]}", *inside[1:]]

    def entry(self, prefix: str, value: Any, indent: int, path: Path = _NO_PATH) -> list[str]:
        """Return the lines of an entry that starts with `prefix`, its key or hyphen."""
        if isinstance(value, dict | list) and value:
            if self._fits(prefix, value, path):
                return [f"{prefix} {self.inline(value, path)}"]
            step = self.list_step if isinstance(value, list) else self.step
            return [prefix, *self.block(value, indent + step, path)]
        if isinstance(value, str) and (lines := self.text_block(prefix, value, indent, path)):
            return lines
        return [f"{prefix} {self.inline(value, path)}"]

    def text_block(self, prefix: str, text: str, indent: int, path: Path) -> list[str]:
        """Return the lines of a text with several lines, or a long one, or none if it fits."""
        body = text.removesuffix("\n")
        # Text that ends in a line break is below its key, however short it is.
        start = len(prefix) + 1 if body == text else indent + 2
        is_long = start + len(body) > self.width and is_prose(path)
        if "\n" not in text and not is_long:
            return []
        return self.text_lines(prefix, text, indent + 2, ">" if is_long else "|")

    def text_lines(self, prefix: str, text: str, indent: int, sign: str) -> list[str]:
        """Return the lines of a text below its key, with `|` or, if it is a paragraph, `>`.

        If this is not possible, return none.
        """
        if not can_be_block(text):
            return []
        body, chomp = (text[:-1], "") if text.endswith("\n") else (text, "-")
        start = " " * indent
        if sign == ">" and "\n" not in body:
            room = max(self.width - len(start), 20)
            return [f"{prefix} >{chomp}", *(start + line for line in wrapped(body, room))]
        lines = (start + line if line else "" for line in body.split("\n"))
        return [f"{prefix} |{chomp}", *lines]

    def _fits(self, prefix: str, value: Any, path: Path) -> bool:
        """Whether a mapping or list that is not empty is written on one line."""
        if is_event_at(path) or not is_short(value, path):
            return False
        if isinstance(value, list) and not self.flow_lists:
            return False
        return len(prefix) + 1 + len(self.inline(value, path)) <= self.width

    def inline(self, value: Any, path: Path = _NO_PATH, *, in_flow: bool = False) -> str:
        """Return a value on one line."""
        if isinstance(value, dict):
            entries = (
                f"{self.scalar(key, in_flow=True)}: "
                f"{self.inline(value[key], (*path, key), in_flow=True)}"
                for key in ordered_keys(path, value)
            )
            return f"{{{', '.join(entries)}}}"
        if isinstance(value, list | tuple):
            items = (self.inline(item, (*path, n), in_flow=True) for n, item in enumerate(value))
            return f"[{', '.join(items)}]"
        return self.scalar(value, in_flow=in_flow)

    def scalar(self, value: Any, *, in_flow: bool = False, style: str = "") -> str:
        """Return a scalar or key on one line, in quotation marks if needed or if `style` is one."""
        if not isinstance(value, str):
            return _written(value)
        if not style and can_be_plain(value, in_flow=in_flow):
            return value
        return quoted(value, style or self.quote)


def _written(value: Any) -> str:
    """Return a value that is not text, as YAML writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else f"{'-' if value < 0 else ''}.inf"
    return str(value)


def quoted(text: str, quote: str = '"') -> str:
    """Return `text` in these quotation marks, or in others if that needs fewer escapes."""
    if "\n" not in text and not _NOT_PRINTABLE.search(text):
        if quote == "'" and ("'" not in text or '"' in text or "\\" in text):
            return "'" + text.replace("'", "''") + "'"
        if quote == '"' and ('"' in text or "\\" in text) and "'" not in text:
            return f"'{text}'"
    return '"' + _ESCAPED.sub(lambda match: _escape(match[0]), text) + '"'


def _escape(character: str) -> str:
    code = ord(character)
    return _ESCAPES.get(character) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


@lru_cache(1 << 12)
def can_be_plain(text: str, *, in_flow: bool = False) -> bool:
    """Whether `text` can be written without quotation marks."""
    if (
        not _FIRST_OF_PLAIN.match(text)
        or text != text.strip()
        or "\n" in text
        or _NOT_PLAIN.search(text)
        or _NOT_PRINTABLE.search(text)
        or (in_flow and _NOT_IN_FLOW.search(text))
    ):
        return False
    return len(text) > _MAX_PLAIN or _reads_as_itself(text)


def _reads_as_itself(text: str) -> bool:
    try:
        read = parsing.loads(text)
    except parsing.UNREADABLE:
        return False
    return isinstance(read, str) and read == text


def can_be_block(text: str) -> bool:
    """Whether a text can be written below its key, with `|` or `>`."""
    return (
        bool(text)
        and not text.startswith((" ", "\n"))
        and not text.endswith((" ", "\n\n"))
        and "\t" not in text
        and not re.search(r" \n|\n +(?:\n|\Z)", text)
        and not _NOT_PRINTABLE.search(text)
    )


def wrapped(line: str, width: int) -> list[str]:
    """Divide a line at single spaces into lines of at most `width` characters, if possible."""
    lines: list[str] = []
    for word in re.split(r"(?<! ) (?! )", line):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def is_short(value: Any, path: Path) -> bool:
    """Whether a value may be on one line: fields without further fields, or a list of one of them.

    In events, each item of a list that has fields is on a line of its own.
    """
    if isinstance(value, dict):
        return all(
            not isinstance(inner, dict) and (not isinstance(inner, list) or _are_scalars(inner))
            for inner in value.values()
        ) and not any(isinstance(inner, str) and "\n" in inner for inner in value.values())
    return _are_scalars(value) or (
        len(value) == 1
        and path[:1] != ("events",)
        and isinstance(value[0], dict)
        and is_short(value[0], path)
    )


def _are_scalars(items: list[Any]) -> bool:
    return not any(
        isinstance(item, dict | list) or (isinstance(item, str) and "\n" in item) for item in items
    )


def is_event_at(path: Path) -> bool:
    """Whether an event, or the list of events, is at `path`."""
    return path[:1] == ("events",) and len(path) <= 2


def ordered_keys(path: Path, group: Mapping[Any, Any]) -> list[Any]:
    """Return the keys of the group of fields at `path` in the order of the model."""
    keys = list(group)
    if path == _NO_PATH or isinstance(group, OrderedFields):
        return keys
    from briefing.record.rules.fields import layout_at

    order = layout_at(path, frozenset(map(str, keys)))
    if not order:
        return keys
    return sorted(keys, key=lambda key: order.get(str(key), len(order)))


def is_prose(path: Path) -> bool:
    """Whether the text at `path` may have several lines. It may if its place is not known."""
    if path == _NO_PATH or not path:
        return True
    from briefing.record.rules.fields import is_long_text_at

    return is_long_text_at(path)
