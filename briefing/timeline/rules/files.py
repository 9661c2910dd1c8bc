"""Rules for a file that cannot be read at all.

Each is given the file's name and its text; those that only run once reading has failed are given
the parser's reason too. PyYAML is imported by those that need positions, for most files are fine.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.timeline.parsing import LONGEST_NUMBER
from briefing.timeline.problems import LINE_END, Finding, Path, Place, Where
from briefing.timeline.rules.rule import error
from briefing.timeline.rules.wording import quoted, shortened

if TYPE_CHECKING:
    import yaml

    from briefing.timeline.positions import Node
    from briefing.timeline.rules.slips import Remedy

# Characters that YAML 1.2.2, section 5.1, does not allow in a file, and a byte-order mark anywhere
# except at the start.
_IN_QUOTES = "put the whole text in quotes"
_NOT_PRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
# An exclamation mark at the start of a value; it comes first because that is quick to look for.
_TAG = re.compile(r"!(?:(?<=[\s\[{,]!)|(?<=\A!))")


@error
def not_text(file: str, text: str) -> Iterator[Finding]:
    """An events file must be plain text in UTF-8.

    A file saved by a word processor or in an older encoding may not open, or may lose its accents.
    In your editor, choose Save As, and save it again as "UTF-8" or "Unicode".

    Wrong:
        title: Caf\udce9 licensing
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Café licensing
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    wrong = _NOT_PRINTABLE.search(text)
    if wrong is None:
        return
    if "\ud800" <= wrong[0] <= "\udfff":
        message, hint = "this is not UTF-8 text", "save the file as UTF-8"
    else:
        message = f"this line contains an invisible control character (U+{ord(wrong[0]):04X})"
        hint = "delete it" if text.count("\0") < 3 else "save the file as UTF-8"
    yield Finding(Where(file), message, hint, place=_at(text, wrong.start()))


@error
def tab(file: str, text: str, reason: str) -> Iterator[Finding]:
    """Indent lines with spaces, never with tabs.

    YAML does not allow tabs before a key or after its colon. Most editors have a setting that makes
    the tab key type spaces.

    Wrong:
        title: Example
        events:
          - date: 2019-04
        \tkind: news
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
    lines = LINE_END.split(text)
    problem = _stop(text)
    for line, column in (_problem(text, reason, problem), _stated(text, reason, problem)):
        shown = lines[line - 1] if line <= len(lines) else ""
        # yaml-rs stops right after a tab, PyYAML at it.
        for start in (column - 1, column - 2):
            tabs = re.compile("\t*").match(shown, start) if start >= 0 else None
            if tabs and tabs[0]:
                here = Place(line, start + 1, line, tabs.end() + 1)
                yield Finding(Where(file), "this line uses a tab", _spaces(text), place=here)
                return


def _spaces(text: str) -> str:
    """Return the hint for tabs, with the spaces that make the file readable."""
    width = _width_of_tabs(text)
    if not width:
        return "use spaces instead"
    number = f"{width} spaces" if width > 1 else "one space"
    return f"type {number} instead of each tab at the start of a line"


def without_tabs(text: str) -> str | None:
    """`text` with spaces for the tabs at the start of its lines; None where that does not help."""
    width = _width_of_tabs(text)
    return _spaced(text, width) if width else None


@lru_cache(4)
def _width_of_tabs(text: str) -> int:
    """How many spaces for each tab make the file readable, or further than before; or 0."""
    from briefing.timeline.rules.slips import stop_of

    stop = stop_of(text)
    reached = {width: stop_of(_spaced(text, width)) for width in (2, 4, 8, 1)}
    best = max(reached, key=lambda width: reached[width])
    return best if reached[best] > stop else 0


def _spaced(text: str, width: int) -> str:
    return "\n".join(_without_tabs(line, width) for line in LINE_END.split(text))


def _without_tabs(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return indent.replace("\t", " " * width) + line[len(indent) :]


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
    from briefing.timeline.positions import Node, walk_as_far_as_possible

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
            place = Place(line, comma, line, comma + 1)
            yield Finding(Where(file, last.path), message, hint, place=place)
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

    If a key appears twice, only one of its values can be used, and nobody would know which one.

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
    from briefing.timeline.positions import walk_as_far_as_possible

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
            yield Finding(Where(file, node.path), message, hint, place=node.value)


def _is_first_in_line(lines: list[str], place: Place) -> bool:
    return not lines[place.line - 1][: place.column - 1].strip()


def _rest_of(lines: list[str], key: Place) -> str:
    """Return the value after a key that is alone on its line, or "" if the key is not alone."""
    before, rest = lines[key.line - 1][: key.column - 1], lines[key.line - 1][key.end_column - 1 :]
    value = rest.lstrip(": ").rstrip()
    return value if not before.strip(" -") and re.fullmatch(r"[^\s,#\[\]{}]+", value) else ""


def _hyphen_missing(file: str, lines: list[str], node: "Node", column: int) -> Finding:
    """Several keys appear again: this is the next item of a list, and its hyphen is missing."""
    line = lines[node.value.line - 1].strip()
    message = f"'{node.path[-1]}' appears twice in the same item of this list"
    hint = f"if a new item starts here, write - {shortened(line)}"
    if column > 2:
        hint += f", indented by {column - 3} spaces"
    return Finding(Where(file, node.path), message, hint, place=node.value)


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

    from briefing.timeline.positions import parse

    line = 0
    try:
        starts = [it.start_mark for it in parse(text) if isinstance(it, yaml.DocumentStartEvent)]
        if len(starts) > 1 and starts[1]:
            line = starts[1].line + 1
    except yaml.MarkedYAMLError as problem:
        # To PyYAML, three dots alone do not begin a document.
        if problem.problem == "did not find expected <document start>" and problem.problem_mark:
            line = problem.problem_mark.line + 1
    if line:
        place = Place(line, 1, line, 4)
        hint = "delete the line, or move the text after it to a separate file"
        yield Finding(Where(file), "a second document starts here", hint, place=place)


@error
def yaml_tag(file: str, text: str) -> Iterator[Finding]:
    """Values must not have YAML tags.

    A tag is an exclamation mark followed by a word. It makes a program turn a value into
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
    from briefing.timeline.positions import walk_as_far_as_possible

    lines = LINE_END.split(text)
    for node in walk_as_far_as_possible(text):
        if node.tag:
            message = "an exclamation mark at the start of a value has a special meaning in YAML"
            written = lines[node.value.line - 1][node.value.column - 1 : node.value.end_column - 1]
            is_short = node.value.line == node.value.end_line and written.startswith("!")
            hint = f"write {shortened(quoted(written))}" if is_short else _IN_QUOTES
            yield Finding(Where(file, node.path), message, hint, place=node.value)


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
    problem = _stop(text)
    fault = _fault_for(reason, problem)
    line, column = _STANDING[fault.at](text, reason, problem)
    message, hint = fault.message, fault.hint
    repaired = _remedy(text, reason)
    if repaired and repaired[0].message:
        yield Finding(Where(file), repaired[0].message, repaired[0].hint, place=repaired[1])
        return
    if repaired:
        hint = repaired[0].hint
    lines = LINE_END.split(text)
    rest = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    extent = re.match(fault.extent, rest)
    place = Place(line, column, line, column + max(len(extent[0]) if extent else 1, 1))
    yield Finding(Where(file), message, hint, place=place)


@lru_cache(4)
def _remedy(text: str, reason: str) -> "tuple[Remedy, Place] | None":
    """Return a fix for the mistake that makes `text` unreadable, if one is known."""
    if re.search("limit|odd key", reason):
        return None
    from briefing.timeline.rules.slips import remedy

    problem = _stop(text)
    at = _fault_for(reason, problem).at
    places = (_STANDING[at], _stated, _problem, _context)
    return remedy(text, [find(text, reason, problem)[0] for find in places])


def remedied(text: str, reason: str) -> str | None:
    """Return `text` without the mistake that makes it unreadable, or None if no fix is known."""
    found = _remedy(text, reason)
    if not found:
        return None
    lines = LINE_END.split(text)
    lines[found[1].line - 1] = found[0].line
    return "\n".join(lines)


def _fault_for(reason: str, problem: "yaml.MarkedYAMLError | None") -> "_Fault":
    said = f"{reason}\n{problem.problem if problem else ''}"
    fault = next((fault for words, fault in _FAULTS.items() if words in said), None)
    return fault or _Fault(f"this cannot be read as YAML: {reason.splitlines()[-1].strip()}", "")


@dataclass(frozen=True, slots=True)
class _Fault:
    """The message and the place for a fault, recognised by the parser's words.

    `at` is where yaml-rs stopped, where PyYAML stopped (`problem`) or where PyYAML says that the
    trouble began (`context`), the opening `quote` of a text, or the first `alias`. From there
    `extent`, a regular expression, is marked.
    """

    message: str
    hint: str
    at: str = "stated"
    extent: str = "."


_NOT_AT_THE_START = "a value cannot start with this character"
_UNCLOSED_QUOTE = _Fault("this quotation mark is never closed", "close it", "quote")
_SQUARE = _Fault("this bracket is never closed", "close it with ]", "context")
_CURLY = _Fault("this brace is never closed", "close it with }", "context")
_ESCAPE = _Fault(
    "inside double quotation marks, a backslash starts a special character, but this is not one",
    "put the text in single quotation marks",
    "problem",
)
_FAULTS = {
    "odd key": _Fault(
        "a key must be a word or a few words, not a list or a group of fields",
        "put the whole text in quotes",
        "key",
    ),
    "recursion limit": _Fault("this is nested too deeply", "use fewer levels"),
    "number limit": _Fault(
        "this number is too long",
        f"shorten it to fewer than {LONGEST_NUMBER:,} digits",
        extent="[0-9A-Fa-f_]+",
    ),
    "alias replay limit": _Fault(
        "these aliases refer to each other in a circle", "write the values out", "alias", r"\*\S+"
    ),
    "unknown anchor": _Fault(
        "an asterisk at the start of a value has a special meaning in YAML",
        "put the whole text in quotes",
        extent=r"\*[^\s,\[\]{}]*",
    ),
    "unclosed quote": _UNCLOSED_QUOTE,
    "invalid indentation in multiline quoted scalar": _UNCLOSED_QUOTE,
    "invalid trailing content": _Fault(
        "this text continues after its closing quotation mark",
        "put the whole text in the other kind of quotation marks",
    ),
    "misplaced bracket": _Fault(
        "this bracket has no opening bracket", f"delete it, or {_IN_QUOTES}"
    ),
    "mismatched bracket": _Fault(
        "this bracket does not match its opening bracket", "close [ with ] and { with }"
    ),
    "comments must be separated": _Fault("a comment needs a space before it", "add a space here"),
    "mapping values are not allowed": _Fault(
        "this text contains a colon, so put it in quotation marks", _IN_QUOTES
    ),
    "mapping keys are not allowed": _Fault(_NOT_AT_THE_START, _IN_QUOTES),
    "unexpected character": _Fault(_NOT_AT_THE_START, _IN_QUOTES),
    "did not find expected alphabetic": _Fault(_NOT_AT_THE_START, _IN_QUOTES),
    "found unknown escape": _ESCAPE,
    "expected hexadecimal number": _ESCAPE,
    "invalid Unicode character escape": _ESCAPE,
    "did not find expected ',' or ']'": _SQUARE,
    "did not find expected ',' or '}'": _CURLY,
    "could not find expected ':'": _Fault(
        "this line has no key and no colon",
        "write it as in title: Example, with a space after the colon",
        "context",
        r".*\S",
    ),
    "did not find expected key": _Fault(
        "this line is indented differently from the lines above",
        "indent it like the lines around it, or put the text above in quotes",
        "problem",
    ),
    "did not find expected '-' indicator": _Fault(
        "this line is not an item of the list above it",
        "start it with a hyphen, or indent it like the lines around it",
    ),
    "block sequence entries are not allowed": _Fault(
        "a list cannot start on this line",
        f"start it on a line of its own, below; or {_IN_QUOTES}",
    ),
    "did not find expected node content": _Fault("a value is missing here", "add the value"),
    "while scanning a tag": _Fault(_NOT_AT_THE_START, _IN_QUOTES),
    "while scanning a block scalar": _Fault(
        "after | or > the text starts on the next line",
        f"move it there; or {_IN_QUOTES}",
        "context",
    ),
    "illegal placement of ':'": _Fault("a colon is not allowed here", _IN_QUOTES),
    "invalid indentation": _Fault("this line is not indented far enough", "indent it further"),
    "unknown directive": _Fault("a line cannot start with %", "delete it", "context"),
    "expected <document start>": _Fault("there must be no text after this point", "delete it"),
}


def _stop(text: str) -> "yaml.MarkedYAMLError | None":
    """Return the place where PyYAML stops reading `text`, and its reason, if it stops."""
    import yaml

    from briefing.timeline.positions import parse

    try:
        for _ in parse(text):
            pass
    except yaml.MarkedYAMLError as problem:
        return problem
    return None


def _stated(text: str, reason: str, problem: "yaml.MarkedYAMLError | None") -> tuple[int, int]:
    place = re.search(r"line (\d+), column (\d+)", reason)
    return (int(place[1]), int(place[2])) if place else (1, 1)


def _problem(text: str, reason: str, problem: "yaml.MarkedYAMLError | None") -> tuple[int, int]:
    mark = problem.problem_mark if problem else None
    return (mark.line + 1, mark.column + 1) if mark else _stated(text, reason, problem)


def _context(text: str, reason: str, problem: "yaml.MarkedYAMLError | None") -> tuple[int, int]:
    mark = problem.context_mark if problem else None
    return (mark.line + 1, mark.column + 1) if mark else _stated(text, reason, problem)


def _quote(text: str, reason: str, problem: "yaml.MarkedYAMLError | None") -> tuple[int, int]:
    """Where the quoted text opens that goes on to the line where yaml-rs stopped."""
    import yaml

    from briefing.timeline.positions import parse

    line, _ = _stated(text, reason, problem)
    try:
        for event in parse(text):
            start, end = event.start_mark, event.end_mark
            is_quoted = isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"')
            if is_quoted and start and end and start.line + 1 < line <= end.line + 1:
                return start.line + 1, start.column + 1
    except yaml.MarkedYAMLError:
        pass
    return _context(text, reason, problem)


def _alias(text: str, reason: str, problem: "yaml.MarkedYAMLError | None") -> tuple[int, int]:
    from briefing.timeline.positions import walk_as_far_as_possible

    nodes = walk_as_far_as_possible(text)
    place = next((node.value for node in nodes if node.repeats is not None), None)
    return (place.line, place.column) if place else (1, 1)


def _odd_key(text: str, reason: str, problem: "yaml.MarkedYAMLError | None") -> tuple[int, int]:
    """Return the place of the first key that is a list or a group of fields."""
    from briefing.timeline.positions import walk_as_far_as_possible

    for node in walk_as_far_as_possible(text):
        if node.is_key and node.path[-1] == "?" and node.spelling is None:
            return node.value.line, node.value.column
    return _context(text, reason, problem)


_STANDING = {
    "key": _odd_key,
    "stated": _stated,
    "problem": _problem,
    "context": _context,
    "quote": _quote,
    "alias": _alias,
}


def _at(text: str, offset: int) -> Place:
    before = LINE_END.split(text[:offset])
    line, column = len(before), len(before[-1]) + 1
    return Place(line, column, line, column + 1)
