"""The quotes in a document: text in quotation marks, and paragraphs marked as quotations.

Words in quotation marks that nobody said are left out: titles, terms and scare
quotes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.capture.credits import credit_beside
from briefing.capture.document import Paragraph

_PAIRS = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»", "„": "“", "``": "''"}
_OPENING = re.compile(r"(?<![\w’'])(?:“|\"|‘|'(?=[A-Za-z£\d…\[]))|(?<=[(\[—–])[“\"‘]")
_ELISION = re.compile(r"[’'](?:\d\ds|em\b|til\b|tis\b|twas\b|cause\b|n[’']?\b)", re.IGNORECASE)
_SINGLE = re.compile(r"‘|'(?=[A-Z£\d…\[])")
_CERTAIN_CLOSING = re.compile(
    r"[.,!?…;][’'](?!\w)|(?<=[^\W_])(?<![sz])(?<!in)(?<!\bn)[’'](?!\w)"
    r"|(?<=[sz])[’'](?=[\s.,;:)–—-]*(?:$|[.,;:)–—-]|(?:was|were|is|are|has|had|said|says|he|she"
    r"|they|but|and|or|as|in|on|at|to|of|for|from|with|by|when|while|which|who|that|after|before)\b))"
)
"""A closing mark that cannot be an apostrophe, as in *the boys’ club* or *goin’ home*."""
_WORDS = re.compile(r"\w+(?:['’.,-]\w+)*")
_FEWEST = 3
"""A quote with fewer words than this is a term or a single word."""
_END_WITHOUT_START = re.compile(r"(?P<words>[^“”\"]+[.!?…,])[”\"](?=\s|$)")
_LEADS_TO = re.compile(r"\b(?:said|says|added|adds|commented|comments|explained):\s*$")
_ANSWERS = re.compile(r"\b(?:he|she|[A-Z][\w’-]+)\s(?:replied|answered|said|added)[:,]\s*$")
_WHOLE = 8
"""A quote with at least this many words does not need a speaker near it."""
_SAYS = (
    "said|says|say|added|adds|add|told|tells|explained|explains|argued|argues|warned|warns|"
    "commented|comments|insisted|insists|claimed|claims|concluded|concludes|continued|"
    "continues|wrote|writes|noted|notes|stated|states|remarked|responded|replied|called|"
    "calls|described|describes|urged|urges|admitted|admits|confirmed|confirms|announced|"
    "asked|asks|tweeted|posted|welcomed|promised|recalled|joked|reported|observed|"
    "recommended|found|condemned|criticised|dismissed|praised|complained|accused|labelled|"
    "branded|denied|acknowledged|conceded|stressed|emphasised|declared|answered|agreed|"
    "agrees|alleged|alleges|vowed|vows|predicted|predicts|suggested|suggests|revealed|"
    "maintained|pledged|demanded|demands|hailed|blamed|echoed|reiterated|likened|defended|"
    "thanked|questioned|hoped|feared|recounted|quipped|protested|reporting|arguing|"
    "insisting|claiming|pleaded|wondered|recalls|jokes|observes|remarks|responds|replies|complains|"
    "concedes|acknowledges|emphasises|suggests|laughs|laughed|sighs|sighed|retorts|retorted|reckons|"
    "reckoned|countered|cautioned|declares|reflected|remembers|remembered|repeated|testified|mused|"
    "accepted|accepts|shrugged|smiled|smiles|enthused|exclaimed"
)
SAYS = rf"(?:{'|'.join(sorted(set(_SAYS.split('|')), key=len, reverse=True))}|went on|goes on)"
"""A pattern for the verbs that attribute words to somebody."""
_SAYS_WORD = re.compile(
    rf"\b(?:{SAYS}|saying|adding|calling|describing|warning|puts? it|sums? it|according to|as"
    r"|being)\b",
    re.IGNORECASE,
)
_BEFORE_TITLE = re.compile(
    r"\b(?:titled|entitled|report|paper|campaign|scheme|programme|strategy|book|film|document"
    r"|policy"
    r"|so-called|known as|named|dubbed|motto|slogan|the word|the phrase|the term|the words"
    r"|defined as"
    r"|definition of|petition|exhibition|initiative|project|plan)[,:]?\s*$",
    re.IGNORECASE,
)
_JUDGES = re.compile(
    r"\b(?:call|brand|label|describ|dismiss|condemn|hail|dubb)(?:s|es|ed|ing)\s[^,.]*$"
)
_SPOKEN = re.compile(
    r",[”’\"']\s(?:[a-z]{3,}(?:s|ed)\s(?:[A-Z]|the\s|his\s|her\s|its\s|our\s)|(?:s?he|[A-Z][\w’-]+)\s[a-z]{3,}(?:s|ed)\b)"
)
"""A comma at the end of a quote, with any verb and its subject after it."""
_SHARE = re.compile(r"\s*\(\d[\d.]*\s?(?:%|per\s?cent)\)")
_SMALL = "a an and at as but by for from in into nor of on or the to with is our we you"
_SMALL_WORDS = frozenset(_SMALL.split())
_ENDS_SENTENCE = re.compile(r"[.!?…]$")
_BETWEEN_PIECES = re.compile(r"[^“\"‘.!?:;]{2,140}[,:]\s*$")
_NEXT_SENTENCE = re.compile(r"[A-ZÀ-Þ“‘£\d]")
_MOST_PIECES = 4
"""The maximum number of parts into which speakers' names can divide a sentence."""
_LONGEST = 2500
"""The maximum length of a quote in one paragraph, in characters."""


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """A quote in a document.

    Attributes:
        text: its words, without quotation marks and without the comma before the closing mark.
        paragraph: the number of its paragraph, from 0.
        start, end: its position in the paragraph, with the quotation marks.
        is_open: whether it has no closing mark, because the next paragraph continues it.
        continues: whether it continues the quote of an earlier paragraph.
        interruption: the position of the words that divide it, or None.
        is_set_off: whether the page marks it as a quotation, without quotation marks.
        is_unmarked: whether only the line above it shows that it is a quote.
    """

    text: str
    paragraph: int
    start: int
    end: int
    is_open: bool = False
    continues: bool = False
    interruption: tuple[int, int] | None = None
    is_set_off: bool = False
    is_unmarked: bool = False


def quotes_in(paragraphs: Sequence[Paragraph]) -> list[FoundQuote]:
    """Return the quotes of a document, in order."""
    found: list[FoundQuote] = []
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind == "heading":
            continue
        below = paragraphs[number + 1].text if number + 1 < len(paragraphs) else ""
        marked = [*_marked(paragraph.text, number, _single_mark(below))]
        above = paragraphs[number - 1].text if number else ""
        is_text = paragraph.kind == "text" and not paragraph.is_item
        if not marked and is_text and _LEADS_TO.search(above):
            text = paragraph.text
            if len(_words(text)) >= _WHOLE and not text.endswith(":"):
                found.append(FoundQuote(text, number, 0, len(text), is_unmarked=True))
            continue
        if not marked and paragraph.kind == "quoted":
            if len(_words(paragraph.text)) >= _FEWEST:
                text = paragraph.text
                found.append(FoundQuote(_trimmed(text), number, 0, len(text), is_set_off=True))
            continue
        last = found[-1] if found else None
        if last and last.is_open and last.paragraph == number - 1:
            end = _END_WITHOUT_START.match(paragraph.text)
            if end and len(_words(end["words"])) >= _FEWEST:
                words = FoundQuote(_trimmed(end["words"]), number, 0, end.end(), continues=True)
                marked = [words, *_marked(paragraph.text[end.end() :], number)][:1]
        if marked and last and last.is_open and last.paragraph == number - 1:
            is_first = not paragraph.text[: marked[0].start].strip()
            marked[0] = replace(marked[0], continues=is_first)
        found += [
            quote for quote in _joined(paragraph.text, marked) if _is_quote(paragraph.text, quote)
        ]
    return found


def _single_mark(text: str) -> str:
    """Return the single quotation mark with which a paragraph begins, or ""."""
    match = _SINGLE.match(text)
    return match[0] if match and not _ELISION.match(text) else ""


def _goes_on(text: str, start: int, below: str) -> bool:
    """Whether a quote has no closing mark because the next paragraph continues it.

    `below` is the mark with which that paragraph begins. The quote begins a sentence, ends with
    one, and has only apostrophes in it.
    """
    before, inside = text[:start].rstrip(), text[start + 1 :]
    return (
        text[start] == below
        and text.endswith((".", "!", "?", "…"))
        and (not before or before[-1] in ":,.!?’'")
        and not inside[:1].islower()
        and not _CERTAIN_CLOSING.search(inside)
    )


def _marked(text: str, paragraph: int, below: str = "") -> Iterator[FoundQuote]:
    """Yield everything between quotation marks. A quote within a quote is part of the outer one.

    `below` is the single mark with which the next paragraph begins, or "".
    """
    place = 0
    while match := _OPENING.search(text, place):
        mark, start = match[0], match.start()
        if mark in "‘'" and _ELISION.match(text, start):
            place = match.end()
            continue
        goes_on = _goes_on(text, start, below)
        end = None if goes_on else _closing(text, match.end(), mark)
        is_open = end is None
        if is_open and not goes_on and text[:start].strip() and mark not in '“"':
            place = match.end()
            continue
        stop = len(text) if end is None else end
        words = text[match.end() : stop].strip()
        if len(words) <= _LONGEST:
            yield FoundQuote(
                _trimmed(words), paragraph, start, min(len(text), stop + 1), is_open=is_open
            )
        place = stop + 1


def _closing(text: str, place: int, mark: str) -> int | None:
    """Return the position of the mark that closes a quote, or None if nothing does."""
    _PAIRS[mark]
    if mark == "“":
        depth = 1
        for match in re.finditer("[“”]", text[place:]):
            depth += 1 if match[0] == "“" else -1
            if not depth:
                return place + match.start()
        return None
    if mark == '"':
        found = text.find('"', place)
        return None if found < 0 else found
    # An apostrophe looks like the closing mark. A mark after punctuation always closes a quote,
    # but one after an s may show possession.
    possible = None
    for match in re.finditer(r"[’']" if mark == "'" else "’", text[place:]):
        at = place + match.start()
        after, before = text[at + 1 : at + 2], text[at - 1 : at]
        if after.isalnum() or before.isspace():
            continue
        between = text[place:at]
        opened = len(re.findall(r"(?<![\w’])‘(?=\w)", between)) if mark == "‘" else 0
        if before in ".,!?…;" or not after:
            if opened and between.count("’") < opened:
                continue
            return at
        is_possessive = before in "sz" and re.match(r"\s[a-z]", text[at + 1 : at + 3])
        if not is_possessive:
            return possible if possible is not None and opened else at
        if possible is None:
            possible = at
        if mark == "‘" and "‘" in text[at + 1 :] and "’" not in text[at + 1 :].partition("‘")[0]:
            return at
    return possible


def _trimmed(words: str) -> str:
    """Return the words of a quote, without a final comma that belongs to the sentence around it."""
    return " ".join(words.split()).rstrip(" ,;:–—-")


def _joined(text: str, marked: Sequence[FoundQuote]) -> Iterator[FoundQuote]:
    """Yield the quotes, and join two if only the speaker's name divides their sentence."""
    n = 0
    while n < len(marked):
        quote = marked[n]
        n += 1
        pieces = 1
        while n < len(marked) and pieces < _MOST_PIECES and _is_interrupted(text, quote, marked[n]):
            pieces += 1
            between = (quote.end, marked[n].start)
            quote = replace(
                quote,
                text=f"{quote.text} … {marked[n].text}",
                end=marked[n].end,
                is_open=marked[n].is_open,
                interruption=quote.interruption or between,
            )
            n += 1
        yield quote


def _is_interrupted(text: str, one: FoundQuote, other: FoundQuote) -> bool:
    """Whether the second continues the sentence of the first: “The plan,” she said, “is late”."""
    between = text[one.end : other.start]
    if not _BETWEEN_PIECES.fullmatch(between) or not _SAYS_WORD.search(between):
        return False
    inside = text[one.start : one.end].rstrip("”’\"'")
    starts_new = _NEXT_SENTENCE.match(other.text) and not other.text.startswith(("I ", "I’", "I'"))
    return not _ENDS_SENTENCE.search(inside) and not starts_new


def _words(text: str) -> list[str]:
    return _WORDS.findall(text)


def _is_quote(text: str, quote: FoundQuote) -> bool:
    """Whether somebody said the words. Otherwise, they are a title or a term."""
    words = _words(quote.text)
    before, after = text[: quote.start], text[quote.end :]
    # A short answer is speech: he replied: “None, then.”
    is_answer = _ANSWERS.search(before[-60:]) and _ENDS_SENTENCE.search(quote.text)
    if len(words) < _FEWEST and not (is_answer and len(words) > 1):
        return False
    if _is_title(words) and not _ENDS_SENTENCE.search(quote.text) and len(words) < 14:
        return False
    if _SHARE.match(after):
        return False  # An answer in a survey: ‘The cost of living’ (53%).
    is_view = quote.text[0].islower() and _JUDGES.search(before)  # He called the plan “a joke”.
    is_titled = _BEFORE_TITLE.search(before[-40:]) and not is_view
    if is_titled and not _ENDS_SENTENCE.search(quote.text):
        return False
    if len(words) >= _WHOLE or quote.continues or quote.interruption or credit_beside(after):
        return True
    is_alone = not before.strip() and (quote.is_open or not after.strip(" .”’\"'"))
    near = before[-160:] + " " + after[:80]
    is_spoken = _SPOKEN.match(text, max(0, quote.end - 2)) is not None
    # A sentence between two others is speech, and a title or a term is not a sentence.
    is_own = before.rstrip().endswith((".", "!", "?")) and quote.text[0].isupper()
    if is_own and _ENDS_SENTENCE.search(quote.text):
        return True
    return is_alone or is_spoken or bool(_SAYS_WORD.search(near)) or before.rstrip().endswith(":")


def _is_title(words: Sequence[str]) -> bool:
    """Whether every word that matters has a capital, as in a title."""
    main = [word for word in words if word.lower() not in _SMALL_WORDS]
    return len(main) > 1 and all(word[0].isupper() or word[0].isdigit() for word in main)
