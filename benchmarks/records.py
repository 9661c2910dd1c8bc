"""Made-up records of any size, with every kind of field that a real record has.

Nothing in them is real: people and organisations are numbered. The records pass the checks, and the
same size and seed always give the same record.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

_FIRST, _LAST = date(1990, 1, 1), date(2023, 6, 30)
_EVENTS_OF_ONE_ACTOR, _EVENTS_OF_ONE_SOURCE = 10, 2
_EVENTS_OF_ONE_ASK, _EVENTS_OF_ONE_COMMITMENT, _EVENTS_OF_ONE_RESTRICTED = 50, 5, 97
_TOPICS = (
    *("buses", "rail fares", "cycle lanes", "road safety", "clean air", "parking", "freight"),
    *("school travel", "street lighting", "pavements", "ferries", "taxis", "tolls", "funding"),
)
_KINDS = (
    *("white paper", "consultation", "response", "bill stage", "amendment", "act", "statement"),
    *("speech", "debate", "roundtable", "report", "poll", "statistics", "campaign", "concession"),
    *("ruling", "news"),
)
_WHAT = (
    *("publishes its plan for", "asks for views on", "answers its critics on", "puts off", "funds"),
    *("brings forward new rules on", "is questioned about", "reports on", "drops its target for"),
)
_SENTENCES = (
    "The department proposes a statutory duty on local authorities to publish a plan for {topic}.",
    "Ministers say that the cost of {topic} will be met from existing budgets until {year}.",
    "The committee finds that *fewer than half* of authorities know what they spend on {topic}.",
    "Campaigners want the deadline for {topic} to be **brought forward by two years**.",
    "An earlier draft had exempted small operators, who complained of the burden of {topic}.",
    "The regulator would enforce the rules on {topic} through a code of practice and fines.",
    "Nobody could say who is responsible for {topic} where two authorities share a boundary.",
    "See [the notice](https://example.org/notices/{year}/{number}) for how {topic} is defined.",
    "The figures for {topic} leave out the islands, which were last counted in {year}.",
    "A decision on {topic} is expected before the summer recess of {year}.",
)
_SHARES = ("back the plan", "have never heard of it", "would pay more", "oppose the delay")
_COUNTS = ("journeys lost", "complaints received", "homes affected", "replies to the consultation")
_STATEMENTS = (
    "we have listened, and we will come back to the House with a better plan",
    "a step in the right direction, and a small one",
    "people have waited long enough for an answer on {topic}",
    "nothing in this report should surprise anybody who travels to work",
)


def record(events: int, seed: int = 1) -> Iterator[str]:
    """Yield an events file in pieces. It has this number of `events`, of about a kilobyte each."""
    random = Random(seed)
    actors = max(2, events // _EVENTS_OF_ONE_ACTOR)
    yield (
        f"title: A record of {events:,} events\n"
        "publisher: {name: Example Policy Team, contact: policy@example.org}\n"
        "language: en-GB\ntimezone: Europe/London\ncorrect_as_of: 2023-12-31\n"
        "kinds: [inquiry hearing]\n\nactors:\n"
    )
    for n in range(actors):
        yield _actor(n)
    yield "\nareas:\n  north: {name: The north}\n\nsources:\n"
    for n in range(0, events, _EVENTS_OF_ONE_SOURCE):
        yield _source(n, events)
    yield "\nasks:\n"
    for n in range(0, events, _EVENTS_OF_ONE_ASK):
        yield f"  ask-{n}: {{title: A fairer deal in matter {n}, by: {_actor_id(n % actors)}}}\n"
    yield "\nevents:\n"
    for n in range(events):
        yield "\n".join(_event(random, n, events, actors)) + "\n\n"
    yield "editions:\n  timeline: {template: timeline}\n  member: {template: member}\n"


def _day(n: int, events: int) -> date:
    return _FIRST + (_LAST - _FIRST) * n // events


def _actor(n: int) -> str:
    if n % 2:
        return f"  body-{n}: {{name: Public Body {n}, type: department}}\n"
    return (
        f"  person-{n}:\n    name: Person {n}\n    type: person\n    roles:\n"
        f"      - {{title: Member for Place {n}, until: 2009-06}}\n"
        f"      - {{title: Minister for Matter {n}, from: 2009-06, until: 2016-07-13}}\n"
        f"      - {{title: Chair of Body {n + 1}, from: 2017}}\n"
    )


def _source(n: int, events: int) -> str:
    month = f"{_day(min(n + 1, events - 1), events):%Y-%m}"
    return (
        f"  report-{n}:\n    title: Report {n} on matters of public interest\n"
        f"    author: Public Body {n % 90}\n    publisher: Example Press\n    date: {month}\n"
        f"    url: https://example.org/reports/{n}\n"
    )


def _event(random: Random, n: int, events: int, actors: int) -> Iterator[str]:
    day, topic = _day(n, events), random.choice(_TOPICS)
    is_reversal = n > 2 and random.random() < 0.04
    kind = "U-turn amendment" if is_reversal else random.choice(_KINDS)
    yield f"  - id: event-{n}"
    yield f"    date: {_vague(random, day)}"
    is_own_kind = random.random() < 0.03 and not is_reversal
    yield f"    kind: {'inquiry hearing' if is_own_kind else kind}"
    yield f"    title: Public Body {n % 90} {random.choice(_WHAT)} {topic}"
    yield "    summary: |"
    yield from (f"      {line}".rstrip() for line in _summary(random, day, topic))
    also = random.sample(range(actors), min(actors, random.randrange(1, 4)))
    named = ", ".join(dict.fromkeys(map(_actor_id, (n % actors, *also))))
    yield f"    actors: [{named}]"
    yield f"    topics: [{', '.join(sorted({topic, random.choice(_TOPICS)}))}]"
    yield from _cited(random, n, day)
    if random.random() < 0.4:
        yield "    quotes:"
        statement = random.choice(_STATEMENTS).format(topic=topic)
        yield f'      - {{text: "{statement}", by: {_actor_id(random.randrange(actors) // 2 * 2)}}}'
    if random.random() < 0.4:
        yield "    figures:"
        for place in range(random.randrange(1, 4)):
            yield from _figure(random, n, place)
    for link, share in (("follows", 0.3), ("responds to", 0.1), ("amends", 0.05)):
        if n and random.random() < share:
            yield f"    {link}: [event-{_earlier(random, n)}]"
    if is_reversal:
        yield f"    reverses: [event-{_earlier(random, n)}]"
    if is_reversal or n % 11 == 5:
        yield f"    by: {_actor_id(0)}"
    if random.random() < 0.05:
        yield "    areas: [north]"
    yield from _policy(random, n, day, actors)
    if random.random() < 0.1:
        yield "    notes: Ask the department before this is used."
    if n % _EVENTS_OF_ONE_RESTRICTED == 48:
        yield "    audience: members"
    if n % _EVENTS_OF_ONE_RESTRICTED == 96:
        yield "    embargo: 2024-01-15T09:30"
    if random.random() < 0.5:
        yield f"    added: {day + timedelta(days=random.randrange(200))}"
    if n % _EVENTS_OF_ONE_RESTRICTED == 24:
        yield "    weight: high"
        yield f"    formerly: [former-{n}]"
    if random.random() < 0.02:
        yield "    disputed: The two sources differ on the day."


def _earlier(random: Random, n: int) -> int:
    """Return an event before event `n`, excluding those with a restricted audience."""
    earlier = random.randrange(max(0, n - 200), n)
    return earlier - _is_restricted(earlier)


def _is_restricted(n: int) -> bool:
    """Whether event `n` has a restricted audience."""
    return n % _EVENTS_OF_ONE_RESTRICTED in (48, 96)


def _policy(random: Random, n: int, day: date, actors: int) -> Iterator[str]:
    """Yield the commitments of an event, and its effect on earlier commitments and asks."""
    number, place = divmod(n, _EVENTS_OF_ONE_COMMITMENT)
    if place == 0 and not _is_restricted(n):
        due = random.choice(
            (
                *(f"{day + timedelta(days=400)}", f"spring {day.year + 2}", f"{day.year + 1}"),
                *(f"6 months after event-{n}", f"30 working days after {day}"),
            )
        )
        by = _actor_id(random.randrange(actors // 2) * 2 + 1)  # Organisations keep their roles.
        yield "    commitments:"
        yield f"      - {{id: promise-{n}, title: Publish plan {n}, by: {by}, due: {due}}}"
    is_open = not (_is_restricted(n) or _is_restricted(n - place))
    if place == 3 and number % 3 and is_open:
        yield f"    {('keeps', 'drops')[number % 3 - 1]}: [promise-{n - place}]"
    moves = ("raised", "advanced", "met in part", "set back", "met")
    move, place = divmod(n % _EVENTS_OF_ONE_ASK, _EVENTS_OF_ONE_ASK // len(moves))
    if place == 0:
        yield f"    asks: {{ask-{n - n % _EVENTS_OF_ONE_ASK}: {moves[move]}}}"


def _actor_id(n: int) -> str:
    return f"body-{n}" if n % 2 else f"person-{n}"


def _vague(random: Random, day: date) -> str:
    """Return a date that may be `day`, as precisely as curators write dates."""
    formats = [f"{day}"] * 12 + [f"{day:%Y-%m}"] * 4 + [f"{day:%Y-%m}?", f"{day:%Y}", f"{day:%Y}~"]
    formats += [f"{day:%Y-%m}/{day + timedelta(days=90):%Y-%m}", f"{day}/{day + timedelta(days=9)}"]
    if 3 <= day.month <= 11:
        season = ("spring", "summer", "autumn")[day.month // 3 - 1]
        formats.append(f"{season} {day:%Y}")
    return random.choice(formats)


def _summary(random: Random, day: date, topic: str) -> Iterator[str]:
    sentences = [
        sentence.format(topic=topic, year=day.year + 1, number=random.randrange(1000))
        for sentence in random.sample(_SENTENCES, random.randrange(4, 8))
    ]
    if random.random() < 0.15:
        yield from (*sentences[:2], "", *(f"- {sentence}" for sentence in sentences[2:]))
    else:
        yield from (*sentences[:3], "", *sentences[3:])


def _cited(random: Random, n: int, day: date) -> Iterator[str]:
    if n % _EVENTS_OF_ONE_SOURCE == 0:
        yield f"    sources: [{{ref: report-{n}, at: page {random.randrange(1, 200)}}}]"
    elif random.random() < 0.5:
        yield f"    source: report-{n - n % _EVENTS_OF_ONE_SOURCE}"
    elif random.random() < 0.5:
        yield f"    source: https://example.org/news/{n}"
    else:
        yield "    source:"
        yield f"      title: Notice {n}"
        yield "      publisher: Example Gazette"
        yield f"      date: {day + timedelta(days=120)}"
        yield f"      url: https://example.org/notices/{n}"


def _figure(random: Random, n: int, place: int) -> Iterator[str]:
    number = random.randrange(1, 99)
    if random.random() < 0.5:
        yield f"      - label: {random.choice(_SHARES)} in place {n}-{place}"
        yield f"        value: {number}%"
        yield "        of: adults"
        yield f"        sample: over {number * 100 + 1000:,}"
        yield "        by: Example Polling"
    else:
        values = (
            *(f"over {number * 1000:,}", f"up to {number * 1000:,}", f"£{number}m"),
            *(f"+{number}%", f"{number * 13:,}", f"{number} of {number * 2}"),
        )
        yield f"      - label: {random.choice(_COUNTS)} in place {n}-{place}"
        yield f"        value: {random.choice(values)}"
