"""Sentences and tables with figures, written by other code than the program's.

A statement is a label with a value, and the words in which a document gives it. The same value is
written in many ways: in digits or words, with signs, units, limits and shares.
"""

from dataclasses import dataclass
from fractions import Fraction
from random import Random

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(number: int) -> str:
    """Return a whole number below a billion in British English."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        ten, one = divmod(number, 10)
        return _TENS[ten] + (f"-{_ONES[one]}" if one else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_ONES[hundreds]} hundred" + (f" and {in_words(rest)}" if rest else "")
    for size, name in ((10**6, "million"), (1000, "thousand")):
        if number >= size:
            many, rest = divmod(number, size)
            link = " and " if 0 < rest < 100 else " "
            return f"{in_words(many)} {name}" + (f"{link}{in_words(rest)}" if rest else "")
    raise AssertionError(number)


@dataclass(frozen=True)
class Statement:
    """The label and value of a figure, and the clause in which a document states it.

    `of` is its group. `beside` is another number in the clause, which does not have the label.
    """

    label: str
    value: str
    clause: str
    kind: str = ""
    of: str = ""
    beside: str = ""


# Labels

_QUALITIES = (
    "recorded", "indecent", "serious", "new", "affordable", "delayed", "cancelled", "urgent",
    "anonymous", "unresolved", "repeated", "rural", "private", "temporary", "vacant",
)  # fmt: skip
_THINGS = (
    "offences", "homes", "complaints", "sessions", "operations", "buses", "inspections",
    "referrals", "appeals", "vacancies", "payments", "evictions", "applications", "injuries",
    "deaths",
)  # fmt: skip
_ABOUT = (
    "involving children", "in the north", "about online abuse", "for disabled people",
    "by councils", "near schools", "under the scheme", "without a decision", "in coastal towns",
    "against tenants", "on housing estates", "at weekends", "since the reform",
    "with young drivers",
)  # fmt: skip
_VERBS = ("back", "want", "support", "reject", "fear", "welcome", "demand", "distrust")
_AIMS = (
    "criminal prosecution of executives", "a ban on disposable cups", "cheaper bus fares",
    "the new cycle lanes", "a rent cap for social housing", "the closure of the library",
    "an independent inquiry", "stricter rules for landlords", "a tax on empty homes",
    "later school hours", "a vote at sixteen", "the reservoir plans", "longer prison sentences",
)  # fmt: skip
_GROUPS = ("adults", "parents", "teachers", "residents", "patients", "people", "voters", "nurses")
_BODIES = ("The NSPCC", "The council", "Police forces", "The regulator", "NHS England", "Ministers")
_TIMES = ("last year", "in 2019", "in the year to March 2021", "since April 2017", "in 2019–20", "")
_COSTS = (
    "flood defences", "school repairs", "the tram extension", "legal advice", "agency staff",
    "the new hospital", "road resurfacing", "compensation", "broadband for villages",
)  # fmt: skip


def _count_label(chance: Random) -> str:
    parts = [chance.choice(_QUALITIES), chance.choice(_THINGS), chance.choice(_ABOUT)]
    return " ".join(parts)


# Values, as a record and as a document write them

LIMITS = {
    "over": ("over", "more than", "in excess of"),
    "more than": ("over", "more than"),
    "at least": ("at least", "no fewer than"),
    "up to": ("up to", "as many as", "no more than"),
    "about": ("about", "around", "some", "roughly", "approximately"),
    "nearly": ("nearly", "almost"),
}
_SHARES = {
    10: ["one in ten", "1 in 10", "one in every ten", "a tenth"],
    20: ["one in five", "a fifth", "1 in 5", "one fifth", "one-fifth"],
    25: ["a quarter", "one in four", "one quarter"],
    30: ["three in ten", "3 in 10", "three out of ten"],
    40: ["two in five", "two-fifths", "four in ten"],
    50: ["half", "one in two", "one half"],
    60: ["three in five", "six out of ten", "three fifths"],
    70: ["seven in ten", "7 out of 10"],
    75: ["three quarters", "three-quarters", "three in four"],
    80: ["four in five", "eight out of ten", "four-fifths"],
    90: ["nine in ten", "9 out of 10", "nine out of ten", "9 in 10"],
}


def _percent(number: str, chance: Random) -> str:
    unit = chance.choice(["%", "%", "%", " per cent", " percent", "\u00a0per cent", "pc"])
    if "." not in number and chance.random() < 0.2:
        return f"{in_words(int(number))} per cent"
    return f"{number}{unit}"


def _number(number: int, chance: Random) -> str:
    choice = chance.random()
    if choice < 0.1 and number < 10**6:
        return in_words(number)
    if choice < 0.15 and number >= 1000:
        return f"{number:,}".replace(",", chance.choice(["\u2009", "\u202f", "\u00a0"]))
    if number % 100_000 == 0:
        millions = f"{Fraction(number, 10**6).numerator / Fraction(number, 10**6).denominator:g}"
        return chance.choice([f"{number:,}", f"{millions} million", f"{millions}m"])
    return f"{number:,}"


def _count(chance: Random) -> int:
    size = chance.random()
    if size < 0.3:
        return chance.randint(12, 999)
    if size < 0.85:
        return chance.randint(1000, 99_999)
    return chance.randint(1, 300) * 100_000


def _limited(value: str, written: str, chance: Random) -> tuple[str, str]:
    """Return a value and how it is written, sometimes with a limit."""
    if chance.random() > 0.25:
        return value, written
    limit = chance.choice(list(LIMITS))
    return f"{limit} {value}", f"{chance.choice(LIMITS[limit])} {written}"


# Statements


def share(chance: Random) -> Statement:
    """Make a statement on a share of people."""
    verb, aim, group = chance.choice(_VERBS), chance.choice(_AIMS), chance.choice(_GROUPS)
    label = f"{verb} {aim}"
    percent = chance.choice([*_SHARES, *(chance.randint(2, 98) for _ in range(12))])
    number = f"{percent}.{chance.randint(1, 9)}" if chance.random() < 0.1 else str(percent)
    is_round = number == str(percent) and percent in _SHARES
    if is_round and chance.random() < 0.6:
        written = chance.choice(_SHARES[percent])
    else:
        written = _percent(number, chance)
    value, written = _limited(f"{number}%", written, chance)
    clause = chance.choice([
        f"{written} of {group} {verb} {aim}",
        f"{written} of the {group} asked {verb} {aim}",
        f"of the {group} in the survey, {written} {verb} {aim}",
        f"{aim} {'are' if aim.endswith('s') else 'is'} something that {written} of {group} {verb}",
        f"when asked if they {verb} {aim}, {written} of {group} agreed",
    ])  # fmt: skip
    return Statement(label, value, clause, "share")


def count(chance: Random) -> Statement:
    """Make a statement on a count, such as a number of homes."""
    label, number = _count_label(chance), _count(chance)
    value = chance.choice([f"{number:,}", str(number)])
    value, written = _limited(value, _number(number, chance), chance)
    body, time = chance.choice(_BODIES), chance.choice(_TIMES)
    when = f" {time}" if time else ""
    less = f"{max(2, number - chance.randint(1, number // 2)):,}"
    clause = chance.choice([
        f"{body} recorded {written} {label}{when}",
        f"there were {written} {label}{when}",
        f"the number of {label} reached {written}{when}",
        f"{body} found that {label} had risen from {less} to {written}{when}",
        f"{label}{when} numbered {written}",
        f"a total of {written} {label} were counted{when}",
    ])  # fmt: skip
    return Statement(label, value, clause, "count")


def change(chance: Random) -> Statement:
    """Make a statement on a rise or a fall."""
    noun, percent = _count_label(chance), chance.randint(2, 98)
    is_rise, time = chance.random() < 0.5, chance.choice(_TIMES)
    when = f" {time}" if time else ""
    written = _percent(str(percent), chance)
    verb = chance.choice(["rose", "increased", "grew"] if is_rise else ["fell", "dropped"])
    name = chance.choice(["rise", "increase"] if is_rise else ["fall", "decrease", "drop"])
    side, sign = ("up", "+") if is_rise else ("down", chance.choice("-−"))
    clause = chance.choice([
        f"{noun} {verb} by {written}{when}",
        f"{noun} were {side} {written}{when}",
        f"there was a {written} {name} in {noun}{when}",
        f"{noun} saw {'an' if name == 'increase' else 'a'} {name} of {written}{when}",
        f"{noun} {verb} {written}{when}",
        f"{noun} ({sign}{percent}%) stood out{when}",
    ])  # fmt: skip
    label = chance.choice([f"change in {noun}", noun])
    return Statement(label, f"{'+' if is_rise else '-'}{percent}%", clause, "change")


def difference(chance: Random) -> Statement:
    """Make a statement on a number that is no total: how many more or fewer there are."""
    noun, number = _count_label(chance), _count(chance)
    written, time = _number(number, chance), chance.choice(_TIMES)
    when = f" {time}" if time else ""
    word = chance.choice(["more", "fewer", "extra", "additional", "further"])
    if word in ("more", "fewer"):
        stated = f"{written} {word} {noun}"
    else:
        stated = f"{'a' if word == 'further' else 'an'} {word} {written} {noun}"
    clause = chance.choice([
        f"{chance.choice(_BODIES)} recorded {stated}{when}",
        f"there were {stated}{when}",
        f"{stated} were counted{when}",
    ])  # fmt: skip
    return Statement(f"{word} {noun}", f"{number:,}", clause, "difference")


def money(chance: Random) -> Statement:
    """Make a statement on a sum of money."""
    thing = f"{chance.choice(_COSTS)} {chance.choice(_ABOUT)}"
    tenths = chance.randint(11, 999)
    millions = f"{tenths / 10:g}"
    value = chance.choice([f"£{millions}m", f"£{millions} million", f"£{tenths * 100_000:,}"])
    written = chance.choice([
        f"£{millions}m", f"£{millions} million", f"£{millions}mn", f"£{tenths * 100_000:,}",
        f"{millions} million pounds", f"£ {millions}m",
    ])  # fmt: skip
    if tenths % 10 == 0 and chance.random() < 0.3:
        written = f"{in_words(tenths // 10)} million pounds"
    value, written = _limited(value, written, chance)
    clause = chance.choice([
        f"{chance.choice(_BODIES)} spent {written} on {thing}",
        f"spending on {thing} came to {written}",
        f"{written} went on {thing}",
        f"the bill for {thing} is {written}",
    ])  # fmt: skip
    return Statement(thing, value, clause, "money")


def ratio(chance: Random) -> Statement:
    """Make a statement on a number out of a total."""
    noun = f"{chance.choice(_QUALITIES)} {chance.choice(_THINGS)}"
    whole = chance.choice([n for n in range(11, 90) if n not in (20, 25, 50)])
    part = chance.randint(2, whole - 1)
    whole_words, part_words = (
        chance.choice([str(n), in_words(n) if n < 100 else str(n)]) for n in (whole, part)
    )
    written = chance.choice([
        f"{part_words} out of {whole_words}", f"{part} of {whole}", f"{part_words} of the {whole}",
        f"{part_words} out of the {whole_words}", f"{part}/{whole}",
    ])  # fmt: skip
    clause = chance.choice([
        f"inspectors criticised {written} {noun}",
        f"{written} {noun} did not meet the standard",
        f"of the {noun}, {written} passed",
    ])  # fmt: skip
    return Statement(noun, f"{part} of {whole}", clause, "ratio")


def duration(chance: Random) -> Statement:
    """Make a statement on a length of time."""
    noun, number = _count_label(chance), chance.randint(2, 40)
    unit = chance.choice(["years", "months", "weeks", "days"])
    value, written = _limited(
        f"{number} {unit}", f"{chance.choice([str(number), in_words(number)])} {unit}", chance
    )
    clause = f"the average wait for {noun} is {written}"
    return Statement(f"average wait for {noun}", value, clause, "duration")


def survey(chance: Random) -> Statement:
    """Make a statement on a share of people, with the size of the sample."""
    verb, aim, group = chance.choice(_VERBS), chance.choice(_AIMS), chance.choice(_GROUPS)
    percent, sample = chance.randint(51, 98), f"{chance.randint(302, 9999):,}"
    written = _percent(str(percent), chance)
    clause = chance.choice([
        f"{written} of {sample} {group} {verb} {aim}",
        f"of {sample} {group} asked, {written} {verb} {aim}",
        f"a survey of {sample} {group} found that {written} {verb} {aim}",
        f"a poll of over {sample} {group} shows that {written} {verb} {aim}",
        f"{aim} is what {written} of the {sample} {group} {verb}",
    ])  # fmt: skip
    return Statement(f"{verb} {aim}", f"{percent}%", clause, "survey", beside=sample)


def groups(chance: Random) -> Statement:
    """Make a statement on one of two groups of people, with one label for both."""
    verb, aim = chance.choice(_VERBS), chance.choice(_AIMS)
    one, two = chance.sample(_GROUPS, 2)
    first, second = (str(number) for number in chance.sample(range(51, 99), 2))
    shares = f"{_percent(first, chance)} of {one} and {_percent(second, chance)} of {two}"
    clause = chance.choice([f"{shares} {verb} {aim}", f"{aim} got the {verb} of {shares}"])
    if chance.random() < 0.5:
        one, first, second = two, second, first
    return Statement(f"{verb} {aim}", f"{first}%", clause, "groups", of=one, beside=f"{second}%")


def rise_to(chance: Random) -> Statement:
    """Make a statement on a new level, after the change to it."""
    noun, number, percent = _count_label(chance), _count(chance), str(chance.randint(2, 98))
    written, share = _number(number, chance), f"{percent}{chance.choice(['%', ' per cent'])}"
    time = chance.choice(["", " in a year", " last year"])
    clause = chance.choice([
        f"{noun} rose by {share}{time}, to {written}",
        f"{noun} fell {share}{time} to {written}",
        f"{noun} reached {written}{time}, up {share}",
        f"{noun} numbered {written} ({chance.choice('+-')}{percent}%){time}",
    ])  # fmt: skip
    return Statement(noun, f"{number:,}", clause, "level")


KINDS = (
    share,
    share,
    count,
    count,
    change,
    change,
    difference,
    money,
    ratio,
    duration,
    survey,
    groups,
    rise_to,
)


def statement(chance: Random) -> Statement:
    """Make a statement of any kind."""
    return chance.choice(KINDS)(chance)


def sentences(statements: list[Statement], chance: Random) -> list[str]:
    """Return sentences that give the statements in order: each has one or two of them."""
    made, rest = [], list(statements)
    while rest:
        text = rest.pop(0).clause
        if rest and chance.random() < 0.35:
            link = chance.choice([" and ", ", and ", ", while ", "; ", ", but ", ", whereas "])
            following = rest.pop(0).clause
            text += link + following
        opening = chance.choice(["", "", "", "In its report, the committee said that ", "Yet "])
        text = f"{opening}{text}"
        made.append(f"{text[0].upper()}{text[1:]}{chance.choice(['.', '.', '.', '!'])}")
    return made


# Forgeries


def forgeries(
    one: Statement, others: list[Statement], chance: Random
) -> list[tuple[str, str, str]]:
    """Return false figures that resemble a statement: their label, value and kind of forgery."""
    made = [(one.label, _digit_changed(one.value, chance), "digit")]
    if one.beside:
        made.append((one.label, one.beside, "beside"))
    different = [other for other in others if other.value != one.value]
    if different:
        made.append((one.label, chance.choice(different).value, "other value"))
    if one.kind == "difference":
        made.append((one.label.partition(" ")[2], one.value, "total"))
    if one.value[0] in "+-":
        sign = "-" if one.value[0] == "+" else "+"
        made.append((one.label, sign + one.value[1:], "sign"))
    return made


def _digit_changed(value: str, chance: Random) -> str:
    places = [n for n, letter in enumerate(value) if letter.isdigit()]
    place = chance.choice(places)
    first = place == 0 or not (value[place - 1].isdigit() or value[place - 1] in ".,")
    digits = [digit for digit in "123456789" + "0" * (not first) if digit != value[place]]
    return value[:place] + chance.choice(digits) + value[place + 1 :]


_WAYS = {
    "+": ("rose", "rise", "increase", "grew", " up ", "(+"),
    "-": ("fell", "fall", "drop", "decrease", " down ", "(-", "(−"),
}


def is_true(label: str, value: str, statements: list[Statement]) -> bool:
    """Whether a statement has the digits of the value, and all the words of the label."""
    words = _words(label) - _words("change in the")
    digits = _digits(value)
    return any(
        words <= _words(other.clause)
        and digits in {_digits(part) for part in (other.value, *other.clause.split())}
        and digits != _digits(other.beside)
        and (other.kind != "difference" or label.split()[0] == other.label.split()[0])
        and (value[0] not in "+-" or any(way in other.clause for way in _WAYS[value[0]]))
        for other in statements
    )


def _words(text: str) -> set[str]:
    return {word.strip(",;:()")[:5] for word in text.lower().split()}


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit() or letter == ".").strip(".")
