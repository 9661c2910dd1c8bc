"""The speaker of a quote: the person or organisation named in the words around it.

These patterns are recognised: “…,” said X; X, chief executive of Y, said: “…”; according to X; “…,”
she added; a line that ends in a colon above the quote, or a name below it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from briefing.capture.credits import credit_below, credit_beside, credit_in_lines, signature
from briefing.capture.described import agent_in, is_described, speaker_in
from briefing.capture.document import Paragraph
from briefing.capture.mentions import Mentions
from briefing.capture.names import (
    NOT_NAMES,
    PERSON,
    ROLE,
    Named,
    person,
    surname_of,
)
from briefing.capture.quotes import SAYS, FoundQuote
from briefing.capture.relatives import RELATIVES, owner_in, relative_in
from briefing.capture.sentences import sentence_at, sentences
from briefing.capture.speaking import (
    agent_of,
    in_view_of,
    opening_subject,
    passive_in,
    points_on,
    put_by,
    repeats_others,
    spoken_by,
)
from briefing.capture.subjects import OFFICE_AND_NAME, first_subject, subject, subjects_in

_VERB = rf"(?:(?:has|have|had|also|then|later|previously|today|yesterday|recently|who)\s+)*{SAYS}"
_VERB_FIRST = re.compile(rf"^[\s,]*(?:as\s+)?{SAYS}\s+(?P<who>.+)$", re.IGNORECASE | re.DOTALL)
_ACCORDING = re.compile(r"\baccording to\s+(?P<who>.+)$", re.IGNORECASE | re.DOTALL)
_NAME_FIRST = re.compile(
    rf"^[\s,]*(?P<who>[^.!?“\"]+?),?\s+(?:{_VERB})\b", re.IGNORECASE | re.DOTALL
)
_SAYS_AFTER = re.compile(rf"\b(?:{SAYS})\b", re.IGNORECASE)
_SAYS_BEFORE = re.compile(
    rf"\b(?:{_VERB}|saying|adding|warning|calling|describing)\b", re.IGNORECASE
)
_UNNAMED = re.compile(r"(?:An?|One|Another|Some|Several)\s+[a-z]")
_ROLE_ONLY = re.compile(
    rf"The\s(?P<role>(?:[a-z’'-]+\s){{0,3}}(?-i:{ROLE.pattern[2:-2]})|(?:[A-Z][\w’'-]+\s){{0,3}}"
    rf"(?i:{ROLE.pattern[2:-2]}))\s(?=[a-z])(?!company\b|group\b|body\b)"
)
"""Somebody who is named only by a role: *The shadow justice secretary disagreed*."""
_THEIR_HOLDER = re.compile(
    rf"[A-Z][\w’'-]*[’']s?\s(?:[a-z-]+\s){{0,2}}(?:deputy|aide|colleague|rival|{ROLE.pattern[2:-2]})"
    r"\s[a-z]"
)
"""Somebody without a name, by a link to another: *Ross’s deputy disagreed*."""
_NUMBER = re.compile(r"^\d[\d.]*\s+")
"""The number of a paragraph: *6.4 The Chief Operating Officer …*."""
_PRONOUN = re.compile(
    rf"\b(?:he|she|they|it)\s+(?:{_VERB})\b|\b{SAYS}\s+(?:he|she)\b", re.IGNORECASE
)
_DESCRIBED = re.compile(
    r"(?<!\band )(?!(?:All|Ask|Both|Consider|Each|Like|Many|Meet|Most|One|Some|Take|Two)\s)"
    rf"(?P<who>{PERSON})(?:\s(?:of|from)\s[^,.]{{2,60}})?"
    rf",\s(?:who(?:se)?|aged|\d{{1,3}})\b"
)
_AS_SAID = re.compile(rf"\bas\s(?P<who>{PERSON})\s{SAYS}\b")
"""Somebody whose words a sentence repeats: *as Ann Lee argued in her review*."""
_MET = re.compile(
    r"\b(?:I|[Ww]e)\s(?:[a-z]+\s)?(?:met|visited|heard from|spoke (?:to|with))\san?\s[a-z]"
)
"""Somebody unnamed, as in *I met a woman in Truro*, who can be the "she" of the next sentence."""
_BY = re.compile(
    r"\b(?:led|written|carried out|conducted|chaired|founded|organised|started|run)\sby\s"
    rf"(?P<who>{PERSON})(?![’'])"
)
"""The person who made or led something: *a study led by Ann Lee*."""
_MET_BY_NAME = re.compile(
    r"\s*[^.!?“”\"]*\b(?:I|[Ww]e)\s(?:[a-z]+\s)?(?:met|visited|interviewed|spoke (?:to|with))"
    r"\s(?P<who>[A-Z][a-z]+)(?:[,\s][^.!?“”\"]*)?\.\s(?:She|He)\b"
)
"""Somebody met whose only name is a first name: *I met Nia. She lives in Truro.*"""
_IS_SOMEBODY = re.compile(r"(?:She|He)(?:[’']s|\sis|\swas)\san?\s")
"""A description of somebody named before, and not of a relative: *She is a mother of two.*"""
_FOR_SOMEBODY = re.compile(rf"For\s(?P<who>{PERSON}),")
_ASKS = re.compile(
    r"\b(?:ask(?:s|ed)?|press(?:es|ed)|challenge[sd]|questions|questioned|met|told)\b"
)
_SURNAME_FIRST = re.compile(
    rf"(?P<who>[A-Z][a-z][\w-]+)(?:,\s(?:an?|the|who|whose)\b|\s{_VERB}\b|[’']s?\s[a-z]"
    r"|\s(?:\w+ly\s)?(?:[a-z]{2,}(?:s|ed)|has|was|is|will|would|can|could)\b)"
)
"""Somebody named before, by the surname only: *Lee, who runs the pool, …*."""
_TITLED = re.compile(r"\b(?:Mrs|Mr|Ms|Miss)\s[A-Z][\w’'-]+")
_CALLED = re.compile(r"\bcall(?:ed)?\s(?:him|her|them)\s(?P<who>[A-Z][a-z]+)\b")
_VERB_AFTER = re.compile(r"^[\s,]*[a-z]{3,}(?:s|ed)\s(?P<who>.+)$", re.DOTALL)
_VERB_LAST = re.compile(r"^[\s,]*(?P<who>[Hh]e|[Ss]he|[A-Z][^,.!?“”\"]{2,80})\s[a-z]{3,}(?:s|ed)\b")
"""Any verb next to a quote that ends in a comma: *“I fell,” grins Ann Lee*."""
_NO_VERB = re.compile(
    r"[\s,]*(?:is|was|has|as|its|this|his|does|besides|unless|across|perhaps|towards|always"
    r"|sometimes|plus|versus|minus|need|indeed|instead)\b"
)
_PARTICIPLE = re.compile(
    r",\s(?:describing|calling|saying|adding|warning|branding|labelling)\b[^,]*$"
)
_MOST_VERBS = 10
"""The maximum number of verbs of speech in a sentence that are tried."""
_LONGEST_HEADING = 18
"""The maximum length of a heading, in words."""
_WHOLE_SPEECH = re.compile(r"[^a-z].{14,}[.!?]$", re.DOTALL)
"""A quote of at least a sentence."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """The speaker of a quote, or None if nobody is named, with the reason.

    Attributes:
        reason: the words that show who spoke, as a clause.
        is_guess: whether the speaker is only likely.
        is_carried: whether only an earlier paragraph names the speaker.
    """

    named: Named | None
    reason: str
    is_guess: bool = False
    is_carried: bool = False


def speakers_of(quotes: Sequence[FoundQuote], paragraphs: Sequence[Paragraph]) -> list[Speaker]:
    """Return the speaker of each quote."""
    known = Mentions()
    found: list[Speaker] = []
    for number, paragraph in enumerate(paragraphs):
        known.paragraph = number
        known.texts.append(paragraph.text)
        own = [quote for quote in quotes if quote.paragraph == number]
        place = 0
        for quote in own:
            _read_names(paragraph.text[place : quote.start], known)
            speaker = _speaker(quote, quotes, paragraphs, found, known)
            if speaker.named and speaker.named.is_credit:
                known.add_unnamed(speaker.named.name)
            elif speaker.named and speaker.named.name:
                speaker = replace(speaker, named=known.add(speaker.named))
            elif speaker.named:
                known.add_unnamed(speaker.named.role)
            elif _SAYS_BEFORE.search(speaker.reason):
                known.add_unnamed(speaker.reason)
            found.append(speaker)
            if quote.continues:
                _name_earlier(found, quotes)
            place = quote.end
        if not own:
            _read_names(paragraph.text, known)
    return [_with_surname(speaker, found) for speaker in found]


def _name_earlier(found: list[Speaker], quotes: Sequence[FoundQuote]) -> None:
    """Use the speaker named after a quote of several paragraphs for its first paragraphs too."""
    last = found[-1]
    for n in reversed(range(len(found) - 1)):
        is_known = found[n].named and not found[n].is_carried
        if is_known or not (last.named and quotes[n].is_open and quotes[n + 1].continues):
            return
        reason = f"the quote continues in the next paragraph: {last.reason}"
        found[n] = Speaker(last.named, reason, is_guess=True)


def _with_surname(speaker: Speaker, others: Sequence[Speaker]) -> Speaker:
    """Return a speaker with the surname that the text gives later: "Joan" is "Joan Marlow"."""
    named = speaker.named
    if not named or not named.name or " " in named.name or named.role not in RELATIVES:
        return speaker
    same = (other.named for other in others if other.named and other.named.role == named.role)
    full = next((each for each in same if each.name.startswith(f"{named.name} ")), None)
    return replace(speaker, named=full) if full else speaker


def _read_names(text: str, known: Mentions) -> None:
    """Record the people and organisations in a text, in order, with or without a name."""
    for start, end in sentences(text):
        sentence = text[start:end].lstrip()
        if (met := _MET_BY_NAME.match(text, start)) and met["who"] not in NOT_NAMES:
            known.add(known.with_surname(met["who"]) or Named(met["who"]))
        speaks = _SAYS_BEFORE.search(sentence) and not _PRONOUN.search(sentence)
        is_unnamed = _UNNAMED.match(sentence) and speaks
        if owner := owner_in(sentence):
            known.add(owner)
        if not _IS_SOMEBODY.match(sentence) and (relative := relative_in(sentence)):
            known.add(relative) if relative.name else known.add_unnamed(relative.role)
            continue
        if is_unnamed or _MET.search(sentence) or _THEIR_HOLDER.match(sentence):
            known.add_unnamed(sentence)
            continue
        if (somebody := _FOR_SOMEBODY.match(sentence)) and (who := person(somebody["who"])):
            known.add(who)
        if role := _ROLE_ONLY.match(_NUMBER.sub("", sentence)):
            found = known.with_role(role["role"])
            if found:
                known.add(found)
            else:
                known.add_unnamed(role[0])
        if (called := _CALLED.search(sentence)) and called["who"] not in NOT_NAMES:
            known.add(Named(called["who"]))
        if (as_said := _AS_SAID.search(sentence)) and (who := person(as_said["who"])):
            known.add(who)
        if (by := _BY.search(sentence)) and (who := person(by["who"])):
            known.add(who)
        described = [who for each in _DESCRIBED.findall(sentence) if (who := person(each))]
        if len(described) == 1:
            known.add(described[0])
        first = _SURNAME_FIRST.match(sentence)
        if first and first["who"] not in NOT_NAMES and (who := known.with_surname(first["who"])):
            known.add(who) if who.name else known.add_unnamed(who.role)
        titled = {surname_of(words): words for words in _TITLED.findall(sentence)}
        people = [*subjects_in(sentence)]
        if people[1:] and people[0].is_person and not _ASKS.search(sentence):
            people.append(people[0])  # "She" is the subject of the sentence, not its object.
        for named in people:
            written = titled.get(named.name.casefold())
            same = known.with_surname(written) if written else None
            if same and not same.name:
                known.add_unnamed(same.role)
            else:
                known.add(same or named)


def _speaker(
    quote: FoundQuote,
    quotes: Sequence[FoundQuote],
    paragraphs: Sequence[Paragraph],
    earlier: Sequence[Speaker],
    known: Mentions,
) -> Speaker:
    text = paragraphs[quote.paragraph].text
    same = [other for other in quotes if other.paragraph == quote.paragraph]
    previous = earlier[-1] if earlier else None
    previous_quote = quotes[len(earlier) - 1] if earlier else None
    before, after = _around(text, quote, same)
    if quote.continues and previous and previous.named:
        # The other speaker shows that the quote above only lacks its closing mark.
        other = _after(after, known) if after and not _PRONOUN.search(after) else None
        is_same = not other or other.name == previous.named.name
        if is_same and not (other and previous.is_carried):
            return replace(previous, reason="continues the quote in the previous paragraph")
    if quote.interruption:
        between = text[slice(*quote.interruption)]
        if found := _after(between, known):
            return _named_in(between, found)
    if previous and previous.named and previous_quote and previous_quote in same:
        # “A,” said X. “B.”
        between = text[previous_quote.end : quote.start].strip()
        is_sentence = text[: previous_quote.end].endswith((".”", ".’", '."', ".'"))
        is_new = is_sentence and between[:1].isupper()
        if between == before.strip() and between.endswith(".") and not is_new:
            return replace(previous, reason=f"as the previous quote: “{_short(before)}”")
    if found := credit_beside(text[quote.end :]):
        return Speaker(found, f"the credit after it: “{_short(text[quote.end :])}”")
    says_after = _SAYS_AFTER.search(after)
    if (
        (passive := passive_in(before))
        and not says_after
        and not _SAYS_AFTER.search(passive["rest"])
    ):
        # The subject of a passive verb hears the words and does not say them.
        agent = agent_of(passive, text[quote.end :])
        if found := agent_in(agent, known) if agent else None:
            return _named_in(agent, found)
        return Speaker(None, f"nobody is named: “{_short(before)}”")
    # If the sentence introduces the quote, a speaker before the quote in it comes first.
    forms = [(_after, after), (_before, before)]
    is_led = _leads_to(before)
    for form, words in reversed(forms) if is_led else forms:
        if words.strip() and (found := form(words, known)):
            return _named_in(words, found)
        if form is _after and not is_led and says_after:
            break  # The words after the quote name its speaker, but not in a way that is known.
    is_spoken = text[quote.start : quote.end].rstrip("”’\"'").endswith((",", "?", "!"))
    if is_spoken and not says_after and (found := _with_any_verb(after, known)):
        return _named_in(after, found)
    if not says_after and (found := spoken_by(before, known)):
        return replace(_named_in(before, found), is_guess=not is_led)
    if not says_after and (found := in_view_of(before, known)):
        return replace(_named_in(before, found), is_guess=True)
    is_first, is_last = not text[: quote.start].strip(), not text[quote.end :].strip(" .")
    if is_first and (near := _next_to(quote, paragraphs, known, is_last=is_last)):
        return near
    words = f"{before} {after}".strip()
    has_own = _SAYS_BEFORE.search(words) or before.rstrip().endswith(":") or not previous
    if not has_own and previous and previous.named and previous_quote:
        if previous_quote.paragraph == quote.paragraph:
            reason = "the speaker of the previous quote in the same paragraph"
            return replace(previous, reason=reason, is_guess=True)
        is_below = previous_quote.paragraph == quote.paragraph - 1
        if is_below and is_first and is_last and not _is_heading(text, quote):
            reason = "the speaker of the previous paragraph"
            is_guess = not (quote.is_set_off and previous_quote.is_set_off)
            return replace(previous, reason=reason, is_guess=is_guess, is_carried=True)
    above = paragraphs[quote.paragraph - 1] if quote.paragraph else None
    lead = before if before.strip() else above.text if above and above.kind == "text" else ""
    is_alone = _WHOLE_SPEECH.fullmatch(quote.text) and not says_after and not quote.is_set_off
    is_next = bool(before.strip()) or (is_first and is_last)
    if is_alone and is_next and (opened := _opened(lead, known)):
        return opened
    return Speaker(
        None, f"nobody is named: “{_short(words)}”" if words else "nobody is named near the quote"
    )


def _is_heading(text: str, quote: FoundQuote) -> bool:
    """Whether a quote is a line of its own without a full stop, as headings and pull quotes are."""
    inside = text[quote.start : quote.end].rstrip("”’\"'")
    is_short = len(inside.split()) <= _LONGEST_HEADING
    is_plain = not (quote.is_set_off or quote.is_open or quote.continues)
    return is_plain and is_short and not inside.endswith((".", "!", "?", "…", ","))


def _next_to(
    quote: FoundQuote, paragraphs: Sequence[Paragraph], known: Mentions, *, is_last: bool
) -> Speaker | None:
    """Return the speaker in the line above a quote, or in the line below it."""
    number = quote.paragraph
    above = paragraphs[number - 1].text.rstrip() if number else ""
    below = paragraphs[number + 1].text if number + 1 < len(paragraphs) else ""
    if above.endswith((":", "said", "says")) and (found := _introduced(above, known)):
        spans = [*sentences(above)]
        return _named_in(above[spans[-1][0] :] if spans else above, found)
    last = above[[*sentences(above)][-1][0] :] if above else ""
    if quote.is_set_off and points_on(last) and (found := spoken_by(last, known)):
        return replace(_named_in(last, found), is_guess=True)
    rest = [each.text for each in paragraphs[number + 1 : number + 3]]
    if is_last and quote.is_set_off and (found := credit_in_lines(rest)):
        return Speaker(found, f"the lines below it: “{_short(' '.join(rest))}”")
    if is_last and len(below) < 160 and (found := credit_below(below)):
        return Speaker(found, f"the line below it: “{_short(below)}”")
    if len(above) < 160 and (found := signature(above.rstrip(":"))):
        return Speaker(found, f"the line above it: “{_short(above)}”")
    return None


def _opened(lead: str, known: Mentions) -> Speaker | None:
    """Return the person who is the subject of the sentence before a quote."""
    spans = [*sentences(lead.strip())]
    last = lead.strip()[spans[-1][0] :] if spans else ""
    found = opening_subject(last, known) if last.endswith(".") else None
    reason = f"the subject of the sentence before it: “{_short(last)}”"
    return Speaker(found, reason, is_guess=True) if found and found.is_person else None


def _named_in(words: str, found: Named) -> Speaker:
    """Return the speaker in some words.

    It is a guess if the words have a pronoun such as "she", or no comma between office and name.
    """
    office = OFFICE_AND_NAME.search(words)
    is_unclear = office is not None and office["name"] == found.name
    is_guess = _PRONOUN.search(words) is not None or is_unclear or found.role in RELATIVES
    is_guess = is_guess or (is_described(words) and found.name.split()[-1] not in words)
    return Speaker(found, f"“{_short(words)}”", is_guess=is_guess)


def _short(text: str) -> str:
    text = " ".join(text.split()).strip(" ,")
    return text if len(text) < 90 else f"{text[:40]} … {text[-40:]}"


def _around(text: str, quote: FoundQuote, same: Sequence[FoundQuote]) -> tuple[str, str]:
    """Return the words before and after a quote, to the end of the sentence or the next quote."""
    earlier = [other.end for other in same if other.end <= quote.start]
    later = [other.start for other in same if other.start >= quote.end]
    low, high = max(earlier, default=0), min(later, default=len(text))
    before, after = (
        part.replace("*", "") for part in (text[low : quote.start], text[quote.end : high])
    )
    spans = [*sentences(before)]
    if spans:
        before = before[spans[-1][0] :]
    inside = text[quote.start : quote.end].rstrip("”’\"'")
    if inside.endswith((".", "!", "?", "…")) and not re.match(rf"[\s,]*(?:{SAYS}\b|[a-z])", after):
        first = after.lstrip()
        if not _NAME_FIRST.match(first) or len(first) > 200 or "." in first[:-1]:
            after = ""
        if inside.endswith("."):
            after = ""
    if after:
        start, end = sentence_at(after, 0)
        after = after[start:end]
    return before, after


def _leads_to(before: str) -> bool:
    end = before.rstrip()
    return end.endswith((":", ",")) or bool(
        re.search(rf"\b(?:{SAYS}|that|as|is|was|were|are|a|an|the|of|to)$", end, re.IGNORECASE)
    )


def _after(after: str, known: Mentions) -> Named | None:
    """Return the speaker named after a quote: “…,” said X, or “…,” X said."""
    if found := put_by(after, known):
        return found
    for pattern in (_ACCORDING, _VERB_FIRST):
        if match := pattern.search(after):
            return first_subject(match["who"], known) or speaker_in(match["who"], known)
    if match := _NAME_FIRST.match(after):
        return speaker_in(match["who"], known)
    return None


def _with_any_verb(after: str, known: Mentions) -> Named | None:
    """Return the speaker after a quote with a verb that is not in the list: “…,” grins X."""
    if _NO_VERB.match(after):
        return None
    if match := _VERB_AFTER.match(after):
        return first_subject(match["who"], known)
    match = _VERB_LAST.match(after)
    found = subject(match["who"], known) if match else None
    return found if found and found.is_person else None


def _before(before: str, known: Mentions) -> Named | None:
    """Return the speaker named before a quote, in the same sentence: X said “…”."""
    _, dash, last = re.sub("—", "–", before).partition(" – ")
    if dash and " – " not in last and (found := _before(last, known)):
        return found  # A dash starts a new clause: “… – a plan that Ann Lee has called “late””.
    if (match := _ACCORDING.search(before)) and (found := first_subject(match["who"], known)):
        return found
    verbs = [*islice(_SAYS_BEFORE.finditer(before), _MOST_VERBS)]
    for verb in verbs:
        if found := speaker_in(before[: verb.start()], known):
            return found
    if _PARTICIPLE.search(before) and (found := opening_subject(before, known)):
        return found
    if found := put_by(before, known):
        return found
    if before.rstrip().endswith(":"):
        lead = before.rstrip().rstrip(":")
        if repeats_others(lead):
            return None
        opened = opening_subject(before, known)
        is_named = opened is not None and opened.is_person and " " in opened.name
        found = speaker_in(lead, known)
        is_same = opened and found and opened.name == found.name
        return opened if is_named and not is_same else found
    return None


def _introduced(above: str, known: Mentions) -> Named | None:
    """Return the speaker in a paragraph that ends in a colon and introduces a quote."""
    spans = [*sentences(above)]
    sentence = above[spans[-1][0] :] if spans else above
    lead = sentence.rstrip().rstrip(":")
    if found := _before(sentence, known) or spoken_by(sentence, known):
        return found
    return None if repeats_others(lead) else subject(lead, known)
