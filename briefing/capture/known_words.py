"""Find the words of a record that a person may mean, such as the names of its actors."""

from collections.abc import Mapping


def matching(typed: str, known: Mapping[str, str]) -> list[str]:
    """Return the known words that contain `typed`, best first."""
    wanted = typed.casefold()

    def rank(word: str) -> int:
        name = word.casefold()
        description = known[word].casefold()
        places = (name.startswith(wanted), description.startswith(wanted), wanted in name)
        return next((n for n, is_match in enumerate(places) if is_match), len(places))

    found = [word for word in known if wanted in f"{word}\n{known[word]}".casefold()]
    return sorted(found, key=rank)


def similar(typed: str, known: Mapping[str, str]) -> list[str]:
    """Return the known words that contain or resemble `typed`, best first."""
    from difflib import get_close_matches

    if found := matching(typed, known):
        return found
    names = {name.casefold(): word for word in known for name in (known[word], word) if name}
    return [*dict.fromkeys(names[name] for name in get_close_matches(typed.casefold(), names))]
