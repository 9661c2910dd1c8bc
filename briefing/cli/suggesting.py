"""Suggestions for words that a command does not recognise."""

from collections.abc import Iterable


def suggestion(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a sentence with the known word most like `word`, or with all known words.

    Args:
        word: the word that was given.
        known: the words that could be given.
        otherwise: the sentence to return instead of a list of all known words.
    """
    from briefing.record.problems import did_you_mean
    from briefing.typography import capitalised

    known = list(known)
    if like := did_you_mean(word, known):
        return capitalised(like)
    return otherwise or (f"Choose from: {', '.join(known)}." if known else "There are none.")
