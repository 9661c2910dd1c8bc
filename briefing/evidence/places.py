"""Places of a figure's value in a text, and whether the words around them support the figure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from briefing.english import listing
from briefing.evidence.amount import Amount
from briefing.evidence.changes import (
    adds,
    asks_for_change,
    asks_for_difference,
    is_added,
    is_added_share,
    is_difference,
    is_part,
    missing_rate,
)
from briefing.evidence.key_words import DIRECTION, directions, key_words, stem, way_of, words_in
from briefing.evidence.lines import ROW
from briefing.evidence.unstated import why_not_stated
from briefing.evidence.wanted import Wanted, wanted
from briefing.evidence.windows import NumberedText, Zone
from briefing.record.model import Figure

_NEAR = 60
"""The greatest distance of a word such as "rose" from its number, in characters."""
_FREE_WORDS = "by of a an the about around over more than nearly almost some another"
_FREE = frozenset(_FREE_WORDS.split())
_NEGATION = re.compile(
    r"\b(?:(?:not|no)(?!\s+(?:fewer|less|more|higher|only)\b)|never|neither|cannot|nor|none|nobody"
    r"|without|except|excluding|unless|hardly"
    r"|fail(?:s|ed|ing)?|refus(?:e|es|ed|ing)|rather than|instead of)\b|n['’]t\b",
    re.IGNORECASE,
)
_IN_ORDER = re.compile(r"\b(?:respectively|in that order)\b", re.IGNORECASE)
_SAMPLE = re.compile(
    r"\b(?:survey|poll|sample|panel|study|interview(?:s|ed|ing)?|polled|surveyed|polling|asked"
    r"|asking|questioned)\s+(?:(?:of|with|by)\s+)?(?:a\s+total\s+of\s+)?$",
    re.IGNORECASE,
)
_TO = re.compile(r"\b(?:to|from)\s+(?:(?:a|an|the|just|record)\s+)*$", re.IGNORECASE)
_HAS_WORD = re.compile(r"[^\W\d_]")
_ONE_WORD = re.compile(r"[^\W\d_]+")
_RUN = re.compile(r" [a-z][^\W\d_]*(?:[ -][^\W\d_]+)*")
_RUN_BEFORE = re.compile(r"(?:[^\W\d_]+[ -])*[^\W\d_]+ $")
_ADDED = re.compile(r"\[[^\[\]]*\]")
"""Words that the author of a label has added: `[The council] spends £2m`."""
_REPLACED = (
    r"[\W_]+(?:(?:it|its|they|their|them|this|that|these|those|each|both|he|she|his|her"
    r"|(?:the|this|that|these|those)\s[a-z]+(?:\s(?!not\b|no\b|never\b)[a-z]+)?)[\W_]+)?"
)
"""Added words can replace words such as "it" and "the firm" within a passage, or nothing."""
_MEASURE_WORDS = """
year month week day hour minute second pound penny pence mile metre kilometre km kg tonne acre
hectare percentage point degree times old fold mw gw mph
"""
_ASKING_WORDS = "survey poll sample panel study interview ask question respond"
_ASKING = frozenset(map(stem, _ASKING_WORDS.split()))
_MEASURES = frozenset(map(stem, _MEASURE_WORDS.split()))


@dataclass(frozen=True, slots=True)
class Sought:
    """The parts of a figure that are compared with a text.

    Attributes:
        words: the key words of the label and of the unit, without those of `ways`.
        ways: the words of the label for the direction in which the number has moved.
        unit: the word that must follow the number, such as `year`, or empty.
        group: the words of the group of people that are not in the label.
        area: those of the area's id.
        label: the words of the label and the unit, as they are written.
        passage: the words of the label, divided where others were added in square brackets.
    """

    value: Wanted
    words: frozenset[str]
    ways: frozenset[str]
    unit: str
    group: frozenset[str]
    area: frozenset[str]
    label: tuple[str, ...]
    passage: tuple[tuple[str, ...], ...] = ()

    @property
    def way(self) -> int:
        """1 if the number must have risen, -1 if it must have fallen, and 0 for all others."""
        if self.value.is_change and self.value.value:
            return 1 if self.value.value > 0 else -1
        return next(filter(None, map(way_of, sorted(self.ways))), 0)


def sought_of(figure: Figure) -> Sought:
    """Return the parts of a figure that are compared with a text."""
    value = wanted(figure.value)
    plain = _ADDED.sub(" ", figure.label)
    unit_words = re.findall(r"[^\W_]+", value.words)
    unit = ""
    if unit_words and not value.unit and (own := key_words(unit_words[0])):
        (unit,) = own
    ways, label = directions(plain), key_words(plain)
    group = key_words(figure.of or "") - label
    area = key_words((figure.area or "").replace("-", " ")) - label
    words = (label | key_words(value.words)) - ways
    written = tuple(re.findall(r"[^\W_]+", f"{plain} {value.words}"))
    parts = (tuple(re.findall(r"[^\W_]+", part)) for part in _ADDED.split(figure.label))
    passage = tuple(filter(None, parts))
    return Sought(value, words, ways, unit, group, area, written, passage)


@dataclass(frozen=True)
class Place:
    """A place of the value of a figure in a text."""

    sought: Sought
    numbers: NumberedText
    amount: Amount
    is_common: bool

    @property
    def order(self) -> tuple[bool, int, int, bool, int, int]:
        """Sort key: the best place comes first."""
        start, end = self.span
        extra = len((self.sought.group | self.sought.area) & self._words(self.zone))
        caution = bool(self.caution)
        return not self.is_located, self.missing, -extra, caution, end - start, start

    @property
    def is_located(self) -> bool:
        """Whether the place has all key words, and nothing is against it."""
        has_words = not self.missing or self._shares_words or self._passage is not None
        return has_words and bool(self.sought.words) and not self.against

    @property
    def span(self) -> tuple[int, int]:
        """The passage: from the first to the last of the number and its words, or the sentence."""
        if self.is_located:
            return self._passage or self._words_span
        start, end = self.numbers.sentence(self.amount)
        sentence = self.numbers.text[start:end]
        return start + len(sentence) - len(sentence.lstrip()), end

    @cached_property
    def zone(self) -> Zone:
        """The part of the text that belongs to the number."""
        return self.numbers.zone(self.amount, self.sought.words)

    @cached_property
    def _passage(self) -> tuple[int, int] | None:
        """The position of a label that is a passage of the text with the number in it."""
        text, (start, end) = self.numbers.text, (self.amount.start, self.amount.end)
        words = self.sought.passage
        far = 2 * sum(len(word) for part in words for word in part) + _NEAR
        parts = (r"[\W_]+".join(map(re.escape, part)) for part in words)
        pattern = _REPLACED.join(parts)
        for match in re.finditer(rf"\b{pattern}\b", text[max(0, start - far) : end + far], re.I):
            first = match.start() + max(0, start - far)
            last = first + len(match[0])
            if first <= start and end <= last + 1:
                return first, last
        return None

    @cached_property
    def missing(self) -> int:
        """The number of key words that are not in the zone.

        If the label has a word such as "increase", any word for the same direction is enough.
        """
        return self._missing(self._words(self.zone), self._way[0])

    @cached_property
    def against(self) -> str:
        """The reason why the place does not support the figure, or an empty string."""
        if self._passage:
            return self._against_passage()
        reasons = (self._against_number, self._against_unit, self._against_words)
        return next(filter(None, (reason() for reason in reasons)), "")

    @property
    def caution(self) -> str:
        """The reason against the place or, if it supports the figure, why it proves little."""
        if self.against:
            return self.against
        if not self.is_located:
            return self._missing_words
        if self._passage:
            return ""
        heading = {
            word
            for start, end in self.zone.headings[:1]
            for _, _, word in words_in(self.numbers.text, start, end)
        }
        if self.zone.is_row and not heading & self._all_words:
            return "the row has other numbers"
        if self.sought.group and not self.sought.group & (heading | self._words(self.zone)):
            return "the group is not near the number"
        in_row = heading | self._words(self.zone, is_inner=True)
        if self.sought.area and self._is_in_table and not self.sought.area & in_row:
            return "the area is not in the row"
        text, amount = self.numbers.text, self.amount
        own = frozenset(map(stem, self.sought.label)) | self.sought.group
        if rate := missing_rate(text, amount, own):
            return f"the label and the value leave out “{rate}”"
        if is_added_share(text, amount) and not self._says_difference:
            return "the number is an addition to another one"
        if len(self.sought.words) == 1:
            return "the label has only 1 word to compare"
        return "this number occurs often in the text" if self.is_common else ""

    def _against_passage(self) -> str:
        """Return the reason if the words before a passage take it back: `it is not true that`."""
        numbers, amount, sought = self.numbers, self.amount, self.sought
        # The passage itself shows which of two numbers is the change: "by £123 to £603".
        doubt = "" if "it could be a range" in amount.doubt else amount.doubt
        if doubt or not sought.value.is_limited_like(amount):
            return doubt or "the source qualifies the number differently"
        start, _ = self._passage or self.span
        first, _ = numbers.sentence(amount)
        if match := _NEGATION.search(numbers.text, max(first, start - _NEAR), max(first, start)):
            return f"the words before it include “{_whole_word(match)}”"
        # The passage itself shows that a value is an old one.
        return why_not_stated(numbers, amount, self.zone, self._label_stems | {stem("previous")})

    @property
    def _is_in_table(self) -> bool:
        start, end = self.numbers.sentence(self.amount)
        return bool({"\t", ROW} & set(self.numbers.text[start:end]))

    @property
    def _missing_words(self) -> str:
        """The words of the label that are not near the number, as the label has them."""
        present, (way, _) = self._words(self.zone), self._way
        stems = (self.sought.words - present) | self._missing_ways(present, way)
        words = [word for word in self.sought.label if stem(word) in stems]
        if not words:
            return "the label has no words to compare"
        quoted = list(dict.fromkeys(f"“{word}”" for word in words))
        noun, verb = ("word", "is") if len(quoted) == 1 else ("words", "are")
        return f"the {noun} {listing(quoted)} {verb} missing"

    def _against_number(self) -> str:
        amount, value = self.amount, self.sought.value
        way, is_level = self._way
        if amount.doubt:
            return amount.doubt
        if not value.is_limited_like(amount):
            return "the source qualifies the number differently, as in “over” or “about”"
        if self.numbers.is_total(amount):
            return "the number is a total that another number is part of"
        is_asked = not self.sought.words & _ASKING and not self._counts_only
        if is_asked and _SAMPLE.search(
            self.numbers.text, max(0, amount.start - _NEAR), amount.start
        ):
            return "the number is the size of a sample"
        if is_level and (value.is_change or (self.sought.way and amount.kind == "%")):
            return "the text gives a level, not a change"
        if reason := self._against_difference():
            return reason
        if value.is_change and value.value and not way:
            return "the text does not say whether it rose or fell"
        if self.sought.way and way and self.sought.way != way:
            return "the number moved the other way"
        if amount.sign < 0 and not value.is_change and self.sought.way >= 0:
            return "the number is negative"
        return ""

    @property
    def _says_difference(self) -> bool:
        """Whether the label or the value says that the number is a difference: `more homes`."""
        sought = self.sought
        is_one = sought.value.is_change or sought.ways or directions(sought.value.words)
        return bool(is_one) or adds(sought.label)

    def _against_difference(self) -> str:
        """Return the reason if only one of the text and the figure gives a difference."""
        sought, text, amount = self.sought, self.numbers.text, self.amount
        is_moved = is_difference(text, amount)
        if is_moved and not self._says_difference:
            return "the text gives a change, not a level"
        is_change = sought.value.is_change or asks_for_change(sought.label)
        is_level = is_change and is_part(text, amount)
        is_total = asks_for_difference(sought.label) and amount.kind != "%"
        is_total = is_total and not self._is_in_table and not is_added_share(text, amount)
        if not is_moved and not amount.sign and (is_level or is_total):
            return "the text gives a level, not a change"
        return ""

    @property
    def _counts_only(self) -> bool:
        """Whether a number counts what the label says, with no result: `a survey of 30 shops`."""
        others = self.numbers.in_sentence(self.amount)
        is_result = any(other.kind == "%" for other in others)
        return not is_result and self._follow_directly(self.amount.end) is not None

    def _against_unit(self) -> str:
        end, sought = self.amount.end, self.sought
        following = [word for _, _, word in words_in(self.numbers.text, end, end + _NEAR)][:3]
        if sought.unit and sought.unit not in following:
            return "the unit differs"
        measures = _MEASURES - sought.words - sought.group
        is_measured = not self.amount.unit and bool(following) and following[0] in measures
        return "the unit differs" if is_measured else ""

    def _against_words(self) -> str:
        zone, (start, end) = self.zone, self._words_span
        if order := _IN_ORDER.search(self.numbers.text, *self.numbers.sentence(self.amount)):
            return f"the sentence lists numbers with “{order[0].lower()}”"
        for match in _NEGATION.finditer(self.numbers.text, max(zone.start, start - 15), end):
            if stem(match[0]) not in self.sought.words:
                return f"the words around the number include “{_whole_word(match)}”"
        if reason := why_not_stated(self.numbers, self.amount, zone, self._label_stems):
            return reason
        is_inside = zone.inner_start <= start and end <= zone.inner_end
        is_doubtful = not is_inside and not self._shares_words
        group = self.sought.group
        has_group = bool(group & self._words(zone))
        rivals = list(filter(self._is_rival, zone.neighbours))
        for other, rival in zip(rivals, self._zones_of(rivals), strict=True):
            is_either = is_doubtful and not self._missing(self._words(rival), 0)
            if is_either and not self._is_nearer_than(other):
                return "the words may belong to another number"
            if group and not has_group and group <= self._words(rival, is_inner=True):
                return "the number is about another group"
        return ""

    def _is_nearer_than(self, other: Amount) -> bool:
        """Whether the words of the label are next to the number, and others are next to `other`.

        Examples are `17 homes were lost at a cost of £3m` and `for 17 homes the rent is £340`.
        """
        amount, text = self.amount, self.numbers.text
        if other.start >= amount.end:
            run = self._follow_directly(amount.end)
            return run is not None and bool(_HAS_WORD.search(text, run, other.start))
        if amount.unit not in ("£", "$", "€"):
            return False
        run = self._precede_directly(other.end)
        return run is not None and bool(_HAS_WORD.search(text, other.end, run))

    def _follow_directly(self, start: int) -> int | None:
        """Return where the words of the label end that follow a number directly, or None."""
        text = self.numbers.text
        if (
            text[self.amount.start - 1 : self.amount.start] == "("
            and text[start : start + 1] == ")"
        ):
            start += 1
        run = _RUN.match(text, start)
        words = _ONE_WORD.finditer(text, *run.span()) if run else ()
        last = self._last_of_label(words)
        return last.end() if last else None

    def _precede_directly(self, end: int) -> int | None:
        """Return where the words of the label begin that precede a number directly, or None."""
        text = self.numbers.text
        run = _RUN_BEFORE.search(text, end, self.amount.start)
        words = list(_ONE_WORD.finditer(text, *run.span())) if run else []
        first = self._last_of_label(reversed(words))
        return first.start() if first else None

    def _last_of_label(self, words: Iterable[re.Match[str]]) -> re.Match[str] | None:
        """Return the word that completes the label, unless a word of something else comes first."""
        needed = set(self.sought.words | self.sought.ways)
        for match in words:
            needed -= {(word := stem(match[0]))}
            if not needed:
                return match
            if word not in self._all_words and key_words(match[0]):
                break
        return None

    def _zones_of(self, others: Iterable[Amount]) -> list[Zone]:
        return [self.numbers.zone(other, self.sought.words) for other in others]

    def _is_rival(self, other: Amount) -> bool:
        return other.value != self.amount.value or other.unit != self.amount.unit

    @cached_property
    def _shares_words(self) -> bool:
        """Whether the number has only its group, and its neighbour has the key words.

        An example is `77% of adults and 85% of parents want a park`.
        """
        group, text, zone = self.sought.group, self.numbers.text, self.zone
        if not self.missing or not group or not group <= self._words(zone, is_inner=True):
            return False
        after = text[self.amount.end : zone.inner_end]
        before = text[zone.inner_start : self.amount.start]
        for other, theirs in zip(zone.neighbours, self._zones_of(zone.neighbours), strict=True):
            is_first = other.start > self.amount.start
            own = key_words(after if is_first else f"{before} {after}")
            if (
                own <= group
                and other.kind == self.amount.kind
                and not group <= self._words(theirs, is_inner=True)
                and not self._missing(self._words(theirs), self._way[0])
            ):
                return True
        return False

    def _words(self, zone: Zone, *, is_inner: bool = False) -> frozenset[str]:
        """Return those of the figure's words that are in a zone, or in its inner part."""
        text, wanted_words = self.numbers.text, self._all_words
        if is_inner:
            parts = [(zone.inner_start, zone.inner_end), *zone.headings]
        else:
            parts = [(zone.start, zone.end), zone.subject, *zone.headings]
        found = chain.from_iterable(words_in(text, start, end) for start, end in parts)
        return frozenset(word for _, _, word in found if word in wanted_words)

    @property
    def _label_stems(self) -> frozenset[str]:
        return frozenset(map(stem, self.sought.label))

    @cached_property
    def _all_words(self) -> frozenset[str]:
        sought = self.sought
        return sought.words | sought.ways | sought.group | sought.area

    def _missing(self, present: frozenset[str], way: int) -> int:
        return len(self.sought.words - present) + len(self._missing_ways(present, way))

    def _missing_ways(self, present: frozenset[str], way: int) -> frozenset[str]:
        return frozenset(
            word
            for word in self.sought.ways - present
            if not self.sought.value.is_change and (not way or way_of(word) not in (0, way))
        )

    @cached_property
    def _words_span(self) -> tuple[int, int]:
        """The span from the first to the last of the number and its words, if they are near it."""
        if self._shares_words:
            zones = [self.zone, *self._zones_of(self.zone.neighbours)]
            start, end = min(zone.start for zone in zones), max(zone.end for zone in zones)
        else:
            start, end = self.zone.start, self.zone.end
        words = self.sought.words | self.sought.ways
        places: dict[str, tuple[int, int]] = {}
        text = self.numbers.text
        for first, last, word in chain(
            words_in(text, *self.zone.subject), words_in(text, start, end)
        ):
            distance = abs(first - self.amount.start)
            if word in words and (
                word not in places or distance < abs(places[word][0] - self.amount.start)
            ):
                places[word] = first, last
        firsts, lasts = zip((self.amount.start, self.amount.end), *places.values(), strict=True)
        return min(firsts), max(lasts)

    @cached_property
    def _way(self) -> tuple[int, bool]:
        """The number's direction (1, -1 or 0), and whether it is a level: `to 28%`."""
        amount, zone, text = self.amount, self.zone, self.numbers.text
        if amount.sign:
            return amount.sign, False
        before = text[max(zone.start, amount.start - _NEAR) : amount.start]
        after = text[amount.end : min(zone.end, amount.end + _NEAR)]
        words_before = [word.lower() for word in reversed(re.findall(r"[^\W\d_]+", before))]
        words_after = [word.lower() for word in re.findall(r"[^\W\d_]+", after)]
        nearest = min(
            _direction([word for word in words_before if word not in _FREE], 0),
            _direction(words_after, 1),
        )
        return nearest[2] or int(is_added(text, amount)), bool(_TO.search(before))


def _whole_word(match: re.Match[str]) -> str:
    """Return the word that a match is in or ends, such as "isn't" for "n't", in lower case."""
    before = match.string[max(0, match.start() - _NEAR) : match.start()]
    return (re.split(r"[^a-z]", before, flags=re.IGNORECASE)[-1] + match[0]).lower()


def _direction(words: list[str], side: int) -> tuple[int, int, int]:
    """Return the distance of the first word that names a direction, with its side and direction."""
    found = ((n, side, DIRECTION[word]) for n, word in enumerate(words) if word in DIRECTION)
    return next(found, (len(words) + _NEAR, side, 0))
