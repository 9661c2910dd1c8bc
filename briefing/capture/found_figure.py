"""A figure that was found in a document."""

from dataclasses import dataclass

from briefing.capture.labels import Label


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure in a document.

    Attributes:
        value: the number, in a form that a record accepts.
        label: its label.
        paragraph: the number of its paragraph, from 0.
        start, end: its position in the paragraph.
        kind: its kind of unit.
        sample: the size of the sample, or "".
        sample_reason: the words that give the size.
        by: who asked or counted, or "".
        before: the words before it in its sentence, and those that lead to its list.
        lead: the number of the paragraph that leads to its list, or -1.
    """

    value: str
    label: Label
    paragraph: int
    start: int
    end: int
    kind: str = ""
    sample: str = ""
    sample_reason: str = ""
    by: str = ""
    before: str = ""
    lead: int = -1
