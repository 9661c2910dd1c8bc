"""The names of people and organisations in a text, and the roles that it gives them.

Names are recognised by their capitals and by the words around them. This can go wrong, so a person
must check each name.
"""

import re
from dataclasses import dataclass, replace

_TITLES = (
    "Sir", "Dame", "Dr", "Professor", "Prof", "Lord", "Lady", "Baroness", "Cllr", "Coun",
    "Councillor", "Rev", "Reverend", "Rt Rev", "Most Rev", "Mr", "Mrs", "Ms", "Miss", "Rt Hon",
    "The Rt Hon", "The Right Honourable", "Right Honourable", "Hon", "Judge", "Justice",
)  # fmt: skip
_RANKS = (
    "Captain", "Capt", "Colonel", "Col", "Lieutenant", "Lt", "Corporal", "Cpl", "Sergeant", "Sgt",
    "Brigadier", "Commodore", "Lt Col", "PC", "WPC", "PCSO", "Insp", "Supt", "Detective", "Det",
    "Det Sgt", "Det Insp", "DCI", "DCS", "Chief Supt", "Chief Insp", "Detective Sergeant",
    "Detective Constable", "Father", "Fr", "Sister", "Rabbi", "Imam", "Pastor", "Archdeacon",
    "Alderman", "Rep",
)  # fmt: skip
"""Ranks, which become the role of a person."""
_AFTER_NAME = "MP|MSP|MS|AM|MLA|CBE|OBE|MBE|KC|QC|DBE|KBE|FRS|PhD|TD"
_TITLE = "|".join(sorted((*_TITLES, *_RANKS), key=len, reverse=True))
_WORD = (
    rf"(?!(?:{_AFTER_NAME})\b)"
    + r"(?:(?:O|D)[’'])?(?:Mc|Mac|Fitz)?[A-ZÀ-Þ][\w]*(?:[’'-][A-ZÀ-Þ]?[a-zß-ÿ]\w+)*"
)
_SMALL = r"(?:de|du|van|von|der|den|ap|al|bin|le|la)"
PEER = "Lord|Lady|Baroness|Viscount|Earl"
PERSON = (
    rf"(?<!\w)(?:(?:{PEER})\s+{_WORD}\s+of\s+{_WORD}"
    rf"|(?:(?:{_TITLE})\.?\s+){{0,2}}{_WORD}(?:\s+(?:[A-Z]\.|{_SMALL}\s+{_WORD}|{_WORD})){{0,3}}"
    rf"(?:,?\s+(?:{_AFTER_NAME}))*)"
)
"""A pattern for the name of a person. Organisations match it too: see `is_organisation`."""
ACTS = (
    r"has|had|was|is|will|would|[a-z]+ed|said|says|told|found|thinks|wants|runs|keeps|lives|works|leads"
    r"|owns|teaches|chairs|manages|heads|believes|knows|remembers|represents|serves|began|came|left"
    r"|lost|saw|spent|took|went"
)
"""A pattern for verbs that often follow the name of somebody who does something."""
_IS_PERSON = re.compile(
    rf"(?:(?P<title>(?:(?:{_TITLE})\.?\s+){{1,2}}))?(?P<name>{_WORD}(?:\s+(?:[A-Z]\."
    rf"|{_SMALL}\s+{_WORD}"
    rf"|{_WORD})){{0,3}})(?P<after>(?:,?\s+(?:{_AFTER_NAME}))*)"
)
_IS_PEER = re.compile(rf"(?:{PEER})\s+{_WORD}\s+of\s+{_WORD}")
_ROLES = (
    "chief executive", "chief executive officer", "ceo", "director", "director-general", "head",
    "headteacher", "head teacher", "principal", "minister", "secretary", "secretary of state",
    "chancellor", "leader", "deputy leader", "mayor", "chair", "chairman", "chairwoman",
    "chairperson", "vice-chair", "president", "spokesperson", "spokesman", "spokeswoman", "officer",
    "manager", "commissioner", "councillor", "cabinet member", "member", "portfolio holder",
    "founder", "co-founder", "trustee", "professor", "lecturer", "researcher", "fellow",
    "economist", "statistician",
    "analyst", "adviser", "advisor", "author", "co-author", "lead", "coordinator", "co-ordinator",
    "organiser", "inspector", "chief inspector", "ombudsman", "governor", "convener", "convenor",
    "whip", "lawyer", "solicitor", "barrister", "partner", "policy lead", "chief constable",
    "superintendent", "general secretary", "resident", "volunteer", "owner", "nurse", "teacher",
    "doctor", "gp", "mp", "msp",
    "mla", "peer", "bishop", "vicar", "dean", "editor", "correspondent", "reporter",
    "campaigner", "farmer", "shopkeeper", "parent", "mother", "father", "grandmother", "carer",
    "tenant", "student", "pupil", "apprentice", "driver", "landlord", "landlady", "consultant",
    "surveyor", "engineer", "planner", "scientist", "warden", "ranger", "librarian", "treasurer",
    "clerk", "representative", "ambassador", "envoy", "tsar", "expert", "specialist", "worker",
    "practitioner", "psychologist", "midwife", "paramedic", "firefighter", "publican", "trader",
)  # fmt: skip
_ROLE = "|".join(re.escape(role) for role in sorted(_ROLES, key=len, reverse=True))
ROLE = re.compile(rf"\b(?:{_ROLE})\b", re.IGNORECASE)
_NO_ROLE = re.compile(r"(?:congratulations|thanks?|well done|welcome)\b", re.IGNORECASE)
_PARENT = re.compile(r"(?P<role>[A-Z][a-z]+-of-[a-z]+)\s")
"""A description before a name: *mother-of-two Ann Lee*."""
_BEFORE_ROLE = re.compile(
    r"(?:(?:from|by|to|with|for|of|and|which|that|whom)\s+)*(?:(?:our|its|their|his|her|my|the(?!\s\S+[’'])(?=\s[a-z]))\s+)?",
    re.IGNORECASE,
)
_ROLE_BEFORE = re.compile(
    rf"^(?i:the\s+|our\s+|a\s+|an\s+|former\s+)?(?P<role>(?:.{{0,80}}\b)?(?i:{_ROLE}))\s+"
    r"(?P<name>[A-Z].*)$"
)
_POST_BEFORE = re.compile(
    rf"^(?i:the\s+|our\s+|its\s+|former\s+)?(?P<role>(?:.{{0,40}}\b)?(?i:{_ROLE})\s(?:of|for)"
    r"(?:\s[a-z][\w’'-]*){1,6})\s(?P<name>[A-Z].*)$"
)
_JOINS = re.compile(
    r"\b(?:and|at|by|for|from|in|of|on|our|the|their|its|to|with|charity|company|firm|group|campaign"
    r"|organisation|band|magazine|newspaper|union|team|club|city|town|village|county|region)$"
)
"""Words before a name that is not the holder of a post: *head of policy at the charity*."""
_ORGANISATIONS = re.compile(
    r"\b(?:Council|Trust|Department|Ministry|Association|Foundation|Institute|University|Committee"
    r"|Office|Agency|Authority|Union|Federation|Commission|Society|Alliance|Network|Group|Party"
    r"|Government|Treasury|Board|Centre|Center|College|School|Academy|Hospital|Service|Services"
    r"|Company|Ltd|Limited|plc|Charity|Coalition|Campaign|Partnership|Consortium|Bank|Police"
    r"|Regulator|Inspectorate|Forum|Collective|Bureau|Assembly|Parliament|Senedd|Corporation"
    r"|Gazette|Times|Post|Herald|Echo|Mercury|Chronicle|Journal|News|Press|Cymru|Wales|Scotland"
    r"|England|UK|Britain|Unit|Lab|Labs|House|Club|Confederation|Chamber|Unison|Ofgem|Ofcom"
    r"|Ofsted|Ofwat|Action|Watch|Aid|Research|Fund|Exchange|Directorate|Observatory|Trustees"
    r"|Tribunal|League|Guild|Congress|Museum|Synod|Brigade|Taskforce|Airlines|Airways|Airport"
    r"|Holdings|Industries|Diocese|Court|Housing|Transport|Homes|Buses|Rail|Water|Energy|Councils|Relief)\b"
)
_SURNAMES = frozenset((
    "Bank", "Britain", "Court", "England", "Post", "Press", "Scotland", "Wales", "Watch",
))  # fmt: skip
"""Words in names of organisations that are surnames too: *Professor Ann Court*."""
_TITLES_OF_PEOPLE = ("Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Professor", "Sir", "Dame", "Rev",
                     "Reverend", "Cllr", "Councillor", "Baroness")  # fmt: skip
_GRADES = frozenset(("Senior", "Principal", "Chief", "Deputy", "Assistant", "Associate", "Interim",
                     "Acting", "Executive", "Managing", "Head", "Lead"))  # fmt: skip
"""Words that begin a role: *Senior Statistician*."""
_ACRONYM = re.compile(r"(?:[A-Z]{2,}|[A-Z][a-z]*[A-Z]\w*)(?:\s[A-Z]\w*)?")
NOT_NAMES = frozenset((
    "The", "This", "That", "These", "Those", "It", "He", "She", "They", "We", "I", "But", "And",
    "However", "In", "On", "At", "For", "From", "With", "As", "If", "When", "While", "After",
    "Before", "Since", "There", "Here", "Our", "Their", "His", "Her", "Its", "A", "An", "Today",
    "Yesterday", "Last", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    "Sunday", "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December", "Yes", "No", "Not", "More", "Most", "Many",
    "Some", "All", "Both", "Commenting", "Responding", "Speaking", "Asked", "Meanwhile", "Notes",
    "Under", "By", "To", "Of", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight",
    "Nine", "Ten", "Nearly", "Over", "About", "Almost", "Only", "What", "Why", "How", "Who",
    "Where", "Among", "Between", "Across", "Despite", "According", "Other", "Others", "Critics",
    "Campaigners", "Ministers", "Officials", "Residents", "Parents", "Councillors", "MPs", "Peers",
    "New", "Half", "Around", "Each", "Every", "Another", "Also", "So", "Or", "Until", "Because",
    "Although", "Though", "Once", "Following", "Welcoming", "Introducing", "Launching", "Opening",
    "Closing", "Writing", "My", "Your", "Addressing", "Reacting", "Announcing", "Ends", "ENDS",
    "Operation",
))  # fmt: skip


_MONTHS = frozenset(("April", "May", "June"))
"""Months that are first names too: *May Thorne*."""
_AFTER_MONTH = NOT_NAMES | {"Day", "Fair", "Week"}
IN_MONTH = re.compile(
    r"(?:\d|\d(?:st|nd|rd|th)|(?i:\b(?:in|since|by|until|till|from|to|of|and|during|before|after|last"
    r"|next|this|early|late|mid|for)))[\s-]*$"
)
"""Words before a month that is not a first name: *on 3 May Carter said*."""


@dataclass(frozen=True, slots=True)
class Named:
    """A person or an organisation, as a text names it.

    Attributes:
        name: the name, without Mr, Cllr or MP, or "" if only the role is given.
        role: the role that the text gives, such as "chief executive of the Trust", or "".
        is_person: whether it is a person.
        speaks_for: whether it is an organisation whose unnamed representative is quoted.
        is_credit: whether the name is only a description, such as "Girl, 11, Burnley".
    """

    name: str
    role: str = ""
    is_person: bool = True
    speaks_for: bool = False
    is_credit: bool = False


def is_organisation(name: str) -> bool:
    """Whether a name with capitals is that of an organisation."""
    return bool(_ORGANISATIONS.search(name) or _ACRONYM.fullmatch(name.removeprefix("the ")))


def person(text: str, *, whole: bool = True) -> Named | None:
    """Return the person named in `text`, or None. A single word needs a title."""
    text = text.strip(" ,;:()")
    if _IS_PEER.fullmatch(text):
        return Named(text)
    if (parent := _PARENT.match(text)) and (found := person(text[parent.end() :])):
        return replace(found, role=parent["role"].lower())
    match = _IS_PERSON.fullmatch(text)
    if not match:
        return None
    words = match["name"].split()
    title = (match["title"] or "").strip()
    is_surname = title.removesuffix(".") in _TITLES_OF_PEOPLE and words[-1] in _SURNAMES
    if is_organisation(" ".join(words[:-1]) if is_surname else match["name"]):
        return None
    # Dean is a first name too: "Dean Whitlam", but not "Dean of Wells".
    rest = match["name"].removeprefix("Dean ") if len(words) > 1 else match["name"]
    is_role = any(" " in role or role in words for role in ROLE.findall(rest))
    is_month = words[0] in _MONTHS and len(words) == 2 and words[1] not in _AFTER_MONTH
    if (words[0] in NOT_NAMES and not is_month) or is_role or (words[0] in _GRADES and not title):
        return None
    if len(words) == 1 and whole and not (match["title"] or match["after"]):
        return None
    if words[0] == "Christmas":
        return None
    after = " ".join(re.findall(r"\w+", match["after"] or ""))
    is_honour = title.split(" ")[0] in ("Sir", "Dame", "Lord", "Lady", "Baroness")
    honour = title if is_honour or title in ("Mr Justice", "Mrs Justice", "Ms Justice") else ""
    role = "MP" if "MP" in after.split() else ""
    role = "councillor" if title.removesuffix(".") in ("Cllr", "Coun", "Councillor") else role
    role = title.removesuffix(".") if title.removesuffix(".") in _RANKS else role
    return Named(f"{honour} {match['name']}".strip(), role)


def person_with_role_before(text: str) -> Named | None:
    """Return the person in "Parks Minister Ann Lee" or "director of children's care Ann Lee"."""
    text = text.strip(" ,;:")
    match = _ROLE_BEFORE.match(text)
    if not match:
        match = _POST_BEFORE.match(text)
        if not match or _JOINS.search(match["role"]):
            return None
    found = person(match["name"])
    return Named(found.name, match["role"].strip()) if found else None


def plain_role(text: str) -> str:
    """Return a role without words such as "its" and "from" before it, or an empty string."""
    words = text[_BEFORE_ROLE.match(text).end() :]  # type: ignore[union-attr]
    return "" if _NO_ROLE.match(words) else words


def surname_of(name: str) -> str:
    """Return the last word of a name, in lower case and without the letters after the name."""
    words = key_of_name(name).split()
    return words[-1] if words else ""


def key_of_name(name: str) -> str:
    """Return a name for comparison: without titles, "the" and the letters after it."""
    name = re.sub(
        rf"^(?:the\s+)|\b(?:{_TITLE})\.?\s+|,?\s+(?:{_AFTER_NAME})\b", "", name, flags=re.I
    )
    return " ".join(name.replace("’", "'").casefold().split())
