"""Rules for a file that cannot be read at all. Each is given the file's name and its text."""

import re
from collections.abc import Iterator

import yaml

from briefing.timeline.positions import PARSER, walk
from briefing.timeline.problems import Finding, Place, Where
from briefing.timeline.rules.rule import error

# YAML 1.2.2, section 5.1: what may stand in a file, as seen from what may not.
_NOT_PRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_TAB_INDENT = re.compile(r"^ *(\t+)[ \t]*[^\s#]", re.MULTILINE)
_DEEPEST = 100


@error
def not_text(file: str, text: str) -> Iterator[Finding]:
    """An events file is plain text in UTF-8.

    A file from a word processor, or one saved in an older encoding, shows as gibberish or loses its
    accents. Save it again as "UTF-8" or "Unicode" in your editor's Save As.

    Wrong:
        title: Caf\udce9 licensing
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Café licensing
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    wrong = re.search("[\ud800-\udfff]", text)
    if wrong:
        yield _at(file, text, wrong.start(), "this is not UTF-8 text", "save the file as UTF-8")
        return
    wrong = _NOT_PRINTABLE.search(text)
    if wrong:
        message = f"an invisible control character (U+{ord(wrong[0]):04X}) stands here"
        yield _at(file, text, wrong.start(), message, "delete it")


@error
def tab(file: str, text: str) -> Iterator[Finding]:
    """Lines are indented with spaces, never with tabs.

    YAML does not say how wide a tab is, so it refuses them in front of a key. Most editors have a
    setting that turns the tab key into spaces.

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
    indented = list(_TAB_INDENT.finditer(text))
    wrong = _syntax_error_line(text) if indented else None
    for match in indented:
        # Inside a block of text a tab is only a tab: it is the first one at the error that counts.
        if wrong is not None and text.count("\n", 0, match.start()) + 1 >= wrong - 1:
            yield _at(file, text, match.start(1), "a tab indents this line", "use spaces")
            return


@error
def duplicate_key(file: str, text: str) -> Iterator[Finding]:
    """A key stands only once in the same place.

    Of two values under one key only one could be used, and nobody would see which.

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
    first: dict[object, int] = {}
    try:
        for node in walk(text):
            if node.duplicate:
                message = f"'{node.path[-1]}' stands here a second time"
                hint = "keep one of the two"
                if node.path in first:
                    hint = f"the first is in line {first[node.path]}"
                yield Finding(Where(file, node.path), message, hint, place=node.value)
            elif node.key:
                first[node.path] = node.key.line
    except yaml.MarkedYAMLError:
        return


@error
def several_documents(file: str, text: str) -> Iterator[Finding]:
    """An events file is one YAML document.

    A line of three hyphens begins a second document. Files that belong together are given together,
    as `briefing check 2019.yaml 2020.yaml`, or as a folder.

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
    try:
        starts = [
            event.start_mark
            for event in yaml.parse(text, Loader=PARSER)
            if isinstance(event, yaml.DocumentStartEvent)
        ]
    except yaml.MarkedYAMLError:
        return
    if len(starts) > 1:
        line = starts[1].line + 1 if starts[1] else 1
        place = Place(line, 1, line, 4)
        hint = "delete the line, or put what follows into a file of its own"
        yield Finding(Where(file), "a second document begins here", hint, place=place)


@error
def yaml_tag(file: str, text: str) -> Iterator[Finding]:
    """Values carry no YAML tags.

    A tag, a word behind an exclamation mark, asks a program to make something other than text out
    of a value. An events file holds text, numbers, lists and keys, nothing else.

    Wrong:
        title: !important Example
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: "!important Example"
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    if not re.search(r"(?:^|[\s\[{,?-])!", text):
        return
    try:
        for node in walk(text):
            if node.tag:
                message = "a YAML tag stands here"
                hint = "put the value in quotes if the exclamation mark is meant"
                yield Finding(Where(file, node.path), message, hint, place=node.value)
    except yaml.MarkedYAMLError:
        return


@error
def not_yaml(file: str, text: str, reason: str) -> Iterator[Finding]:
    """An events file is YAML.

    The commonest slips: a colon followed by a space inside a text (put the text in quotes), a
    quotation mark or bracket that is never closed, a line that is indented unlike its neighbours.

    Wrong:
        title: Online harms: from white paper to Bill
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: "Online harms: from white paper to Bill"
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    try:
        for node in walk(text):
            if len(node.path) > _DEEPEST:
                message = f"this is nested {_DEEPEST} levels deep"
                yield Finding(Where(file), message, "nothing here needs that", place=node.value)
                return
    except yaml.MarkedYAMLError as problem:
        yield _explained(file, text, problem)
        return
    place = _stated_place(reason)
    message, hint = f"this cannot be read as YAML: {reason.splitlines()[-1].strip()}", ""
    if "unknown anchor" in reason:
        message, hint = "this names a YAML anchor that is not there", "put it in quotes"
    elif "alias" in reason:
        message, hint = "aliases here repeat one another without end", "write the values out"
    yield Finding(Where(file), message, hint, place=place)


_SENTENCES = {
    "mapping values are not allowed": (
        "a colon followed by a space begins a value here, where none may stand",
        "put the whole text in quotes",
    ),
    "found unexpected end of stream": ("this quotation mark is never closed", "close it"),
    "did not find expected ',' or ']'": ("this bracket is never closed", "close it with ]"),
    "did not find expected ',' or '}'": ("this brace is never closed", "close it with }"),
    "did not find expected key": (
        "this line does not fit with those above it",
        "indent it like its neighbours, or put the text above in quotes",
    ),
    "did not find expected '-' indicator": (
        "this line does not fit into the list above it",
        "begin it with a hyphen, or indent it like its neighbours",
    ),
    "could not find expected ':'": ("a key here has no colon", "write it as in title: Example"),
    "found character that cannot start any token": (
        "a value may not begin with this character",
        "put the value in quotes",
    ),
    "found unknown escape character": (
        "a backslash in double quotes has a meaning that this one has not",
        "use single quotes",
    ),
    "did not find expected node content": ("a value is missing here", "write it, or delete this"),
    "did not find expected alphabetic": ("a value may not begin with this", "put it in quotes"),
    "block sequence entries are not allowed": (
        "a list may not begin on this line",
        "put the hyphen on a line of its own, below",
    ),
}


def _explained(file: str, text: str, problem: yaml.MarkedYAMLError) -> Finding:
    stated = problem.problem or ""
    message, hint = next(
        (sentence for start, sentence in _SENTENCES.items() if stated.startswith(start)),
        (f"this cannot be read as YAML: {stated}", ""),
    )
    is_unclosed = "never closed" in message
    mark = (problem.context_mark if is_unclosed else None) or problem.problem_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Finding(Where(file), message, hint, place=Place(line, column, line, column + 1))


def _stated_place(reason: str) -> Place:
    stated = re.search(r"line (\d+), column (\d+)", reason)
    line, column = (int(stated[1]), int(stated[2])) if stated else (1, 1)
    return Place(line, column, line, column + 1)


def _syntax_error_line(text: str) -> int | None:
    try:
        for _ in walk(text):
            pass
    except yaml.MarkedYAMLError as problem:
        return problem.problem_mark.line + 1 if problem.problem_mark else None
    return None


def _at(file: str, text: str, offset: int, message: str, hint: str) -> Finding:
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    place = Place(line, column, line, column + 1)
    return Finding(Where(file), message, hint, place=place)
