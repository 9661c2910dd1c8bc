"""Rules for the syntax of an events file: text, tabs, YAML.

Each rule takes the file's name and its text. Rules that run only after reading has failed also take
the parser's message. PyYAML is imported only if positions are needed, because most files have no
errors.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefing.record.problems import LINE_END, Finding, Path, RecordPath, TextRange
from briefing.record.rules.characters import is_printable
from briefing.record.rules.rule import error
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
    if "\ud800" <= wrong[0] <= "\udfff":
        message, hint = "this file is not UTF-8 text", "save the file as UTF-8"
    else:
        message = f"this line contains an invisible control character (U+{ord(wrong[0]):04X})"
        hint = "delete it" if text.count("\0") < 3 else "save the file as UTF-8"
    yield Finding(RecordPath(file), message, hint, place=_place_at(text, wrong.start()))


def _place_at(text: str, offset: int) -> TextRange:
    """Return the place of the character at `offset`."""
    before = LINE_END.split(text[:offset])
    line, column = len(before), len(before[-1]) + 1
    return TextRange(line, column, line, column + 1)


@error
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

    lines = LINE_END.split(text)
    failure = parser_error(text, reason)
    for line, column in (failure.problem, failure.stated):
        shown = lines[line - 1] if line <= len(lines) else ""
        # yaml-rs stops right after a tab, but PyYAML stops at it.
        for start in (column - 1, column - 2):
            tabs = re.compile("\t*").match(shown, start) if start >= 0 else None
            if tabs and tabs[0]:
                place = TextRange(line, start + 1, line, tabs.end() + 1)
                yield Finding(RecordPath(file), "this line uses a tab", _spaces(text), place=place)
                return


def _spaces(text: str) -> str:
    """Return the hint for tabs, with the spaces that make the file readable."""
    from briefing.record.rules.yaml_repair import tab_width

    width = tab_width(text)
    if not width:
        return "use spaces instead"
    number = f"{width} spaces" if width > 1 else "one space"
    return f"type {number} instead of each tab at the start of a line"


@error
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

    lines = LINE_END.split(text)
    last: Node | None = None
    end = 0
    for node in walk_as_far_as_possible(text):
        if node.is_key:
            continue
        if last and node.key and _is_lone(node, lines) and node.key.line == last.value.line:
            between = lines[node.key.line - 1][end - 1 : node.key.column - 1]
            if between.strip() == "," and node.path[:-1] == last.path[:-1]:
                end = node.key.end_column
                continue
        if last and end > last.value.end_column:
            line, comma = last.value.line, last.value.end_column
            hint = f"write {quoted(lines[line - 1][last.value.column - 1 : end - 1])}"
            message = "inside braces, a comma ends a value"
            place = TextRange(line, comma, line, comma + 1)
            yield Finding(RecordPath(file, last.path), message, hint, place=place)
        last, end = (node, node.value.end_column) if node.spelling else (None, 0)


def _is_lone(node: "Node", lines: list[str]) -> bool:
    """Whether a key has neither a value nor a colon, such as the rest of a text after a comma."""
    value, key = node.value, node.key
    is_empty = (value.line, value.column) == (value.end_line, value.end_column)
    if key is None or not is_empty:
        return False
    return not lines[key.end_line - 1][key.end_column - 1 :].lstrip().startswith(":")


@error
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
    for node in walk_as_far_as_possible(text):
        if node.is_key and node.duplicate:
            again.setdefault(node.path[:-1], []).append(node)
        elif node.is_key:
            first[node.path] = node
    lines = LINE_END.split(text)
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
            message = f"'{node.path[-1]}' appears twice"
            yield Finding(RecordPath(file, node.path), message, hint, place=node.value)


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
    return Finding(RecordPath(file, node.path), message, hint, place=node.value)


@error
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
        hint = "delete the line, or move the text after it to a separate file"
        yield Finding(RecordPath(file), "a second document starts here", hint, place=place)


@error
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

    lines = LINE_END.split(text)
    for node in walk_as_far_as_possible(text):
        if node.tag:
            message = "an exclamation mark at the start of a value has a special meaning in YAML"
            written = lines[node.value.line - 1][node.value.column - 1 : node.value.end_column - 1]
            is_short = node.value.line == node.value.end_line and written.startswith("!")
            hint = f"write {shortened(quoted(written))}" if is_short else IN_QUOTES
            yield Finding(RecordPath(file, node.path), message, hint, place=node.value)


@error
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
        yield Finding(RecordPath(file), fix.message, fix.hint, place=fix.place)
        return
    from briefing.record.rules.parser_errors import parser_error

    failure = parser_error(text, reason)
    message, hint = failure.explanation.message, fix.hint if fix else failure.explanation.hint
    lines = LINE_END.split(text)
    line, column = failure.position
    rest = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    extent = re.match(failure.explanation.extent, rest)
    place = TextRange(line, column, line, column + max(len(extent[0]) if extent else 1, 1))
    yield Finding(RecordPath(file), message, hint, place=place)
