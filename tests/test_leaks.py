"""Nothing leaks: content that a reader may not see is in no briefing for them, in any form.

There are two tests for each record. The documents contain no marker of a narrower audience. They
are also the same as those of the record from which everything narrower has been deleted by hand, so
that not even a count, a status, an order or an anchor can depend on it.

More records than by default: LEAK_RECORDS=2000 pytest tests/test_leaks.py
"""

import csv
import io
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import date as Day
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from functools import cache
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree
from zipfile import ZipFile

import pypdf
import pytest
import yaml
from pydantic import BaseModel

from briefing.cli.building import BuildRequest, Clock
from briefing.cli.publishing import prepare_site
from briefing.cli.rendering import RenderOptions, render_and_write
from briefing.edition.as_of import as_known_on
from briefing.edition.briefing import Briefing
from briefing.edition.digest import as_known_at_end_of, make_digest
from briefing.edition.periods import Rhythm, period_between
from briefing.edition.redline import redlined
from briefing.edition.tables import TABLES
from briefing.edition.versions import versions_of
from briefing.edition.visibility import visible_to
from briefing.output.eml import message_writer
from briefing.output.formats import FORMATS
from briefing.record import model as record_model
from briefing.record.audiences import Audience, end_of_day
from briefing.record.decisions import verdict_on
from briefing.record.model import Actor, Area, Ask, Commitment, Event, Figure, Quote
from briefing.record.proofs import LOCK, write_lock
from briefing.record.record import Record
from briefing.record.references import Section, reference_fields
from briefing.record.templates import is_digest
from tests.helpers import KINDS, TEMPLATES, briefing, make_briefing, mostly_long, text_formats
from tests.random_records import MARKERS, READERS, RECIPIENT, Data, RandomRecord, random_record

SEEDS = range(int(os.environ.get("LEAK_RECORDS", "20")))
RECORDS = [pytest.param(seed, marks=pytest.mark.long if seed % 5 else ()) for seed in SEEDS]
PDFS = [(seed, "plutoprint") for seed in SEEDS[::20]] + [
    (seed, "weasyprint") for seed in SEEDS[::60]
]
OTHERS = READERS[:-1]
"""The readers who may not see everything."""
WHOLE = {f"{reader}-{template}" for reader in OTHERS for template in KINDS}
"""The editions that include everything that their readers may see."""
UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
renderer = cache(lambda format, engine="auto": FORMATS[format].renderer(None, engine))


def briefings(
    made: RandomRecord, record: Record, *readers: str
) -> Iterator[tuple[str, Audience, Briefing]]:
    """Yield the briefings for the editions of `record` for `readers`, except digests."""
    for id, edition in record.editions.items():
        reader = edition.audience or "public"
        if is_digest(edition, TEMPLATES) or reader not in readers:
            continue
        seen, _ = visible_to(record, reader, end_of_day(made.day, made.zone))
        if made.is_earlier:
            seen = as_known_on(seen, made.day)
        yield id, reader, make_briefing(seen, id, edition, made.day)


def digests(
    made: RandomRecord, record: Record, *readers: str
) -> Iterator[tuple[str, Audience, Briefing]]:
    """Yield the digests for `readers` of a week and of some years up to the record's day."""
    for id, edition in record.editions.items():
        reader = edition.audience or "public"
        for days in (7, 1_500):
            if is_digest(edition, TEMPLATES) and reader in readers:
                period = period_between(made.day - timedelta(days=days - 1), made.day, Rhythm())
                eve, _ = as_known_at_end_of(record, reader, period.day_before)
                now, _ = as_known_at_end_of(record, reader, period.last)
                yield f"{id}-{days}", reader, make_digest(eve, now, id, edition, period, TEMPLATES)


def leaks(made: RandomRecord, reader: str, text: str) -> list[str]:
    """Return the markers in `text` that `reader` may not see. Nobody may see recipients."""
    folded = text.casefold()
    leaked = [RECIPIENT] if RECIPIENT in folded else []
    for level in range(READERS.index(reader) + 1, len(READERS)):
        leaked += [MARKERS[level]] if MARKERS[level] in folded else []
        numbers = re.findall(r"[\d,]{7,}", text)
        leaked += [number for number in made.hidden_numbers[level] if number in numbers]
        if made.has_own_years:
            leaked += re.findall(r"\b18[1-4][1-9]\b" if level == 1 else r"\b18[6-9][1-9]\b", text)
    return leaked


@pytest.mark.parametrize("seed", RECORDS)
def test_what_a_reader_may_not_see_is_not_there(seed: int) -> None:
    made = random_record(seed, has_pictures=True)
    whole = made.record()
    both = (*briefings(made, whole, *OTHERS), *digests(made, whole, *OTHERS))
    for id, reader, view in both:
        document = renderer("md")(view)
        assert leaks(made, reader, document.content.decode()) == [], id
        for name, chart in document.attachments.items():
            assert leaks(made, reader, words_of(chart)) == [], name
            assert not any(marker.encode() in chart for marker in _markers(reader)), name
        page = renderer("html")(view).content.decode()
        without_style = re.sub("<style>.*?</style>", "", page, flags=re.DOTALL)
        assert leaks(made, reader, without_style) == [], id
        assert not any(marker in page for marker in _markers(reader)), id


def test_it_is_in_no_proof_that_a_reader_may_see() -> None:
    """Readers may see passages, but not the names of copies, or who confirmed them."""
    seen_by_others = 0
    others: tuple[Audience, ...] = ("public", "members")
    for seed in range(4 * len(SEEDS)):
        made = random_record(seed, has_pictures=True)
        for reader in others:
            seen, _ = visible_to(made.record(), reader, end_of_day(made.day, made.zone))
            text = write_lock(seen.proofs)
            assert leaks(made, reader, text) == [], seed
            assert not any(marker in text for marker in _markers(reader)), seed
            seen_by_others += len(seen.proofs)
    assert seen_by_others > 4 * len(SEEDS)


@pytest.mark.parametrize("seed", RECORDS)
def test_what_is_built_is_what_comes_of_a_record_without_it(seed: int) -> None:
    made = random_record(seed, has_pictures=True)
    whole = made.record()
    for reader in READERS:
        rest = deepcopy(made)
        rest.files = deleted(made.files, made.day, reader)
        pairs = zip(
            briefings(made, whole, reader), briefings(made, rest.record(), reader), strict=True
        )
        for (id, _, one), (_, _, other) in pairs:
            assert one == other, id


@pytest.mark.parametrize("seed", RECORDS)
def test_a_digest_is_what_comes_of_a_record_without_it(seed: int) -> None:
    made = random_record(seed, has_pictures=True)
    whole = made.record()
    for reader in READERS:
        rest = deepcopy(made)
        rest.files = deleted(made.files, made.day, reader, lifts=False)
        pairs = zip(digests(made, whole, reader), digests(made, rest.record(), reader), strict=True)
        for (id, _, one), (_, _, other) in pairs:
            assert one == other, id


@pytest.mark.parametrize("seed", RECORDS)
def test_nobody_is_shown_a_false_u_turn_or_a_court_that_they_may_not_see(
    seed: int,
) -> None:
    made = random_record(seed, has_pictures=True)
    whole = made.record()
    events = {event.where: event for event in whole.events}
    for edition in ("public-timeline", "members-timeline"):
        reader = whole.editions[edition].audience or "public"
        seen, _ = visible_to(whole, reader, end_of_day(made.day, made.zone))
        for event in seen.events:
            for link in event.reverses:
                earlier = seen.by_id[link.ref]
                shown = verdict_on(event, earlier, seen)
                true = verdict_on(events[event.where], events[earlier.where], whole)
                assert true.is_u_turn or not shown.is_u_turn
                assert true.is_overturned or not shown.is_overturned
                courts = [id for id in true.by if id not in seen.actors]
                assert not courts or not shown.is_overturned


@pytest.mark.parametrize(("seed", "engine"), PDFS)
def test_it_is_not_in_a_pdf_nor_in_anything_that_a_pdf_holds(seed: int, engine: str) -> None:
    made = random_record(seed, has_pictures=True)
    for id, reader, view in briefings(made, made.record(), *OTHERS):
        if id in WHOLE:
            content = renderer("pdf", engine)(view).content
            assert leaks(made, reader, _text_of(content)) == [], id
            inside = b"\n".join(_parts_of(content)).lower()
            assert not any(marker.encode() in inside for marker in _markers(reader)), id


@pytest.mark.parametrize("seed", SEEDS[::20])
def test_it_is_in_no_part_of_a_word_document(seed: int) -> None:
    made = random_record(seed, has_pictures=True)
    for id, reader, view in briefings(made, made.record(), *OTHERS):
        if id in WHOLE:
            content = renderer("docx")(view).content
            with ZipFile(io.BytesIO(content)) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
            words = b" ".join(part for name, part in parts.items() if not name.endswith(".png"))
            assert leaks(made, reader, re.sub("<[^>]+>", " ", words.decode())) == [], id
            inside = b" ".join(parts.values()).lower()
            assert not any(marker.encode() in inside for marker in _markers(reader)), id


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_it_is_in_no_message(seed: int) -> None:
    made = random_record(seed, has_pictures=True)
    write = message_writer(None)
    for id, reader, digest in digests(made, made.record()):
        message = message_from_bytes(bytes(write(digest, None).draft()), policy=default)
        parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
        inside = "\n".join([*map(str, message.values()), *(part.get_content() for part in parts)])
        inside = re.sub('cid:[^"]*|[0-9a-f-]{8,}[@.]', "", inside)
        assert len(parts) == 2 and leaks(made, reader, inside) == [], id


def words_of(svg: bytes) -> str:
    """Return all the text in a picture, without its coordinates, which can be any number."""
    return " ".join(ElementTree.fromstring(svg).itertext())


@pytest.mark.parametrize("seed", mostly_long(SEEDS[::4], 1))
def test_it_is_in_no_other_format(seed: int) -> None:
    made = random_record(seed, has_pictures=True)
    for _, reader, view in briefings(made, made.record(), *OTHERS):
        found_in_no_format(made, reader, view, text_formats())
    for _, reader, view in digests(made, made.record(), *OTHERS):
        found_in_no_format(made, reader, view, text_formats(digests=True))


def found_in_no_format(
    made: RandomRecord, reader: str, view: Briefing, formats: Iterable[str]
) -> None:
    """Assert that no document of a briefing for `reader` contains what they may not see."""
    for format in formats:
        if format in ("md", "html"):  # These formats are tested for every record.
            continue
        content = renderer(format)(view).content
        inside = UUID.sub("", content.decode().replace("\r\n ", ""))
        assert leaks(made, reader, inside) == [], (view.id, format)
        assert not any(marker in inside for marker in _markers(reader)), (view.id, format)


def _markers(reader: str) -> list[str]:
    return [MARKERS[level] for level in MARKERS if level > READERS.index(reader)]


def _text_of(pdf: bytes) -> str:
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True)
    assert run.returncode == 0 and run.stdout
    return run.stdout.decode()


def _parts_of(pdf: bytes) -> Iterator[bytes]:
    """Yield all objects in a PDF: catalogue, outline, destinations, tags, metadata, streams."""
    yield pdf
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        try:
            item = reader.get_object(number)
        except pypdf.errors.PdfReadError:
            continue
        yield str(item).encode()
        yield str(item).encode("utf-16-be")
        if isinstance(item, pypdf.generic.StreamObject):
            yield item.get_data()


def test_random_records_have_every_reference_that_the_format_has() -> None:
    found = {
        (type(reference.holder), reference.to)
        for seed in range(40)
        for _, reference in random_record(seed).record().references(*get_args(Section))
    }
    declared = {
        (item, field.to)
        for item in vars(record_model).values()
        if isinstance(item, type) and issubclass(item, BaseModel)
        for field in reference_fields(item)
        if field.to
    }
    assert declared == found


# Through the command line


def write_files(made: RandomRecord, folder: Path) -> None:
    """Write the files of a record, its evidence.lock and its pictures."""
    for name, data in made.files.items():
        (folder / name).write_text(yaml.safe_dump(data, sort_keys=False))
    (folder / LOCK).write_text(write_lock(made.proofs))
    for name, content in made.pictures.items():
        (folder / name).write_bytes(content)


@pytest.mark.parametrize("seed", mostly_long(SEEDS[::10], 1))
def test_it_is_not_in_what_the_command_writes_and_says(seed: int, tmp_path: Path) -> None:
    made = random_record(seed, has_pictures=True)
    write_files(made, tmp_path)
    as_of = ["--as-of", made.day.isoformat()] if made.is_earlier else []
    for reader in OTHERS:
        out = tmp_path / reader
        editions = made.files["1-record.yaml"]["editions"]
        names = [
            id
            for id, edition in editions.items()
            if id.startswith(reader) and edition["template"] in KINDS
        ]
        chosen = [f"-e{name}" for name in names]
        done = briefing("build", tmp_path, "-o", out, "-fmd", "-fhtml", *chosen, *as_of)
        assert leaks(made, reader, done.output.replace(str(tmp_path), "")) == []
        if done.exit_code == 0:
            documents = {
                f"{id}.{format}": renderer(format)(view)
                for id, _, view in briefings(made, made.record(), reader)
                for format in ("md", "html")
            }
            expected = {name: document.content for name, document in documents.items()}
            for document in documents.values():
                expected |= document.attachments
            assert {path.name: path.read_bytes() for path in out.iterdir()} == expected
        week = ["--since", (made.day - timedelta(days=6)).isoformat(), "--until", str(made.day)]
        done = briefing(
            "digest", tmp_path, "-o", out / "digest", "-fmd", f"-e{reader}-digest", *week
        )
        assert leaks(made, reader, done.output.replace(str(tmp_path), "")) == []
        if done.exit_code == 0:
            (written,) = (out / "digest").glob("*.md")
            assert leaks(made, reader, written.read_text()) == []
        for option in ("--topic", "--actor", "--kind", "--each"):
            done = briefing("build", tmp_path, "-o", out, chosen[0], *as_of, option, "no such")
            assert done.exit_code != 0
            assert leaks(made, reader, done.output.replace(str(tmp_path), "")) == []


@pytest.mark.parametrize("seed", mostly_long(SEEDS[::10], 1))
def test_it_is_in_no_byte_of_a_website(seed: int, tmp_path: Path) -> None:
    made = random_record(seed)
    for data in made.files.values():
        for id, area in data.get("areas", {}).items():
            area["formerly"] = [f"{id}-before"]
    whole = made.record()
    clock = Clock(made.day, made.day, end_of_day(made.day, made.zone))
    others: tuple[Audience, ...] = ("public", "members")
    for reader in others:
        chosen = {f"{reader}-timeline", f"{reader}-member", f"{reader}-digest"}
        editions = {id: edition for id, edition in whole.editions.items() if id in chosen}
        assert editions.keys() == chosen
        for id in chosen:
            editions[f"{id}-cy"] = editions[id].model_copy(update={"language": "cy"})
        request = BuildRequest(
            whole, editions, editions, [reader], tmp_path / "none", None, TEMPLATES, []
        )
        versions = [
            (made.day - timedelta(days=700), random_record(seed + 1).record()),
            (made.day - timedelta(days=7), whole),
        ]
        seen, _ = visible_to(whole, reader, clock.moment)
        area = next(iter(seen.areas), None)
        prepared, website = prepare_site(request, clock, reader, versions, area)
        formats, out = ("html", *text_formats()), tmp_path / reader
        render_and_write(
            prepared,
            request,
            RenderOptions(formats=formats, out=out, engine="auto", started=0, website=website),
        )
        paths = [path for path in out.rglob("*") if path.is_file()]
        assert len(paths) > len(formats) and bool(area) == any(out.glob("*/index.html"))
        for home in ("index.html", "index-cy.html"):
            assert (out / home).is_file()
            assert bool(area) == (out / f"{area}-before/{home}").is_file()
        for path in paths:
            content = path.read_bytes()
            assert not any(marker.encode() in content for marker in _markers(reader)), path.name
            if path.suffix != ".png":
                text = re.sub(r"<style>.*?</style>|[0-9a-f]{64}", "", content.decode(), flags=re.S)
                text = UUID.sub("", text.replace("\r\n ", ""))
                assert leaks(made, reader, text) == [], path.name


@pytest.mark.parametrize("seed", mostly_long(SEEDS[::8], 1))
def test_it_is_in_no_list_and_no_answer_for_others(seed: int, tmp_path: Path) -> None:
    made = random_record(seed, has_pictures=True)
    whole = made.record()
    plain = [id for id in whole.areas if not leaks(made, "public", id)]
    event = {"date": "2001", "kind": "news", "title": "A", "source": {"title": "A", "date": "2001"}}
    next(iter(made.files.values())).setdefault("events", []).append({**event, "areas": plain})
    put_areas_in_tables(made.files, tmp_path)
    write_files(made, tmp_path)
    as_of = ["--as-of", made.day.isoformat()] if made.is_earlier else []
    for reader in OTHERS:
        for table in TABLES:
            for format in ("table", "json", "csv"):
                options = ["--audience", reader, "--of", table, "--format", format, *as_of]
                done = briefing("list", tmp_path, *options)
                output = done.output.replace(str(tmp_path), "")
                assert leaks(made, reader, output) == [], (table, format)
        known = [id for id in (*whole.areas, *whole.actors) if not leaks(made, reader, id)]
        for words in ("no-such", "a", *known):
            done = briefing("show", tmp_path, words, "--audience", reader, *as_of)
            assert leaks(made, reader, done.output.replace(str(tmp_path), "")) == [], words


def put_areas_in_tables(files: dict[str, Data], folder: Path) -> None:
    """Move the areas of each file to a table that also has a column for nobody else."""
    for name, data in files.items():
        if areas := data.pop("areas", None):
            data["areas"] = f"{Path(name).stem}.csv"
            with (folder / data["areas"]).open("w", newline="", encoding="utf-8") as file:
                table = csv.writer(file)
                table.writerow(["id", "name", "within", "formerly", "phone"])
                for id, area in areas.items():
                    cells = [id, area["name"], area.get("within", ""), f"{id}-before", RECIPIENT]
                    table.writerow(cells)


# Deletion by hand: independent of the tool, on the data of the files


def deleted(
    files: dict[str, Data], day: Day, reader: str, *, lifts: bool = True
) -> dict[str, Data]:
    """Return `files` as if nothing had been written in them that `reader` may not see.

    If it `lifts` embargoes, those that have ended are removed too. A digest also covers the days
    before. If some of the deciders may not be seen, the decider is written as unknown, because the
    others did not decide alone.
    """
    limit = READERS.index(reader)
    files = deepcopy(files)

    def level(item: Data) -> int:
        restricted_to = READERS.index(item.get("audience", "public"))
        if "embargo" in item:
            if item["embargo"][:10] > day.isoformat():
                return 2
            if lifts:
                del item["embargo"]
        return restricted_to

    def section(name: str) -> dict[str, tuple[int, Data]]:
        return {
            id: (max(level(item), level(data)), item)
            for data in files.values()
            for id, item in data.get(name, {}).items()
        }

    def seen(items: dict[str, tuple[int, Data]]) -> set[str]:
        return {id for id, (level, _) in items.items() if level <= limit}

    actors, areas, sources = (seen(section(name)) for name in ("actors", "areas", "sources"))
    everybody = set(section("actors"))
    all_ids = _defined(files)

    def placed(item: Data) -> bool:
        return "areas" not in item or not areas.isdisjoint(item["areas"])

    def acts(action: Any) -> bool:
        if isinstance(action, str):
            return True
        if READERS.index(action.get("audience", "public")) > limit:
            return False
        is_open = action.get("from", "") <= day.isoformat() <= action.get("until", "9")
        deadline = str(action.get("deadline", "9"))
        is_open &= " after " in deadline or day.isoformat() <= deadline
        is_seen = is_open and placed(action)
        _keep(action, "areas", areas)
        return is_seen

    asks = {
        id
        for id, (level, ask) in section("asks").items()
        if level <= limit and ask["by"] in actors and placed(ask)
    }
    for data in files.values():
        if level(data) > limit:
            data["events"] = []
        data["events"] = [
            event for event in data.get("events", []) if level(event) <= limit and placed(event)
        ]
        for name, ids in (("actors", actors), ("areas", areas), ("sources", sources)):
            data[name] = {id: item for id, item in data.get(name, {}).items() if id in ids}
        data["asks"] = {id: ask for id, ask in data.get("asks", {}).items() if id in asks}
        for area in data["areas"].values():
            if area.get("within") not in areas:
                area.pop("within", None)
        for actor in data["actors"].values():
            if actor.get("part of") not in actors:
                actor.pop("part of", None)
        for ask in data["asks"].values():
            _keep(ask, "areas", areas)
        data["kinds"] = [
            kind
            for kind in data.get("kinds", [])
            if not any(marker in str(kind) for marker in _markers(reader))
        ]
        for edition in data.get("editions", {}).values():
            if "actions" in edition:
                edition["actions"] = [action for action in edition["actions"] if acts(action)]
    events = [event for data in files.values() for event in data["events"]]
    ids = {event["id"] for event in events if "id" in event}

    def cited(citation: Data) -> bool:
        return citation["ref"] in sources if "ref" in citation else level(citation) <= limit

    def rests(part: Data, event: Data) -> bool:
        return any(map(cited, [part["source"]] if "source" in part else event["sources"]))

    def reads(own: Data) -> bool:
        is_open = own.get("from", "") <= day.isoformat() <= own.get("until", "9")
        has_source = not own["sources"] or any(map(cited, own["sources"]))
        return level(own) <= limit and is_open and placed(own) and has_source

    for data in files.values():
        for edition in data.get("editions", {}).values():
            for action in edition.get("actions", ()):
                after = "" if isinstance(action, str) else action.get("deadline", "")
                if " after " in after and after.partition(" after ")[2] not in ids:
                    del action["deadline"]
            if "sections" in edition:
                edition["sections"] = list(filter(reads, edition["sections"]))
            for own in edition.get("sections", ()):
                own["sources"] = list(filter(cited, own["sources"]))
                _keep(own, "areas", areas)
    for event in events:
        for name in ("quotes", "figures"):
            event[name] = [
                part for part in event[name] if level(part) <= limit and rests(part, event)
            ]
        event["quotes"] = [
            quote for quote in event["quotes"] if quote["by"] in actors and placed(quote)
        ]
        for item in (event, *event["quotes"], *event["commitments"]):
            _keep(item, "areas", areas)
        event["figures"] = [
            figure for figure in event["figures"] if figure.get("area", "") in {"", *areas}
        ]
        event["commitments"] = [
            commitment
            for commitment in event["commitments"]
            if level(commitment) <= limit and commitment["by"] in actors and placed(commitment)
        ]
    promised = {commitment["id"] for event in events for commitment in event["commitments"]}

    def answers(question: Data) -> bool:
        """Whether something of each kind that a question rests on may be seen."""
        named = (("events", ids), ("asks", asks), ("commitments", promised))
        return all(
            key not in question or not known.isdisjoint(question[key]) for key, known in named
        ) and (not question["sources"] or any(map(cited, question["sources"])))

    for data in files.values():
        data["questions"] = {
            id: question
            for id, question in data.get("questions", {}).items()
            if max(level(question), level(data)) <= limit and placed(question) and answers(question)
        }
        for question in data["questions"].values():
            question["sources"] = list(filter(cited, question["sources"]))
            for key, known in (
                ("areas", areas),
                ("events", ids),
                ("asks", asks),
                ("commitments", promised),
            ):
                _keep(question, key, known)
    for event in events:
        event["sources"] = list(filter(cited, event["sources"]))
        by = event.get(
            "by", [participant["ref"] for participant in event["actors"] if "as" not in participant]
        )
        if not actors.issuperset([by] if isinstance(by, str) else by):
            event["by"] = []
        event["actors"] = [
            participant for participant in event["actors"] if participant["ref"] in actors
        ]
        event["asks"] = {id: move for id, move in event["asks"].items() if id in asks}
        for figure in event["figures"]:
            _forget(figure, "by", everybody - actors)
            if figure.get("supports") not in asks:
                figure.pop("supports", None)
        for commitment in event["commitments"]:
            after = str(commitment.get("due", "")).partition(" after ")[2]
            if after and not after[0].isdigit() and after not in ids:
                del commitment["due"]
        for key, known in (("keeps", promised), ("drops", promised)):
            event[key] = [id for id in event.get(key, []) if id in known]
        for key in ("follows", "responds to", "amends"):
            event[key] = [id for id in event.get(key, []) if id in ids]
        event["reverses"] = [
            reversal
            for reversal in event.get("reverses", [])
            if (reversal["ref"] if isinstance(reversal, dict) else reversal) in ids
        ]
        if reader != "internal":
            event.pop("notes", None)
    # For fields that are not named above, this is enough.
    left = _defined(files)
    hidden = {section: ids - left[section] for section, ids in all_ids.items()}
    for data in files.values():
        items: list[tuple[type[BaseModel], Iterable[Data]]] = [
            (Actor, data["actors"].values()),
            (Area, data["areas"].values()),
            (Ask, data["asks"].values()),
            (Event, data["events"]),
            *((Quote, event["quotes"]) for event in data["events"]),
            *((Figure, event["figures"]) for event in data["events"]),
            *((Commitment, event["commitments"]) for event in data["events"]),
        ]
        for model, group in items:
            for item in group:
                _remove_references(item, model, hidden)
    return files


def _defined(files: dict[str, Data]) -> dict[Section, set[str]]:
    """Return the ids of all items in `files`, by section."""
    events = [event for data in files.values() for event in data.get("events", ())]
    made: dict[Section, set[str]] = {
        "events": {event["id"] for event in events if "id" in event},
        "commitments": {
            commitment["id"] for event in events for commitment in event.get("commitments", ())
        },
    }
    sections: tuple[Section, ...] = ("actors", "areas", "asks", "sources")
    for section in sections:
        made[section] = {id for data in files.values() for id in data.get(section, ())}
    return made


def _remove_references(
    item: Data, model: type[BaseModel], hidden: Mapping[Section, set[str]]
) -> None:
    """Remove the ids of `hidden` items from the fields that `model` declares as references."""
    for _, key, to, _ in reference_fields(model):
        if to and key in item:
            value, gone = item[key], hidden[to.section]
            if isinstance(value, dict):
                item[key] = {id: inner for id, inner in value.items() if id not in gone}
            elif isinstance(value, list):
                item[key] = [id for id in value if id not in gone]
            elif value in gone:
                del item[key]


def _keep(item: Data, key: str, known: set[str]) -> None:
    if key in item:
        item[key] = [id for id in item[key] if id in known]


def _forget(item: Data, key: str, words: Iterable[Any]) -> None:
    if item.get(key) in words:
        del item[key]


@pytest.mark.parametrize("seed", mostly_long(SEEDS, 2))
def test_marked_changes_show_nothing_that_readers_may_no_longer_see(seed: int) -> None:
    """Everybody could see all of the earlier record, and half the titles have changed since."""
    made = random_record(seed)
    whole, earlier = made.record(), deepcopy(made)
    for data in earlier.files.values():
        without_restrictions(data)
        for event in data["events"][::2]:
            event["title"] = f"Another {event['title']}"
    day = made.day - timedelta(days=1)
    for id, reader, view in briefings(made, whole, *OTHERS):
        seen, _ = visible_to(whole, reader, end_of_day(made.day, made.zone))
        versions = versions_of(whole, seen, earlier.record(), reader, day)
        then = make_briefing(versions.then, id, whole.editions[id], day)
        marked = redlined(view, then, versions, "a time")
        assert leaks(made, reader, renderer("md")(marked).content.decode()) == [], id


def without_restrictions(data: Any) -> None:
    """Let everybody see all parts of a file."""
    if isinstance(data, dict):
        data.pop("embargo", None)
        if "template" not in data:
            data.pop("audience", None)
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        without_restrictions(part)


@pytest.mark.parametrize("seed", mostly_long(SEEDS, 3))
def test_what_a_reader_may_not_see_is_in_no_language(seed: int) -> None:
    made = random_record(seed)
    for data in made.files.values():
        in_two_languages(data)
        for edition in data.get("editions", {}).values():
            edition["language"] = "cy"
    for id, reader, view in briefings(made, made.record(), *OTHERS):
        for format in ("md", "html"):
            text = renderer(format)(view).content.decode()
            without_style = re.sub("<style>.*?</style>", "", text, flags=re.DOTALL)
            assert leaks(made, reader, without_style) == [], (id, format)


def in_two_languages(data: Any) -> None:
    """Give the titles, texts and names in a file in Welsh too."""
    if isinstance(data, dict):
        for key in ("title", "text", "summary", "notes", "label", "name", "disputed"):
            if isinstance(data.get(key), str):
                data[key] = {"en": data[key], "cy": f"Cymraeg {data[key]}"}
        data = [part for key, part in data.items() if key != "kinds"]
    for part in data if isinstance(data, list) else ():
        if not (isinstance(part, dict) and part.keys() == {"en", "cy"}):
            in_two_languages(part)
