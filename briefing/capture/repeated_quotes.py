"""Quotes that a document gives twice, such as a pull quote from its own text."""

from collections.abc import Sequence

from briefing.capture.quotes import FoundQuote
from briefing.capture.speakers import Speaker
from briefing.evidence.folding import key_of

_FEWEST_IN_HEADLINE = 18
"""The minimum length of the words that a headline takes from a quote below it, in letters."""
_FEWEST = 30
"""The minimum length of words that are unlikely to be in two different quotes, in letters."""


def repeated_in(quotes: Sequence[FoundQuote], speakers: Sequence[Speaker]) -> set[int]:
    """Return the positions of the quotes that others make superfluous.

    The words of another quote include theirs, and it shows better who spoke. If both have a
    speaker, or neither has, the first is kept.
    """
    keys = [key_of(quote.text) for quote in quotes]
    named = [bool(speaker.named and speaker.named.name) for speaker in speakers]
    found = set()
    for n, words in enumerate(keys):
        for other, others in enumerate(keys):
            if n == other or words not in others:
                continue
            is_whole = words == others
            is_pulled = quotes[n].is_set_off and not quotes[other].is_set_off
            is_likely = is_whole or is_pulled or len(words) >= _FEWEST
            is_better = named[other] and (is_pulled or not named[n]) and is_likely
            is_better = is_better or (
                len(words) >= _FEWEST_IN_HEADLINE
                and quotes[n].paragraph < quotes[other].paragraph
                and _is_organisation(speakers[n])
                and named[other]
                and not _is_organisation(speakers[other])
            )
            is_second = is_whole and other < n and other not in found
            if is_better or (is_second and not (named[n] and not named[other])):
                found.add(n)
    return found


def _is_organisation(speaker: Speaker) -> bool:
    """Whether the speaker is an organisation, as in *Watchdog says fares ‘are too high’*."""
    return speaker.named is not None and not speaker.named.is_person
