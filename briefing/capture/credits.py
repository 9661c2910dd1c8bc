"""The credit of a quote: a name or a description set beside it, without a verb of speech.

It is on the line above or below the quote, or after a dash or in brackets: *“…” – Ann Lee, chair*.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.capture.names import PERSON, ROLE, Named, person, person_with_role_before

_SIGNATURE = re.compile(
    rf"^[\s—–-]*(?P<name>{PERSON})\s*(?:[,(–—-]\s*(?P<role>[^.]{{3,140}}?)\)?)?\.?$"
)
_BESIDE = re.compile(
    r"^\s*(?:[–—]|--?\s)\s*(?P<dash>[^“”\".:;!?()]{3,90})\.?$|^\s*\((?P<brackets>[^“”\".:;!?()]{3,90})\)\.?$"
)
"""A credit after a quote, which ends the paragraph."""
_MARKED = re.compile(r"^\s*(?:[–—]|--?\s)\s*(?P<who>[^“”\".:;!?]{3,90})\.?$")
_SOMEBODY = re.compile(
    r"\b(?:wom[ae]n|m[ae]n|girl|boy|child|participant|respondent|interviewee|survivor|patient|user"
    r"|service user|young person|person|couple|family|claimant|applicant|customer|passenger|cleaner"
    r"|assistant|lad|mum|dad|son|daughter|wife|husband|widow|aged?|cook|builder|caretaker|operative"
    r"|staff|employee|clinician|sister|brother|anonymous|learner|youth|leaver|refugee"
    r"|commuter|accountant|activist|actor|administrator|artist|attendant|baker|barber|bricklayer"
    r"|butcher|carpenter|chef|childminder|constable|counsellor|courier|cyclist|dentist|designer"
    r"|detective|docker|electrician|fisherman|graduate|grandfather|grandparent|grocer|hairdresser"
    r"|headmaster|headmistress|homeowner|householder|inmate|intern|joiner|journalist|labourer"
    r"|leaseholder|mechanic|miner|motorist|musician|neighbour|newsagent|optician|pedestrian|pensioner"
    r"|pharmacist|photographer|physiotherapist|pilot|plumber|porter|postman|prisoner|protester"
    r"|radiographer|receptionist|registrar|renter|retiree|roofer|sailor|seeker|sergeant|shopper"
    r"|soldier|steward|surgeon|technician|teenager|therapist|trainee|veteran|vet|victim|villager"
    r"|visitor|waiter|waitress|witness|writer|youngster)\b|, \d\d?(?:,|$)",
    re.IGNORECASE,
)
_ONE = re.compile(r"(?:an?|one|another)\s(?P<who>[a-z\d][^:;.“”\"]+)$", re.IGNORECASE)
_PREDICATE = re.compile(r",?\s(?:who|whose|puts?|sums?|is|was|has|had|told|likes?|liked)\s")
_AFTER_NOUN = re.compile(r",|\s(?:in|at|from|of|with|for|on|near|aged|who)\b")
_FOR_OTHERS = re.compile(r"\b(?:spokes\w+|representative|source|official)\b", re.IGNORECASE)
"""Somebody who speaks for an organisation, which is the speaker."""
_MOST_WORDS = 9
_LONGEST_ROLE = 100


def signature(line: str) -> Named | None:
    """Return the person in a line with only a name and a role, or a name after a dash."""
    match = _SIGNATURE.match(line.strip())
    if not match or line.rstrip().endswith(":"):
        return None  # A colon introduces the next quote.
    role = (match["role"] or "").strip()
    found = person_with_role_before(match["name"]) or person(match["name"])
    is_marked = line.strip()[:1] in "—–-"
    if not found or not (is_marked or ROLE.search(role) or found.role):
        return None
    return replace(found, role=role or found.role)


def credit_beside(after: str) -> Named | None:
    """Return the speaker in a credit between a quote and the end of its paragraph."""
    match = _BESIDE.match(after)
    if not match:
        return None
    words = match["dash"] or match["brackets"]
    return signature(f"– {words}") or _described(words)


def unnamed_speaker(phrase: str) -> Named | None:
    """Return somebody under the description in a text: *one 68-year-old woman in Truro*."""
    match = _ONE.match(phrase.strip())
    words = _PREDICATE.split(match["who"])[0].rstrip(", ") if match else ""
    noun = _AFTER_NOUN.split(words)[0].split()[-1:]  # The assistant, not the assistants' union.
    is_person = any(ROLE.fullmatch(each) or _SOMEBODY.fullmatch(each) for each in noun)
    is_clear = is_person and len(words.split()) > 1 and not _FOR_OTHERS.search(words)
    return _described(words) if is_clear else None


def credit_below(line: str) -> Named | None:
    """Return the speaker in a line below a quote. After a dash, a description is enough."""
    if found := signature(line):
        return found
    match = _MARKED.match(line)
    return _described(match["who"]) if match else None


def credit_in_lines(lines: Sequence[str]) -> Named | None:
    """Return the speaker in two lines below a quote: the name, and the role below it."""
    if len(lines) < 2 or len(lines[1]) > _LONGEST_ROLE or lines[1].endswith((".", ":", "”")):
        return None
    found = person(lines[0])
    is_role = ROLE.search(lines[1]) is not None
    return (
        replace(found, role=lines[1].strip()) if found and " " in found.name and is_role else None
    )


def _described(words: str) -> Named | None:
    """Return somebody without a name, such as "Girl, 11, Burnley", under that description."""
    words = " ".join(words.split()).strip(" ,")
    is_short = len(words.split()) <= _MOST_WORDS
    if not is_short or not (ROLE.search(words) or _SOMEBODY.search(words)):
        return None
    return Named(f"{words[:1].upper()}{words[1:]}", is_credit=True)
