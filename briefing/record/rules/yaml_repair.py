"""Typing mistakes that make a file unreadable as YAML, with a fix for each.

A parser reports a mistake at the place where it must stop, which is often a line too late, and in
its own terms. The lines around that place are therefore searched for common mistakes. A fix is
offered only after it has been tried and allows the file to be read further than before.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import yaml_rs

from briefing.record import parsing
from briefing.record.fix_hints import difference, differences, retype
from briefing.record.problems import Path, TextRange, split_lines
from briefing.record.rules.certainty import is_one_text
from briefing.record.rules.fields import every_key, fields_at, text_keys
from briefing.record.rules.parser_errors import parser_error
from briefing.record.rules.wording import quoted, shortened

# Spaces that YAML does not treat as spaces. Word processors and web pages often contain them.
_ODD_SPACE = "[\xa0\u2000-\u200b\u202f\u2060\u3000]"

_MAX_TRIES = 24
_INDENTED = re.compile(r"( *)((?:- +)*)")
_HYPHENS = r" *(?:- +)*"
_KEY = r"[\w.-]+(?: to)?"
_STARTS_LIKE_A_KEY = re.compile(rf"{_HYPHENS}{_KEY}:(?:\s|$)")
_LABEL = re.compile(r" *([^\W\d][^:#]*):(?:\s|$)")
_ODD_SPACES = re.compile(
    rf"[ -]*(?:({_ODD_SPACE}+)|[\w-]+(?: to)?(?:({_ODD_SPACE}+):|:({_ODD_SPACE}+)))"
)
_NO_SPACE = re.compile(rf"{_HYPHENS}({_KEY}:)(?=[^\s/])(?!(?:(?! #).)*: )")
_NO_BRACE = re.compile(r"\s*(?:(?:- +)+|[\w.-]+: +)((?=\w+: )[^{}]*\})\s*$")
_HASH = re.compile(r"[{,] *[\w ]+: +(#[^\s#\"'].*?)(?=\s*(?:,\s*[\w ]+:\s|\}|,?\s*$))")
_LIST = re.compile(r"\[([^\[\]{}]+)\]")
_ITEM = re.compile(r"""\s*("[^"]*"|'[^']*'|[^,]*[^\s,])""")
_CUT_BY_HASH = re.compile(r"#[^\s#\"']|[^\"'].*?\s#[^\s#]")
_PAIRS = re.compile(rf"{_HYPHENS}({_KEY}): +(({_KEY}): +\S.*?)\s*$")
_OPENING = "[{\"'"
_CLOSED_TWICE = re.compile(r".*([\]}])\s*$")
# Texts in a line that may need quotation marks: a whole value, one in braces, one in brackets.
_VALUES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^{_HYPHENS}(?:{_KEY}: +|(?<=- )(?!{_KEY}:))(?!- )([^\s{{\[|>].*?)(?=\s+# |\s*$)",
        r"[{,] *[\w ]+: +([^\s{}\[\]].*?)(?=\s*(?:,\s*[\w ]+:\s|\}|$))",
        r"(?<=[\[,])\s*([^\s{}\[\],\"'][^,\[\]]*?)(?=\s*[,\]])",
        rf"^{_HYPHENS}(?:{_KEY}: +)?(\[[^\[\]]+\]\([^)]+\).*?)\s*$",
        r"(?<=[\[,])\s*([^\s{}\[\],\"']?[^,\[\]]*\[[^\[\]]*\]\([^)]*\)[^,\[\]]*?)(?=\s*[,\]])",
    )
)
# The start of a list item that YAML does not recognise: a hyphen without a space, or another
# marker.
_BULLET = re.compile(r"( *)([-*•·–—])( ?)(?=[^\W_])")
_WITHOUT_COLON = re.compile(rf"({_HYPHENS})({_KEY}) +([^\s:][^:]*)$")
_ENDS_TEXT = re.compile(r"(:)(?:\s|$)|\s(#)")
_NEEDS_QUOTES = re.compile(r"[:#\"'@`%*&!?|>\\\[]")


@dataclass(frozen=True, slots=True)
class Repair:
    """A corrected line, and the message about its mistake from column `start` to `end`.

    Attributes:
        line: the corrected line.
        start: the first wrong column, numbered from 0.
        end: the column after the last wrong one.
        message: the mistake; empty if the parser's own message and position are as good.
        hint: the fix.
        is_certain: whether the line has only one meaning, if no other change makes it readable.
        is_local: whether that is certain even if other lines cannot be read yet.
        number: the number of the line in the file, from 1.
        fix_hint: the hint, with the change to the line.
    """

    line: str
    start: int
    end: int
    message: str
    hint: str
    is_certain: bool = True
    is_local: bool = True
    number: int = 0
    fix_hint: str = ""

    @property
    def place(self) -> TextRange:
        """The place of the mistake in the file."""
        return TextRange(self.number, self.start + 1, self.number, self.end + 1)


def repaired(text: str, reason: str) -> str | None:
    """Return `text` without the mistake that makes it unreadable, or None if no fix is known."""
    fix = fix_for(text, reason)
    if fix is None:
        return None
    return _with_line(split_lines(text), fix.number, fix.line)


@lru_cache(4)
def fix_for(text: str, reason: str) -> Repair | None:
    """Return a fix for the mistake that makes `text` unreadable, or None if no fix is known.

    Args:
        text: the whole text.
        reason: the message of yaml-rs.
    """
    if re.search("limit|odd key", reason):
        return None
    return _fix_near(text, [line for line, _ in parser_error(text, reason).positions])


def _fix_near(text: str, lines_in_doubt: Sequence[int]) -> Repair | None:
    """Look for a mistake in each of the lines, numbered from 1, and in the line above each."""
    lines = split_lines(text)
    in_file = [min(line, len(lines)) for line in lines_in_doubt]
    near = list(dict.fromkeys(n for line in in_file for n in (line, _above(lines, line)) if n))
    furthest, meant, first = _stop(text), None, None
    for n, repair in islice(_repairs_of(lines, near), _MAX_TRIES):
        if first and (n, repair.line) == (first.number, first.line):
            continue
        repaired = _with_line(lines, n, repair.line)
        reached = _stop(repaired)
        if first is None and reached > furthest:
            furthest, meant = reached, _data(repaired)
            is_certain = repair.is_certain and (
                reached[0] == float("inf") or (repair.is_local and reached[0] > n)
            )
            is_swallowed = _is_swallowed(lines, n, repair.line)
            first = replace(repair, number=n, is_certain=is_certain and not is_swallowed)
        elif first and reached >= furthest and _data(repaired) != meant:
            first = replace(first, is_certain=False)
        if first and not first.is_certain:
            break
    if first is None:
        return None
    change = difference(first.number, lines[first.number - 1], first.line)
    return replace(first, fix_hint=retype(first.hint, change, is_safe=first.is_certain))


def _is_swallowed(lines: list[str], n: int, line: str) -> bool:
    """Whether the key in a repaired `line` has become part of the text above it."""
    if not _STARTS_LIKE_A_KEY.match(line):
        return False
    with_it, without = (
        _data("\n".join([*lines[: n - 1], *new, *lines[n:]])) for new in ([line], [])
    )
    is_readable = not isinstance(with_it, str) and not isinstance(without, str)
    return is_readable and _number_of_keys(with_it) <= _number_of_keys(without)


def _number_of_keys(data: object) -> int:
    if isinstance(data, dict):
        return len(data) + sum(map(_number_of_keys, data.values()))
    return sum(map(_number_of_keys, data)) if isinstance(data, list) else 0


def _repairs_of(lines: list[str], near: Iterable[int]) -> Iterator[tuple[int, Repair]]:
    """Yield every repair of the lines `near` the mistake, with likely ones first."""
    for repairs_of in (
        _odd_space,
        _bullet,
        _no_space,
        _hash,
        _no_brace,
        _closed_twice,
        _no_braces,
        _no_quotes,
        _no_colon,
        _stray_text,
        _indentation,
        _not_closed,
        _closed_wrongly,
    ):
        for n in near:
            above = _above_in_list(lines, n) if repairs_of is _stray_text else _above(lines, n)
            for repair in repairs_of(lines[n - 1], lines[above - 1] if above else ""):
                yield n, repair


def _data(text: str) -> object:
    """Return the content of `text`, or the text itself if it still cannot be read."""
    try:
        return parsing.loads(text, first_of_duplicates=True)
    except parsing.UNREADABLE:
        return text


def _with_line(lines: list[str], number: int, line: str) -> str:
    return "\n".join([*lines[: number - 1], line, *lines[number:]])


def _above(lines: list[str], n: int) -> int:
    """Return the number of the closest line above line `n` that is not blank, or 0."""
    return next((above for above in range(n - 1, 0, -1) if lines[above - 1].strip()), 0)


def _above_in_list(lines: list[str], n: int) -> int:
    """Return the number of the closest line above line `n` that is not inside an item, or 0.

    Without a label, such as "who:", a line may be the rest of a text that ends just above it. Then
    the result is 0 too. Lines that are indented more than line `n` are inside an item.
    """
    indent, last = _indent(lines[n - 1]), lines[n - 2].strip() if n > 1 else ""
    if last and not last.startswith("#") and not _LABEL.match(lines[n - 1]):
        return 0
    return next(
        (
            above
            for above in range(n - 1, 0, -1)
            if lines[above - 1].strip()
            and not lines[above - 1].lstrip().startswith("#")
            and _indent(lines[above - 1]) <= indent
        ),
        0,
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _stop(text: str) -> tuple[float, float]:
    """Return the line at which reading `text` stops, or infinity, and how much of it was read.

    The second number is minus the number of characters that are left on the line. Spaces before
    them make no difference.
    """
    try:
        parsing.loads(text, first_of_duplicates=True)
    except parsing.UNREADABLE as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        if not place:
            return 0, 0
        line, column = int(place[1]), int(place[2])
        lines = split_lines(text)
        return line, column - 1 - len(lines[line - 1]) if line <= len(lines) else 0
    return float("inf"), float("inf")


def without_tabs(text: str) -> str | None:
    """Return `text` with spaces for tabs at the start of lines, or None if that does not help."""
    width = tab_width(text)
    return _spaced(text, width) if width else None


def tabs_hint(text: str, place: TextRange) -> str:
    """Return the hint for the tabs at `place`, with the spaces that make the file readable."""
    width = tab_width(text)
    if width:
        number = f"{width} spaces" if width > 1 else "one space"
        words = f"type {number} instead of each tab at the start of a line"
        spaced = _spaced(text, width)
        others = [_spaced(text, other) for other in _TAB_WIDTHS if other != width]
        is_safe = all(
            _stop(other) < _stop(spaced) or _data(other) == _data(spaced) for other in others
        )
        return retype(words, *differences(text, spaced), is_safe=is_safe)
    lines = split_lines(text)
    line = lines[place.line - 1]
    lines[place.line - 1] = f"{line[: place.column - 1]} {line[place.end_column - 1 :]}"
    words = "use spaces instead"
    is_readable = _stop("\n".join(lines)) > _stop(text)
    return retype(words, (place, " "), is_safe=True) if is_readable else words


_TAB_WIDTHS = (2, 4, 8, 1)


@lru_cache(4)
def tab_width(text: str) -> int:
    """Return how many spaces for each tab allow more of the file to be read, or 0 if none do."""
    stop = _stop(text)
    reached = {width: _stop(_spaced(text, width)) for width in _TAB_WIDTHS}
    best = max(reached, key=lambda width: reached[width])
    return best if reached[best] > stop else 0


def _spaced(text: str, width: int) -> str:
    return "\n".join(_spaced_line(line, width) for line in split_lines(text))


def _spaced_line(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return indent.replace("\t", " " * width) + line[len(indent) :]


def _odd_space(line: str, above: str) -> Iterator[Repair]:
    """Replace spaces that YAML does not treat as spaces."""
    if odd := _ODD_SPACES.match(line):
        start, end = odd.span(odd.lastindex or 0)
        repaired = line[:start] + " " * (end - start) + line[end:]
        yield Repair(repaired, start, end, "this is not an ordinary space", _REPLACE_IT)


_REPLACE_IT = "replace it with an ordinary space"


def _stray_text(line: str, item: str) -> Iterator[Repair]:
    """Make a comment of a line that is between the items of a list, and is not a field.

    Each line of a comment that has lost its # needs it back.
    """
    start, label = _indent(line), _LABEL.match(line)
    is_text = bool(re.match(r"[\w(\"'‘“]", line[start:])) and not (
        label and label[1] in every_key()
    )
    if not is_text or not item.startswith(f"{' ' * start}- "):
        return
    repaired = f"{' ' * start}# {line[start:]}"
    message = "this line is between two items of a list, and belongs to neither"
    hint = "put # before it to make it a comment"
    yield Repair(repaired, start, len(line.rstrip()), message, hint, is_certain=False)


def _bullet(line: str, above: str) -> Iterator[Repair]:
    """Yield a fix for a list item that does not begin with a hyphen and a space."""
    if (sign := _BULLET.match(line)) and (sign[2] != "-" or not sign[3]):
        repaired = f"{sign[1]}- {line[sign.end() :]}"
        message = "there is no space after the hyphen"
        if sign[2] != "-":
            message = f"a list item starts with a hyphen and a space, not with {sign[2]}"
        hint = f"write {shortened(repaired.strip())}"
        is_certain = sign[2] == "-" or not _STARTS_LIKE_A_KEY.match(repaired)
        yield Repair(repaired, *sign.span(2), message, hint, is_certain)


def _no_space(line: str, above: str) -> Iterator[Repair]:
    """Put a space after the colon of a key."""
    if key := _NO_SPACE.match(line):
        repaired = f"{line[: key.end()]} {line[key.end() :]}"
        message = "there is no space after the colon"
        hint = f"write {shortened(repaired.strip(' -'))}"
        is_certain = bool(re.match(r"\w|([\"']).*\1\s*(?:#|$)", line[key.end() :]))
        yield Repair(repaired, *key.span(1), message, hint, is_certain)


def _hash(line: str, above: str) -> Iterator[Repair]:
    """Quote each value in braces and each item in brackets that # cuts short.

    All of them in a line are quoted at once, because the line cannot be read with one left. Only
    the first is reported.
    """
    candidates = [
        value.span(1) for values in (_HASH, _VALUES[1]) for value in values.finditer(line)
    ]
    for items in _LIST.finditer(line):
        candidates += [item.span(1) for item in _ITEM.finditer(line, *items.span(1))]
    spans: list[tuple[int, int]] = []
    for start, end in candidates:
        is_new = all(end <= other[0] or other[1] <= start for other in spans)
        if is_new and _CUT_BY_HASH.match(line[start:end]):
            spans.append((start, end))
    repaired = line
    for start, end in sorted(spans, reverse=True):
        repaired = repaired[:start] + quoted(repaired[start:end]) + repaired[end:]
    if spans:
        start, end = min(spans)
        text = line[start:end]
        at = start + text.index("#")
        better = quoted(text)
        yield Repair(repaired, at, at + 1 if at > start else end, _MESSAGES["#"], f"write {better}")


def _no_brace(line: str, above: str) -> Iterator[Repair]:
    """Put a missing { before a group of fields."""
    if group := _NO_BRACE.match(line):
        start, end = group.span(1)
        repaired = f"{line[:start]}{{{line[start:]}"
        message = "this } has no matching {"
        yield Repair(repaired, end - 1, end, message, f"write {shortened(repaired[start:])}")


def _closed_twice(line: str, above: str) -> Iterator[Repair]:
    """Delete a bracket or brace that closes nothing."""
    more = [line.count(closing) - line.count(opening) for opening, closing in ("{}", "[]")]
    if sorted(more) == [0, 1] and (mark := _CLOSED_TWICE.match(line)):
        start, end = mark.span(1)
        message, repaired = f"there is an extra {mark[1]}", line[:start] + line[end:]
        yield Repair(repaired, start, end, message, "delete it", is_local=False)


def _no_braces(line: str, above: str) -> Iterator[Repair]:
    """Put braces around fields on the same line as their group, as in brand: name: The name."""
    pairs = _PAIRS.match(line)
    if not pairs:
        return
    name, given, first = pairs.groups()
    parts = (part.partition(": ") for part in re.split(rf", (?={_KEY}: )", given))
    text = ", ".join(
        f"{key}: {quoted(value) if ',' in value and value[0] not in _OPENING else value}"
        for key, _, value in parts
    )
    paths: tuple[Path, ...] = ((name,), ("events", 0, name), ("actors", "*", name))
    better = ""
    if name == "asks" or any(first in fields_at(path) for path in paths):
        better = f"{{{text}}}"
    elif any(first in fields_at((*path, 0)) for path in paths):
        better = f"[{{{text}}}]"
    if better:
        start, end = pairs.span(2)
        message = f"the fields of '{name}' need braces if they are on the same line"
        yield Repair(line[:start] + better, start, end, message, f"write {shortened(better)}")


def _no_quotes(line: str, above: str) -> Iterator[Repair]:
    """Put text that YAML would read as something else in quotation marks."""
    for values in _VALUES:
        for value in values.finditer(line):
            start, end = value.span(1)
            if _NEEDS_QUOTES.search(value[1]) and not _is_plain_text(value[1]):
                better = quoted(_bare(value[1]))
                wrong = _ENDS_TEXT.search(value[1]) if value[1][0] not in "\"'" else None
                at = start + wrong.start(wrong.lastindex or 0) if wrong else start
                message = _MESSAGES[line[at]] if wrong else ""
                repaired = line[:start] + better + line[end:]
                hint = f"write {shortened(better)}"
                is_certain = is_one_text(value[1]) and _may_be_text(line[:start])
                yield Repair(repaired, at, at + 1, message, hint, is_certain)


def _may_be_text(before: str) -> bool:
    """Whether free text belongs after `before`: in a list, or in a field such as a title."""
    key = re.search(rf"({_KEY}):\s+$", before)
    return key is None or key[1] in text_keys()


def _is_plain_text(value: str) -> bool:
    """Whether YAML reads a value as the same text without quotation marks, even inside brackets."""
    try:
        read: object = yaml_rs.loads(f"[{value}]", parse_datetime=False)
    except parsing.UNREADABLE:
        return False
    return read == [value]


_MESSAGES = {
    ":": "this text contains a colon, so put it in quotation marks",
    "#": "a space and # start a comment, so the rest of this line is left out",
}


def _indentation(line: str, above: str) -> Iterator[Repair]:
    """Indent a line like the one above it, or as part of the text that starts there."""
    indented, is_key = _INDENTED.match(line), _STARTS_LIKE_A_KEY.match(line)
    like = _INDENTED.match(above)
    if not indented or not like or not re.match(r"\w", line[indented.end() :]):
        return
    now = indented.end(1)
    name = re.split(r":| (?!to:)", line.strip(" -"))[0]
    is_known = name in every_key() or (is_key and re.search(r": *(?:\{.*)?$", line))
    if bool(is_key) != bool(is_known):
        return
    if not is_key and _STARTS_LIKE_A_KEY.match(above):
        wanted = [like.end() + 2]
    else:
        wanted = list(dict.fromkeys((like.end(), like.end(1))))
    for column in wanted:
        if column != now:
            many = "too many" if now > column else "too few"
            number = abs(now - column)
            message = f"this line is indented {number} space{'s' * (number > 1)} {many}"
            end = max(now, 1)
            hint = (
                f"indent it by {column} space{'s' * (column != 1)}"
                if column
                else "do not indent it"
            )
            # At the margin, only some fields are possible. A text goes on with a word.
            is_certain = name in fields_at(()) if is_key and not column else name[:1].isalpha()
            repaired = " " * column + line[now:]
            yield Repair(repaired, 0, end, message, hint, is_certain, is_local=False)


def _not_closed(line: str, above: str) -> Iterator[Repair]:
    """Close a bracket or brace at the end of the line."""
    for opening, closing in ("[]", "{}"):
        start = line.rfind(opening)
        is_open = line.count(opening) == line.count(closing) + 1
        if is_open and line[start + 1 :].strip() and " #" not in line:
            yield Repair(
                f"{line.rstrip()}{closing}", start, start + 1, "", f"close it with {closing}"
            )


def _closed_wrongly(line: str, above: str) -> Iterator[Repair]:
    """Close each bracket with a bracket and each brace with a brace."""
    opened: list[str] = []
    repaired = ""
    for character in line:
        if character in "[{":
            opened.append(_CLOSING[character])
        elif character in "]}":
            character = opened.pop() if opened else character
        repaired += character
    if repaired != line and "'" not in line and '"' not in line:
        hint = "close [ with ] and { with }"
        yield Repair(repaired, 0, len(line), "", hint, is_local=False)


_CLOSING = {"[": "]", "{": "}"}


def _no_colon(line: str, above: str) -> Iterator[Repair]:
    """Put a colon after the name of a field."""
    given = _WITHOUT_COLON.match(line)
    if given and given[2] in every_key():
        repaired = f"{line[: given.end(2)]}: {given[3]}"
        hint = f"write {shortened(repaired.strip(' -'))}"
        yield Repair(repaired, *given.span(2), "", hint)


def _bare(value: str) -> str:
    """Return a text without the quotation marks around it, or the one at its start."""
    mark = value[0]
    if mark not in "\"'":
        return value
    if len(value) > 1 and value[-1] == mark:
        return value[1:-1]
    return value[1:] if value.count(mark) == 1 else value
