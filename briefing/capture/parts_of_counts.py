"""Labels about a part of an earlier count, such as *two in three of the fires*.

The count replaces the words in brackets: `two in three of [94 fires in Kent]`.
"""

import re
from collections.abc import Sequence

from briefing.capture.additions import replaced
from briefing.capture.earlier import Sentence
from briefing.capture.labels import Label
from briefing.capture.measures import counted_in

_OF_THE = re.compile(
    r"(?:\d[\d,.]*(?:%|\sper\scent)?|half|thirds?|quarters?|fifths?|tenths?|(?:in|out\sof)\s\w+)\sof\s"
    r"(?P<words>the\s(?P<noun>[a-z]{3,}s))(?=$|[,.;]|\s(?:are|were|had|have|went|did|do)\b)"
)
_LONGEST = 10
"""The maximum number of words of a count in brackets."""


def with_whole(label: Label, earlier: Sequence[Sentence]) -> Label:
    """Return a label with the count that "of the fires" is a part of, if a sentence gives one."""
    match = _OF_THE.search(label.text)
    if not match or match["noun"] in label.text[: match.start("words")] or label.of:
        return label
    for sentence in earlier:
        for amount, start, end in sentence.amounts:
            counted = "" if amount.kind else counted_in(sentence.text, amount, start, end)
            is_same = re.search(rf"\b{match['noun']}\b", counted) is not None
            if is_same and len(counted.split()) <= _LONGEST:
                return replaced(label, match, counted)
    return label
