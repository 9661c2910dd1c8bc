"""Quotes taken from paragraphs as editors take them, and forgeries of these quotes.

Nothing here uses the code that searches for quotes.
"""

import re
from collections.abc import Callable, Sequence
from random import Random

_SENTENCE = re.compile(r"(?<=[.?!])[”’]? (?=[A-Z“])")
_SIZE = re.compile(r"(?:hundred|thousand|million|billion|per)\b")
_OTHER_WORDS = ("always", "budget", "pensions", "quickly", "committee", "wider", "schools", "again")


def take(paragraphs: Sequence[str], chance: Random, *, only_typography: bool = False) -> str:
    """Return a quote: a sentence, a part of one or several, perhaps with an editor's changes.

    With `only_typography`, quotation marks, dashes, spaces and the first capital can change.
    """
    quote = _words(paragraphs, chance)
    changes = _TYPOGRAPHIC if only_typography else _CHANGES
    for change in chance.sample(changes, chance.choice([0, 0, 1, 2])):
        quote = change(quote, chance)
    return quote


def forge(paragraphs: Sequence[str], chance: Random) -> str:
    """Return a quote of which one word, digit or mark is changed, and which is not in the text."""
    text = compared(" ".join(paragraphs))
    while True:
        forged = chance.choice(_FORGERIES)(_words(paragraphs, chance), chance)
        if compared(forged) not in text:
            for change in chance.sample(_TYPOGRAPHIC, chance.choice([0, 1])):
                forged = change(forged, chance)
            return forged


def compared(text: str) -> str:
    """Return `text` without capitals, quotation marks and differences of dashes and spaces."""
    text = re.sub(r"['\"‘’“”]", "", text.casefold())
    text = re.sub(r"\s*[-–—−]\s*", "-", text)
    return re.sub(r"\s+", " ", text).strip()


def _words(paragraphs: Sequence[str], chance: Random) -> str:
    """Return at least four words of the paragraphs, as they are."""
    while True:
        paragraph = chance.choice(paragraphs)
        sentences = _SENTENCE.split(paragraph)
        kind = chance.choice(["sentence", "part", "part", "across"])
        if kind == "sentence":
            quote = chance.choice(sentences)
        else:
            words = (paragraph if kind == "across" else chance.choice(sentences)).split(" ")
            start = chance.randrange(len(words))
            end = start + chance.randint(4, 30)
            end += bool(_SIZE.match(" ".join(words[end : end + 1])))
            quote = " ".join(words[start:end])
        quote = re.sub(r"[,.;:]?[”’]?[,;:]?(?: [–—])?$", "", quote.strip()).lstrip("“‘–— ")
        if len(re.findall(r"\w+", quote)) >= 4:
            return quote


_NEGATIONS = ("not", "no", "never", "cannot", "without", "nobody", "nothing", "except", "unless")


def _straight(quote: str, chance: Random) -> str:
    return re.sub("[“”]", '"', re.sub("[‘’]", "'", quote))


def _nested(quote: str, chance: Random) -> str:
    return quote.translate(str.maketrans("“”", "‘’"))


def _dashes(quote: str, chance: Random) -> str:
    return re.sub(r" [–—] ", chance.choice([" - ", "—", " – ", " — "]), quote)


def _case(quote: str, chance: Random) -> str:
    return quote[0].swapcase() + quote[1:]


def _marked_case(quote: str, chance: Random) -> str:
    if not quote[:2].isalpha() or "[" in quote:
        return quote
    return f"[{quote[0].swapcase()}]{quote[1:]}"


def _spaces(quote: str, chance: Random) -> str:
    return re.sub(" ", lambda _: chance.choice([" ", "\n", "\u00a0", "  "]), quote)


def _shortened(quote: str, chance: Random) -> str:
    words = quote.split(" ")
    if len(words) < 10 or "[" in quote:
        return quote
    start = chance.randint(4, len(words) - 6)
    end = chance.randint(start + 1, min(start + 5, len(words) - 4))
    if _has_negation(words[start:end]):
        return quote
    mark = chance.choice(["…", "...", "[…]", "[...]", ". . ."])
    first = " ".join(words[:start]).rstrip(",;:.")
    return f"{first} {mark} {' '.join(words[end:])}"


def _has_negation(words: list[str]) -> bool:
    """Whether a quote without these words would say the opposite, which no editor writes."""
    plain = [re.sub(r"[^a-z’']", "", word.lower()) for word in words]
    return any(word in _NEGATIONS or word.endswith(("n’t", "n't")) for word in plain)


def _explained(quote: str, chance: Random) -> str:
    words = quote.split(" ")
    if len(words) < 8 or "." in quote or "…" in quote:
        return quote
    place = chance.randint(3, len(words) - 4)
    inserted = chance.choice(["[the benefit]", "[sic]", "[in Wales]"])
    kept = place + (inserted == "[the benefit]")
    if _has_negation(words[place:kept]):
        return quote
    return " ".join([*words[:place], inserted, *words[kept:]])


_TYPOGRAPHIC: list[Callable[[str, Random], str]] = [_straight, _nested, _dashes, _case, _spaces]
_CHANGES = [*_TYPOGRAPHIC, _marked_case, _shortened, _explained]


def _changed_word(quote: str, chance: Random) -> str:
    return _replace(quote, chance, lambda word: chance.choice(_OTHER_WORDS))


def _changed_letter(quote: str, chance: Random) -> str:
    places = [match.start() for match in re.finditer(r"[a-z]", quote)]
    if not places:
        return quote
    place = chance.choice(places)
    return quote[:place] + chance.choice("abcdefghijklmnopqrstuvwxyz") + quote[place + 1 :]


def _changed_digit(quote: str, chance: Random) -> str:
    places = [match.start() for match in re.finditer(r"\d", quote)]
    if not places:
        return _changed_word(quote, chance)
    place = chance.choice(places)
    return quote[:place] + chance.choice("0123456789") + quote[place + 1 :]


def _changed_mark(quote: str, chance: Random) -> str:
    marks = list(re.finditer(r"(?<=\d)[.,](?=\d)|[%£−]|(?<=\w),(?= )", quote))
    if not marks:
        return _changed_digit(quote, chance)
    mark = chance.choice(marks)
    return quote[: mark.start()] + chance.choice(["", "$", ";"]) + quote[mark.end() :]


def _dropped_word(quote: str, chance: Random) -> str:
    words = quote.split(" ")
    del words[chance.randint(1, max(1, len(words) - 2))]
    return " ".join(words)


def _swapped_words(quote: str, chance: Random) -> str:
    words = quote.split(" ")
    place = chance.randrange(len(words) - 1)
    words[place : place + 2] = words[place + 1], words[place]
    return " ".join(words)


def _added_not(quote: str, chance: Random) -> str:
    words = quote.split(" ")
    words.insert(chance.randint(1, len(words) - 1), chance.choice(["not", "never", "no"]))
    return " ".join(words)


def _replace(quote: str, chance: Random, other: Callable[[str], str]) -> str:
    words = quote.split(" ")
    place = chance.randrange(len(words))
    words[place] = other(words[place])
    return " ".join(words)


_FORGERIES: list[Callable[[str, Random], str]] = [
    _changed_word, _changed_letter, _changed_digit, _changed_mark, _dropped_word, _swapped_words,
    _added_not,
]  # fmt: skip
