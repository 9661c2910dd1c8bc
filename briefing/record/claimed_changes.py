"""Phrases in a title that claim that a share of people has risen or fallen."""

import re

_MOVES = "|".join(
    (
        *("rises?", "rose", "falls?", "fell", "jumps?", "jumped", "soars?", "soared", "slumps?"),
        *("slumped", "drops?", "dropped", "grows?", "grew", "climbs?", "climbed", "surges?"),
        *("surged", "plunges?", "plunged", "dips?", "dipped", "slips?", "slipped", "sinks?"),
        *("sank", "shrinks?", "shrank", "increases?", "increased", "decreases?", "decreased"),
        *("declines?", "declined", "up", "down"),
    )
)
_ALSO_MOVES = "|".join(
    (
        *("doubles?", "doubled", "trebles?", "trebled", "triples?", "tripled", "halves", "halved"),
        *("rising", "falling", "growing", "shrinking", "higher", "lower", "weakens?", "weakened"),
        *("strengthens?", "strengthened", "on the (?:rise|increase|up)", "in decline"),
    )
)
_PARTICIPLES = "rising|falling|growing|shrinking"
_NOUNS_OF_MOVES = "rise|fall|drop|jump|surge|slump|increase|decrease|decline|growth|dip"
_SHARES = "|".join(
    (
        *("support", "opposition", "backing", "approval", "disapproval", "trust", "distrust"),
        *("confidence", "satisfaction", "dissatisfaction", "popularity", "concerns?", "worry"),
        *("awareness", "share", "proportion", "percentage", "numbers?"),
    )
)
_NOTHING = r"\b(?:no|not|nor|never|hardly|barely|without|fails? to|\w+n[’']t|any)\b"
# These patterns are compiled for the first title that needs them, because few records have one.
_PEOPLE = (
    r"(?:^|: )(?:(?:slightly|far|even|many|much|a few|a little|ever) )?"
    r"(?:fewer|more|less) (?:of )?(?:\w+ )??"
    rf"(?:{_SHARES}|people|adults|voters|parents|children|men|women|patients|pensioners|workers|employers|"
    r"carers|residents|respondents|members|teachers|doctors|nurses|students|pupils|tenants|"
    r"families|households|Britons|Scots|us)\b(?! (?:affected|needed|hit|die|died)\b)"
)
"""The start of the sentence is required, because "voters want more doctors" is not a change."""
# "Support for higher taxes" and "opposition to a rise in fees" are about the taxes and the fees.
_OF_THE_SHARE = (
    "".join(
        rf"(?<!\b{preposition}{article})"
        for preposition in ("for", "in", "of", "about", "over", "with", "at", "on")
        for article in ("", " a", " an", " the")
    )
    + rf"(?<!\bto a)(?<!\bto the)(?!(?<=\bto) (?:{_PARTICIPLES}|higher|lower)\b)"
)
_SHARE_MOVES = (
    rf"\b(?:{_SHARES})\b(?! (?:an?|the)\b)(?: (?!that\b)[\w’'-]+){{0,6}}?"
    rf"{_OF_THE_SHARE} (?:{_MOVES}|{_ALSO_MOVES})\b(?!-)"
    rf"|\b(?:{_PARTICIPLES}) (?:{_SHARES})\b"
    rf"|\b(?:{_NOUNS_OF_MOVES}) in (?:the )?(?:\w+ )?(?:{_SHARES})\b"
)
_BETWEEN_GROUPS = (
    r"\b(?:among|amongst|than(?! (?:before|ever|last|a |an |in |at |two|three|they|it\b|\d)))\b"
)


def move_to(title: str, number: str) -> str:
    """Return the words in `title` that say that something rises or falls to this percentage.

    `number` is the number as published, without a percent sign. The result is empty if there are no
    such words.
    """
    if f" to {number}".casefold() not in title.casefold():  # Each number needs its own pattern.
        return ""
    # "Up to 47%" is a limit, not a change.
    value = re.escape(number) + r"(?:%| per cent\b| percent\b)"
    match = re.search(rf"\b(?!up to)(?:{_MOVES})\b(?: \w+){{0,2}} to {value}", title, re.IGNORECASE)
    return match[0] if match else ""


def comparison(title: str) -> str:
    """Return the words in `title` that say that more or fewer people think something than before.

    The result is empty if there are none, or if the title is a question, a negation or a comparison
    of groups.
    """
    if title.endswith("?") or re.search(_BETWEEN_GROUPS, title, re.IGNORECASE):
        return ""
    for pattern in (_PEOPLE, _SHARE_MOVES):
        match = re.search(pattern, title, re.IGNORECASE)
        if match and not re.search(_NOTHING, title[: match.end()], re.IGNORECASE):
            return match[0].removeprefix(": ")
    return ""
