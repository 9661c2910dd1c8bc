"""Rules for the syntax of an events file: text, tabs, YAML.

Each rule takes the file's name and its text. Rules that run only after reading has failed also take
the parser's message. PyYAML is imported only if positions are needed, because most files have no
errors.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from briefing.record.fix_hints import retype
from briefing.record.problems import Finding, Path, RecordPath, TextRange, split_lines
from briefing.record.rules.certainty import is_one_text
from briefing.record.rules.characters import is_printable
from briefing.record.rules.fields import fields_at, is_text_at
from briefing.record.rules.rule import error, fixed
from briefing.record.rules.wording import quoted, shortened

if TYPE_CHECKING:
    from briefing.record.positions import Node

# Characters that YAML 1.2.2, section 5.1, does not allow in a file, and a byte-order mark anywhere
# except at the start.
_NOT_PRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
# An exclamation mark at the start of a value. It comes first because it is quick to find.
_TAG = re.compile(r"!(?:(?<=[\s\[{,]!)|(?<=\A!))")


@error
@fixed("safe", "unsafe")
def not_text(file: str, text: str) -> Iterator[Finding]:
    """An events file must be plain text in UTF-8.

    A file saved by a word processor or in an older encoding may not open, or may lose its accents.
    In your editor, choose "Save as" and the encoding "UTF-8" or "Unicode".

    Wrong:
        title: Caf\ufffd licensing
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Café licensing
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    wrong = None if is_printable(text) else _NOT_PRINTABLE.search(text)
    if wrong is None:
        return
    place = _place_at(text, wrong.start())
    if "\ud800" <= wrong[0] <= "\udfff":
        message, hint = "this file is not UTF-8 text", _in_utf_8(text)
    else:
        message = f"this line contains an invisible control character (U+{ord(wrong[0]):04X})"
        # A mark in the middle is left over from files that were joined.
        hint = retype("delete it", (place, ""), is_safe=wrong[0] == "\ufeff")
        if text.count("\0") >= 3:
            hint = _in_utf_8(text)
    yield Finding(RecordPath(file), message, hint, place=place)


def _in_utf_8(text: str) -> str:
    """Return the hint for a file in another encoding, with the whole text if it can be decoded.

    UTF-16 is unambiguous. In Windows-1252, every accented letter and curly quotation mark is one
    byte. If several such bytes follow each other, it may be another encoding.
    """
    content = text.encode("utf-8", "surrogateescape")
    is_utf_16 = text.count("\0") >= 3
    is_windows = not is_utf_16 and not re.search("[\ud800-\udfff]{2}", text)
    has_mark = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    order = "" if has_mark else "-be" if text.startswith("\0") else "-le"
    words = "save the file as UTF-8"
    try:
        decoded = content.decode(f"utf-16{order}" if is_utf_16 else "windows-1252")
    except UnicodeDecodeError:
        return words
    lines = split_lines(text)
    whole = TextRange(1, 1, len(lines), len(lines[-1]) + 1)
    if not (is_utf_16 or is_windows) or _NOT_PRINTABLE.search(decoded):
        return words
    return retype(words, (whole, decoded), is_safe=is_utf_16)


def _place_at(text: str, offset: int) -> TextRange:
    """Return the place of the character at `offset`."""
    before = split_lines(text[:offset])
    line, column = len(before), len(before[-1]) + 1
    return TextRange(line, column, line, column + 1)


@error
@fixed("safe", "unsafe")
def tab(file: str, text: str, reason: str) -> Iterator[Finding]:
    """Indent lines with spaces, never with tabs.

    YAML does not allow tabs before a key or after its colon. Most editors have a setting that makes
    the tab key type spaces.

    Wrong:
        title: Example
        events:
          - date: 2019-04
        ␉kind: news
            title: A
            source: https://example.org/a

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
    """
    from briefing.record.rules.parser_errors import parser_error
    from briefing.record.rules.yaml_repair import tabs_hint

    lines = split_lines(text)
    failure = parser_error(text, reason)
    for line, column in (failure.problem, failure.stated):
        shown = lines[line - 1] if line <= len(lines) else ""
        # yaml-rs stops right after a tab, but PyYAML stops at it.
        for start in (column - 1, column - 2):
            tabs = re.compile("\t*").match(shown, start) if start >= 0 else None
            if tabs and tabs[0]:
                place = TextRange(line, start + 1, line, tabs.end() + 1)
                hint = tabs_hint(text, place)
                yield Finding(RecordPath(file), "this line uses a tab", hint, place=place)
                return


@error
@fixed("safe", "unsafe")
def comma_in_braces(file: str, text: str) -> Iterator[Finding]:
    """Inside braces, text that contains a comma must be in quotes.

    Inside braces, a comma ends a value, even a comma in a number such as 8,300. YAML would read the
    text after it as a key.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: poll
            title: A poll
            source: https://example.org/a
            figures: [{label: answers, value: over 8,300}]

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: poll
            title: A poll
            source: https://example.org/a
            figures: [{label: answers, value: "over 8,300"}]
    """
    from briefing.record.positions import Node, walk_as_far_as_possible

    lines = split_lines(text)
    last: Node | None = None
    end, is_field = 0, False
    for node in walk_as_far_as_possible(text):
        if node.is_key:
            continue
        if last and node.key and _is_lone(node, lines) and node.key.line == last.value.line:
            between = lines[node.key.line - 1][end - 1 : node.key.column - 1]
            if between.strip() == "," and node.path[:-1] == last.path[:-1]:
                end = node.key.end_column
                # Perhaps the value of a field is missing.
                first_word = str(node.path[-1]).split(" ")[0]
                is_field = is_field or first_word in fields_at(last.path[:-1])
                continue
        if last and end > last.value.end_column:
            line, comma = last.value.line, last.value.end_column
            whole = TextRange(line, last.value.column, line, end)
            better = quoted(lines[line - 1][last.value.column - 1 : end - 1])
            is_value = is_text_at(last.path) or bool(re.search(r"\d,\d{3}(?!\d)", better))
            is_safe = not is_field and is_value and is_one_text(better[1:-1])
            hint = retype(f"write {better}", (whole, better), is_safe=is_safe)
            message = "inside braces, a comma ends a value"
            place = TextRange(line, comma, line, comma + 1)
            yield Finding(RecordPath(file, last.path), message, hint, place=place)
        last, end = (node, node.value.end_column) if node.spelling else (None, 0)
        is_field = False


def _is_lone(node: "Node", lines: list[str]) -> bool:
    """Whether a key has neither a value nor a colon, such as the rest of a text after a comma."""
    value, key = node.value, node.key
    is_empty = (value.line, value.column) == (value.end_line, value.end_column)
    if key is None or not is_empty:
        return False
    return not lines[key.end_line - 1][key.end_column - 1 :].lstrip().startswith(":")


@error
@fixed("safe", "unsafe")
def duplicate_key(file: str, text: str) -> Iterator[Finding]:
    """A key must appear only once in a group of fields.

    If a key appears twice, it is not clear which of its values is meant.

    Wrong:
        title: Example
        title: Another example
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    from briefing.record.positions import walk_as_far_as_possible

    first: dict[Path, Node] = {}
    again: dict[Path, list[Node]] = {}
    values: dict[TextRange, TextRange] = {}
    for node in walk_as_far_as_possible(text):
        if node.key:
            values[node.key] = node.value
        if node.is_key and node.duplicate:
            again.setdefault(node.path[:-1], []).append(node)
        elif node.is_key:
            first[node.path] = node
    lines = split_lines(text)
    for path, nodes in again.items():
        is_item = isinstance(path[-1] if path else "", int)
        if is_item and len(nodes) > 1 and _is_first_in_line(lines, nodes[0].value):
            yield _hyphen_missing(file, lines, nodes[0], first[nodes[0].path].value.column)
            continue
        for node in nodes:
            before = first[node.path].value
            hint = f"keep one of the two; the first is on line {before.line}"
            if node.path[-1] == "source" and is_item:
                both = [_rest_of(lines, before), _rest_of(lines, node.value)]
                hint = (
                    f"write one line for both: sources: [{', '.join(both)}]" if all(both) else hint
                )
            if all(both := [_field(lines, before), _field(lines, node.value)]):
                hint = _merged(hint, lines, (before, node.value), both)
            elif before in values and node.value in values:
                pairs = [(key, values[key]) for key in (before, node.value)]
                hint = _same_in_braces(hint, lines, *pairs)
            message = f"'{node.path[-1]}' appears twice"
            yield Finding(RecordPath(file, node.path), message, hint, place=node.value)


_Pair: TypeAlias = tuple[TextRange, TextRange]
"""The places of a key and its value."""


def _same_in_braces(hint: str, lines: list[str], first: _Pair, second: _Pair) -> str:
    """Return the hint with the edit that deletes the second of two equal fields in braces."""
    key, value = second
    line = lines[key.line - 1]
    comma = re.search(r",\s*$", line[: key.column - 1])
    texts = {
        lines[place.line - 1][place.column - 1 : place.end_column - 1]
        if place.line == place.end_line
        else ""
        for _, place in (first, second)
    }
    if not comma or len(texts) != 1 or "" in texts or key.line != value.line:
        return hint
    place = TextRange(key.line, comma.start() + 1, value.end_line, value.end_column)
    return retype(_SAME, (place, ""), is_safe=True)


_SAME = "delete one of the two, because they are the same"


def _field(lines: list[str], key: TextRange) -> str:
    """Return a field that is alone on its line, with its value, or "" if it is not alone."""
    line = lines[key.line - 1]
    field = re.fullmatch(r"( *(?:- +)*)([^\s:#]+: +(?:[^\s#|>\[{&*!\"'].*))", line.rstrip())
    is_alone = field and len(field[1]) + 1 == key.column and " #" not in line
    below = lines[key.line] if key.line < len(lines) else ""
    is_continued = below.strip() and len(below) - len(below.lstrip()) >= key.column
    return field[2] if field and is_alone and not is_continued else ""


def _merged(hint: str, lines: list[str], keys: tuple[TextRange, TextRange], both: list[str]) -> str:
    """Return the hint with the edits that delete the second of two equal fields, or join them."""
    first, second = keys
    line = lines[second.line - 1]
    is_first_of_item = line[: second.column - 1].strip()
    rest = TextRange(second.line, 1, second.line + 1, 1)
    if second.line == len(lines):
        rest = TextRange(second.line - 1, len(lines[second.line - 2]) + 1, *_end(lines))
    if is_first_of_item or second.line == first.line:
        return hint
    if both[0] == both[1]:
        return retype(_SAME, (rest, ""), is_safe=True)
    if not hint.startswith("write one line for both: "):
        return hint
    field = TextRange(first.line, first.column, first.line, first.column + len(both[0]))
    joined = hint.removeprefix("write one line for both: ")
    return retype(hint, (field, joined), (rest, ""))


def _end(lines: list[str]) -> tuple[int, int]:
    return len(lines), len(lines[-1]) + 1


def _is_first_in_line(lines: list[str], place: TextRange) -> bool:
    return not lines[place.line - 1][: place.column - 1].strip()


def _rest_of(lines: list[str], key: TextRange) -> str:
    """Return the value after a key that is alone on its line, or "" if the key is not alone."""
    before, rest = lines[key.line - 1][: key.column - 1], lines[key.line - 1][key.end_column - 1 :]
    value = rest.lstrip(": ").rstrip()
    return value if not before.strip(" -") and re.fullmatch(r"[^\s,#\[\]{}]+", value) else ""


def _hyphen_missing(file: str, lines: list[str], node: "Node", column: int) -> Finding:
    """Return the finding for a list item without its hyphen: many keys appear twice."""
    line = lines[node.value.line - 1].strip()
    message = f"'{node.path[-1]}' appears twice in the same item of this list"
    hint = f"if a new item starts here, write - {shortened(line)}"
    if (indent := column - 3) > 0:
        hint += f", indented by {indent} space{'s' * (indent != 1)}"
    if indent >= 0:
        place = TextRange(node.value.line, 1, node.value.line, node.value.column)
        hint = retype(hint, (place, f"{' ' * indent}- "))
    return Finding(RecordPath(file, node.path), message, hint, place=node.value)


@error
@fixed("safe", "unsafe")
def several_documents(file: str, text: str) -> Iterator[Finding]:
    """An events file must be a single YAML document.

    A line of three hyphens starts a second document. To use several files as one record, name them
    together, as in `briefing check 2019.yaml 2020.yaml`, or name their folder.

    Wrong:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
        ---
        events:
          - {date: 2019-05, kind: news, title: B, source: https://example.org/b}

    Right:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
          - {date: 2019-05, kind: news, title: B, source: https://example.org/b}
    """
    import yaml

    from briefing.record.positions import parse_yaml

    line = 0
    try:
        starts = [
            event.start_mark
            for event in parse_yaml(text)
            if isinstance(event, yaml.DocumentStartEvent)
        ]
        if len(starts) > 1 and starts[1]:
            line = starts[1].line + 1
    except yaml.MarkedYAMLError as problem:
        # PyYAML does not accept three dots alone as the start of a document.
        if problem.problem == "did not find expected <document start>" and problem.problem_mark:
            line = problem.problem_mark.line + 1
    if line:
        place = TextRange(line, 1, line, 4)
        hint = _one_document(text, line)
        yield Finding(RecordPath(file), "a second document starts here", hint, place=place)


def _one_document(text: str, line: int) -> str:
    """Return the hint for the line that starts a second document, with the edit that deletes it.

    If there is no text before or after the line, it separates nothing. If both documents have the
    same fields, they cannot become one.
    """
    hint = "delete the line, or move the text after it to a separate file"
    lines = split_lines(text)
    first = line - 1 if line > 1 and lines[line - 2].rstrip() == "..." else line
    others = ["\n".join(lines[: first - 1]), "\n".join(lines[line:])]
    is_mark = lines[line - 1].rstrip() in ("---", "...")
    if not is_mark or not _is_readable("\n\n".join(others)):
        return hint
    is_alone = not all(re.search(r"^\s*[^\s#-]", other, re.MULTILINE) for other in others)
    place = TextRange(first, 1, line, len(lines[line - 1]) + 1)
    return retype(hint, (place, ""), is_safe=is_alone)


def _is_readable(text: str) -> bool:
    from briefing.record import parsing

    try:
        parsing.loads(text)
    except parsing.UNREADABLE:
        return False
    return True


@error
@fixed("safe", "unsafe")
def yaml_tag(file: str, text: str) -> Iterator[Finding]:
    """Values must not have YAML tags.

    A tag is an exclamation mark followed by a word. Programs use tags to turn a value into
    something other than text. An events file contains only text, numbers, lists and groups of
    fields.

    Wrong:
        title: !important Example
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: "!important Example"
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    if not _TAG.search(text):
        return
    from briefing.record.positions import walk_as_far_as_possible
    from briefing.record.rules.parser_errors import IN_QUOTES

    lines = split_lines(text)
    for node in walk_as_far_as_possible(text):
        if node.tag:
            message = "an exclamation mark at the start of a value has a special meaning in YAML"
            written = lines[node.value.line - 1][node.value.column - 1 : node.value.end_column - 1]
            is_short = node.value.line == node.value.end_line and written.startswith("!")
            hint = IN_QUOTES
            if is_short and (tagged := _TEXT_TAG.fullmatch(written)):
                # The tag only repeats the type.
                better = tagged[1] if _is_text(tagged[1]) else quoted(tagged[1])
                hint = retype(f"write {shortened(better)}", (node.value, better), is_safe=True)
            elif is_short and not node.is_key:
                better = quoted(written)
                hint = retype(f"write {shortened(better)}", (node.value, better))
            yield Finding(RecordPath(file, node.path), message, hint, place=node.value)


_TEXT_TAG = re.compile(r"(?:!!str|!<tag:yaml\.org,2002:str>)\s+(\S.*)")


def _is_text(written: str) -> bool:
    """Whether YAML reads a value as text and as nothing else."""
    from briefing.record import parsing

    try:
        return bool(parsing.loads(written) == written)
    except parsing.UNREADABLE:
        return False


@error
@fixed("safe", "unsafe")
def not_yaml(file: str, text: str, reason: str) -> Iterator[Finding]:
    """An events file must be valid YAML.

    The most common mistakes are text that contains a colon and a space (put the text in quotes), a
    quotation mark or bracket that is never closed, and a line with the wrong indentation.

    Wrong:
        title: Online harms: from white paper to Bill
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: "Online harms: from white paper to Bill"
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    from briefing.record.rules.yaml_repair import fix_for

    fix = fix_for(text, reason)
    if fix and fix.message:
        yield Finding(RecordPath(file), fix.message, fix.fix_hint, place=fix.place)
        return
    from briefing.record.rules.parser_errors import parser_error

    failure = parser_error(text, reason)
    message, hint = failure.explanation.message, fix.fix_hint if fix else failure.explanation.hint
    lines = split_lines(text)
    line, column = failure.position
    rest = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    extent = re.match(failure.explanation.extent, rest)
    place = TextRange(line, column, line, column + max(len(extent[0]) if extent else 1, 1))
    yield Finding(RecordPath(file), message, hint, place=place)
