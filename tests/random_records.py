"""Random records, in which everything with a restricted audience is marked.

Each text, id, label, address and number that only members or only internal readers may see contains
a marker word for its level, or is a number or a year that occurs nowhere else. A marker that the
tests find in a briefing for a wider audience is a leak.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date as Day
from datetime import timedelta
from random import Random
from typing import Any, get_args

from pydantic import BaseModel

from briefing.record.claims import ClaimKey, claims
from briefing.record.fields import SectionPlace
from briefing.record.merging import merge
from briefing.record.model import (
    Actor,
    Area,
    Ask,
    Commitment,
    Event,
    EventsFile,
    Figure,
    Quote,
)
from briefing.record.pictures import prepared
from briefing.record.proofs import Grade, Proof, Selector, proofs_of
from briefing.record.record import Record
from briefing.record.references import Section, reference_fields
from tests.helpers import DIGESTS, KINDS

READERS = ("public", "members", "internal")
MARKERS = {1: "zwmembersonly", 2: "zwinternalonly"}
RECIPIENT = "zwrecipientonly"
"""A marker in all names and addresses of recipients, which appear in no document.

It is also in the parts of evidence.lock that appear in no document, such as the names of copies.
"""
Data = dict[str, Any]

_WORDS = ("park", "council", "road", "bridge", "school", "budget", "review", "rail", "bus", "fare")
_KINDS = (
    "news", "report", "poll", "statement", "consultation", "response", "amendment", "ruling",
    "U-turn amendment",
)  # fmt: skip
_MOVES = ("raised", "advanced", "met in part", "met", "set back", "refused")
_LINKS = ("follows", "responds to", "amends")
_FAMILIES = ("government", "parliament", "courts", "evidence", "statements")
_BY_HAND = {
    *("actors", "by", "areas", "area", "within", "part of", "asks", "supports", "keeps", "drops"),
    *("follows", "responds to", "amends", "due"),
}
"""The fields with references that are filled in individually. All others are filled in alike."""
_LENGTHS = ("6 weeks", "18 months", "a year", "3 years")
# Days on which clocks change and the days before, in zones that change at different hours, and one
# that skipped a day.
_CLOCKS = [
    ("Europe/London", "2023-03-25"),
    ("Europe/London", "2023-10-28"),
    ("Europe/London", "2023-10-29"),
    ("America/New_York", "2023-03-12"),
    ("America/New_York", "2023-11-05"),
    ("America/Sao_Paulo", "2018-02-17"),
    ("America/Havana", "2023-11-04"),
    ("Australia/Lord_Howe", "2023-04-01"),
    ("Pacific/Apia", "2011-12-29"),
]


@dataclass
class RandomRecord:
    """The files of a record, by name, as data. `day` is the day that it is read as of.

    `proofs` are those in its evidence.lock, including proofs of claims that it no longer has.
    `pictures` are the files that it refers to, by name. `hidden_numbers` and `hidden_years` occur
    only at their level: 1 for members and 2 for internal.
    """

    files: dict[str, Data]
    zone: str
    day: Day
    is_earlier: bool
    has_own_years: bool
    hidden_numbers: dict[int, list[str]] = field(default_factory=lambda: {1: [], 2: []})
    proofs: Sequence[Proof] = ()
    pictures: dict[str, bytes] = field(default_factory=dict)

    def record(self) -> Record:
        """Return the record as it would be read."""
        files = deepcopy(self.files)
        record = merge((name, EventsFile.model_validate(data)) for name, data in files.items())
        pictures = {
            (where.file, picture.file): prepared(self.pictures[picture.file])
            for where, picture in record.pictured
        }
        return replace(record, proofs=proofs_of(self.proofs), pictures=pictures)


def random_record(seed: int, *, has_pictures: bool = False) -> RandomRecord:
    """Return the record of this `seed`."""
    return _Maker(Random(seed), has_pictures).made


def level_in(name: str) -> int:
    """Return the level whose marker is in the name of a source."""
    return max((level for level, marker in MARKERS.items() if marker in name), default=0)


class _Maker:
    def __init__(self, chance: Random, has_pictures: bool) -> None:
        self.chance, self.serial, self.has_pictures = chance, 0, has_pictures
        zone, day = chance.choice(_CLOCKS)
        limit = Day.fromisoformat(day)
        is_earlier = chance.random() < 0.4
        self.levels_of_parts: dict[int, int] = {}
        self.made = RandomRecord({}, zone, limit, is_earlier, chance.random() < 0.5)
        stops = limit + timedelta(days=chance.randrange(1, 400)) if is_earlier else limit
        audiences = [chance.choice((None, "public")), chance.choice((None, "public", *READERS[1:]))]
        self.levels = [READERS.index(audience) if audience else 0 for audience in audiences]
        self.names = [
            "1-record.yaml",
            f"2-{self.id(self.levels[1])}.yaml",
        ]
        self.files: list[Data] = [
            {} if audience is None else {"audience": audience} for audience in audiences
        ]
        for name, data in zip(self.names, self.files, strict=True):
            self.made.files[name] = data
        self.files[0].update(title="A record", timezone=zone, correct_as_of=stops.isoformat())
        self.files[0]["publisher"] = {"name": "A publisher", "contact": "a@example.org"}
        for key in ("recent", "stale_after"):
            if self.maybe(0.4):
                self.files[0][key] = chance.choice(_LENGTHS)
        # The ids of each section, with the level that may name each and the level that defines it.
        self.known: dict[Section, list[tuple[str, int, int]]] = {}
        self.topics = [(self.text(level), level) for level in (0, 0, 1, 2)]
        self.labels = [self.text(0) for _ in range(3)]
        self.actors = self.make_actors()
        self.areas = self.make_areas()
        self.sources = self.make_sources()
        self.asks = self.make_asks()
        self.make_kinds()
        self.make_events()
        self.make_editions()
        self.made.proofs = self.make_proofs()
        self.make_questions()

    # Words, numbers and days

    def id(self, level: int) -> str:
        self.serial += 1
        return f"{MARKERS.get(level, 'plain')}-{self.serial}"

    def text(self, level: int, words: int = 3) -> str:
        self.serial += 1
        chosen = self.chance.choices(_WORDS, k=words)
        if level:
            chosen.insert(self.chance.randrange(words + 1), MARKERS[level])
        return f"{' '.join(chosen)} {self.serial}"

    def number(self, level: int) -> str:
        if not level:
            return self.chance.choice(("{}%", "{}", "over {}", "£{}m", "{} of 997")).format(
                self.chance.randrange(1, 100)
            )
        self.serial += 1
        number = f"{7_000_000 + self.serial:,}"
        self.made.hidden_numbers[level].append(number)
        return number

    def day(self, level: int) -> str:
        year = self.chance.randrange(self.made.day.year - 4, self.made.day.year + 2)
        if level and self.made.has_own_years:
            year = self.chance.randrange(1810, 1848) if level == 1 else 1862 + year % 30
            # Axes show round years, and may extend some years beyond the last event.
            year += year % 10 == 0
        written = f"{year}-{self.chance.randrange(1, 13):02}"
        if self.chance.random() < 0.6:
            written += f"-{self.chance.randrange(1, 29):02}"
        return written

    def maybe(self, often: float) -> bool:
        return self.chance.random() < often

    def guard(self) -> tuple[Data, int]:
        """Return the keys for an audience, an embargo or neither, and the resulting level."""
        keys: Data = {}
        level = 0
        if self.maybe(0.3):
            keys["audience"] = self.chance.choice(READERS)
            level = READERS.index(keys["audience"])
        if self.maybe(0.15):
            days = self.chance.choice((-300, -1, 0, 1, 1, 300))
            day = self.made.day + timedelta(days=days)
            hour, minute = self.chance.choice((0, 0, 1, 2, 12, 23)), self.chance.choice((0, 30, 59))
            keys["embargo"] = f"{day}T{hour:02}:{minute:02}"
            # The record is read at the very end of the day.
            level = 2 if days > 0 else level
        return keys, level

    def weight(self) -> Data:
        """Return the key for a weight, or nothing."""
        return {"weight": self.chance.choice(("high", "high", "low"))} if self.maybe(0.3) else {}

    def places(self, often: float) -> tuple[Data, int]:
        """Return the key for areas, if any, and the resulting level: that of the widest area."""
        chosen = [self.chance.choice(self.areas) for _ in range(self.chance.randrange(1, 3))]
        if not self.maybe(often):
            return {}, 0
        return {"areas": sorted({id for id, _ in chosen})}, min(level for _, level in chosen)

    def file(self) -> int:
        return int(self.maybe(0.4))

    def section(self, name: str, file: int) -> Data:
        part: Data = self.files[file].setdefault(name, {})
        return part

    def others(self, model: type[BaseModel], level: int) -> Data:
        """Choose items that this level may know for the references in fields not named here."""
        made: Data = {}
        for name, key, to, _ in reference_fields(model):
            if to is None or key in _BY_HAND or self.maybe(0.4):
                continue
            ids = [
                id
                for id, named, known_at in self.known.get(to.section, ())
                if (known_at if to.is_required else named) <= level
            ]
            if ids:
                chosen = self.chance.choice(ids)
                made[key] = [chosen] if model.model_fields[name].default == () else chosen
        return made

    def picture(self, level: int) -> Data:
        """Return the key for a picture, whose file, words and drawing are marked."""
        if not self.has_pictures:
            return {}
        marker, n = MARKERS.get(level, "plain"), len(self.made.pictures)
        name = f"{marker}-{n}.svg"
        self.made.pictures[name] = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 {20 + n}">'
            f'<metadata>{RECIPIENT}</metadata><path id="{marker}" d="M0 {n}H30"/></svg>'
        ).encode()
        words = {key: f"{marker} {key} {n}" for key in ("alt", "caption", "credit")}
        return {"picture": {"file": name, **words}}

    # Items

    def make_actors(self) -> list[tuple[str, int, int]]:
        """Make actors. Return their ids, with the level of the name and the level of the file."""
        made: list[tuple[str, int, int]] = []
        for named in (0, 0, 0, 1, 2):
            file = self.file()
            level = max(named, self.levels[file])
            id = self.id(level)
            actor: Data = {"name": self.text(level), **self.others(Actor, level)}
            if self.maybe(0.3):
                actor["type"] = self.chance.choice(("court", "department", "person"))
            if made and self.maybe(0.4):
                actor["part of"] = self.chance.choice(made)[0]
            actor |= self.picture(level)
            actor["roles"] = [{"title": self.text(level), "from": "1700"}]
            self.section("actors", file)[id] = actor
            made.append((id, named, level))
            self.known["actors"] = made
        return made

    def actor(self, level: int) -> tuple[str, int]:
        """Choose an actor that an item of this level may name. Return the actor's level too."""
        id, _, known_at = self.chance.choice([actor for actor in self.actors if actor[1] <= level])
        return id, max(level, known_at)

    def make_areas(self) -> list[tuple[str, int]]:
        made: list[tuple[str, int]] = []
        for _ in range(4):
            file = self.file()
            level = self.levels[file]
            id = self.id(level)
            self.section("areas", file)[id] = {"name": self.text(level), **self.others(Area, level)}
            if made and self.maybe(0.7):
                self.section("areas", file)[id]["within"] = self.chance.choice(made)[0]
            made.append((id, level))
            self.known["areas"] = [(id, 0, level) for id, level in made]
        return made

    def source(self, level: int) -> Data:
        made: Data = {"title": self.text(level)}
        for key in ("author", "publisher"):
            if self.maybe(0.5):
                made[key] = self.text(level)
        if self.maybe(0.5):
            made["url"] = f"https://example.org/{self.id(level)}"
        if self.maybe(0.3):
            made["archived"] = f"https://archive.example.org/{self.id(level)}"
        if self.maybe(0.7):
            made["date"] = self.day(level)
        return made

    def make_sources(self) -> list[tuple[str, int]]:
        made = []
        for _ in range(6):
            file, (keys, restricted_to) = self.file(), self.guard()
            level = max(restricted_to, self.levels[file])
            id = self.id(level)
            self.section("sources", file)[id] = {**self.source(level), **keys}
            made.append((id, level))
        self.known["sources"] = [(id, 0, level) for id, level in made]
        return made

    def citation(self, level: int) -> tuple[Data, int]:
        """Make a citation for an item of this level. Return the level of the document too."""
        if self.maybe(0.6):
            id, of_source = self.chance.choice(self.sources)
            made: Data = {"ref": id}
        else:
            keys, restricted_to = self.guard()
            of_source = max(level, restricted_to)
            made = {**self.source(of_source), **keys}
        if self.maybe(0.4):
            made["at"] = self.text(max(level, of_source))
        return made, of_source

    def make_asks(self) -> list[tuple[str, int]]:
        made = []
        for _ in range(3):
            file, (keys, restricted_to), (places, of_places) = (
                self.file(),
                self.guard(),
                self.places(0.3),
            )
            by, level = self.actor(max(restricted_to, of_places, self.levels[file]))
            id, keys = self.id(level), {**keys, **places, **self.weight()}
            keys |= self.others(Ask, level)
            self.section("asks", file)[id] = {"title": self.text(level), "by": by, **keys}
            made.append((id, level))
        self.known["asks"] = [(id, 0, level) for id, level in made]
        return made

    def make_kinds(self) -> None:
        self.kinds = [(kind, 0) for kind in _KINDS] + [
            (self.text(level, 1), level) for level in (1, 2)
        ]
        self.files[0]["kinds"] = [
            {"name": kind, "family": self.chance.choice(_FAMILIES)} if self.maybe(0.6) else kind
            for kind, level in self.kinds
            if level
        ]

    def make_events(self) -> None:
        plans = []
        for _ in range(self.chance.randrange(3, 12)):
            file, (keys, restricted_to), (places, of_places) = (
                self.file(),
                self.guard(),
                self.places(0.25),
            )
            level = max(restricted_to, of_places, self.levels[file])
            keys |= {**places, **self.weight()}
            plans.append((self.day(level), self.id(level), self.maybe(0.8), file, level, keys))
        plans.sort(key=lambda plan: plan[0])
        self.named = [(day, id) for day, id, is_named, *_ in plans if is_named]
        self.earlier: list[tuple[str, int]] = []
        self.promised: list[str] = []
        self.raised: set[str] = set()
        for date, id, is_named, file, level, keys in plans:
            made = {**self.event(date, level), **keys, **self.picture(level)}
            self.section_of_events(file).append(made)
            if is_named:
                made["id"] = id
                self.earlier.append((id, level))
                self.known.setdefault("events", []).append((id, 0, level))
        for file in (0, 1):
            self.chance.shuffle(self.section_of_events(file))

    def section_of_events(self, file: int) -> list[Data]:
        events: list[Data] = self.files[file].setdefault("events", [])
        return events

    def event(self, date: str, level: int) -> Data:
        made: Data = {
            "date": date,
            "kind": self.chance.choice([kind for kind, needed in self.kinds if needed <= level]),
            "title": self.text(level),
            "topics": [
                topic for topic, needed in self.topics if needed <= level and self.maybe(0.4)
            ],
            "actors": [],
        }
        if self.maybe(0.5):
            made["summary"] = f"{self.text(level, 8)} **{self.text(level)}**"
        if self.maybe(0.3):
            made["notes"] = self.text(2)
        if self.maybe(0.2):
            made["disputed"] = self.text(level)
        if self.maybe(0.2):
            made["added"] = f"{self.made.day.year - 1}-05-05"
        for _ in range(self.chance.randrange(3)):
            id, of_actor = self.actor(level)
            made["actors"].append(
                {"ref": id, **({"as": self.text(of_actor)} if self.maybe(0.3) else {})}
            )
        if self.maybe(0.4):
            deciders = [self.actor(level)[0] for _ in range(self.chance.choice((1, 1, 1, 2)))]
            made["by"] = deciders[0] if self.maybe(0.5) else sorted(set(deciders))
        cited = [self.citation(level) for _ in range(self.chance.choice((1, 1, 2)))]
        made["sources"] = [citation for citation, _ in cited]
        rests = min(of_source for _, of_source in cited)
        made["quotes"] = [self.quote(level, rests) for _ in range(self.chance.randrange(3))]
        made["figures"] = [self.figure(level, rests) for _ in range(self.chance.randrange(4))]
        made["commitments"] = [
            self.commitment(date, level) for _ in range(self.chance.choice((0, 0, 1, 2)))
        ]
        for key in ("keeps", "drops"):
            if self.promised and self.maybe(0.3):
                made[key] = [self.promised.pop(self.chance.randrange(len(self.promised)))]
        self.promised += [commitment["id"] for commitment in made["commitments"]]
        made["asks"] = {}
        for id, _ in self.asks:
            if self.maybe(0.4):
                made["asks"][id] = self.chance.choice(_MOVES) if id in self.raised else "raised"
                self.raised.add(id)
        for link in _LINKS:
            if self.earlier and self.maybe(0.3):
                made[link] = [self.chance.choice(self.earlier)[0]]
        if self.earlier and self.maybe(0.5):
            chosen = self.chance.sample(self.earlier, k=min(2, len(self.earlier)))
            made["reverses"] = [
                {"ref": id, "part": self.text(max(level, of_event))} if self.maybe(0.4) else id
                for id, of_event in chosen[: self.chance.choice((1, 1, 2))]
            ]
        return made | self.others(Event, level)

    def part(self, level: int, rests: int) -> tuple[Data, int]:
        """Return the restrictions and the source of a quote or figure, and the resulting level."""
        made, restricted_to = self.guard()
        level = max(level, restricted_to)
        if self.maybe(0.3):
            made["source"], rests = self.citation(level)
        return made, max(level, rests)

    def quote(self, level: int, rests: int) -> Data:
        made, level = self.part(level, rests)
        places, of_places = self.places(0.25)
        made |= {**places, **self.weight()}
        made["by"], level = self.actor(max(level, of_places))
        made["text"] = self.text(level, 6)
        if self.maybe(0.3):
            made["as"] = self.text(level)
        return self.of_level(made | self.others(Quote, level), level)

    def figure(self, level: int, rests: int) -> Data:
        made, level = self.part(level, rests)
        if self.maybe(0.5):
            made["area"], of_area = self.chance.choice(self.areas)
            level = max(level, of_area)
        made["label"] = self.chance.choice(self.labels) if self.maybe(0.6) else self.text(level)
        made["value"] = self.number(level)
        if self.maybe(0.4):
            made["sample"] = self.number(level)
        if self.maybe(0.4):
            made["of"] = self.text(level)
        if self.maybe(0.6):
            made["by"] = self.actor(level)[0] if self.maybe(0.5) else self.text(level)
        if self.maybe(0.2):
            made["worked_out"] = self.text(level)
        if self.maybe(0.4):
            made["supports"] = self.chance.choice(self.asks)[0]
        if self.maybe(0.2):
            made["disputed"] = self.text(level)
        return self.of_level(made | self.weight() | self.others(Figure, level), level)

    def of_level(self, part: Data, level: int) -> Data:
        """Record the level of a quote or figure, and return it."""
        self.levels_of_parts[id(part)] = level
        return part

    def make_questions(self) -> None:
        for _ in range(4):
            file, (keys, restricted_to), (places, of_places) = (
                self.file(),
                self.guard(),
                self.places(0.25),
            )
            level = max(restricted_to, of_places, self.levels[file])
            cited = [self.citation(level) for _ in range(self.chance.choice((0, 1, 1, 2)))]
            level = max(level, min((of_source for _, of_source in cited), default=0))
            made: Data = {**keys, **places, **self.weight()}
            made["sources"] = [citation for citation, _ in cited]
            sections: tuple[Section, ...] = ("events", "asks", "commitments")
            for section in sections:
                known = self.known.get(section, [])
                if known and self.maybe(0.5):
                    chosen = self.chance.choices(known, k=2)
                    made[section] = sorted({id for id, *_ in chosen})
                    level = max(level, min(known_at for *_, known_at in chosen))
            made["question"] = f"{self.text(level, 6)}?"
            if self.maybe(0.8):
                made["answer"] = f"{self.text(level, 8)} **{self.text(level)}**"
            self.section("questions", file)[self.id(level)] = made

    def make_proofs(self) -> list[Proof]:
        """Make proofs of most quotes and figures. Each passage is of the level of all it shows."""
        levels: dict[tuple[ClaimKey, str], int] = {}
        for claim in claims(self.made.record()):
            part: Any = self.made.files[claim.where.file]
            for step in claim.where.path:
                part = part[step]
            for name in claim.source_names:
                level = max(self.levels_of_parts[id(part)], level_in(name))
                levels[claim.key, name] = min(level, levels.get((claim.key, name), level))
        may_fail = self.maybe(0.3)
        made = [
            self.proof(key, name, level, may_fail=may_fail)
            for (key, name), level in levels.items()
            if self.maybe(0.8)
        ]
        gone = replace(made[0].key, text=self.text(2)) if made else None
        return [*made, replace(made[0], key=gone)] if gone else made

    def proof(self, key: ClaimKey, name: str, level: int, *, may_fail: bool) -> Proof:
        secret = f"{RECIPIENT}-{self.text(0)}"
        grades: tuple[Grade, ...] = ("verbatim", "same words", "differs", "elsewhere", "absent")
        if key.type == "figure":
            grades = ("confirmed", "located", "absent")
        grade = self.chance.choice(grades if may_fail else grades[:2])
        found_in = self.chance.choice(self.sources)[0] if grade == "elsewhere" else ""
        level = max(level, level_in(found_in))
        return Proof(
            key,
            name,
            grade,
            copy=f"sources/{secret}.pdf",
            hash=secret,
            extractor=secret,
            page=self.chance.choice((None, None, 1, 7)),
            passage=Selector(self.text(level), self.text(level), self.text(level)),
            found_in=found_in,
            confirmed_by=secret if grade == "confirmed" else "",
            rejected_by=secret if grade == "absent" else "",
            earlier=Proof(key, secret, "confirmed", secret, passage=Selector(secret)),
            searched="" if grades.index(grade) < 2 else secret,
        )

    def commitment(self, date: str, level: int) -> Data:
        made, restricted_to = self.guard()
        places, of_places = self.places(0.25)
        made |= places
        made["by"], level = self.actor(max(level, restricted_to, of_places))
        made["id"], made["title"] = self.id(level), self.text(level)
        if self.maybe(0.4):
            made["kept_if"] = self.text(level)
        self.known.setdefault("commitments", []).append((made["id"], 0, level))
        year = int(date[:4]) + 1
        due = self.chance.choice(("", "date", "offset", "event", "event"))
        if due == "date":
            made["due"] = str(year)
        elif due == "offset":
            made["due"] = f"{self.chance.randrange(1, 9)} months after {year}"
        elif due == "event":
            long = self.chance.choice(("2 months", "9 working days"))
            later = [id for day, id in self.named if day >= date]
            made["due"] = f"{long} after {self.chance.choice([*later, date])}"
        return made | self.weight() | self.others(Commitment, level)

    def action(self, level: int) -> Any:
        """Return an action of an edition. An action only for areas is hidden with the last of them.

        Nobody sees an action that is not open on the day of the record.
        """
        if self.maybe(0.3):
            return self.text(level)
        places, of_places = self.places(0.6)
        audience = self.chance.choice(READERS) if self.maybe(0.3) else "public"
        level = max(level, of_places, READERS.index(audience))
        made: Data = {"audience": audience} if self.maybe(0.5) or audience != "public" else {}
        for key, shifts in (("from", (-40, -1, 0, 1, 40)), ("until", (40, 1, 0, -1, -40))):
            if self.maybe(0.4):
                shift = self.chance.choice(shifts)
                made[key] = (self.made.day + timedelta(days=shift)).isoformat()
                level = 2 if shift * shifts[-1] > 0 else level
        if self.maybe(0.3) and self.named:
            # Far away, so that it has not passed.
            made["deadline"] = f"90 years after {self.chance.choice(self.named)[1]}"
        elif self.maybe(0.4):
            shift = self.chance.choice((-1, 0, 40))
            made["deadline"] = (self.made.day + timedelta(days=shift)).isoformat()
            level = 2 if shift < 0 else level
        if self.maybe(0.4):
            made["url"] = f"https://example.org/{self.id(level)}"
        return {"text": self.text(level), **places, **made}

    def own_section(self, level: int) -> Data:
        """Return a section of an edition. It is hidden with the last of its areas or its sources.

        Nobody sees a section that is not open on the day of the record.
        """
        (keys, restricted_to), (places, of_places) = self.guard(), self.places(0.3)
        level = max(level, restricted_to, of_places)
        cited = [self.citation(level) for _ in range(self.chance.choice((0, 1, 1, 2)))]
        level = max(level, min((of_source for _, of_source in cited), default=0))
        made: Data = {**keys, **places, "sources": [citation for citation, _ in cited]}
        for key, shifts in (("from", (-40, 0, 40)), ("until", (40, 0, -40))):
            if self.maybe(0.3):
                shift = self.chance.choice(shifts)
                made[key] = (self.made.day + timedelta(days=shift)).isoformat()
                level = 2 if shift * shifts[-1] > 0 else level
        made["place"] = self.chance.choice(get_args(SectionPlace))
        text = f"{self.text(level, 8)} **{self.text(level)}**"
        return {"title": self.text(level), "text": text, **made, **self.picture(level)}

    def make_editions(self) -> None:
        editions = self.section("editions", 0)
        for reader in READERS:
            audience = {} if reader == "public" and self.maybe(0.5) else {"audience": reader}
            actions = [self.action(READERS.index(reader)) for _ in range(self.chance.randrange(4))]
            sections = [
                self.own_section(READERS.index(reader)) for _ in range(self.chance.randrange(4))
            ]
            for template in KINDS:
                editions[f"{reader}-{template}"] = {
                    "template": template,
                    "actions": actions,
                    "sections": sections,
                    **({"recent": self.chance.choice(_LENGTHS)} if self.maybe(0.4) else {}),
                    **({"type_size": "large"} if self.maybe(0.2) else {}),
                    **audience,
                }
            area = self.chance.choice(self.areas)[0]
            editions[f"{reader}-area"] = {
                "template": "member",
                "area": area,
                "actions": actions,
                "sections": sections,
                **audience,
            }
            some = {"topics": [self.topics[0][0]], "since": f"{self.made.day.year - 2}"}
            editions[f"{reader}-some"] = {"template": "timeline", **some, **audience}
            with_one = {"actors": [self.actor(0)[0]], "kinds": list(_KINDS[:4])}
            editions[f"{reader}-one"] = {"template": "timeline", **with_one, **audience}
            for template in DIGESTS:
                editions[f"{reader}-{template}"] = {
                    "template": template,
                    "area": area,
                    "actions": actions,
                    "sections": sections,
                    "recipients": [
                        f"{RECIPIENT} {n} <{RECIPIENT}-{reader}-{n}@example.org>" for n in range(3)
                    ],
                    **audience,
                }
