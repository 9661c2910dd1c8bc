"""A build that takes documents from the cache gives the same bytes as one that makes them all."""

from collections.abc import Container, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import pytest
from pydantic import ValidationError

from briefing.cache import Cache
from briefing.edition.as_of import as_known_on
from briefing.edition.visibility import visible_to
from briefing.output.document import Document
from briefing.output.job import Job, make
from briefing.output.making import Submit, make_all
from briefing.record.audiences import end_of_day
from briefing.record.templates import is_digest
from tests.helpers import TEMPLATES, make_briefing
from tests.kill_runs import kill_cached_builds
from tests.random_edits import edited, random_edit
from tests.random_records import RandomRecord, random_record

TEXTS = ("md", "json", "ics", "atom", "jsonfeed")
ALL = (*TEXTS, "html", "pdf", "docx")
_MOST_EDITIONS = 2


@contextmanager
def here() -> Iterator[Submit]:
    """Do jobs in this process."""

    def submit(job: Job) -> "Future[Document]":
        future: Future[Document] = Future()
        future.set_result(make(job))
        return future

    yield submit


def jobs_of(made: RandomRecord, formats: tuple[str, ...]) -> dict[str, Job]:
    """Return the jobs for some editions of a record. All objects in them are new."""
    record = made.record()
    jobs: dict[str, Job] = {}
    editions = [
        (id, edition)
        for id, edition in record.editions.items()
        if not is_digest(edition, TEMPLATES) and edition.template in TEMPLATES
    ]
    for id, edition in editions[:_MOST_EDITIONS]:
        reader = edition.audience or "public"
        seen, _ = visible_to(record, reader, end_of_day(made.day, made.zone))
        if made.is_earlier:
            seen = as_known_on(seen, made.day)
        briefing = make_briefing(seen, id, edition, made.day)
        briefing = replace(briefing, files={format: f"{id}.{format}" for format in formats})
        jobs |= {f"{id}.{format}": Job(briefing, format, "weasyprint") for format in formats}
    return jobs


def without(jobs: dict[str, Job], failed: Container[str]) -> dict[str, Job]:
    return {name: job for name, job in jobs.items() if name not in failed}


def changed_record(made: RandomRecord, chance: Random) -> RandomRecord:
    """Return the record after a random edit that leaves it a record."""
    while True:
        after = deepcopy(made)
        name = chance.choice(list(after.files))
        try:
            after.files[name] = edited(after.files[name], [random_edit(after.files[name], chance)])
            jobs_of(after, ("md",))
        except (ValidationError, KeyError, AssertionError, ValueError, TypeError, AttributeError):
            continue
        return after


def check(seed: int, edits: int, formats: tuple[str, ...], folder: Path) -> None:
    """Build a random record and build it again after each of some random edits."""
    chance, made, cache = Random(seed), random_record(seed), Cache(folder)
    earlier: list[Job] = []
    for _ in range(edits + 1):
        jobs = jobs_of(made, formats)
        outcome = make_all(partial(without, jobs), cache, here)
        assert outcome.documents == {name: make(job) for name, job in jobs.items()}
        portable = {name for name, each in outcome.documents.items() if each.is_portable}
        assert outcome.made & portable == {
            name for name, job in jobs.items() if job not in earlier and name in portable
        }
        earlier += jobs.values()
        made = changed_record(made, chance)


@pytest.mark.parametrize("seed", range(3))
def test_a_cached_document_is_the_one_that_would_be_made(seed: int, tmp_path: Path) -> None:
    check(seed, 2, TEXTS, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 195))
def test_a_cached_document_is_the_one_that_would_be_made_whatever_is_edited(
    seed: int, tmp_path: Path
) -> None:
    check(seed, 10, TEXTS, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(195, 200))
def test_a_cached_document_is_the_one_that_would_be_made_in_every_format(
    seed: int, tmp_path: Path
) -> None:
    check(seed, 10, ALL, tmp_path)


@pytest.mark.parametrize("times", [1, pytest.param(200, marks=pytest.mark.long)])
def test_a_build_that_is_killed_resumes(times: int, tmp_path: Path) -> None:
    report = kill_cached_builds(times, seed=1, folder=tmp_path)
    assert report.kills == times
    assert (report.twice, report.torn, report.wrong) == (0, 0, 0), report
    assert report.resumed or times < 20, report
