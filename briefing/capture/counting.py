"""The numbers of a document that count or measure something.

Dates, ages, times, addresses, references, votes and the numbers of sections are not figures.
"""

import re

from briefing.capture.amount_texts import MULTIPLE, unit_after
from briefing.capture.names import PERSON
from briefing.evidence.amount import Amount

_TIME = (
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|years?|decades?|terms?)"
)
_IS_TIME = re.compile(
    rf"[\s-]+(?:working |calendar |school |consecutive |extra |further )?{_TIME}\b", re.I
)
_SMALL_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|forty)"
)
_MEASURED_TIME = re.compile(
    r"\b(?:is|was|are|were|be|been|reach(?:ed|es)?|take[sn]?|took|wait(?:s|ed|ing)?(?:\s+(?:of"
    r"|for|is|was))?"
    r"|averag(?:e|es|ed|ing)|(?:average|median|typical|mean)\s+(?:wait\s+|time\s+)?of|lasts?"
    r"|lasted|stands?\s+at|compared\s+with|target\s+of|\d+\s(?:years|months|weeks|days|hours|minutes)\s[^,.]{1,25}\sand"
    r"|(?:stay(?:s|ed)?|remain(?:s|ed)?)\s+at|(?:is|are|be|being)\s(?:answered|assembled|built|cleared"
    r"|completed|decided|delivered|fixed|installed|processed|repaired|resolved|turned\sa?round)\sin"
    r"|stood\s+at|(?:fell|fallen|rose|risen|from|down|up|increased|cut|dropped|grew|reduced"
    r"|time|times)\s+(?:from|to|of)"
    r"|to)\s+(?:(?:now|just|only|still|a|an|an\s+average\s+of|on\s+average|currently|around"
    r"|about)\s+)*$",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:against|above|below|beat|compared\swith|double|exceeds|misse[ds]|than)\s"
    r"(?:an?|its|the|their)\s(?:[\w-]+\s){0,3}(?:average|benchmark|limit|median|standard|target)\s"
    r"(?:(?:across|for|in)\s(?:the\s)?[A-Z][\w’-]*(?:\s[A-Z][\w’-]*){0,2}\s)?of\s(?:just\s|only\s)?$"
)
"""Words before a time that another is compared with: *against a standard of 18 minutes*."""
_ON_AVERAGE = re.compile(
    rf"[\s-]{_TIME}(?:\s(?:an?|each|every|per)\s(?:day|week|month|term|year))?,?\son\saverage\b",
    re.I,
)
_EVERY = re.compile(r"\bevery\s$")
_SHORT_TIME = re.compile(r"[\s-](?:seconds|minutes|hours)\b")
"""A rate, as in *one call every seven minutes*."""
_HARMED = re.compile(
    r"\s(?:[a-z]+\s){0,2}(?:were\s|was\s|have\s|had\s)?(?:been\s)?(?:died|killed|injured|drowned|hurt)\b"
)
"""Words after a small number of deaths or injuries, which always counts: *two people died*."""
_EVENTS = re.compile(
    r"\s(?:[a-z-]+\s)?(?:never\sevents?|(?:accidents|arrests|breaches|cases|collisions|convictions|deaths"
    r"|evictions|explosions|fatalities|fires|incidents|injuries|offences|outbreaks|prosecutions|stabbings"
    r"|suicides))\b"
)
_MORE_OF = re.compile(
    rf"\s(?:more|extra|additional|fewer)\s(?!{_TIME}\b|than\b|times\b)(?:[a-z-]+\s)?[a-z-]{{3,}}s\b"
)
_EXAMPLE_OF = re.compile(r"\b(?:in|these|those|the|all|some|both|of)\s$", re.IGNORECASE)
"""Words before events that are only referred to: *in two cases*, *the three deaths*."""
_AGE_BEFORE = re.compile(
    r"\b(?:aged?|ages|age\s+of|under|over|from\s+age)[\s-]+(?:between\s+|from\s+)?$", re.I
)
_PEOPLE_OF_AGE = re.compile(
    r"\b(?:those|them|whom|people|anyone|children|women|men|adults|pupils|patients|drivers|workers)\s(?:(?:under|over)\s)?$",
    re.IGNORECASE,
)
_AGE = re.compile(r"\b(?:age[ds]?|ages)\b", re.IGNORECASE)
_AGE_AFTER = re.compile(
    r"[\s-]*(?:years?|months?)[\s-](?:olds?|of\s+age)\b|s\b(?!\s*%)", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"[A-Za-z]?\s+(?:[A-Z][\w’'-]+\s+){1,3}(?:Street|Road|Avenue|Lane|Square|Place|Way|Close"
    r"|Drive|Terrace"
    r"|Crescent|Gardens|Court|House|Row|Hill|Walk|Yard|Quay|Wharf|St|Rd)\b"
)
_NAMED_BY_NUMBER = re.compile(
    r"\b(?:[Nn]umber|No\.?|Top|top|[Pp]hase"
    r"|(?<![Ll]ast )(?<![Tt]his )(?<![Nn]ext )(?<!\ba )(?<!each )[Yy]ears?"
    r"|(?:end of|to|in|at|for) [Mm]onth"
    r"|Primary|Secondary|Division|Chapter|Section|Class|[Tt]ype"
    r"|[Kk]ey [Ss]tage|[Ll]evel|[Tt]ier|[Bb]and"
    r"|[Gg]rade|[Rr]oute"
    r"|[Uu]nit|[Rr]oom|[Pp]latform|[Ss]tage|[Cc]ategory|[Ll]ine|[Jj]unction|[Zz]one|[Ww]ard"
    r"|[Oo]ption|[Ss]tep"
    r"|[Aa]mendments?|[Cc]lause|[Ss]chedule|[Aa]rticle|[Rr]egulation|[Gg]oal|[Tt]arget|[Bb]ills?|[Oo]rder|[Pp]aper|[Cc]mnd|HC|HL|CP|QB|[Qq]|ISBN|ISSN"
    r"|[Rr]ef(?:erence)?|[Ff]loor"
    r"|[Cc]harity (?:number|no\.?)|[Rr]egistration (?:number|no\.?)|[Cc]ompany (?:number|no\.?)"
    r"|[Ii]tem|[Tt]erm"
    r"|[Pp]rinciple|[Pp]riority|[Rr]ecommendations?|[Ff]inding)(?:\s+(?:number|no\.?))?[:\s]+$"
)
_AFTER_NAME = re.compile(r"[A-Za-z][\w’'-]+,\s$")
_ENDS = re.compile(r"\s*(?:[,.;:)]|$)")
_COUNTS = re.compile(
    r"\s+(?!(?:and|or|stop|stops|after|at|in|on|from|to|for|by|between|will|would|is|are|was|were|who|which|that"
    r"|as|has|have"
    r"|o|am|pm|of|if|when|but|before|until|since|with|the|past|minutes past|yesterday"
    r"|today)\b)[a-z]"
    r"|\s+of\s+(?:them|those|these|the|our|its|their|all)\b|\s+(?:[A-Z][\w’'-]+\s+){1,3}[a-z]"
    r"|\s(?:Primary|Year|Band|Grade)\s\d+\s[a-z]"
    r"|\s\(\d[\d.]*\s?(?:%|per\scent)",
)
_LEADS = re.compile(
    r"(?:\b|(?=,))(?:total(?:s|led)?|reach(?:ed|es)?|from|to|by|was|is|were|are|of|than|fell|rose"
    r"|compare[sd] with|against"
    r"|stands? at|stood at|peak\w* at|averag\w+"
    r"|leaving|making|,\sat"
    r"|recruited|further|number(?:ed)?|exceed(?:s|ed)?|only|just)\s+(?:[a-z]+\s+){0,2}$|[:|]\s*$",
    re.IGNORECASE,
)
_AS_MANY = re.compile(
    r"\s+(?:as\s+(?:many|much|likely|big|high|long)|the\s+(?:size|number|price))\b"
)
_IDIOM = re.compile(
    r"\bdeath by a thousand|\bone in a million\b|\ba (?:hundred|thousand|million) (?:miles|times)\b"
    r"|\bsecond to none\b"
    r"|\b(?:100|110|a hundred) ?(?:%|per cent) (?:behind|committed|sure|certain)\b"
    r"|\bto the nth\b|\bnine times out of ten\b|\ba million dollar",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"(?<!\ba\s)(?<!\ban\s)(?<!\bone\s)\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth)\b(?:\s[a-z’'-]+){0,5}\s(?:out\s)?of\s(?:the\s)?$"
)
"""Words before the length of a ranking: *the ninth highest cost out of 36*."""
_NO_COUNT_AFTER = re.compile(
    r"[\s-]min(?:ute)?s?\sread\b|\s+quid\b"
    r"|\s+extra\stime\b|\s+that(?=[.,;:)]|$|\s(?:figure|level|number|amount|rate|sum)\b)"
    r"|\s+(?:(?:statistical\s)?confidence\b|(?:credible|uncertainty)\sinterval|pages\b"
    r"|written\s(?:submissions|responses)\b|comments?\s*(?:[|·]|$)|votes?\s(?:to|against)\b)"
)
_NO_COUNT_BEFORE = re.compile(
    r"\b(?:per|plus or|(?:for|of|out of) every|margin of error of|nearest)\s$|±\s?$"
    r"|\bof\sthe\s(?:last|first|next)\s$|\ball\sbut\s[a-z]+\sof\s(?:the\s)?$|\d(?:st|nd|rd|th)\s(?:out\s)?of\s(?:the\s)?$"
    r"|\bvotes?\sto\s$|\b(?:typical|average)\s(?:[\w-]+\s){1,4}with\s$",
    re.IGNORECASE,
)
_ONE_OF_MANY = re.compile(
    r"one of (?:(?:our|their|its|the|my|more than|over|about|around)\b|\d[\d,]*\s[a-z])", re.I
)
_OF_UNIT = re.compile(
    r"\sof\san?\s(?:grade|point|percentage|degree|mile|minute|second|metre|tonne|inch|stone|litre)\b"
)
"""Words after a share of one unit, which is not a share of a group: *a third of a grade*."""
_SOMEBODY_IS = re.compile(
    r"\b(?:who|he|she|they|I|we)\s(?:is|was|were|am|turned|turns|became|has turned)\s"
    r"(?:only\s|just\s)?$"
)
"""Words before an age."""
_SOMEBODY_OF = re.compile(
    r"\b(?:man|woman|boy|girl|child|person|people|mother|father|widow|widower)\sof\s$"
)
"""Words before an age, as in `a woman of 84`."""
_HALF = re.compile(r"[\s-](?:price|term|time|board|day|hour|way|marathon)\b", re.IGNORECASE)
"""Words after "half" that make it part of a name, not a share."""
_PART_OF_SCALE = re.compile(
    r"\b(?:top|bottom|upper|lower|first|second|other|latter|richest|poorest|coldest|warmest|most|least"
    r"|(?:most|least)\s[a-z]+"
    rf"|(?:{_SMALL_NUMBER}|hundred|thousand|million|billion|hour|day|week|month|year|decade|mile|pint|point"
    r"|stone|century|an?\s[a-z]+|one\s[a-z]+)\sand(?:\sa)?)\s(?:a\s)?$"
)
"""Words before a share that is part of a scale or of another number: *the top half*."""
_SUPPOSED = re.compile(r"\b(?:[Ii]f (?:I|you|we) were|[Ii]magine|[Ss]uppose)\b[^.!?]*$")
_SERVICE = re.compile(r"\s(?:bus|tram|train|ferry)\b(?!\s(?:routes|services|stops|drivers))")
"""A noun in the singular after a number that names it: *the last 47 bus*."""
_TELEPHONE = re.compile(
    r"\b(?:r[aiu]ng|ringing|call(?:s|ed|ing)?|dial(?:s|led|ling)?|phon(?:ed?|ing))\s$"
)
_EMERGENCY = re.compile(r"(?:999|111|101|112)\b(?!\s(?:people|patients|homes))")
_CALLS = re.compile(r"\s(?:calls?|call[\s-]handlers?|operators?|services?|line|number)\b")
"""A number that is rung, as in *rang 999* and *a 999 call*."""
_RANKED = re.compile(
    r"\s(?:[a-z’'-]+\s){1,2}with\sthe\s(?:(?:high|low|larg|bigg|great)est|most|fewest|worst|best)\b"
)
"""Words after the length of a list: *the ten areas with the highest rates*."""
_EXAMPLE = re.compile(
    r"\b(?:in|for|of|to)\san?\s(?:[a-z]+\s){0,2}(?:school|class|classroom|town|city|village|street|room)\sof\s$"
)
"""Words before the size of an example: *about three in a school of 210 pupils*."""
_GROUP = re.compile(r"(?:For|Among|Amongst|In|At)\s(?:[a-z-]+\s){1,3}(?:employing|with|of)\s$")
_GROUP_ENDS = re.compile(r"(?:\s[a-z-]+){1,3},\s[^.]*\d")
"""The words around the limit of a group: *For firms with fewer than ten staff, … 63%*."""
_MEANING = re.compile(
    r",\s(?:where|meaning|defined\sas|in\swhich)\s(?:(?:that\s)?(?:they|it|he|she)\s[a-z]+\s)?$"
)
"""Words before a limit that says what a term means: *severe absence, where over half …*."""
_RESTATED = re.compile(
    r"(?:\s+[^,.;()]{2,40})?(?:\s+\(\d[\d.]*\s?(?:%|per\s?cent)\)|,\s\d[\d.]*\s?(?:%|per\s?cent),)"
)
_ALSO_COUNTED = re.compile(r"(?:,|\band|\bbut|\bwhile|\bwhereas)\s+(?:only\s+|just\s+)?$")
_RESPECTIVELY = re.compile(r"(?:,|\sand)\s[^.;]{1,100}\srespectively\b")
_HAVE = re.compile(r"\s+(?:have|has|had|were|are)\s+[a-z]")
SECTION = r"\d{1,2}(?:\.\d{1,2})+\.?\s+(?=[A-Z“\"‘]|[£$€]?\d[\d.,]*(?:%|\s[a-z]))"
"""The number of a section or a paragraph before its first word or number: `4.1 The Trust`."""
_SECTION = re.compile(rf"\s*{SECTION}")
_EACH_POUND = re.compile(r"£1\s(?:spent|invested|of)\b")
_ONE_COIN = re.compile(r"(?:one|a)\s(?:pound|penny|euro|dollar)s?", re.IGNORECASE)
_LINK = re.compile(
    r"\s*(?:read (?:more|next|also)|related|see also|join|subscribe|sign up|most read"
    r"|more (?:on this|like this|from))\b",
    re.IGNORECASE,
)
"""A line of links to other pages."""
_OF_SOMEBODY = re.compile(rf"{PERSON},\s(?:whose|\d\d,\swho)\s[^,]*$")
"""Words before a number that only describes somebody: `Ann Lee, whose firm employs 12 people`."""
_ADVICE = re.compile(r"\b(?:[Yy]ou|[Pp]lease)\b")
_ITEM = re.compile(r"\b(?:[Ii]tem|[Pp]aper|[Pp]age|[Ee]nclosure|[Aa]ppendix)(?:\s[Nn]o\.?)?\s\|\s$")
"""The heading of a cell with the number of a paper."""
_NOTE = re.compile(
    r"\b(?:(?:because of|due to) rounding|rounded|(?:have|has|are|is) (?:been )?suppressed"
    r"|(?:are|is|were|was) (?:not (?:included|shown|reported)|excluded))\b"
)
"""Words of a note on how the figures were made."""
_OF_BAND = re.compile(
    r"\b(?:earning|incomes?(?: of)?|salar(?:y|ies)(?: of)?|wage bill|turnover(?: of)?"
    r"|(?:those|people|households|families|workers) on)\s$"
)
_INEXACT = re.compile(
    r"(?:.*\b(?:hundred|thousand|million|billion) and an? (?:half|quarter)\b|one to\b|all but\b)"
)
"""Numbers in words that cannot be read, a ratio, and what is left over: *all but 15 of them*."""
_COMPOUND = re.compile(
    rf"(?<![\w.,-])(?:[\d.,]*\d|{_SMALL_NUMBER})[\s-]?(?:"
    + "|".join(
        rf"{longer},?\s(?:and\s)?(?:\d+|{_SMALL_NUMBER})[\s-]?(?:{shorter})"
        for longer, shorter in (
            ("years?", "months?|weeks?|days?"),
            ("months?", "weeks?|days?"),
            ("weeks?", "days?"),
            ("days?", "h(?:ou)?rs?|min(?:ute)?s?"),
            ("h(?:ou)?rs?", "min(?:ute)?s?|sec(?:ond)?s?"),
            ("min(?:ute)?s?", "sec(?:ond)?s?"),
        )
    )
    + r")\b",
    re.IGNORECASE,
)
"""A time in two parts, *3 hours 20 minutes*. A record has no form for them."""
_OF_AREA = re.compile(
    r"whose\s(?:own\s)?(?:area|borough|city|constituency|council|county|district|region|town|ward)\b"
)
_MILLIONS = re.compile(r"\d\s?(?:m|bn|million|billion)$")
_DOZEN = re.compile(r"(?:a|half\sa)\sdozen", re.IGNORECASE)
_TO_FOLLOW = re.compile(r"\sto\s(?:come|follow)\b")
_TEN = 10
_LONG_TIME = 1000
"""A time of at least this many hours or days is a total."""


def is_figure(text: str, amount: Amount) -> bool:
    """Whether a number counts or measures something."""
    before, after = (
        text[max(0, amount.start - 60) : amount.start],
        text[amount.end : amount.end + 60],
    )
    low = max(0, amount.start - 120)
    line = text[text.rfind("\n", 0, amount.start) + 1 :]
    if _LINK.match(line) or (_SECTION.match(line) and len(line) - len(text[amount.start :]) < 2):
        return False
    described = _OF_SOMEBODY.search(text, low, amount.start)
    if described and not (amount.unit == "%" and _OF_AREA.search(described[0])):
        return False
    if _EACH_POUND.match(text, amount.start):
        return False
    if _ONE_COIN.fullmatch(text, amount.start, amount.end) and not after.startswith(" in "):
        return False
    is_move = amount.doubt.startswith("it could be a range") and amount.upper is None
    if amount.doubt and not is_move:
        return False
    is_age = _AGE_BEFORE.search(before) and not amount.unit and amount.value < 110
    if amount.limits and not amount.unit and amount.value < 110 and _PEOPLE_OF_AGE.search(before):
        return False
    if is_age and (
        _AGE.search(before[-24:]) or after.startswith("s") or _PEOPLE_OF_AGE.search(before)
    ):
        return False
    if _AGE_AFTER.match(after) and not amount.unit:
        return False
    if _ADDRESS.match(after) and not amount.unit:
        return False
    is_in_name = text[amount.start].isupper() and before.endswith(" ") and after[1:2].isupper()
    if (
        (amount.is_share or amount.whole is not None)
        and amount.unit != "%"
        and " of " not in text[amount.start : amount.end]
        and _RESTATED.match(text, amount.end)
    ):
        return False
    if amount.is_share and (_AS_MANY.match(after) or (is_in_name and before[-2:-1].isalpha())):
        return False
    if amount.is_share and amount.unit != "%" and _HALF.match(after):
        return False
    if amount.is_share and amount.unit != "%" and _PART_OF_SCALE.search(before):
        return False
    if _SUPPOSED.search(text, low, amount.start):
        return False
    if _SERVICE.match(text, amount.end) and not amount.unit:
        return False
    if not amount.unit and amount.value < 110 and _SOMEBODY_OF.search(before):
        return False
    if _IDIOM.search(text, max(0, amount.start - 60), amount.end + 40):
        return False
    if not amount.unit and amount.whole is None and _RANK.search(before):
        return False
    if _NO_COUNT_AFTER.match(after) or _NO_COUNT_BEFORE.search(before):
        return False
    if _is_limit(text, amount) or _INEXACT.match(text, amount.start, amount.end):
        return False
    compound = _COMPOUND.finditer(text, low, amount.end + 60)
    if any(time.start() < amount.end and amount.start < time.end() for time in compound):
        return False
    if _ITEM.search(before):
        return False
    if _is_number_of_name(text, amount) or _is_defined(text, amount):
        return False
    if amount.whole is not None and _ONE_OF_MANY.match(text, amount.start):
        return False
    if amount.is_share and _OF_UNIT.match(after):
        return False
    if amount.unit or amount.is_share:
        return True
    if MULTIPLE.match(after) and amount.value > 1:
        return True
    if re.match(r"-[a-z]", after) or (_SOMEBODY_IS.search(before) and not _COUNTS.match(after)):
        return False
    if _NAMED_BY_NUMBER.search(before):
        return False
    if _IS_TIME.match(after):
        if _EVERY.search(before) and _SHORT_TIME.match(after):
            return True
        measured = _MEASURED_TIME.search(before) or _ON_AVERAGE.match(after)
        measured = measured or _AGAINST.search(text, low, amount.start)
        is_measured = measured and not _ADVICE.search(before)
        return bool(is_measured) or amount.value >= _LONG_TIME
    if amount.whole is not None:
        return True
    if _AFTER_NAME.search(before) and _ENDS.match(after) and amount.value < 110:
        return False
    is_also_counted = _ALSO_COUNTED.search(before) and _HAVE.match(after)
    is_first = not before or re.search(r"[.!?]\s+$", before)
    is_also_counted = is_also_counted or (is_first and _HAVE.match(after))
    is_also_counted = (
        is_also_counted
        or _MILLIONS.search(text, amount.start, amount.end)
        or _TO_FOLLOW.match(after)
        or _RESPECTIVELY.match(text, amount.end)
    )
    if _DOZEN.fullmatch(text, amount.start, amount.end) and not _COUNTS.match(after):
        return False
    if not _COUNTS.match(after) and not _LEADS.search(before) and not is_also_counted:
        return False
    if amount.upper is not None:
        return True
    is_word = text[amount.start : amount.end][-1:].isalpha() and not any(
        letter.isdigit() for letter in text[amount.start : amount.end]
    )
    if is_word and amount.value < _TEN:
        return _is_small_count(text, amount)
    return abs(amount.value) >= _TEN or bool(unit_after(text, amount)) or not is_word


def _is_small_count(text: str, amount: Amount) -> bool:
    """Whether a number below ten, in words, counts something that a report counts.

    Examples: *two people died*, *took nine cases to court*, *four more enforcement officers*.
    """
    if _HARMED.match(text, amount.end):
        return True
    if _EXAMPLE_OF.search(text, max(0, amount.start - 20), amount.start):
        return False
    return bool(_EVENTS.match(text, amount.end) or _MORE_OF.match(text, amount.end))


def _is_number_of_name(text: str, amount: Amount) -> bool:
    """Whether a number is rung, as in *rang 999*, or is the length of a ranking."""
    before = text[max(0, amount.start - 60) : amount.start]
    if _EMERGENCY.match(text, amount.start):
        return bool(_TELEPHONE.search(before) or _CALLS.match(text, amount.end))
    is_ranking = before.lower().endswith("the ") and _RANKED.match(text, amount.end)
    return not amount.unit and not amount.is_share and bool(is_ranking)


def _is_defined(text: str, amount: Amount) -> bool:
    """Whether a number is the size of an example, or only says what a group or a term is."""
    before = text[text.rfind("\n", 0, amount.start) + 1 : amount.start]
    if amount.limits - {"about", "nearly"} and not amount.unit:
        # A limit such as "at least" is part of the amount.
        sentence = before[before.rfind(". ") + 1 :].lstrip()
        is_group = _GROUP.fullmatch(sentence) and _GROUP_ENDS.match(text, amount.end)
        return bool(is_group or _MEANING.search(before))
    return not amount.unit and not amount.is_share and _EXAMPLE.search(before) is not None


def _is_limit(text: str, amount: Amount) -> bool:
    """Whether a number is the limit of a group, or part of a note on the figures."""
    low = max(text.rfind(". ", 0, amount.start), text.rfind("\n", 0, amount.start)) + 1
    high = next((place for place in (text.find(". ", amount.end),) if place >= 0), len(text))
    is_plain = not amount.unit and not amount.is_share
    if is_plain and _NOTE.search(text[low:high]):
        return True
    in_brackets = text[amount.start - 1 : amount.start] == "(" and text[amount.end :][:1] == ")"
    is_money = amount.unit in ("£", "$", "€")
    is_band = in_brackets or _OF_BAND.search(text[low : amount.start]) is not None
    return bool(amount.limits - {"about", "nearly"}) and is_money and is_band
