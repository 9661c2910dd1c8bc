"""Laws of searching, on texts of words with awkward marks between them."""

import re
import unicodedata

from hypothesis import assume, given
from hypothesis import strategies as st

from briefing.evidence.folding import folded, has_same_words, is_boundary, key_of
from briefing.evidence.quotes import find_quote
from tests.evidence.texts import text_of

WORD = st.sampled_from(
    ["the", "plan", "plans", "self-employed", "can’t", "cant", "£18m", "18m", "77.5%", "7.5%", "a",
     "1,832", "−5%", "5%", "2019–20", "tŷ", "ty\u0302", "oﬃce", "office", "Plan", "U.S.", "and/or",
     "m²", "m", "don't", "rock'n'roll", "co-operation", "cooperation", "—", "–", "…", "so-called"]
)  # fmt: skip
GAP = st.sampled_from(
    [" ", " ", " ", "\n", "  ", "\u00a0", ", ", "; ", ". ", " “", "” ", " (", ") "]
)
PAIRS = st.lists(st.tuples(WORD, GAP), min_size=1, max_size=12)
SWAPS = {
    "’": "'",
    "“": '"',
    "”": "‘",
    " ": "\u00a0\n",
    "–": "-",
    "ﬃ": "ffi",
    "…": "...",
    "a": "\u00ada",
}


def joined(pairs: list[tuple[str, str]]) -> str:
    return "".join(word + gap for word, gap in pairs)


@given(PAIRS, st.data())
def test_every_part_at_word_boundaries_is_verbatim(
    pairs: list[tuple[str, str]], data: st.DataObject
) -> None:
    text = text_of(joined(pairs))
    whole = text.text
    ends = [n for n in range(len(whole) + 1) if is_boundary(whole, n)]
    start = data.draw(st.sampled_from(ends))
    part = whole[start : data.draw(st.sampled_from([n for n in ends if n >= start]))]
    found = find_quote(part, text)
    assert found is not None or not key_of(part)
    if found:
        assert found.is_verbatim
        assert "".join(whole[found.start : found.end].split()) == "".join(part.split())


@given(PAIRS, st.data())
def test_marks_can_be_written_differently(
    pairs: list[tuple[str, str]], data: st.DataObject
) -> None:
    text = text_of(joined(pairs))
    changed = "".join(
        data.draw(st.sampled_from([letter, SWAPS.get(letter, letter)])) for letter in text.text
    )
    found = find_quote(unicodedata.normalize("NFD", changed), text)
    assert found is not None or not key_of(changed)
    if found:
        assert key_of(found.exact) == key_of(changed)


@given(PAIRS, st.data())
def test_a_changed_letter_is_not_found(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    text = text_of(joined(pairs))
    place = data.draw(st.integers(0, len(text.text) - 1))
    letter = data.draw(st.sampled_from("azé59Z%£,.-"))
    forged = text.text[:place] + letter + text.text[place + 1 :]
    assume(key_of(forged) and "…" not in forged)
    found = find_quote(forged, text)
    if found:
        assert plain(forged) == plain(text.text[found.start : found.end])


def plain(text: str) -> str:
    """Return `text` as an independent reader compares it: without quotation marks and spaces."""
    text = unicodedata.normalize("NFC", text).replace("ﬃ", "ffi").replace("…", "...")
    text = re.sub(r"(?<!\w)[’']|[’'](?!\w)|[“”‘\"\s]", "", re.sub(r"\s*[–—−-][\s–—−-]*", "-", text))
    return text[:1].lower() + text[1:]


@given(PAIRS)
def test_folding_is_stable(pairs: list[tuple[str, str]]) -> None:
    text = joined(pairs)
    assert has_same_words(folded(text), folded(text))
    assert has_same_words(folded(text.replace(" ", "  ")), folded(text))
    assert key_of(text.replace("ﬃ", "ffi")) == key_of(text) == key_of(text.upper())
