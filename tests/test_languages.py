"""Catalogues are complete, current and safe in any format, and a language needs nothing else."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest
from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import read_po, write_po

from briefing.languages import catalogues
from tests.helpers import SAMPLE, briefing
from tools.write_catalogues import messages, updated

WORDS = re.compile(r"word/(document|header\d|footer\d)\.xml").fullmatch
NAME = re.compile(r"%\((\w+)\)s")

each_catalogue = pytest.mark.parametrize("path", catalogues().values(), ids=catalogues())


def translations(path: Path) -> Iterator[tuple[Message, list[str]]]:
    with path.open("rb") as file:
        for message in read_po(file):
            if message.id:
                translated = message.string or ""
                yield (
                    message,
                    [translated]
                    if isinstance(translated, str)
                    else [str(form) for form in translated],
                )


@each_catalogue
def test_a_catalogue_has_what_code_and_templates_say_and_no_more(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == updated(text), "run: python tools/write_catalogues.py"


@each_catalogue
def test_a_catalogue_is_whole(path: Path) -> None:
    for message, translated in translations(path):
        assert all(translated) and not message.fuzzy, f"not translated: {message.id}"


@each_catalogue
def test_a_translation_is_filled_in_with_what_the_message_is(path: Path) -> None:
    for message, translated in translations(path):
        names = set(NAME.findall(str(message.id)))
        assert {name for text in translated for name in NAME.findall(text)} <= names, message.id
        assert all("%" not in NAME.sub("", text) for text in translated), message.id


@each_catalogue
def test_translations_are_plain_words_in_every_format(path: Path) -> None:
    for _, translated in translations(path):
        for text in translated:
            assert not re.search(r"[<>&*\"`\\\[\]{}|$#~^]|^\s|\s$|^[-+]|\s{2}", text), text


# A language is a catalogue and nothing else


def with_catalogue(folder: Path, language: str, catalogue: str) -> None:
    """Copy the program to `folder`, with an additional catalogue."""
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("briefing", "templates"):
        shutil.copytree(SAMPLE.parent / name, folder / name, ignore=ignore)
    path = folder / "briefing" / "locales" / language / "LC_MESSAGES" / "briefing.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(catalogue, encoding="utf-8")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the copy in `folder`."""
    command = [sys.executable, "-m", "briefing", *arguments]
    environment = {**os.environ, "PYTHONPATH": "."}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_a_language_is_added_by_a_catalogue(tmp_path: Path) -> None:
    catalogue = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Sources"\nmsgstr "Références"\n\n'
        'msgid "white paper"\nmsgstr "livre blanc"\n'
    )
    with_catalogue(tmp_path, "fr", catalogue)
    text = SAMPLE.read_text(encoding="utf-8")
    (tmp_path / "fr.yaml").write_text(text.replace("en-GB", "fr-CA"), encoding="utf-8")
    (tmp_path / "de.yaml").write_text(text.replace("en-GB", "de"), encoding="utf-8")
    done = run(tmp_path, "build", "fr.yaml", "-e", "timeline", "-f", "md", "-f", "html")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out" / "timeline.html").read_text(encoding="utf-8")
    assert '<html lang="fr-CA">' in page
    assert "Références" in page and "Livre blanc" in page and "3\xa0juillet 2023" in page
    # Missing messages are in English.
    assert "Asks and progress" in page
    done = run(tmp_path, "check", "de.yaml")
    assert done.returncode == 1 and "cy or fr" in done.stdout + done.stderr


RECORD = """
title: QTITLE
publisher: {name: QPUBLISHER, contact: qq@example.org}
language: LANGUAGE
correct_as_of: 2023-09-08
recent: 9 years
areas:
  inner: {name: QINNER, within: outer}
  outer: {name: QOUTER}
actors:
  a: {name: QACTOR, roles: [{title: QROLE}]}
asks:
  ask: {title: QASK, by: a}
  other: {title: QOTHER, by: a}
sources:
  s: {title: QSOURCE, date: spring 2019, read: 2020-01-02, archived: "https://example.org/archived"}
  t: {title: QREPORT}
events:
  - id: first
    date: 2019-04/2019-07
    kind: consultation
    title: QFIRST
    source: s
    asks: {ask: raised, other: raised}
    commitments:
      - {id: kept, title: QKEPT, by: a, due: 3 months after first}
      - {id: dropped, title: QDROPPED, by: a, due: 2020}
      - {id: late, title: QLATE, by: a, due: 10 working days after 2019-09-02}
      - {id: open, title: QOPEN, by: a}
    quotes: [{text: QSAID, by: a}]
    figures:
      - {label: QLABEL, value: 10, of: QADULTS, area: inner, sample: 302, by: QBY, supports: ask}
      - {label: QLABEL, value: 30, of: QADULTS, area: outer, sample: 302, by: QBY, disputed: QWHY}
      - {label: QLABEL, value: 40, area: inner, worked_out: QSUM}
      - {label: QLABEL, value: 50, of: QADULTS, area: outer, sample: 302, by: QBY}
  - id: second
    date: 2020-05~
    kind: response
    title: QSECOND
    summary: QSUMMARY
    sources: [s, t]
    keeps: [kept]
    drops: [dropped]
    responds to: [first]
    amends: [first]
    asks: {ask: advanced, other: refused}
    figures:
      - {label: QLABEL, value: 12, of: QPEOPLE, area: inner, sample: 30, by: QBY, supports: ask}
  - id: third
    date: 2023-07-03
    kind: U-turn amendment
    title: QTHIRD
    sources: [s, t]
    reverses: [second]
    follows: [first]
    disputed: QDISPUTED
    asks: {ask: met in part}
    notes: QNOTES
    embargo: 2023-12-03T22:30
  - {date: 2023, kind: act, title: QYEAR, sources: [s, t], asks: {ask: met}, audience: members}
  - {date: 2023-09/.., kind: news, title: QUNDERWAY, sources: [s, t]}
  - {date: 2023-08, kind: debate, title: QPLANNED, source: s}
  - {date: 2023-12, kind: bill stage, title: QAHEAD, source: s}
editions:
  all: {template: timeline, audience: internal}
  area: {template: member, audience: internal, area: inner}
  week: {template: digest, audience: internal}
  some: {template: member, audience: members, since: 2018, until: 2024-21, actors: [a]}
"""


class Spoken(HTMLParser):
    """Collects all text of a page, visible or read aloud, each with its language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[tuple[str, str | None]] = []
        self.open: list[tuple[str, str | None]] = [("", None)]
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        heard = dict(attributes)
        language = heard.get("lang", self.open[-1][1])
        names = ["aria-label", "alt", "title", "placeholder"]
        names += ["content"] if heard.get("name") == "description" else []
        self.said += [(heard[name] or "", language) for name in names if name in heard]
        if tag not in ("meta", "img", "br", "hr", "input"):
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, language = self.open[-1]
        if tag not in ("style", "script"):
            self.said.append((data, language))


def test_all_that_a_briefing_says_can_be_translated(tmp_path: Path) -> None:
    # A language in which every message is empty apart from its values. Any other words must have
    # been written into a template or into the code.
    silent = messages()
    for message in silent:
        one, *more = [message.id] if isinstance(message.id, str) else message.id
        filled = " ".join(dict.fromkeys(re.findall(r"%\(\w+\)s", one))) or "·"
        message.string = (filled, filled) if more else filled
    written = BytesIO()
    write_po(written, silent, omit_header=True)
    with_catalogue(tmp_path, "nl", written.getvalue().decode())
    (tmp_path / "events.yaml").write_text(RECORD.replace("LANGUAGE", "nl"), encoding="utf-8")
    formats = ["-f", "md", "-f", "html", "-f", "docx"]
    done = run(tmp_path, "build", *formats)
    assert done.returncode == 0, done.stderr
    done = run(tmp_path, "digest", "--week", "2023-W27", "-o", "out", *formats, "-f", "eml")
    assert done.returncode == 0, done.stderr
    names = Locale("nl").months["format"]
    months = {month.casefold().rstrip(".") for form in names.values() for month in form.values()}
    for path in (tmp_path / "out").glob("[!.]*"):
        if path.suffix == ".eml":
            mail = message_from_bytes(path.read_bytes(), policy=default)
            text, page = (
                body.get_content()
                for subtype in ("plain", "html")
                if (body := mail.get_body((subtype,)))
            )
            text = " ".join([text, mail["Subject"], *(words for words, _ in Spoken(page).said)])
        elif path.suffix == ".docx":
            with ZipFile(path) as parts:
                text = " ".join(
                    parts.read(name).decode() for name in parts.namelist() if WORDS(name)
                )
                text = " ".join(re.findall(r"<w:t[ >][^<]*", text))
                text = re.sub("<w:t[^>]*>", "", text)
        else:
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".html":
                text = " ".join(words for words, _ in Spoken(text).said)
            if path.suffix == ".svg":
                text = " ".join(fromstring(text).itertext())
        text = re.sub(r"<a id=[^>]*>|\]\([^)]*\)|https?://\S+|\S+@\S+", " ", text)
        spoken = set(re.findall(r"[^\W\d_]{2,}", text))
        assert "QSECOND" in spoken
        untranslated = {
            words
            for words in spoken
            if not words.startswith("Q") and words.casefold() not in months
        }
        assert not untranslated, f"not translated in {path.name}: {untranslated}"


def test_an_edition_in_another_language_says_which_words_are_the_records(tmp_path: Path) -> None:
    record = RECORD.replace("LANGUAGE", "en-GB").replace(
        "ence: internal", "ence: internal, language: cy"
    )
    (tmp_path / "events.yaml").write_text(record, encoding="utf-8")
    done = briefing("build", tmp_path / "events.yaml", "-o", tmp_path, "-f", "html")
    assert done.exit_code == 0
    for name in ("all", "area"):
        spoken = Spoken((tmp_path / f"{name}.html").read_text(encoding="utf-8")).said
        assert ("Yn gywir ar ", "cy") in spoken
        for token in (
            "QFIRST",
            "QTHIRD",
            "QASK",
            "QKEPT",
            "QLABEL",
            "QSUMMARY",
            "QNOTES",
            "QSOURCE",
        ):
            assert {
                language for text, language in spoken if re.fullmatch(rf"\W*{token}\W*", text)
            } == {"en-GB"}
        assert not [
            text
            for text, language in spoken
            if language == "en-GB" and not re.search(r"Q|^\d+$", text)
        ]
    page = (tmp_path / "some.html").read_text(encoding="utf-8")
    assert page.count("lang=") == 1
