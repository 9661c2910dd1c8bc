"""Jobs: data from which any process makes the same document, wherever and whoever it is."""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from briefing.edition.briefing import Briefing
from briefing.output.formats import FORMATS
from briefing.output.job import Job, keys_of, make
from briefing.output.templates import TemplateError
from briefing.output.user_templates import UserTemplates
from briefing.record.model import Edition
from tests.helpers import SAMPLE, load_record, make_briefing

OWN = UserTemplates("my/templates", (("shared/end.md", b"The end\n"),))
FORMATS_OF_BRIEFINGS = [name for name, format in FORMATS.items() if format.suits_briefings]


@cache
def shown() -> Briefing:
    record = load_record(SAMPLE.read_text(encoding="utf-8"))
    return make_briefing(record, "member", Edition(template="member"), date(2023, 9, 8))


def key(job: Job) -> str:
    return keys_of({"a": job})["a"]


RUN = """
import pickle, sys
from hashlib import sha256
from briefing.output.job import keys_of, make
jobs = pickle.load(sys.stdin.buffer)
for name, key in keys_of(jobs).items():
    document = make(jobs[name])
    print(name, key, sha256(pickle.dumps((document.content, document.attachments))).hexdigest())
"""
PLACES = [
    {"TZ": "Asia/Tokyo", "LANG": "C", "USER": "ann", "HOME": "/root", "PYTHONHASHSEED": "1"},
    {"TZ": "America/New_York", "LANG": "cy_GB.UTF-8", "LC_ALL": "cy_GB.UTF-8", "LANGUAGE": "cy",
     "USER": "bob", "HOME": "/nowhere", "SOURCE_DATE_EPOCH": "1", "PYTHONHASHSEED": "2",
     "BRIEFING_CACHE": "off"},
]  # fmt: skip


@pytest.mark.parametrize(
    "formats", [("md", "ics", "json"), pytest.param(FORMATS_OF_BRIEFINGS, marks=pytest.mark.long)]
)
def test_a_job_gives_the_same_bytes_in_every_folder_time_zone_locale_and_for_every_user(
    formats: Sequence[str], tmp_path: Path
) -> None:
    jobs = {format: Job(shown(), format, "weasyprint", OWN) for format in formats}
    (tmp_path / "a b").mkdir()
    running = []
    for place, folder in zip(PLACES, (tmp_path / "a b", Path("/")), strict=True):
        run = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SAMPLE.parent), **place}
        running.append(
            subprocess.run(
                [sys.executable, "-c", RUN],
                input=pickle.dumps(jobs),
                env=run,
                cwd=folder,
                capture_output=True,
            )
        )
    one, two = (done.stdout.decode() for done in running)
    assert one == two and one.count("\n") == len(jobs), running[0].stderr.decode()


def test_the_key_changes_with_each_part_of_a_job() -> None:
    job = Job(shown(), "md", "weasyprint", OWN)
    others = [
        job,
        replace(job, format="html"),
        replace(job, engine="plutoprint"),
        replace(job, templates=None),
        replace(job, templates=UserTemplates("my/templates", (("shared/end.md", b"End\n"),))),
        replace(job, briefing=replace(job.briefing, title="Another")),
        replace(job, briefing=replace(job.briefing, timezone="Asia/Tokyo")),
        replace(job, briefing=replace(job.briefing, entries=job.briefing.entries[::-1])),
        replace(job, version=2),
    ]
    assert len({key(job) for job in others}) == len(others)
    same = replace(job, templates=UserTemplates("elsewhere", OWN.files))
    assert key(same) == key(job) == key(pickle.loads(pickle.dumps(job)))


def test_users_templates_are_used_as_they_were_when_the_job_was_made() -> None:
    assert make(Job(shown(), "md", templates=OWN)).content.endswith(b"The end\n")
    assert not make(Job(shown(), "md")).content.endswith(b"The end\n")


def test_a_mistake_in_a_template_names_the_users_own_folder() -> None:
    wrong = UserTemplates("my/templates", (("member/briefing.md", b"\n{{ nothing }}"),))
    with pytest.raises(TemplateError, match=r"^my/templates/member/briefing\.md:2: 'nothing' is"):
        make(Job(shown(), "md", templates=wrong))


def test_a_job_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version 2, not 1"):
        make(replace(Job(shown(), "md"), version=2))


def test_a_document_that_needs_the_fonts_of_this_machine_is_marked() -> None:
    text = "title: T\nevents: [{date: 2019, kind: news, title: A, source: {title: S}}]\n"
    edition = Edition(template="timeline")
    plain = make_briefing(load_record(text), "all", edition, date(2023, 9, 8))
    page = b'<!DOCTYPE html><html lang="en"><title>T</title><h1>{{ briefing.title }}</h1></html>'
    short = UserTemplates("templates", (("timeline/briefing.html", page),))
    assert make(Job(plain, "pdf", "weasyprint", short)).is_portable
    chinese = replace(plain, title="\u6cd5")
    assert not make(Job(chinese, "pdf", "weasyprint", short)).is_portable
    assert not make(Job(plain, "pdf", "plutoprint", short)).is_portable
