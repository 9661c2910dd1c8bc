"""The kinds of event that every timeline knows. An events file may name more under `kinds`."""

BUILT_IN = (
    "white paper", "consultation", "response", "bill stage", "amendment", "U-turn amendment", "act",
    "statement", "speech", "debate", "roundtable", "report", "poll", "statistics", "campaign",
    "concession", "ruling", "news",
)  # fmt: skip

_SPELLINGS = {kind.casefold(): kind for kind in BUILT_IN}


def normal(written: str) -> str:
    """The kind in its usual spelling: `white-paper` and `White paper` are `white paper`.

    A kind that is not built in keeps its capitals, with spaces for hyphens and underscores; but
    `U-turn` keeps its own.
    """
    words = " ".join(written.replace("_", " ").replace("-", " ").split())
    spelt = (
        words.replace("u turn", "u-turn").replace("U turn", "U-turn").replace("U Turn", "U-turn")
    )
    return _SPELLINGS.get(spelt.casefold(), spelt)
