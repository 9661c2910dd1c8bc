"""Errors of the YAML parsers: a message, a hint and the place of the mistake.

Neither yaml-rs nor PyYAML gives its errors codes, so they are recognised by words in their
messages.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from briefing.record.parsing import MAX_DIGITS

if TYPE_CHECKING:
    import yaml

IN_QUOTES = "put the whole text in quotes"
"""The hint for text that YAML reads as something else."""

Position: TypeAlias = tuple[int, int]
"""A line and a column, both numbered from 1."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The message and the place for an error, recognised by the parser's wording.

    Attributes:
        message: the mistake.
        hint: the fix.
        at: the name of a function in `_LOCATORS`.
        extent: a regular expression for the text to mark at that position.
    """

    message: str
    hint: str
    at: str = "stated"
    extent: str = "."


@dataclass(frozen=True, slots=True)
class ParserError:
    """An error that prevents a text from being read as YAML.

    Attributes:
        text: the whole text.
        reason: the message of yaml-rs, with a line and a column.
        pyyaml: the error of PyYAML, if it cannot read the text either.
    """

    text: str
    reason: str
    pyyaml: "yaml.MarkedYAMLError | None"

    @property
    def explanation(self) -> Explanation:
        """The message and the hint for this error."""
        words = f"{self.reason}\n{self.pyyaml.problem if self.pyyaml else ''}"
        for key, explanation in _EXPLANATIONS.items():
            if key in words:
                return explanation
        message = f"this cannot be read as YAML: {self.reason.splitlines()[-1].strip()}"
        return Explanation(message, "")

    @property
    def position(self) -> Position:
        """The position of the mistake."""
        return _LOCATORS[self.explanation.at](self)

    @property
    def positions(self) -> tuple[Position, ...]:
        """Every position at which the mistake may be, with likely ones first."""
        return self.position, self.stated, self.problem, self.context

    @property
    def stated(self) -> Position:
        """The position where yaml-rs stopped."""
        place = re.search(r"line (\d+), column (\d+)", self.reason)
        return (int(place[1]), int(place[2])) if place else (1, 1)

    @property
    def problem(self) -> Position:
        """The position where PyYAML stopped."""
        mark = self.pyyaml.problem_mark if self.pyyaml else None
        return (mark.line + 1, mark.column + 1) if mark else self.stated

    @property
    def context(self) -> Position:
        """The start of the item that PyYAML could not read, such as a list."""
        mark = self.pyyaml.context_mark if self.pyyaml else None
        return (mark.line + 1, mark.column + 1) if mark else self.stated


def parser_error(text: str, reason: str) -> ParserError:
    """Return the error in `text` that yaml-rs reports as `reason`."""
    import yaml

    from briefing.record.positions import parse_yaml

    try:
        for _ in parse_yaml(text):
            pass
    except yaml.MarkedYAMLError as problem:
        return ParserError(text, reason, problem)
    return ParserError(text, reason, None)


def _quote(error: ParserError) -> Position:
    """Return the start of the quoted text that continues to the line where yaml-rs stopped."""
    import yaml

    from briefing.record.positions import parse_yaml

    line, _ = error.stated
    try:
        for event in parse_yaml(error.text):
            start, end = event.start_mark, event.end_mark
            is_quoted = isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"')
            if is_quoted and start and end and start.line + 1 < line <= end.line + 1:
                return start.line + 1, start.column + 1
    except yaml.MarkedYAMLError:
        pass
    return error.context


def _alias(error: ParserError) -> Position:
    """Return the position of the first alias."""
    from briefing.record.positions import walk_as_far_as_possible

    nodes = walk_as_far_as_possible(error.text)
    place = next((node.value for node in nodes if node.repeats is not None), None)
    return (place.line, place.column) if place else (1, 1)


def _odd_key(error: ParserError) -> Position:
    """Return the position of the first key that is a list or a group of fields."""
    from briefing.record.positions import walk_as_far_as_possible

    for node in walk_as_far_as_possible(error.text):
        if node.is_key and node.path[-1] == "?" and node.spelling is None:
            return node.value.line, node.value.column
    return error.context


_LOCATORS: dict[str, Callable[[ParserError], Position]] = {
    "stated": lambda error: error.stated,
    "problem": lambda error: error.problem,
    "context": lambda error: error.context,
    "quote": _quote,
    "alias": _alias,
    "key": _odd_key,
}
_NOT_AT_THE_START = "a value cannot start with this character"
_UNCLOSED_QUOTE = Explanation("this quotation mark is never closed", "close it", "quote")
_SQUARE = Explanation("this bracket is never closed", "close it with ]", "context")
_CURLY = Explanation("this brace is never closed", "close it with }", "context")
_ESCAPE = Explanation(
    "inside double quotation marks, a backslash starts a special character, but this is not one",
    "put the text in single quotation marks",
    "problem",
)
_EXPLANATIONS = {
    "odd key": Explanation(
        "a key must be a word or a few words, not a list or a group of fields",
        IN_QUOTES,
        "key",
    ),
    "recursion limit": Explanation("this is nested too deeply", "use fewer levels"),
    "number limit": Explanation(
        "this number is too long",
        f"shorten it to fewer than {MAX_DIGITS:,} digits",
        extent="[0-9A-Fa-f_]+",
    ),
    "alias replay limit": Explanation(
        "these aliases refer to each other in a loop", "write the values out", "alias", r"\*\S+"
    ),
    "unknown anchor": Explanation(
        "an asterisk at the start of a value has a special meaning in YAML",
        IN_QUOTES,
        extent=r"\*[^\s,\[\]{}]*",
    ),
    "unclosed quote": _UNCLOSED_QUOTE,
    "invalid indentation in multiline quoted scalar": _UNCLOSED_QUOTE,
    "invalid trailing content": Explanation(
        "this text continues after its closing quotation mark",
        "put the whole text in the other kind of quotation marks",
    ),
    "misplaced bracket": Explanation(
        "this closing bracket has no opening bracket", f"delete it, or {IN_QUOTES}"
    ),
    "mismatched bracket": Explanation(
        "this bracket does not match its opening bracket", "close [ with ] and { with }"
    ),
    "comments must be separated": Explanation(
        "a comment needs a space before it", "add a space here"
    ),
    "mapping values are not allowed": Explanation(
        "this text contains a colon, so put it in quotation marks", IN_QUOTES
    ),
    "mapping keys are not allowed": Explanation(_NOT_AT_THE_START, IN_QUOTES),
    "unexpected character": Explanation(_NOT_AT_THE_START, IN_QUOTES),
    "did not find expected alphabetic": Explanation(_NOT_AT_THE_START, IN_QUOTES),
    "found unknown escape": _ESCAPE,
    "expected hexadecimal number": _ESCAPE,
    "invalid Unicode character escape": _ESCAPE,
    "did not find expected ',' or ']'": _SQUARE,
    "did not find expected ',' or '}'": _CURLY,
    "could not find expected ':'": Explanation(
        "this line has no key and no colon",
        "write it as in title: Example, with a space after the colon",
        "context",
        r".*\S",
    ),
    "did not find expected key": Explanation(
        "this line is indented differently from the lines above",
        "indent it like the lines around it, or put the text above in quotes",
        "problem",
    ),
    "did not find expected '-' indicator": Explanation(
        "this line is not an item of the list above it",
        "start it with a hyphen, or indent it like the lines around it",
    ),
    "block sequence entries are not allowed": Explanation(
        "a list cannot start on this line",
        f"start it on the next line, or {IN_QUOTES}",
    ),
    "did not find expected node content": Explanation("a value is missing here", "add the value"),
    "while scanning a tag": Explanation(_NOT_AT_THE_START, IN_QUOTES),
    "while scanning a block scalar": Explanation(
        "after | or >, the text must start on the next line",
        f"move it there, or {IN_QUOTES}",
        "context",
    ),
    "illegal placement of ':'": Explanation("a colon is not allowed here", IN_QUOTES),
    "invalid indentation": Explanation("this line is not indented far enough", "indent it further"),
    "unknown directive": Explanation("a line cannot start with %", "delete it", "context"),
    "expected <document start>": Explanation("there must be no text after this point", "delete it"),
}
