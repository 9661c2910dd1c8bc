"""`briefing cache`, and builds that take from the cache what has not changed, and nothing else."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from click.testing import Result

from briefing.cache import Cache
from briefing.output.fingerprint import fingerprint
from briefing.output.folders import BUILT_IN
from tests.helpers import briefing

RECORD = """\
title: Parks
timezone: Europe/London
areas: {north: {name: North}, south: {name: South}}
brand: {name: The Friends, logo: logo.svg}
editions:
  all: {template: timeline, title: All}
  old: {template: timeline, title: Old, until: 2019}
  inside: {template: timeline, title: Inside, audience: internal}
events:
  - {date: 2019-04, added: 2019-04-03, kind: news, title: First, source: {title: S}}
  - {date: 2021-04, added: 2021-04-03, kind: news, title: Second, source: {title: S}}
  - {date: 2021-05, added: 2021-05-03, kind: news, title: Third, source: {title: S},
     embargo: 2023-07-03T09:00}
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
FORMATS = "md,json"
SCHOOL_STREETS = Path(__file__).parents[2] / "examples" / "school-streets"
ALL = 6
"""The number of documents of that record."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a record and a cache, in the summer of 2023."""
    monkeypatch.chdir(tmp_path)
    compiled = Path(os.environ["BRIEFING_CACHE"], "templates")
    if compiled.is_dir():
        shutil.copytree(compiled, tmp_path / "cache" / "templates")
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "cache"))
    Path("events.yaml").write_text(RECORD)
    Path("logo.svg").write_text(LOGO)
    return tmp_path


@pytest.fixture(autouse=True)
def _summer() -> Iterator[None]:
    with time_machine.travel("2023-07-03T07:00Z", tick=False):
        yield


def build(*options: str, out: str = "out") -> Result:
    done = briefing("build", "-f", FORMATS, "-o", out, *options)
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture
def with_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build pages too."""
    monkeypatch.setattr(f"{__name__}.FORMATS", "md,html")


def counts(done: Result) -> tuple[int, ...]:
    """Return how many documents were made and unchanged, and how many failed."""
    found = re.search(r"(\d+) made, (\d+) unchanged, (\d+) failed", done.stderr)
    assert found, done.stderr
    return tuple(map(int, found.groups()))


def files(folder: str = "out") -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def changed(*options: str, exactly: bool = True) -> set[str]:
    """Build again, and return the names of the documents that differ from the last build.

    The result must be that of a build without a cache, and must make exactly these documents, or
    at least these.
    """
    before = files()
    done = build(*options)
    shutil.rmtree("clean", ignore_errors=True)
    clean = build("--no-cache", *options, out="clean")
    assert files() == files("clean")
    assert done.stdout.replace("out/", "clean/") == clean.stdout
    assert counts(clean) == (ALL, 0, 0)
    different = {name for name, content in files().items() if before.get(name) != content}
    documents = {name for name in different if not name.endswith(".svg")}
    made = counts(done)[0]
    assert made == len(documents) if exactly else made >= len(documents)
    assert counts(build(*options)) == (0, ALL, 0)
    return documents


def edit(old: str, new: str, file: str = "events.yaml") -> None:
    text = Path(file).read_text()
    assert old in text
    Path(file).write_text(text.replace(old, new))


def test_what_has_not_changed_is_not_made_again() -> None:
    first = build()
    assert counts(first) == (ALL, 0, 0)
    made = files()
    times = {path: path.stat().st_mtime_ns for path in Path("out").iterdir()}
    again = build()
    assert counts(again) == (0, ALL, 0)
    assert again.stdout == first.stdout and files() == made
    assert {path: path.stat().st_mtime_ns for path in Path("out").iterdir()} == times
    without_end = re.compile(r"Done in .*")
    assert without_end.sub("", again.stderr) == without_end.sub("", first.stderr)


def test_only_the_documents_that_an_event_changes_are_made() -> None:
    build()
    edit("title: Second", "title: Another")
    assert changed() == {"all.md", "all.json", "inside.md", "inside.json"}
    edit("title: Another", "title: Second")
    assert counts(build()) == (0, ALL, 0)


def test_files_that_are_missing_or_different_are_written_from_the_cache() -> None:
    build()
    made = files()
    Path("out/all.md").unlink()
    Path("out/inside.md").write_text("mine")
    Path("out/all.json").write_bytes(made["all.json"][:-1])
    Path("out/old.md").unlink()
    Path("out/old.md").symlink_to("all.md")
    assert counts(build()) == (0, ALL, 0)
    assert files() == made and not Path("out/old.md").is_symlink()
    assert counts(build(out="elsewhere")) == (0, ALL, 0)
    assert files("elsewhere") == made


def template(name: str, text: str) -> Callable[[], None]:
    def write() -> None:
        path = Path("templates", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    return write


def built_in(name: str) -> str:
    return (BUILT_IN / name).read_text()


CHANGES: dict[str, Callable[[], object]] = {
    "included template": template("shared/end.md", "The end"),
    "macro": template("shared/parts.md", f"{built_in('shared/parts.md')}\n{{# a #}}"),
    "stylesheet": template("styles/tokens.css", f"{built_in('styles/tokens.css')}\n/* a */"),
    "script": template("scripts/mine.js", "void 0;"),
    "settings": template("timeline/template.yaml", "split_by_year: false\n"),
    "new template": template("timeline/briefing.html", "{{ briefing.title }}"),
    "logo": lambda: edit("M0 0h9v9z", "M0 0h8v9z", "logo.svg"),
    "brand": lambda: edit("name: The Friends", "name: The Enemies"),
    "title": lambda: edit("title: Parks", "title: Woods"),
    "edition": lambda: edit("title: Old", "title: Older"),
    "audience": lambda: edit("title: All}", "title: All, audience: members}"),
    "time zone": lambda: edit("Europe/London", "Pacific/Auckland"),
    "language": lambda: edit("title: Parks", "title: Parks\nlanguage: cy"),
    "order of events": lambda: edit("date: 2021-05", "date: 2021-04"),
    "code": lambda: None,
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.usefixtures("with_pages")
def test_a_change_to_anything_is_seen(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    build()
    CHANGES[change]()
    if change == "code":
        for module in ("briefing.output.job", "briefing.output.fingerprint"):
            monkeypatch.setattr(f"{module}.fingerprint", lambda: "another")
        assert fingerprint() != "another"
        assert counts(build()) == (ALL, 0, 0)
    else:
        # All documents depend on all templates and on the logo, whatever their format is.
        changed(exactly=False)


def test_templates_that_change_twice_are_seen_twice() -> None:
    for text in ("One", "Two", "One"):
        template("shared/end.md", text)()
        build()
        assert f"{text}\n" in Path("out/all.md").read_text()


def test_a_page_made_again_without_its_links_counts_as_made_once() -> None:
    template("styles/reference.docx", "not a document")()
    build = ("build", "-e", "old", "-f", "html,docx")
    done = briefing(*build)
    assert counts(done) == (1, 0, 1) and not Path("out").exists()
    for expected in ((1, 0, 1), (0, 1, 1), (0, 1, 1)):
        done = briefing(*build, "--keep-going")
        assert done.exit_code == 3 and counts(done) == expected
        assert set(files()) == {"old.html"}
        assert b"old.docx" not in files()["old.html"]
    assert counts(briefing(*build, "--keep-going", "--no-cache")) == (1, 0, 1)


def test_the_order_of_the_files_of_a_record_counts() -> None:
    events = RECORD.partition("events:\n")
    Path("a.yaml").write_text(events[0] + events[1] + events[2].splitlines()[0] + "\n")
    Path("b.yaml").write_text(
        "events:\n"
        "  - {date: 2019-04, added: 2019-04-03, kind: news, title: X, source: {title: S}}\n"
    )
    orders = [("a.yaml", "b.yaml"), ("b.yaml", "a.yaml")]
    for files_ in orders * 2:
        done = briefing("build", *files_, "-f", FORMATS)
        assert done.exit_code == 0, done.output
        assert briefing("build", *files_, "-f", FORMATS, "--no-cache", "-o", "clean").exit_code == 0
        assert files() == files("clean")


def test_an_embargo_that_ends_between_two_builds_is_seen() -> None:
    with time_machine.travel("2023-07-03T07:59:59Z", tick=False):
        build("--as-of", "3 July 2023")
        assert "Third" not in Path("out/all.md").read_text()
        assert "Third" in Path("out/inside.md").read_text()
        assert counts(build("--as-of", "3 July 2023")) == (0, ALL, 0)
    with time_machine.travel("2023-07-03T08:00:01Z", tick=False):
        assert {"all.md", "inside.md"} <= changed("--as-of", "3 July 2023")
        assert "Third" in Path("out/all.md").read_text()
    with time_machine.travel("2023-07-03T07:59:59Z", tick=False):
        assert counts(build("--as-of", "3 July 2023")) == (0, ALL, 0)
        assert "Third" not in Path("out/all.md").read_text()


def test_a_new_day_is_seen() -> None:
    build()
    with time_machine.travel("2023-07-03T22:59:00Z", tick=False):
        done = build()
        # An embargo has ended since the morning.
        assert "Third" in Path("out/all.md").read_text() and counts(done)[0]
        assert counts(build()) == (0, ALL, 0)
    with time_machine.travel("2023-07-03T23:01:00Z", tick=False):
        assert "all.md" in changed()
        assert "4 July 2023" in Path("out/all.md").read_text()


@pytest.mark.parametrize(
    "options",
    [
        ["--since", "last year", "--kind", "news"], ["--as-of", "2022", "-e", "all"],
        ["--each", "area", "-e", "all"],
    ],
)  # fmt: skip
def test_the_options_count(options: list[str]) -> None:
    build()
    build(*options, out="some")
    build("--no-cache", *options, out="clean")
    assert files("some") == files("clean")
    assert counts(build(*options, out="some"))[0] == 0
    assert counts(build()) == (0, ALL, 0)


ENVIRONMENT = {
    "TZ": "Asia/Tokyo", "LANG": "cy_GB.UTF-8", "LANGUAGE": "cy", "LC_ALL": "C", "HOME": "/",
    "SOURCE_DATE_EPOCH": "1", "BRIEFING_TIME_LIMIT": "5", "USER": "somebody",
}  # fmt: skip


def test_the_environment_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    build()
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    assert changed() == set()


def test_a_proof_that_has_gone_is_seen(folder: Path) -> None:
    for name in ("events.yaml", "areas.csv", "evidence.lock"):
        shutil.copy(SCHOOL_STREETS / name, folder)
    shutil.copytree(SCHOOL_STREETS / "sources", folder / "sources")
    events = Path("events.yaml")
    events.write_text(events.read_text().replace(", proved: true", ""))
    build()
    lock = Path("evidence.lock")
    lines = lock.read_text().splitlines(keepends=True)
    claims = [line for line in lines if '"verbatim"' in line]
    lock.write_text("".join(line for line in lines if line != claims[0]))
    assert counts(build())[0]
    build("--no-cache", out="clean")
    assert files() == files("clean")


def test_a_document_does_not_depend_on_the_places_of_its_events(folder: Path) -> None:
    build()
    inside = (
        "  - {date: 2018-02, added: 2018-02-03, kind: news, title: Zeroth, source: {title: S},\n"
        "     audience: internal}\n"
    )
    Path("events.yaml").write_text(RECORD.replace("events:\n", f"events:\n{inside}"))
    assert changed() == {"inside.md", "inside.json"}
    build()
    Path("events.yaml").rename("record.yaml")
    assert counts(build("record.yaml")) == (0, ALL, 0)


def test_a_copy_of_the_record_elsewhere_shares_its_documents(folder: Path) -> None:
    build()
    shutil.copytree(folder, folder / "copy", ignore=shutil.ignore_patterns("cache", "out"))
    os.chdir(folder / "copy")
    assert counts(build()) == (0, ALL, 0)


# The cache itself


def test_without_a_cache_everything_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    build("--no-cache")
    assert not Path("cache/made").exists()
    build()
    assert counts(build("--no-cache")) == (ALL, 0, 0)
    monkeypatch.setenv("BRIEFING_CACHE", "off")
    assert counts(build()) == (ALL, 0, 0)
    times = {path: path.stat().st_mtime_ns for path in Path("out").iterdir()}
    build()
    assert {path: path.stat().st_mtime_ns for path in Path("out").iterdir()} == times


def test_damaged_entries_are_made_again(folder: Path) -> None:
    build()
    made = files()
    entries = [path for path in (folder / "cache" / "made").rglob("*") if path.is_file()]
    assert len(entries) == ALL + 1
    for number, path in enumerate(entries):
        path.write_bytes(path.read_bytes()[: -number % 40 or None])
    shutil.rmtree("out")
    build()
    assert files() == made


def test_a_cache_that_cannot_be_written_is_no_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "file").touch()
    monkeypatch.setenv("BRIEFING_CACHE", str(folder / "file" / "cache"))
    assert counts(build()) == (ALL, 0, 0)
    assert counts(build()) == (ALL, 0, 0)


def test_documents_are_made_again_when_they_have_gone_from_the_cache() -> None:
    build()
    made = files()
    limited = Cache(Path("cache/made"), limit=0)
    limited.write("0" * 64, b"")
    limited.trim()
    assert counts(build()) == (ALL, 0, 0)
    assert files() == made


def test_it_is_shown_and_cleared(folder: Path) -> None:
    assert briefing("cache").stdout == (
        f"Folder  {folder / 'cache' / 'made'}\nFiles   0\nSize    0 bytes of at most 1.0 GB\n"
    )
    build()
    shown = briefing("cache").stdout
    assert re.search(rf"^Files   {ALL + 1}\nSize    \d+\.\d kB of at most", shown, re.MULTILINE)
    assert re.match(rf"Removed {ALL + 1} files \(", briefing("cache", "--clear").stdout)
    assert "Files   0\n" in briefing("cache").stdout
    assert counts(build()) == (ALL, 0, 0)


def test_it_names_the_folder_if_something_cannot_be_removed(folder: Path) -> None:
    build()
    (folder / "cache" / "made" / "1" / "ab" / ("ab" * 32)).mkdir(parents=True)
    done = briefing("cache", "--clear")
    assert done.exit_code == 3
    assert f"1 file could not be removed from {folder / 'cache' / 'made'}." in done.stderr


def test_it_says_why_there_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_CACHE", "off")
    assert briefing("cache").stdout == "There is no cache, because BRIEFING_CACHE is off.\n"
    monkeypatch.setenv("BRIEFING_CACHE", "/dev/null/folder")
    done = briefing("cache")
    assert done.exit_code == 3 and "Choose another folder with BRIEFING_CACHE." in done.stderr
