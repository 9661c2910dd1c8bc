"""Names of actors as they appear at the start of a sentence and within one."""

from briefing.marked_text import Foreign
from briefing.typography import capitalised


def at_start(name: str) -> str:
    """Return a name as it appears at the start of a sentence: "The council", but "mySociety"."""
    first = name.partition(" ")[0]
    return _in_its_language(capitalised(str(name)) if first == first.lower() else name, name)


def within(name: str) -> str:
    """Return a name as it appears within a sentence: "the inspector", not "The inspector"."""
    return _in_its_language(f"the {name[4:]}" if name.startswith("The ") else name, name)


def _in_its_language(text: str, name: str) -> str:
    return Foreign(text, name.language) if isinstance(name, Foreign) else text
