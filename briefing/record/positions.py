"""Find positions in an events file by line and column, with PyYAML's C parser.

Reading does not need positions, so this runs only to report problems. It follows the parser's
events without building a tree. Deep nesting and webs of aliases therefore do no harm, and positions
before a syntax error can still be found.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

import yaml

from briefing.record import parsing
from briefing.record.pieces import Piece, Split, in_pieces
from briefing.record.problems import LINE_END, Path, Step, TextRange, split_lines

# Characters that are text or spaces in YAML 1.2, but not in PyYAML, which follows YAML 1.1.
_ONLY_TEXT = re.compile(
    r"[\x85\u2028\u2029]|\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}"
)
_SIGNS_OF_ONLY_TEXT = ("\x85", "\u2028", "\u2029", "\\u")  # Searching for them is quicker.
_ONLY_SPACE = re.compile(r"^[ \t]*\t[ \t]*(?=[#\r\n]|\Z)|(?<=[\s-]-)\t", re.MULTILINE)
# A question mark that does not mark a key: what follows it is text.
_QUESTION = re.compile(r"(?<=[\s\[{,])\?(?=\S)")
_MAX_ODDITIES = 30
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 50  # No valid events file is nested even half as deep.


@dataclass(slots=True)
class Node:
    """A value in the file and its key, if any, or just a key if `is_key`.

    `spelling` is the text of a plain scalar, and `repeats` is the path of the value that an alias
    repeats. `duplicate` is true for a key that appears again. `in_flow_style` is true for lists and
    mappings in brackets, and `is_scalar` for text, numbers and empty values.
    """

    path: Path
    value: TextRange
    key: TextRange | None = None
    spelling: str | None = None
    tag: str | None = None
    repeats: Path | None = None
    is_key: bool = False
    duplicate: bool = False
    in_flow_style: bool = False
    is_scalar: bool = False


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being walked."""

    node: Node
    is_mapping: bool
    keys: set[str] = field(default_factory=set)
    step: Step | None = None
    key: TextRange | None = None
    count: int = 0


def parse_yaml(text: str) -> Iterator[yaml.Event]:
    """Yield PyYAML's events for `text`, read as YAML 1.2 where possible, with the same columns.

    Raises:
        yaml.MarkedYAMLError: the text is not YAML. Events before the error are yielded first.
    """
    if any(sign in text for sign in _SIGNS_OF_ONLY_TEXT):
        text = _ONLY_TEXT.sub(lambda match: "x" * len(match[0]), text)
    if "\t" in text:
        text = _ONLY_SPACE.sub(lambda match: " " * len(match[0]), text)
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
    return events


def walk(text: str) -> Iterator[Node]:
    """Yield every key and value in the first document of `text`, in the order of the file.

    A key comes before its value, and a value after everything inside it. Extremely deep nesting is
    skipped.

    Raises:
        yaml.MarkedYAMLError: the text is not YAML. Nodes before the error are yielded first.
    """
    stack: list[_Open] = []
    anchors: dict[str, Path] = {}
    too_deep = 0
    lines = split_lines(text)
    last = len(lines), len(lines[-1]) + 1
    for event in parse_yaml(text):
        if isinstance(event, yaml.DocumentEndEvent):
            return
        opens = isinstance(event, yaml.CollectionStartEvent)
        if too_deep or (opens and len(stack) == _MAX_DEPTH):
            too_deep += opens - isinstance(event, yaml.CollectionEndEvent)
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            node = stack.pop().node
            end = _place(event, last)
            node.value = TextRange(node.value.line, node.value.column, end.end_line, end.end_column)
            if node.is_key:
                stack[-1].key = node.value
            yield node
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        place = _place(event, last)
        inside = stack[-1] if stack else None
        if inside is not None and inside.is_mapping and inside.step is None:
            step = event.value if isinstance(event, yaml.ScalarEvent) else "?"
            node = Node((*inside.node.path, step), place, is_key=True)
            node.duplicate = step in inside.keys and isinstance(event, yaml.ScalarEvent)
            inside.keys.add(step)
            inside.step, inside.key = step, place
        else:
            node = Node(_path(inside), place, inside.key if inside else None)
            if inside is not None:
                inside.step, inside.key = None, None
                inside.count += 1
        node.tag = getattr(event, "tag", None)
        node.is_scalar = isinstance(event, yaml.ScalarEvent)
        if isinstance(event, yaml.AliasEvent):
            node.repeats = anchors.get(event.anchor or "")
        elif event.anchor:
            anchors[event.anchor] = node.path
        if opens:
            node.in_flow_style = bool(getattr(event, "flow_style", False))
            stack.append(_Open(node, isinstance(event, yaml.MappingStartEvent)))
            continue
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0]:
            node.spelling = event.value
        yield node


def _place(event: yaml.Event, last: tuple[int, int]) -> TextRange:
    """Return the place of an event. PyYAML can put its end after `last`, the end of the text."""
    assert event.start_mark is not None
    assert event.end_mark is not None
    start = event.start_mark.line + 1, event.start_mark.column + 1
    end = event.end_mark.line + 1, event.end_mark.column + 1
    return TextRange(*min(start, last), *min(end, last))


def _path(inside: _Open | None) -> Path:
    if inside is None:
        return ()
    step = inside.step if inside.is_mapping else inside.count
    assert step is not None
    return (*inside.node.path, step)


def walk_as_far_as_possible(text: str) -> Iterator[Node]:
    """Yield every key and value until PyYAML cannot continue, without raising an error.

    If PyYAML stops at characters that are text in YAML 1.2, the walk continues after them.
    """
    last = (0, 0)
    try:
        for node in walk(text):
            last = node.value.end_line, node.value.end_column
            yield node
        return
    except yaml.YAMLError:
        overwritten = _overwritten(text)
    if overwritten == text:
        return
    try:
        for node in walk(overwritten):
            if (node.value.end_line, node.value.end_column) > last:
                yield node
    except yaml.YAMLError:
        return


def readable_by_pyyaml(text: str) -> str:
    """Return `text` as PyYAML can read it, if possible, with all positions the same."""
    try:
        for _ in parse_yaml(text):
            pass
    except yaml.YAMLError:
        return _overwritten(text)
    return text


def _overwritten(text: str) -> str:
    """Replace characters in `text` that YAML 1.2 allows but PyYAML cannot read with letters.

    Each letter replaces one character, so all positions stay the same. Text that is not YAML at all
    is left unchanged.
    """
    try:
        parsing.loads(text)
    except parsing.UNREADABLE:
        return text
    text = _QUESTION.sub("x", text)
    starts = [0, *(end.end() for end in LINE_END.finditer(text))]
    for _ in range(_MAX_ODDITIES):
        try:
            for _ in parse_yaml(text):
                pass
            return text
        except yaml.MarkedYAMLError as problem:
            at = _offset_of(problem, text, starts)
            if at is None or text[at] == "x":
                return text
            text = f"{text[:at]}x{text[at + 1 :]}"
        except yaml.YAMLError:  # It has a control character.
            return text
    return text


def _offset_of(problem: yaml.MarkedYAMLError, text: str, starts: list[int]) -> int | None:
    """Return the offset of the character at which PyYAML stops."""
    is_name = re.search(r"anchor|alias|tag|quoted scalar", problem.context or "")
    mark = problem.context_mark if is_name else problem.problem_mark
    if mark is None or mark.line >= len(starts):
        return None
    at = starts[mark.line] + mark.column
    if at >= len(text) or text[at] in ",]}" or text[at].isspace():
        # PyYAML stops after the part that it cannot read.
        at = len(text[:at].rstrip()) - 1
    return at if at >= 0 else None


def locate(text: str, paths: Collection[Path], split: Split | None = None) -> dict[Path, Node]:
    """Return the values of `text` at `paths`, or the nearest value if a path does not exist.

    If the text was read in pieces, `split` shows how it was split.
    """
    nodes: dict[Path, Node] = {}
    first = 0
    pieces = zip(in_pieces(text, split.length), split.counts, strict=True) if split else ()
    for piece, count in pieces:
        inside = {
            path: here
            for path in paths
            if (here := _in_piece(path, first, count, piece)) is not None
        }
        located = _locate(piece.text, set(inside.values())) if inside else {}
        for path, here in inside.items():
            node = located[here]
            if len(node.path) < (2 if path[0] == "events" else 1):
                return _locate(text, paths)
            nodes[path] = _in_file(node, piece, first)
        first += count
    return nodes if len(nodes) == len(paths) else _locate(text, paths)


def _in_piece(path: Path, first: int, count: int, piece: Piece) -> Path | None:
    """Return the path in a piece, with `count` events after the `first` ones, or None."""
    match path:
        case ("events", int(number), *further):
            is_inside = first <= number < first + count
            return ("events", number - first, *further) if is_inside else None
        case () | ("events", *_):
            return None
    return path if piece.has_other_keys else None


def _in_file(node: Node, piece: Piece, first: int) -> Node:
    """Return a node of a piece as one of the whole file."""

    def moved(place: TextRange) -> TextRange:
        line, end = piece.line_in_file(place.line), piece.line_in_file(place.end_line)
        return TextRange(line, place.column, end, place.end_column)

    return replace(
        node,
        path=piece.path_in_file(node.path, first),
        value=moved(node.value),
        key=moved(node.key) if node.key else None,
    )


def _locate(text: str, paths: Collection[Path]) -> dict[Path, Node]:
    """Return the values of `text` at `paths`, from a walk through all of it."""
    asked = {path: tuple(map(str, path)) for path in paths}
    wanted = {path[:n] for path in asked.values() for n in range(len(path) + 1)}
    missing = set(asked.values())
    nodes: dict[tuple[str, ...], Node] = {}
    for node in walk_as_far_as_possible(text):
        path = tuple(map(str, node.path))
        # If a key appears twice, the first value is used.
        if path in wanted and not node.is_key and path not in nodes:
            nodes[path] = node
            missing.discard(path)
            if not missing:
                break
    nodes.setdefault((), Node((), TextRange(1, 1, 1, 1)))
    return {
        path: next(nodes[keys[:n]] for n in range(len(keys), -1, -1) if keys[:n] in nodes)
        for path, keys in asked.items()
    }
