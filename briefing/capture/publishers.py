"""The publisher of a document that does not name it as such.

It can be in a letterhead, a byline, a postal address, a signature, a note about the publisher, or
the domain of an email address. Each is a guess, and names that disagree give no publisher.
"""

import re
from collections.abc import Iterator, Sequence

from briefing.capture.document import Detail, Paragraph
from briefing.capture.names import ROLE, is_organisation
from briefing.capture.written_dates import written_dates

_FIRST, _LAST = 6, 14
"""The number of lines at the start and at the end that can name the publisher."""
_SMALL = frozenset(["of", "for", "and", "the", "in", "on", "to", "&", "with", "de", "y"])
_WORD = r"[A-Z][\w’'&.-]*"
_NAME = rf"{_WORD}(?:\s(?:(?:of|for|and|the|in|on|&|y)\s){{0,2}}{_WORD}){{0,7}}"
_PRESS_OFFICE = re.compile(
    r"[\s,|·•–—:-]+(?:press|media|news|communications|public\s+affairs|comms|policy)"
    r"\s*(?:office|team|desk|room|centre|release|statement|notice|briefing)?$"
    r"|\s(?:briefing|bulletin|newsletter|statement)$",
    re.IGNORECASE,
)
_KINDS_IN_LINE = (
    "analysis announcement article bulletin briefing case comment communique consultation "
    "data decision editorial exclusive executive feature fact for immediate insight interview "
    "investigation latest letter media national news newsletter note notice official opinion "
    "paper policy position press publication public release report research response review "
    "special sheet statement statistics story study summary update use view weekly monthly "
    "and the of"
)
_KINDS_OF_DOCUMENT = frozenset(_KINDS_IN_LINE.split())
_CAPITALS = re.compile(r"[A-Z][A-Z’'&-]+(?:\s[A-Z’'&-]+){1,9}")
_ACTS = re.compile(
    r"\b(?:back|call|demand|face|hit|launch|open|plan|reveal|say|scrap|set|warn|announce|agree|urge"
    r"|join|cut|close|win|get|give|take|reject|welcome)s?\b",
    re.IGNORECASE,
)
"""A verb of headlines, so that the line is not a name."""
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?(?:\s?\d[A-Z]{2})?\b")
_STREET = re.compile(r"\b(?:\d+[A-Za-z]?\s[A-Z]|(?:House|Street|Road|Square|Lane|Hall|Court)\b)")
_LABELLED = re.compile(
    r"^(?:submitted\sby|response\s(?:from|by)|respondent|(?:name\sof\s(?:your\s)?)?organi[sz]ation"
    r"(?:\sname)?|on\sbehalf\sof|publisher|published\sby|issued\sby|sent\sby)\s*[|:]\s*(?P<who>[^|]+)",
    re.IGNORECASE,
)
_SENT_BY = re.compile(
    rf"\b(?:[Ss]ent|[Ii]ssued|[Pp]ublished|[Pp]roduced)\sby\s(?:the\s)?(?P<who>{_NAME})(?=[,.]|$)"
)
_BYLINE = re.compile(
    r"^[Bb]y\s(?P<rest>[^.|]{8,160}?)(?:(?:\s\||\s(?:Posted|Published|Updated)\b).*)?$"
)
_SIGNED = re.compile(r"^(?:Yours|Kind\sregards|Best\swishes|Regards)\b.{0,20}$", re.IGNORECASE)
_ABOUT = re.compile(rf"^About\s(?:the\s)?(?P<who>{_NAME})\s*[:–—-]\s*\S")
_IS = re.compile(
    rf"(?:^|[.:)]\s)(?:\d+\.?\s)?(?:The\s)?(?P<who>{_NAME})(?:\s\([A-Z]{{2,8}}\))?\s(?:is|are)\s"
    r"(?:a\s(?:registered\s)?(?:charity|trade\sunion|charitable)"
    r"|an?\sregistered\b|registered\s(?:in|as|with)\b"
    r"|(?:the|an?)\s(?:[\w’-]+\s){0,3}(?:voice|membership\sbody|trade\s(?:body|association)"
    r"|professional\sbody|union|think\s?tank)\b)"
)
_OFFICE_OF = re.compile(
    rf"\b(?:[Cc]ontact|[Cc]all|[Ee]nquiries:?|[Ii]nformation:?|[Dd]etails:?|[Ee]mail)\s(?:the\s)?(?P<who>{_NAME}?)(?:[’']s?)?\s"
    r"(?:press|media|news|communications)\s(?:office|team|desk)\b"
)
_REPRESENTS = re.compile(rf"(?:^|[.:]\s)(?:\d+\.?\s)?(?:The\s)?(?P<who>{_NAME})\srepresents\s")
_ADDRESS = re.compile(r"[\w.+-]+@(?P<domain>[\w-]+(?:\.[\w-]+)+)")
_GENERAL = frozenset((
    "gmail", "outlook", "hotmail", "yahoo", "icloud", "btinternet", "googlemail", "proton", "live",
    "co", "org", "com", "net", "gov", "ac", "nhs", "uk", "wales", "scot", "cymru", "example", "eu",
    "press", "media", "news", "mail", "email", "info", "www", "ltd",
))  # fmt: skip
_PHRASE = re.compile(_NAME)
_ISSUE = re.compile(r"(?:Issue|Vol(?:ume|\.)?|No\.?|Number|Edition)\s\d+.{0,20}", re.IGNORECASE)
_GOES_ON = (
    r"(?:\sof|(?<=Commissioner)\sfor|(?<=Institute)\sfor|(?<=Association)\sfor|(?<=Society)\sfor"
    rf"|(?<=Centre)\sfor|(?<=Office)\sfor)\s(?:the\s)?{_NAME}"
)
"""The rest of a name such as *Office of the Commissioner for the North*."""


def is_address(line: str) -> bool:
    """Whether a line is a postal address."""
    return bool(_POSTCODE.search(line) and _STREET.search(line))


def is_kind_of_document(line: str) -> bool:
    """Whether a line only says what kind of document it is in: "NEWS ANALYSIS"."""
    words = re.findall(r"[a-z-]+", line.lower())
    return bool(words) and all(
        {word, word.removesuffix("s")} & _KINDS_OF_DOCUMENT for word in words
    )


def from_capitals(line: str, texts: Sequence[str]) -> str:
    """Return the organisation in a line in capitals, or "": "MUSEUMS COUNCIL" is Museums Council.

    A word that the text has in capitals too is an abbreviation.
    """
    if not _CAPITALS.fullmatch(line) or _ACTS.search(line) or is_kind_of_document(line):
        return ""
    return _titled(line, texts) if is_organisation(_from_capitals(line)) else ""


def _titled(line: str, texts: Sequence[str]) -> str:
    """Return a line in capitals as a name, with its abbreviations in capitals."""
    others = " ".join(text for text in texts if not text.isupper() and line not in text)
    return " ".join(
        word if re.search(rf"\b{re.escape(word)}\b", others) else plain
        for word, plain in zip(line.split(), _from_capitals(line).split(), strict=True)
    )


def publisher_of(paragraphs: Sequence[Paragraph], sender: str = "") -> Detail | None:
    """Return the publisher that the text shows, or None. `sender` is an email address, if any."""
    texts = [paragraph.text for paragraph in paragraphs]
    first, last = texts[:_FIRST], texts[-_LAST:]
    for names in (
        _labelled(first),
        _letterheads([*first[:3], *last]),
        _dated(first),
        _issues([*texts[:2], *last]),
        _bylines(first),
        _signatures(last),
        _notes(last),
        _domains([f"<{sender}>"] if sender else last, texts),
    ):
        found = {_key(_in_full(name, texts)): (_in_full(name, texts), why) for name, why in names}
        if len(found) == 1:
            [(name, why)] = found.values()
            return Detail(name, why, is_guess=True)
    return None


def _labelled(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if (match := _LABELLED.match(line)) and len(match["who"].split()) < 10:
            yield match["who"].strip(" ."), f"from “{line[:80]}”"


def _letterheads(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the names in "PARKS TRUST – PRESS OFFICE" and "Parks Trust, 1 High St, EX4 1AA"."""
    for n, line in enumerate(lines):
        name = _PRESS_OFFICE.sub("", line)
        is_headed = name != line and len(line) < 90
        below = lines[n + 1] if n + 1 < len(lines) else ""
        is_placed = bool(n < 2 and _POSTCODE.search(below) and _STREET.search(below))
        if _CAPITALS.fullmatch(name) and (is_headed or is_placed) and not _ACTS.search(name):
            yield _from_capitals(name), f"from “{line[:80]}”"
        elif is_headed and n < 3 and _is_name(name) and is_organisation(name):
            yield name, f"from “{line[:80]}”"
        if (match := _SENT_BY.search(line)) and is_organisation(match["who"]):
            yield match["who"], f"from “{line[:80]}”"
            continue
        name, comma, rest = line.partition(",")
        is_address = comma and len(line) < 160 and _POSTCODE.search(rest) and _STREET.search(rest)
        if is_address and _is_name(name) and is_organisation(name) and not _STREET.search(name):
            yield name, f"the address in “{line[:80]}”"


def _dated(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the organisation in a line with only its name and a date."""
    for line in lines[:4]:
        parts = [part.strip(" *_") for part in re.split(r"\s*[·•|]\s*|,\s|\s[–—]\s", line)]
        is_dated = len(parts) in (2, 3) and [*written_dates(parts[-1])] and len(line) < 100
        name = _PRESS_OFFICE.sub("", parts[0])
        if is_dated and _is_name(name) and is_organisation(name):
            yield name, f"from “{line[:80]}”"


def _issues(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the periodical in a line such as "Parks Review | Issue 214 | May 2025"."""
    for line in lines:
        parts = [part.strip() for part in re.split(r"\s*[·•|]\s*|\s[–—]\s", line)]
        if len(parts) in (2, 3, 4) and any(map(_ISSUE.fullmatch, parts[1:])) and _is_name(parts[0]):
            yield parts[0], f"from “{line[:80]}”"


def _bylines(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the organisation in "By Ann Lee, policy officer, Parks Trust"."""
    for line in lines:
        match = _BYLINE.match(line)
        parts = re.split(r",\s|\sat\s(?:the\s)?", match["rest"]) if match else []
        is_whole = len(parts) > 2 and ROLE.search(parts[-2])
        if is_whole and _is_name(parts[-1]) and is_organisation(parts[-1]):
            yield parts[-1], f"from “{line[:80]}”"


def _signatures(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the organisation below a letter, or in "Ann Lee | Press officer | Parks Trust"."""
    signed = next((n for n, line in enumerate(lines) if _SIGNED.match(line)), None)
    for n, line in enumerate(lines):
        parts = [part.strip() for part in line.split(" | ")]
        is_below = signed is not None and signed < n <= signed + 4
        if is_below and len(parts) == 1:
            role, comma, name = line.rpartition(", ")
            name = re.sub(r"\s\(.*", "", name)
            parts = [role, "", name] if comma and ROLE.search(role) else parts
            parts = ["", "", line] if _is_name(line) and is_organisation(line) else parts
        head = re.split(r"\s(?=[MTE]:|\+?\d{4,}|[\w.+-]+@)", parts[-1])[0] if parts else ""
        is_signature = len(parts) > 2 and (is_below or ROLE.search(parts[-2]) or _is_office(parts))
        if is_signature and _is_name(head) and is_organisation(head):
            yield head, f"the signature “{line[:80]}”"


def _is_office(parts: Sequence[str]) -> bool:
    return any(re.search(r"\b(?:Communications|Press|Media)\b", part) for part in parts)


def _notes(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the organisations that the notes at the end describe."""
    for line in lines:
        for pattern in (_ABOUT, _IS, _REPRESENTS, _OFFICE_OF):
            if match := pattern.search(line):
                yield match["who"], f"from “{match[0].strip(' .:')} …”"
                break


def _domains(lines: Sequence[str], texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the names in the text with the letters or initials of an email domain."""
    domains = {match["domain"].lower() for line in lines for match in _ADDRESS.finditer(line)}
    if len(domains) != 1:
        return
    [domain] = domains
    labels = [label for label in re.split(r"[.]", domain) if label not in _GENERAL]
    for label in labels:
        wanted = label.replace("-", "")
        for text in texts:
            for phrase in _PHRASE.findall(text):
                if name := _matching(phrase.split(), wanted):
                    yield name, f"the domain {domain} of an email address"
                    return


def _matching(words: Sequence[str], wanted: str) -> str:
    """Return the part of a phrase whose letters, or initials, are those of a domain."""
    for start in range(len(words)):
        for end in range(len(words), start + 1, -1):
            part = words[start:end]
            main = [word for word in part if word not in _SMALL]
            initials = "".join(word[0] for word in main).lower()
            is_initialled = (
                initials == wanted and len(wanted) > 2 and is_organisation(" ".join(part))
            )
            is_spelled = wanted in (_key(" ".join(part)), _key(" ".join(main)))
            if part[0] not in ("The", "the") and (is_spelled or is_initialled):
                return re.sub(r"[’']s?$", "", " ".join(part)) if not is_spelled else " ".join(part)
    return ""


def in_full(name: str, texts: Sequence[str]) -> str:
    """Return the full name of an organisation that a name cuts short.

    "Parks Council" is the "Parks Council of Great Britain", if the text always continues it
    like this. "Federation" is the only longer name that ends with that word.
    """
    for text in texts:
        if match := re.search(rf"(?P<who>{_NAME})\s\({re.escape(name)}\)", text):
            return re.sub(r"^The\s", "", match["who"])
    if name.isupper() and " " in name:
        name = _titled(name, texts)
    goes_on = re.compile(rf"\b{re.escape(name)}(?P<rest>{_GOES_ON})")
    rests = {match["rest"] for text in texts for match in goes_on.finditer(text)}
    if len(rests) == 1:
        return name + rests.pop()
    if " " in name or not is_organisation(name):
        return name
    lines = [from_capitals(text, texts) or text for text in texts]
    ends = re.compile(rf"\b(?:{_WORD}\s){{1,5}}{re.escape(name)}\b")
    longer = {
        re.sub(r"^(?:The|An?|Our)\s", "", match[0])
        for line in lines
        for match in ends.finditer(line)
    }
    longest = max(longer, key=len, default=name)
    return longest if all(longest.endswith(each) for each in longer) else name


def _in_full(name: str, texts: Sequence[str]) -> str:
    """Return the full name of an organisation that a name abbreviates: "Parks Trust (PT)"."""
    name = re.sub(r"\s\([A-Z]{2,8}\)$", "", name.strip())
    if not name.isupper() or " " in name:
        return name
    pattern = re.compile(rf"(?P<who>{_NAME})\s\({re.escape(name)}\)")
    for text in texts:
        if match := pattern.search(text):
            return re.sub(r"^The\s", "", match["who"])
    heads = (_PRESS_OFFICE.sub("", text) for text in (*texts[:_FIRST], *texts[-_LAST:]))
    for head in heads:
        words = [word for word in head.split() if word.lower() not in _SMALL]
        if _CAPITALS.fullmatch(head) and "".join(word[0] for word in words) == name:
            return _from_capitals(head)
    return name


def _from_capitals(name: str) -> str:
    words = name.lower().split()
    return " ".join(
        word if n and word in _SMALL else word.capitalize() for n, word in enumerate(words)
    )


def _is_name(text: str) -> bool:
    return bool(_PHRASE.fullmatch(text)) and 1 < len(text.split()) < 10


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
