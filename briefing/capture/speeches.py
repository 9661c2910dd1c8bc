"""The speakers of speeches without quotation marks, as in Hansard.

A line names the speaker: *Ann Lee (Hereford) (Con)*, *Baroness Lee (LD)* or *The Minister for Parks
(Ann Lee)*. Every paragraph up to the next such line is theirs.
"""

import re
from collections.abc import Sequence

from briefing.capture.document import Paragraph
from briefing.capture.names import PEER, PERSON, ROLE, person

_MEMBER = re.compile(
    rf"(?P<name>{PERSON})\s\([A-Z][^()]{{2,60}}\)\s?\([A-Z][A-Za-z/ -]{{1,20}}\)(?=:|$)"
)
_PARTY = r"\s\([A-Z][A-Za-z/ -]{1,20}\)"
_PEER = re.compile(rf"(?P<name>(?=(?:{PEER})\s){PERSON}){_PARTY}(?=:|$)")
_OFFICE = re.compile(
    rf"(?P<role>The\s[A-Z][^().]{{3,120}}?)\s\((?P<name>{PERSON})\)(?:{_PARTY})?(?=:|$)"
)
_NAME = re.compile(rf"(?P<name>{PERSON}):?")


def speeches_in(paragraphs: Sequence[Paragraph]) -> list[str]:
    """Return the name of the speaker of each paragraph, or "" if it is not in a speech."""
    named = [_member(paragraph.text) for paragraph in paragraphs]
    members = {name for name in named if name}
    speaker = ""
    found = []
    for paragraph, name in zip(paragraphs, named, strict=True):
        alone = _NAME.fullmatch(paragraph.text) if members and not name else None
        again = _plain(alone["name"]) if alone else ""
        speaker = name or (again if again in members else speaker)
        found.append(speaker)
    return found


def _member(text: str) -> str:
    """Return the name in a line that begins a speech, with a constituency or an office."""
    if match := _MEMBER.match(text) or _PEER.match(text):
        return _plain(match["name"])
    match = _OFFICE.match(text)
    return _plain(match["name"]) if match and ROLE.search(match["role"]) else ""


def _plain(name: str) -> str:
    named = person(name)
    return named.name if named else ""
