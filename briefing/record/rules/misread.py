"""Rules for text that YAML reads differently from how a person would.

Such a file is valid YAML, so the parser reports nothing: it cuts a text short or joins the next
line to it. The syntax is that of YAML 1.2 (https://yaml.org/spec/1.2.2/): comments in section 6.6,
anchors in 6.9.2, and plain scalars, which can continue over several lines, in 7.3.3.

Each rule takes the name of a file, its text and the data that YAML read from it, and yields its
findings in the order of the file. PyYAML is imported only if a cheap search finds something
suspicious, because most files are fine.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from briefing.record.fix_hints import retype
from briefing.record.problems import Finding, Path, RecordPath, TextRange, split_lines
from briefing.record.rules.fields import every_key, fields_at, is_text_at
from briefing.record.rules.rule import error, fixed
from briefing.record.rules.wording import in_braces, quoted, shortened

if TYPE_CHECKING:
    from briefing.record.positions import Node

# This may not be a comment, because there is no space after the hash.
_CUT = re.compile(r"[ \t]+(#[^\s#].*)")
_MAY_BE_CUT = re.compile(r"#(?<=[ \t]#)[^\s#]")  # The same, but quicker to search for.
_ANCHOR = re.compile(r"&(?<=[\s\[{,]&)[^\s,\[\]{}]")


@error
@fixed("safe", "unsafe")
def text_cut_short(file: str, text: str, data: object) -> Iterator[Finding]:
    """Text that contains a space followed by # must be in quotes.

    In YAML, a space and # start a comment, so the rest of the text would be missing from the
    briefing. If you mean a comment, put a space after the #. A colour starts with #, so it must be
    in quotes too.

    Wrong:
        title: Route #14
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: "Route #14"
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    if not _MAY_BE_CUT.search(text):
        return
    from briefing.record.positions import walk_as_far_as_possible

    lines = split_lines(text)
    for node in walk_as_far_as_possible(text):
        line, end = lines[node.value.end_line - 1], node.value.end_column - 1
        cut = _CUT.match(line, end) if node.spelling is not None and not node.is_key else None
        if cut and node.path[-2:] == _COLOUR and (colour := _IS_COLOUR.match(cut[1])):
            yield _colour_omitted(file, node, cut.start(1), colour[0])
        if cut is None or not is_text_at(node.path):
            continue
        whole = " ".join(filter(None, (node.spelling, cut[1].strip())))
        place = TextRange(node.value.end_line, cut.start(1) + 1, node.value.end_line, len(line) + 1)
        message = "a space and # start a comment, so the rest of this text is left out"
        better = quoted(whole)
        start = node.value if node.spelling else place
        change = TextRange(start.line, start.column, place.line, len(line.rstrip()) + 1)
        # It may also be a comment without a space.
        hint = retype(f"write {shortened(better)}", (change, better))
        yield Finding(RecordPath(file, node.path), message, hint, place=place)


_COLOUR = ("brand", "accent")
_IS_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})(?![^\s,}])")


def _colour_omitted(file: str, node: "Node", start: int, colour: str) -> Finding:
    line = node.value.end_line
    place = TextRange(line, start + 1, line, start + 1 + len(colour))
    message = "a space and # start a comment, so this colour is left out"
    better = quoted(colour)
    hint = retype(f"write {better}", (place, better), is_safe=not node.spelling)
    return Finding(RecordPath(file, node.path), message, hint, place=place)


@error
@fixed("unsafe")
def word_left_out(file: str, text: str, data: object) -> Iterator[Finding]:
    """Text that starts with & must be in quotes.

    At the start of a value, YAML reads & and the word after it as a name for the value, so the word
    would be missing from the briefing.

    Wrong:
        title: &c. and other abbreviations
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: "&c. and other abbreviations"
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    if not _ANCHOR.search(text):
        return
    from briefing.record.positions import walk_as_far_as_possible

    lines = split_lines(text)
    for node in walk_as_far_as_possible(text):
        place = node.value
        written = lines[place.line - 1][place.column - 1 : place.end_column - 1]
        name = re.match(r"&([^\s,\[\]{}]+)", written)
        is_plain = node.spelling is not None and place.line == place.end_line
        if not name or not is_plain or re.search(rf"\*{re.escape(name[1])}(?![\w.-])", text):
            continue
        message = f"YAML reads & at the start of a value as a name, so '{name[0]}' is left out"
        better = quoted(written)
        hint = retype(f"write {shortened(better)}", (place, better))
        yield Finding(RecordPath(file, node.path), message, hint, place=place)


@error
@fixed("unsafe")
def comma_in_list(file: str, text: str, data: object) -> Iterator[Finding]:
    """Inside brackets, text that contains a comma must be in quotes.

    Inside brackets, a comma ends an item, even a comma in a number such as 8,300. One action or
    topic would become two.

    Wrong:
        title: Example
        editions:
          members: {template: member, actions: [Write to the Minister, and copy in your MP.]}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        editions:
          members: {template: member, actions: ["Write to the Minister, and copy in your MP."]}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    suspects = {path: cuts for path, items in _lists(data) if (cuts := _cuts(path, items))}
    if not suspects:
        return
    from briefing.record.positions import walk_as_far_as_possible

    wanted = {
        (*path, n) for path, cuts in suspects.items() for n in (*cuts, *(n - 1 for n in cuts))
    }
    nodes = {
        node.path: node
        for node in walk_as_far_as_possible(text)
        if node.path in wanted and not node.is_key and node.spelling is not None
    }
    lines = split_lines(text)
    for path, cuts in suspects.items():
        for run in _runs(cuts):
            first, last = nodes.get((*path, run[0] - 1)), nodes.get((*path, run[-1]))
            if not first or not last:
                continue
            written = _between(lines, first, last)
            if _is_cut(written, cuts[run[0]]):
                yield _comma(file, path, written, first, last, cuts[run[0]])


def _comma(file: str, path: Path, written: str, first: "Node", last: "Node", cut: str) -> Finding:
    if cut == "and":
        item = " ".join((last.spelling or "").split())
        rest = re.sub(_JOINING, "", item)
        message = (
            f"'{item}' is read as a separate item, because a comma ends an item inside brackets"
        )
        better = in_braces(rest)
        words = f"write {better}; or, if the text contains a comma, put it in quotation marks"
        hint = retype(words, (last.value, better))
        return Finding(RecordPath(file, last.path), message, hint, place=last.value)
    place = TextRange(*_start(first.value), last.value.end_line, last.value.end_column)
    message = "inside brackets, a comma ends an item, so this is read as several items"
    better = quoted(written)
    hint = retype(f"write {shortened(better)}", (place, better))
    return Finding(RecordPath(file, first.path), message, hint, place=place)


def _start(place: TextRange) -> tuple[int, int]:
    return place.line, place.column


def _between(lines: Sequence[str], first: "Node", last: "Node") -> str:
    """Return the text of the file from one item to the other, joined into one line."""
    start, end = first.value, last.value
    if start.line == end.end_line:
        return lines[start.line - 1][start.column - 1 : end.end_column - 1]
    parts = [
        lines[start.line - 1][start.column - 1 :],
        *lines[start.line : end.end_line - 1],
        lines[end.end_line - 1][: end.end_column - 1],
    ]
    return " ".join(part.strip() for part in parts)


def _is_cut(written: str, cut: str) -> bool:
    """Whether a comma separates the items. In a thousand, there is no space after the comma."""
    return "," in written and (cut != "thousand" or bool(re.search(r"\d,\d{3}", written)))


def _lists(data: object) -> Iterator[tuple[Path, list[str]]]:
    """Yield the lists of texts in a record that have at least two items, each with its path."""
    if not isinstance(data, dict):
        return
    yield from _of_texts((), data, ("kinds",))
    events, editions = data.get("events"), data.get("editions")
    for n, event in enumerate(events if isinstance(events, list) else ()):
        yield from _of_texts(("events", n), event, ("topics",))
    for id, edition in editions.items() if isinstance(editions, dict) else ():
        yield from _of_texts(("editions", str(id)), edition, ("topics", "actions", "kinds"))


def _of_texts(path: Path, parent: object, keys: Iterable[str]) -> Iterator[tuple[Path, list[str]]]:
    for key in keys:
        items = parent.get(key) if isinstance(parent, dict) else None
        if isinstance(items, list) and len(items) > 1:
            yield (
                (*path, key),
                ["" if isinstance(item, dict | list) else str(item) for item in items],
            )


_JOINING = r"^(?:and|or|nor|but|as well as|including|such as) +"
_SMALL = {"of", "the", "for", "and", "to", "in", "at", "on", "de", "von"}


def _cuts(path: Path, items: Sequence[str]) -> dict[int, str]:
    """Find the items that seem to continue the item before them.

    Returns:
        The index of each such item (the first item has 0) and the reason: "thousand" (1,000),
        "and" (a word such as "and" joins it to the others) or "sentence" (it is the rest of one).
    """
    are_sentences = path[-1] == "actions"
    is_capital = are_sentences and _begins_large(items[0])
    reasons = {}
    for n in range(1, len(items)):
        before, after = items[n - 1].rstrip(), items[n].strip()
        if not before or not after or before[-1] in ".!?…":
            continue
        if re.search(r"\d$", before) and re.match(r"\d{3}(?!\d)", after):
            reasons[n] = "thousand"
        elif re.match(_JOINING, after):
            reasons[n] = "sentence" if are_sentences else "and"
        elif is_capital and (_begins_small(after) or _is_name_among_sentences(after, items)):
            reasons[n] = "sentence"
    return reasons


def _runs(cuts: Mapping[int, str]) -> Iterator[list[int]]:
    """Yield runs of successive items that form one text. An item with "and" is alone."""
    run: list[int] = []
    for n, cut in cuts.items():
        if run and (n != run[-1] + 1 or "and" in (cut, cuts[run[-1]])):
            yield run
            run = []
        run.append(n)
    if run:
        yield run


def _first_letter(text: str) -> str:
    return next((c for c in text if c.isalnum()), "")


def _begins_large(text: str) -> bool:
    return _first_letter(text).isupper()


def _begins_small(text: str) -> bool:
    first = _first_letter(text)
    return first.islower() or first.isdigit()


def _is_name_among_sentences(item: str, items: Sequence[str]) -> bool:
    """Whether an item is only a name or a title, although other items are sentences."""
    return _is_name(item) and not all(map(_is_name, items))


def _is_name(text: str) -> bool:
    words = [word for word in re.findall(r"[\w'’-]+", text) if word not in _SMALL]
    return bool(words) and all(word[0].isupper() or word[0].isdigit() for word in words)


@error
@fixed("unsafe")
def line_swallowed(file: str, text: str, data: object) -> Iterator[Finding]:
    """A line must not become part of the text above it by mistake.

    YAML adds a line to the text above if it is indented further than that text's key. A missing
    hyphen or colon, or a few extra spaces, can join two texts in this way.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            topics:
              - parks
                roads
            source: https://example.org/a

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            topics:
              - parks
              - roads
            source: https://example.org/a
    """
    suspects = _suspects(text)
    if not suspects:
        return
    from briefing.record.positions import walk_as_far_as_possible

    lines = split_lines(text)
    for node in walk_as_far_as_possible(text):
        place = node.value
        if not node.path or node.is_key or place.line == place.end_line:
            continue
        first, last = place.line, place.end_line - (place.end_column == 1)
        inside = [n for n in range(first + 1, last + 1) if n in suspects]
        if not inside or _is_group(data, node.path):
            continue
        for n in inside:
            if swallowed := _findings_of(suspects[n], node, data):
                hint = _swallowed_hint(swallowed[1], suspects[n], node, lines, n)
                shown = lines[n - 1]
                start = len(shown) - len(shown.lstrip())
                place = TextRange(n, start + 1, n, len(shown.rstrip()) + 1)
                yield Finding(RecordPath(file, node.path), swallowed[0], hint, place=place)
                break


class _Suspect(NamedTuple):
    """A line that may have become part of the text above it by mistake.

    Attributes:
        line: the line without the spaces around it.
        above: the line before it. Empty in a block.
        key: the field that the line seems to give, or empty.
        mark: the list marker that it begins with, or empty.
        is_block: whether the line is part of a text after | or >.
    """

    line: str
    above: str
    key: str
    mark: str
    is_block: bool

    @property
    def is_open(self) -> bool:
        """Whether the line above ends early, and not at the end of a sentence."""
        has_room = len(self.above) + len(self.line.split()[0]) < _MIN_WIDTH
        return has_room and not _ENDS.search(self.above)


# A text after | or >, with all its lines. Each line begins with the end of the line before, because
# that is quicker to search for than the start of a line.
_BLOCK = re.compile(
    r"""\n(?P<indent>\ *+)(?:-\ ++)*+[\w.-]++(?:\ to)?:\ ++[|>][-+0-9]*[^\S\n]*(?:\#[^\n]*)?
    (?P<text>(?:\n[^\S\n]*+(?=\n)|\n(?P=indent)\ [^\n]*+)*+)""",
    re.VERBOSE,
)
_FIELD_IN_BLOCK = re.compile(
    r"\n *(?P<mark>- +)?(?P<key>[a-z_]+(?: to)?):(?:[^\S\n][^\n]*)?$", re.MULTILINE
)
# An indented line that is neither a field nor a comment, below a line that can be text.
_BELOW = re.compile(
    r"""\n(?<!:\n)(?P<indent>\ ++)(?!\#|(?:-\ ++)*+[\w.-]++(?:\ to)?+:(?:\s|\Z))
    (?P<line>[^\S\n]*+\S[^\n]*+)""",
    re.VERBOSE,
)
_TEXT = re.compile(
    r"""(?P<indent>\ *)(?P<hyphens>(?:-\ +)*)
    (?P<text>(?:[\w.-]+(?:\ to)?:\ +)?[^\s|>"'\[{\#&*!%@`-].*)""",
    re.VERBOSE,
)
_CONTINUED = re.compile(r"(?P<mark>[-*•·–—](?=\s|\w))?\s*(?P<key>[a-z_]+(?: to)?)?")
_MIN_WIDTH = 60
_ENDS = re.compile(r"[.,;:!?…–—)\"'”’-]$")


def _suspects(text: str) -> dict[int, _Suspect]:
    """Return the lines of `text` that may have been joined to the text above, numbered from 1."""
    text = "\n" + text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = list(_BLOCK.finditer(text))
    outside = _with_empty_lines(text, blocks)
    return {**dict(_below_text(outside)), **dict(_in_blocks(text, blocks))}


def _with_empty_lines(text: str, blocks: Iterable[re.Match[str]]) -> str:
    """Return `text` with an empty line for each line of the texts in `blocks`."""
    pieces, start = [], 0
    for block in blocks:
        pieces += [text[start : block.start("text")], "\n" * block["text"].count("\n")]
        start = block.end("text")
    return "".join([*pieces, text[start:]])


def _numbered(text: str, matches: Iterable[re.Match[str]]) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the `matches` in `text`, each with the number of the line that ends where it begins."""
    line, seen = 0, 0
    for match in matches:
        line += text.count("\n", seen, match.start())
        seen = match.start()
        yield line, match


def _below_text(text: str) -> Iterator[tuple[int, _Suspect]]:
    """Yield the indented lines below a plain text that look like a key or a list item."""
    for n, below in _numbered(text, _BELOW.finditer(text)):
        above = _TEXT.match(text[text.rfind("\n", 0, below.start()) + 1 : below.start()])
        if above is None:
            continue
        key_above = re.match(r"[\w.-]+(?: to)?: ", above["text"])
        # A line that continues a text has no key and no hyphen, so the next may be indented like
        # it.
        is_first = bool(above["hyphens"] or key_above)
        if len(below["indent"]) < len(above["indent"]) + is_first:
            continue
        continued = _CONTINUED.match(below["line"])
        assert continued is not None
        mark, key = continued["mark"] or "", continued["key"] or ""
        suspect = _Suspect(below["line"].strip(), above[0].rstrip(), key, mark, False)
        has_no_space = re.match(r"[\w-]+(?: to)?:\S", suspect.line)
        is_near = (not key_above or key in every_key()) and suspect.is_open
        if mark or has_no_space or is_near:
            yield n + 1, suspect


def _in_blocks(text: str, blocks: Iterable[re.Match[str]]) -> Iterator[tuple[int, _Suspect]]:
    """Yield the lines of texts after | or > that begin with a field of the format."""
    fields = (
        field
        for block in blocks
        for field in _FIELD_IN_BLOCK.finditer(text, block.start("text"), block.end("text"))
    )
    for n, field in _numbered(text, fields):
        if field["key"] in every_key():
            yield n + 1, _Suspect(field[0].strip(), "", field["key"], field["mark"] or "", True)


def _findings_of(suspect: _Suspect, node: "Node", data: object) -> tuple[str, str] | None:
    """Return the message and the hint for a suspect line, or None if it belongs to the text."""
    *parent_path, last = node.path
    parent = _at(data, tuple(parent_path))
    key = suspect.key
    is_field = (
        isinstance(parent, dict)
        and key in fields_at(tuple(parent_path))
        and not {key, key.removesuffix("s"), f"{key}s"} & {str(name) for name in parent}
    )
    if suspect.is_block:
        begins_event = bool(suspect.mark) and key in ("date", "id", "kind", "title")
        if not is_field and not begins_event:
            return None
        message = f"this line is read as part of '{last}', because of its indentation"
        hint = f"indent it like '{last}:'" if is_field else "indent it like the event above"
        return message, f"{hint}; or, if it belongs to the text, start it with a capital letter"
    if node.spelling is None:
        return None
    if re.match(r"[-*•] ", suspect.line) or (suspect.mark in ("-", "•") and _is_listed(suspect)):
        message = "this line is read as part of the text above, not as a list item"
        return message, _as_list(suspect, last)
    given = suspect.line[len(key) :] if key else ""
    if is_field and (given.startswith(":") or (suspect.is_open and given[:1] in (" ", "=", ""))):
        message = (
            "this line is read as part of the text above, because a key needs a colon and a space"
        )
        return (
            message,
            f"write {key}: {given.lstrip(':= ')}".rstrip() + f", indented like '{last}:'",
        )
    is_item = isinstance(last, int) and (
        parent_path[-1] != "actions" or _begins_large(suspect.line)
    )
    if is_item and suspect.is_open:
        message = "this line is read as part of the item above, because it has no hyphen"
        return message, f"write - {suspect.line}, indented like the line above"
    return None


def _swallowed_hint(
    hint: str, suspect: _Suspect, node: "Node", lines: Sequence[str], n: int
) -> str:
    """Return the hint for the suspect line number `n`, with its edit if possible.

    All the lines of the text from there on would have to move, so it must be the last.
    """
    last = node.value.end_line - (node.value.end_column == 1)
    if hint.startswith("write ") and hint.endswith(": | and start the text on the next line"):
        return _as_block(hint, node, lines[node.value.line - 1 : last])
    if any(line.strip() for line in lines[n:last]):
        return hint
    column = (node.key or node.value).column - 1
    if hint.startswith("write - "):
        above = lines[node.value.line - 1]
        column = len(above) - len(above.lstrip())
        new = f"- {suspect.line}"
    elif hint.startswith("start it with a hyphen") and suspect.mark:
        above = lines[node.value.line - 1]
        column = len(above) - len(above.lstrip())
        new = f"- {suspect.line.removeprefix(suspect.mark).lstrip()}"
    elif hint.startswith("write ") and suspect.key and not suspect.is_block:
        new = hint.removeprefix("write ").rpartition(", indented like")[0]
    elif hint.startswith("indent it like '"):
        new = suspect.line
    else:
        return hint
    place = TextRange(n, 1, n, len(lines[n - 1]) + 1)
    return retype(hint, (place, f"{' ' * column}{new}"))


def _as_block(hint: str, node: "Node", lines: Sequence[str]) -> str:
    """Return the hint for a text in `lines`, with the edit that makes it a block. The lines must

    have the same indentation.
    """
    indents = {line[: len(line) - len(line.lstrip())] for line in lines[1:] if line.strip()}
    key, value = node.key, node.value
    if len(indents) != 1 or not key or key.line != value.line:
        return hint
    place = TextRange(key.line, key.end_column + 1, value.line, value.column)
    return retype(hint, (place, f" |\n{indents.pop()}"))


def _is_listed(suspect: _Suspect) -> bool:
    """Whether a line that begins with - or •, but without a space, is meant as a list item."""
    return suspect.mark == "•" or suspect.above.lstrip().startswith(suspect.mark)


def _as_list(suspect: _Suspect, last: object) -> str:
    if isinstance(last, int):
        return "start it with a hyphen and a space, indented like the line above"
    if last in ("summary", "notes", "answer"):
        return f"write {last}: | and start the text on the next line"
    return "write the whole text on one line"


def _is_group(data: object, path: Path) -> bool:
    return isinstance(_at(data, path), dict | list)


def _at(data: Any, path: Path) -> object:
    for step in path:
        if isinstance(data, dict):
            data = data.get(
                step, next((value for key, value in data.items() if str(key) == step), None)
            )
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data
