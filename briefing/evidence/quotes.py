"""Quotes in the text of a source.

A quote is found if its words are equal to those of the source. Similarity only ever suggests a
passage to compare it with. Ellipses and insertions in square brackets divide a quote into pieces,
which must follow one another in the source.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from briefing.english import counted
from briefing.evidence.folding import folded, has_same_words, is_boundary, key_of, key_parts
from briefing.evidence.searching import SearchText
from briefing.evidence.text import Found

ELLIPSIS_WORDS = 100
"""The most words of the source that an ellipsis can leave out."""
INSERTION_WORDS = 6
"""The most words of the source that an insertion in square brackets can replace."""
NEGATION_WORDS = 4
"""If no more words than this are left out, or the first or last of them is a negation, they
reverse the meaning of the words around them, so there must be no negation among them."""
SIMILAR = 70
"""How similar a suggested passage must be to the quote, out of 100."""
FEW_WORDS = 2
"""A quote with no more words than this is found with a caution."""

_EDITED = re.compile(
    r"""(?P<ellipsis>[\[(]\s*(?:…|\.(?:\s?\.){2,})\s*[\])] | … | \.(?:\s?\.){2,})
    | (?P<sic>[\[(]\s*sic\s*[\])])
    | \[(?P<letter>\w)\](?=\w)
    | \[(?P<insertion>[^\[\]]*)\]""",
    re.VERBOSE | re.IGNORECASE,
)
_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")
_NEGATION = re.compile(
    r"\b(?:not|never|no|nor|neither|cannot|without|nobody|nothing|unless|except|\w+n['’]t"
    r"|ddim|nid|nad|nac|byth|heb|peidio)\b",
    re.IGNORECASE,
)
_LETTERS_OF_WORD = re.compile(r"(?!not\b)[^\W\d_]+(?!['’\w])")
"""The rest of a word that an insertion can replace. "can't" and "cannot" are not forms of "can"."""
_ENCLOSED = re.compile(r"\s*[^\w\s'’\"“‘(\[].*[^\w\s'’]\s*", re.DOTALL)
_WHOLE_INSERTION = re.compile(
    r"(?<!\w)\[(?!\s*sic\s*\])([^\[\]]*\w[^\[\]]*)\](?!\w)", re.IGNORECASE
)
_MOST_PLACES = 200
_MOST_WINDOWS = 6
_CLOSING = ".,;:?!)]…"
_LONGEST_EDGE = 12
"""The most characters of the source for the punctuation at an end of a quote."""


class _Match(NamedTuple):
    start: int
    end: int
    is_verbatim: bool


@dataclass(frozen=True)
class _Piece:
    """A part of a quote that must be in the source as it is.

    Attributes:
        text: its words, with single spaces.
        most_words_before: the most words of the source between the previous piece and this one.
        ignores_first_case: whether its first letter can be a capital or not.
        ends_in_word: whether it can end inside a word of the source, as in "walk[ed]".
    """

    text: str
    most_words_before: int = 0
    ignores_first_case: bool = True
    ends_in_word: bool = False

    @cached_property
    def key(self) -> str:
        return key_of(self.text)

    @cached_property
    def core(self) -> tuple[int, int]:
        """Return where its first letter or digit begins and its last one ends."""
        places = range(len(self.text))
        first = next(n for n in places if key_of(self.text[n]))
        return first, next(n for n in reversed(places) if key_of(self.text[n])) + 1

    @cached_property
    def folded(self) -> str:
        start, end = self.core
        return folded(self.text[start:end])

    @cached_property
    def lead_pattern(self) -> re.Pattern[str]:
        return re.compile(_with_any_space(self.lead) + r"\Z")

    @cached_property
    def trail_pattern(self) -> re.Pattern[str]:
        return re.compile(_with_any_space(self.trail))

    @property
    def lead(self) -> str:
        return self.text[: self.core[0]]

    @property
    def trail(self) -> str:
        return self.text[self.core[1] :]


def _with_any_space(marks: str) -> str:
    """Return a regular expression for punctuation with any white space where it has a space."""
    return r"\s+".join(map(re.escape, marks.split(" ")))


def find_quote(quote: str, text: SearchText) -> Found | None:
    """Find a quote in a source: the first verbatim passage or, failing that, the same words."""
    words = _on_one_line(quote)
    whole = _Piece(words)
    if not whole.key:
        return None
    if matches := _until_verbatim(whole, text):
        best = next((match for match in matches if match.is_verbatim), matches[0])
        caution = _joined(_few_words(words, len(matches)), _after_negation(text.text, best.start))
        return text.passage(
            best.start, best.end, is_verbatim=best.is_verbatim, caution=caution, quote=words
        )
    if not _EDITED.search(words):
        return None
    # The source itself may have the words that an editor has put in brackets.
    as_written = _WHOLE_INSERTION.sub(r"\1", words)
    if as_written != words and (found := find_quote(as_written, text)):
        return replace(found, is_verbatim=False)
    return _find_pieces(words, text)


def most_similar(quote: str, text: SearchText) -> Found | None:
    """Return the passage that is most similar to a quote, or None if there is no similar one.

    It is a suggestion for people and proves nothing. If an editor has shortened the quote, and no
    passage is similar to all of it, the passage is similar to one of its pieces.
    """
    words = _on_one_line(quote)
    pieces = [piece.text for piece in _pieces(words) if not any(_matches(piece, text))]
    for wanted in (words, *sorted(pieces, key=len, reverse=True)):
        if found := _most_similar(wanted, text):
            return found
    return None


def _on_one_line(quote: str) -> str:
    """Return a quote with single spaces, in Unicode's composed form (NFC) like the source."""
    return " ".join(unicodedata.normalize("NFC", quote).split())


def _most_similar(quote: str, text: SearchText) -> Found | None:
    from rapidfuzz import fuzz

    wanted = [word for word, _ in key_parts(_EDITED.sub(_unedited, quote))]
    joined = " ".join(wanted)
    best = (float(SIMILAR), 0, 0)
    for window in _windows(wanted, text):
        words = text.words[window.start : window.stop]
        spaced = " ".join(words)
        alignment = fuzz.partial_ratio_alignment(joined, spaced, score_cutoff=SIMILAR)
        if not alignment:
            continue
        first = spaced.count(" ", 0, alignment.dest_start)
        last = spaced.count(" ", 0, max(0, alignment.dest_end - 1))
        for a in range(max(0, first - 3), min(first + 3, len(words))):
            for b in range(max(a + 1, last - 2), min(last + 5, len(words) + 1)):
                score = fuzz.ratio(joined, " ".join(words[a:b]))
                # A passage that begins and ends with the same words is easy to compare.
                score += 2 * ((words[a] == wanted[0]) + (words[b - 1] == wanted[-1]))
                best = max(best, (score, -(window.start + a), window.start + b))
    _, begin, end = best
    if not end:
        return None
    start, stop = text.word_place(-begin)[0], text.word_place(end - 1)[1]
    start, stop = _with_signs(quote, text.text, start, stop)
    return text.passage(start, stop, is_verbatim=False, quote=quote)


def _unedited(edit: re.Match[str]) -> str:
    return edit["letter"] or " "


def _windows(wanted: list[str], text: SearchText) -> Iterator[range]:
    """Yield the parts of `text.words` that share the most rare words with a quote."""
    votes: Counter[int] = Counter()
    step = max(4, len(wanted) // 4)
    rarest = sorted(set(wanted), key=lambda word: len(text.word_numbers.get(word, ())))
    places = 0
    for word in rarest:
        numbers = text.word_numbers.get(word, [])
        if places and places + len(numbers) > _MOST_PLACES:
            break
        places += len(numbers)
        for offset in (n for n, other in enumerate(wanted) if other == word):
            near = {(number - offset) // step for number in numbers[:_MOST_PLACES]}
            votes.update(near | {place + 1 for place in near})
    for place, _ in votes.most_common(_MOST_WINDOWS):
        start = max(0, (place - 2) * step)
        yield range(start, min(len(text.words), (place + 2) * step + len(wanted)))


def _with_signs(quote: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Return a passage with the signs and punctuation around it, as far as the quote has any."""
    signs = "£$€−–-" if text[start].isdigit() else "([" if quote[:1] in ("(", "[") else ""
    while start and text[start - 1] in signs:
        start -= 1
    end += text.startswith("%", end)
    for _ in range(len(quote) - len(quote.rstrip(_CLOSING))):
        end += text[end : end + 1] in tuple(_CLOSING)
    return start, end


def _matches(piece: _Piece, text: SearchText) -> Iterator[_Match]:
    for start, end in text.places(piece.key):
        if match := _match(piece, text.text, start, end):
            yield match


def _until_verbatim(piece: _Piece, text: SearchText) -> list[_Match]:
    """Return the matches up to the first verbatim one or, if the piece is short, all of them."""
    matches = []
    is_short = _words(piece.text) <= FEW_WORDS
    for match in _matches(piece, text):
        matches.append(match)
        if match.is_verbatim and not is_short:
            break
    return matches


def _match(piece: _Piece, text: str, start: int, end: int) -> _Match | None:
    """Return the passage with the letters at a position, if it has the words of the piece."""

    def is_whole(first: int, last: int) -> bool:
        ends_whole = is_boundary(text, last) or (
            piece.ends_in_word and _LETTERS_OF_WORD.match(text, last) is not None
        )
        return ends_whole and is_boundary(text, first)

    before = piece.lead_pattern.search(text, max(0, start - len(piece.lead) - _LONGEST_EDGE), start)
    after = piece.trail_pattern.match(text, end)
    if before and after:
        first, last = before.start(), after.end()
        if " ".join(text[first:last].split()) == piece.text and is_whole(first, last):
            return _Match(first, last, True)
    source = folded(text[start:end])
    if not has_same_words(piece.folded, source, ignores_first_case=piece.ignores_first_case):
        return None
    begin, stop = _before(piece, text, start), _after(piece, text, end)
    if begin is None or stop is None or not is_whole(begin, stop):
        return None
    return _Match(begin, stop, False)


def _before(piece: _Piece, text: str, start: int) -> int | None:
    """Return where the punctuation before the first word begins, or None if it differs."""
    # Punctuation is folded with letters of the word, as marks of numbers matter.
    word = piece.text[piece.core[0]]
    wanted = folded(piece.lead + word)
    for place in range(start, max(-1, start - _LONGEST_EDGE), -1):
        if folded(text[place:start] + word) == wanted:
            return place
    return None


def _after(piece: _Piece, text: str, end: int) -> int | None:
    """Return where the punctuation after the last word ends, or None if it differs."""
    word = piece.text[: piece.core[1]][-3:]
    wanted = folded(word + piece.trail)
    for place in range(end, min(len(text), end + _LONGEST_EDGE) + 1):
        if folded(word + text[end:place]) == wanted:
            return place
    return None


def _pieces(quote: str) -> Iterator[_Piece]:
    """Yield the pieces of a quote that an editor has shortened or explained."""
    place, letter = 0, ""
    gap, ignores_case = 0, True
    for edit in [*_EDITED.finditer(quote), None]:
        kind = edit.lastgroup if edit else None
        raw = letter + quote[place : edit.start() if edit else len(quote)]
        piece = _Piece(
            raw.strip(),
            gap,
            ignores_case,
            ends_in_word=kind == "insertion" and raw[-1:].isalpha(),
        )
        if piece.key:
            yield piece
            gap, ignores_case = 0, False
        if not edit:
            return
        place, letter = edit.end(), edit["letter"] or ""
        if kind == "ellipsis":
            gap = max(gap, ELLIPSIS_WORDS)
            place += len(quote[place:]) - len(quote[place:].lstrip(" ."))
        elif kind == "insertion":
            gap = max(gap, INSERTION_WORDS)
        ignores_case |= kind in ("ellipsis", "letter")


def _find_pieces(quote: str, text: SearchText) -> Found | None:
    pieces = list(_pieces(quote))
    chain = _chain(pieces, text)
    if not chain:
        return None
    shortest = min(_passages(pieces), key=_words)
    cautions = [
        f"“{shortest}” is {_few_words(shortest)}" if _few_words(shortest) else "",
        _after_negation(text.text, chain[0].start),
        *(_negation(edit["insertion"] or "", "adds") for edit in _EDITED.finditer(quote)),
        *(
            _negation(text.text[one.end : other.start], "leaves out")
            for one, other in pairwise(chain)
        ),
        *(
            _replaced(text.text[one.end : other.start])
            for piece, one, other in zip(pieces[1:], chain, chain[1:], strict=False)
            if piece.most_words_before == INSERTION_WORDS
        ),
    ]
    start, end, caution = chain[0].start, chain[-1].end, _joined(*cautions)
    return text.passage(start, end, is_verbatim=False, caution=caution, quote=quote)


def _replaced(text: str) -> str:
    """Return a caution if an insertion replaces words of the source, unless it is only an ending.

    It may explain them, or change their meaning.
    """
    words = " ".join(text.split())
    return f"replaces “{words}”" if text[:1].isspace() and _WORD.search(words) else ""


def _passages(pieces: list[_Piece]) -> list[str]:
    """Return the pieces, with those joined that follow one another without a gap."""
    passages: list[str] = []
    for piece in pieces:
        if passages and not piece.most_words_before:
            passages[-1] += f" {piece.text}"
        else:
            passages.append(piece.text)
    return passages


def _chain(pieces: list[_Piece], text: SearchText) -> list[_Match]:
    """Return matches of the pieces that follow one another closely enough, or none."""
    chains: list[list[_Match]] = []
    for n, piece in enumerate(pieces):
        matches = list(_matches(piece, text))
        if n == 0:
            chains = [[match] for match in matches]
            continue
        ends = [chain[-1].end for chain in chains]
        longer = []
        for match in matches:
            nearest = bisect_right(ends, match.start) - 1
            if nearest >= 0 and _follows(chains[nearest][-1], match, piece, text):
                longer.append([*chains[nearest], match])
        chains = longer
    return chains[0] if chains else []


def _follows(one: _Match, other: _Match, piece: _Piece, text: SearchText) -> bool:
    if not piece.most_words_before:
        return not folded(text.text[one.end : other.start]).strip()
    is_after_mark = not text.text[one.end - 1].isalnum()
    between = text.text[one.end - is_after_mark : other.start]
    count = text.words_between(one.end, other.start)
    return count <= piece.most_words_before and not _reverses(between, count)


def _reverses(left_out: str, count: int) -> bool:
    """Whether the words that a quote leaves out reverse the meaning of those around them.

    A clause that is enclosed in commas, dashes or brackets does not, nor do whole sentences.
    """
    if not _NEGATION.search(left_out) or _ENCLOSED.fullmatch(left_out):
        return False
    words = _WORD.findall(left_out)
    is_next = any(_NEGATION.fullmatch(word) for word in (words[0], words[-1]))
    return is_next or count <= NEGATION_WORDS


def _words(text: str) -> int:
    return len(_WORD.findall(text))


def _few_words(text: str, places: int = 1) -> str:
    """Return why a text proves little: it has few words, which may be in the source by chance."""
    if (words := _words(text)) > FEW_WORDS:
        return ""
    chance = f"found {places} times" if places > 1 else "which can occur by chance"
    return f"only {counted(words, 'word')}, {chance}"


def _joined(*cautions: str) -> str:
    return "; ".join(dict.fromkeys(filter(None, cautions)))


def _after_negation(text: str, start: int) -> str:
    """Return a caution if the word before a passage reverses its meaning."""
    word = text[max(0, start - _LONGEST_EDGE) : start].rstrip().rpartition(" ")[2]
    return _negation(word, "follows") if _NEGATION.fullmatch(word) else ""


def _negation(text: str, verb: str) -> str:
    found = _NEGATION.search(text)
    return f"{verb} “{found[0]}”" if found else ""
