"""`briefing build` from the point of view of a staffer and a cron job."""

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from briefing.cli import COMMANDS
from briefing.output.document import Document
from briefing.output.formats import FORMATS
from tests.helpers import INQUIRY, SAMPLE, briefing

EDITIONS = ("timeline", "member")
FILES = [f"{name}.{format}" for format in ("md", "html", "pdf") for name in EDITIONS]
FILES.insert(1, "timeline-chart.svg")
RECORD = """\
title: Parks
correct_as_of: 2023-09-08
actors: {council: {name: The Council}}
events:
  - {date: 2019-04, kind: white paper, title: First, topics: [parks], actors: [council],
     source: {title: S}}
  - {date: 2021-21, kind: news, title: Second, topics: [fees], source: {title: S}}
  - {date: 2023-07-03, kind: speech, title: Third, topics: [fees, parks], source: {title: S}}
"""
PLAIN = "title: T\nevents: [{date: 2019, kind: news, title: A, source: {title: S}}]\n"
WARNING = f"correct_as_of: 2019-12-31\n{PLAIN}".replace(", source: {title: S}", "")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test in its own folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def record(folder: Path) -> Path:
    return save("events.yaml", RECORD)


def save(path: str, text: str) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run `briefing` in a separate process."""
    environment = {**os.environ, "PYTHONPATH": str(SAMPLE.parent), **dict(options.pop("env", {}))}  # type: ignore[call-overload]
    given = {"capture_output": True, "encoding": "utf-8", "errors": "replace", **options}
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "briefing", *map(str, arguments)], env=environment, **given
    )


def titles(path: str = "out/timeline.md") -> list[str]:
    """Return the titles of the events in a Markdown briefing."""
    text = Path(path).read_text(encoding="utf-8")
    return re.findall(r"^### .*: (\w+)", text, re.MULTILINE)


# Output and files


def test_it_prints_what_it_wrote_with_events_and_pages(record: Path) -> None:
    save("events.yaml", RECORD.replace("Third", f"Third, summary: {'Long. ' * 999}", 1))
    done = briefing("build")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert [line.split("  ")[0] for line in lines] == [f"out/{name}" for name in FILES]
    for line in lines:
        path, _, counts = line.partition("  ")
        pages = len(PdfReader(path).pages) if path.endswith(".pdf") else None
        listed = "3 events" + {None: "", 1: ", 1 page"}.get(pages, f", {pages} pages")
        # The chart belongs to the document before it.
        assert counts == ("" if path.endswith(".svg") else listed)
    counts = f"{len(FILES) - 1} made, 0 unchanged, 0 failed"
    assert re.fullmatch(rf"Done in \d+\.\d seconds: {counts}\.\n", done.stderr)
    assert sorted(path.name for path in Path("out").iterdir()) == sorted(FILES)


def test_one_is_one() -> None:
    save("events.yaml", PLAIN)
    done = briefing("build", "-e", "member", "-f", "pdf", "--engine", "plutoprint")
    assert done.stdout == "out/member.pdf  1 event, 1 page\n"


def test_editions_and_formats_can_be_chosen(record: Path) -> None:
    done = briefing("build", "-e", "member,member", "-f", "html", "-f", "md,html", "-e", "member")
    assert done.exit_code == 0
    assert done.stdout == "out/member.html  3 events\nout/member.md  3 events\n"
    assert sorted(path.name for path in Path("out").iterdir()) == ["member.html", "member.md"]


def test_out_can_be_chosen(record: Path) -> None:
    done = briefing("build", "-f", "md", "-o", "a/b c")
    assert done.stdout.splitlines()[0] == "a/b c/timeline.md  3 events"
    assert Path("a/b c/member.md").is_file()
    assert briefing("build", "-f", "md", "-o", ".").stdout.startswith("timeline.md  ")


def test_quiet_says_nothing_unless_something_is_wrong(record: Path) -> None:
    done = briefing("build", "-q", "-f", "md")
    assert (done.exit_code, done.output) == (0, "")
    save("events.yaml", WARNING)
    done = briefing("build", "--quiet", "-f", "md")
    assert (done.exit_code, done.output) == (0, "")
    done = briefing("build", "--quiet", "--strict", "-f", "md")
    assert done.exit_code == 1 and "event-without-source" in done.stderr


def test_warnings_are_shown_and_stop_only_a_strict_build() -> None:
    save("events.yaml", WARNING)
    done = briefing("build", "-f", "md")
    assert done.exit_code == 0 and "warning: this event has no source" in done.stderr
    assert done.stdout.startswith("out/timeline.md")
    shutil.rmtree("out")
    done = briefing("build", "-f", "md", "--strict")
    assert (done.exit_code, done.stdout) == (1, "") and "1 warning in 1 event." in done.stderr
    assert not Path("out").exists()


def test_errors_stop_a_build_and_leave_what_was_there(record: Path) -> None:
    briefing("build", "-f", "md")
    before = Path("out/timeline.md").read_bytes()
    save("events.yaml", RECORD.replace("white paper", "white papper"))
    done = briefing("build")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "events.yaml:5:27: error:" in done.stderr and "unknown-kind" in done.stderr
    assert Path("out/timeline.md").read_bytes() == before


# Choosing events and editions


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--since", "3 July 2023"], "Third"),
        (["--since", "2021-06"], "Third"),
        (["--since", "spring 2021"], "Second Third"),
        (["--since", "about 2021"], "Second Third"),
        (["--until", "2 July 2023"], "First Second"),
        (["--since", "2020", "--until", "2022"], "Second"),
        (["--since", "financial year 2020-21"], "Second Third"),
        (["--since", "early 2021"], "Second Third"),
        # Relative to the day of the record, 8 September 2023, or to --as-of.
        (["--since", "last year"], "Third"),
        (["--since", "3 months ago"], "Third"),
        (["--until", "yesterday", "--since", "July 2023"], "Third"),
        (["--until", "last quarter"], "First Second"),
        (["--as-of", "July 2021", "--since", "last year"], "Second"),
        (["--until", "the end of 2021"], "First Second"),
        (["--topic", "parks"], "First Third"),
        (["--topic", "Parks", "--topic", "FEES"], "First Second Third"),
        (["--topic", "parks", "--topic", "fees"], "First Second Third"),
        (["--actor", "council"], "First"),
        (["--actor", "the Council"], "First"),
        (["--kind", "white-paper"], "First"),
        (["--kind", "White paper", "--kind", "SPEECH"], "First Third"),
        (["--topic", "fees", "--kind", "speech"], "Third"),
    ],
)
def test_events_can_be_chosen(record: Path, options: list[str], expected: str) -> None:
    assert briefing("build", "-f", "md", "-e", "timeline", *options).exit_code == 0
    assert titles() == expected.split()


@pytest.mark.parametrize(
    ("formats", "made"),
    [
        (["-f", "md,json"], ".json .md"),
        (["-f", "MD, json", "-f", "ics"], ".ics .json .md"),
        (["-f", "markdown,.html,calendar"], ".html .ics .md"),
    ],
)
def test_formats_can_be_listed_and_have_their_usual_names(
    record: Path, formats: list[str], made: str
) -> None:
    assert briefing("build", "-e", "member", *formats).exit_code == 0
    assert {path.suffix for path in Path("out").glob("member.*")} == set(made.split())


def test_an_edition_and_the_command_line_choose_together() -> None:
    save("events.yaml", RECORD + "editions: {fees: {template: timeline, topics: [fees]}}\n")
    assert briefing("build", "-f", "md", "--since", "2022").exit_code == 0
    assert titles("out/fees.md") == ["Third"]


def test_an_edition_with_no_events_is_made_with_a_warning(record: Path) -> None:
    done = briefing("build", "-f", "md", "-f", "html", "--since", "2030")
    assert done.exit_code == 0
    assert "Warning: the edition 'timeline' has no events." in done.stderr
    assert "out/timeline.md  0 events" in done.stdout
    assert "There are no events in this briefing." in Path("out/timeline.md").read_text()


@pytest.mark.parametrize(
    ("options", "output"),
    [
        (["-e", "timelin"], "There is no edition called 'timelin'. Did you mean 'timeline'?"),
        (["-e", "xyz"], "There is no edition called 'xyz'. Choose from: timeline, member."),
        (["--topic", "park"], "There is nothing called 'park'. Did you mean 'parks'?"),
        (["--topic", "xyz"], "There is nothing called 'xyz'. Choose from: fees, parks."),
        (["--actor", "counsil"], "There is nothing called 'counsil'. Did you mean 'council'?"),
        (["--kind", "speach"], "There is nothing called 'speach'. Did you mean 'speech'?"),
        (["--since", "the day before"], "'the day before' is not in the form"),
        (["--since", "30 February 2020"], "'30 February 2020' is not in the form"),
        (["--until", "2020-02-30"], "there is no 30 February 2020"),
        (["--until", "2020-13"], "there is no month 13"),
        (["-f", "odt"], "There is no format 'odt'. Choose from: md, html, pdf, docx"),
        (["-f", "md,odt"], "There is no format 'odt'."),
        (["--since", "9/6/25"], "2025-06-09 (9 June 2025) or 2025-09-06 (6 September 2025)"),
        (["--since", "2022-23"], "'2022-23' can mean 2022-04/2023-03 (the financial year) or"),
        (["--since", "Tuesday 4 September 2023"], "4 September 2023 is a Monday"),
        (["--since", "3 July"], "Add the year"),
        (["--since", "31 June 2025"], "June has 30 days: write 2025-06-30 or 2025-07-01, or"),
        (["--until", "autumn 2024/25"], "can mean autumn 2024 or autumn 2025."),
        (
            ["--since", "end of 2025"],
            "can mean 2025-12-31 (the last day) or 2025-12 (some day in December 2025).",
        ),
        (["--engine", "latex"], "'latex' is not one of"),
        (["--sinse", "2020"], "No such option"),
        (
            ["member"],
            "There is no member. If 'member' is an edition, run: briefing build -e member",
        ),
        (["-o", "-"], "'-' is no folder. Name one, as in --out out."),
    ],
)
def test_wrong_options_are_wrong_usage(record: Path, options: list[str], output: str) -> None:
    done = briefing("build", *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert output in " ".join(done.stderr.split())
    assert not Path("out").exists()


# Where the record is


def test_without_a_record_there_is_a_way_out() -> None:
    done = briefing("build")
    assert done.exit_code == 2
    assert "There is no events.yaml." in done.stderr and "briefing new DIR" in done.stderr


def test_a_record_may_come_from_standard_input() -> None:
    done = briefing("build", "-", "-f", "md", stdin=RECORD)
    assert done.exit_code == 0 and titles() == ["First", "Second", "Third"]
    done = briefing("build", "-", stdin="title: T\nevents: [{}]")
    assert done.exit_code == 1 and done.stderr.startswith("<stdin>:2:")


def test_several_files_and_folders_are_one_record() -> None:
    save("a/events.yaml", RECORD)
    save("b/events.yaml", PLAIN.replace("title: T\n", ""))
    save("b/deep/more.yml", PLAIN.replace("title: T\n", "").replace("2019", "2018"))
    assert briefing("build", "a/events.yaml", "b/events.yaml", "-f", "md").exit_code == 0
    assert titles() == ["A", "First", "Second", "Third"]
    assert briefing("build", "a", "b", "-f", "md").exit_code == 0
    assert titles() == ["A", "A", "First", "Second", "Third"]
    assert briefing("build", ".", "-f", "md", "-o", "out").exit_code == 0
    assert len(titles()) == 5
    save("b/events.yaml", PLAIN)
    done = briefing("build", "a/events.yaml", "b/events.yaml")
    assert done.exit_code == 1 and done.stderr.startswith("b/events.yaml:1:")


def test_templates_are_those_beside_the_record() -> None:
    save("record/events.yaml", RECORD)
    save("record/templates/timeline/briefing.md", "of the record")
    save("templates/timeline/briefing.md", "of the folder")
    for events in ("record/events.yaml", "record"):
        assert briefing("build", events, "-f", "md").exit_code == 0
        assert Path("out/timeline.md").read_text() == "of the record\n"
    assert briefing("build", "-", "-f", "md", stdin=RECORD).exit_code == 0
    assert Path("out/timeline.md").read_text() == "of the folder\n"
    # Writing there is odd, but harmless.
    assert briefing("build", "record", "-f", "md", "-o", "record/templates").exit_code == 0
    assert briefing("build", "record", "-f", "md").exit_code == 0


@pytest.mark.parametrize("id", ["a.b", "2023-09", "A_b-c.", "con"])
def test_an_edition_may_be_called_oddly(id: str) -> None:
    save("events.yaml", RECORD + f"editions: {{'{id}': {{template: timeline}}}}\n")
    assert briefing("build", "-f", "md").exit_code == 0
    assert {path.name for path in Path("out").iterdir()} == {f"{id}.md", f"{id}-chart.svg"}
    assert f"]({id}-chart.svg)" in Path(f"out/{id}.md").read_text()


@pytest.mark.parametrize("id", ["..", ".hidden", "a/b", "../a", "a b", "a\\b", "é", "C:a", "a\nb"])
def test_an_edition_cannot_lead_elsewhere(id: str) -> None:
    written = id.replace("\\", "\\\\").replace("\n", "\\n")
    save("events.yaml", RECORD + f'editions: {{"{written}": {{template: timeline}}}}\n')
    done = briefing("build", "-f", "md")
    assert (done.exit_code, done.stdout) == (1, "") and "[bad-id]" in done.stderr
    assert os.listdir() == ["events.yaml"]


def test_without_a_day_the_record_is_correct_as_of_today_where_it_lives() -> None:
    days = []
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):  # at least a day apart
        save("events.yaml", f"timezone: {zone}\n{PLAIN}")
        briefing("build", "-f", "html", "-e", "timeline")
        days += re.findall(r'datetime="(\d{4}-\d\d-\d\d)"', Path("out/timeline.html").read_text())
    there, here = days
    assert there > here
    save("events.yaml", f"correct_as_of: 2023-09-08\n{PLAIN}")
    briefing("build", "-f", "md")
    assert "Correct as of 8 September 2023" in Path("out/timeline.md").read_text()


# The same bytes


MACHINES = [
    {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"},
    {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "2", "LC_ALL": "C", "PYTHONUTF8": "0"},
]


def on_one_processor() -> None:
    if sys.platform == "linux":
        os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])


@pytest.mark.parametrize(
    "engine", ["weasyprint", pytest.param("plutoprint", marks=pytest.mark.long)]
)
def test_two_builds_are_the_same_byte_for_byte(engine: str, folder: Path) -> None:
    """The clocks, languages, processors, folders and names differ."""
    copy = folder / "another name"
    shutil.copytree(INQUIRY, copy / "record é")
    builds = [
        (INQUIRY.parent, ["inquiry"], folder / "one"),
        (copy, [str(path) for path in sorted((copy / "record é").glob("*.yaml"))], folder / "two"),
    ]
    running = []
    for number, (here, events, out) in enumerate(builds):
        command = ["-m", "briefing", "build", *events, "-o", str(out), "--engine", engine]
        command += ["-e", "decisions"]
        formats = ["-f", "pdf"] if engine == "plutoprint" else []
        environment = {**os.environ, "PYTHONPATH": str(SAMPLE.parent), **MACHINES[number]}
        running.append(
            subprocess.Popen(
                [sys.executable, *command, *formats],
                cwd=here,
                env=environment,
                umask=[0o022, 0o077][number],
                preexec_fn=[None, on_one_processor][number],
                stdout=subprocess.DEVNULL,
            )
        )
    assert [process.wait() for process in running] == [0, 0]
    one, two = ({path.name: path.read_bytes() for path in out.iterdir()} for _, _, out in builds)
    assert one.keys() == two.keys() and len(one) == (1 if engine == "plutoprint" else 4)
    assert [name for name in one if one[name] != two[name]] == []


# Terminals, pipes and mishaps


def on_terminal(*arguments: str | Path, **environment: str) -> str:
    """Return the output of `briefing` in a terminal."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(SAMPLE.parent), "TERM": "xterm", **environment}
    command = [sys.executable, "-m", "briefing", *map(str, arguments)]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    output = b""
    try:
        while part := os.read(ours, 4096):
            output += part
    except OSError:
        pass  # this is how a terminal reports that its other end has been closed
    os.close(ours)
    process.wait()
    return output.decode()


def test_a_terminal_shows_colour_and_how_far_it_is(record: Path) -> None:
    # The bar is drawn ten times a second, so it may not show a document that is made at once.
    output = on_terminal("build", "-f", "pdf")
    assert re.search(r"(timeline|member)\.pdf", output.split("out/")[0]) and "Done in" in output
    assert "member.md" not in on_terminal("build", "-f", "md", "-q")
    save("events.yaml", WARNING)
    assert "\x1b[33m" in on_terminal("build", "-f", "md")


def test_no_color_is_respected(record: Path) -> None:
    save("events.yaml", WARNING)
    output = on_terminal("build", "-f", "md", NO_COLOR="1")
    assert "warning" in output and not re.search(r"\x1b\[[\d;]*3\d", output)


def test_output_that_nobody_reads_does_no_harm(record: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = run("build", "-f", "md", capture_output=False, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr
    assert titles() == ["First", "Second", "Third"]
    done = run("build", "-f", "md", preexec_fn=lambda: os.close(1), capture_output=False)
    assert done.returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is full")
def test_output_that_cannot_be_written_is_reported(record: Path) -> None:
    with open("/dev/full", "w") as full:
        done = run("build", "-f", "md", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 3
    assert "Error: the output cannot be written: No space left on device." in done.stderr


@pytest.mark.long
def test_a_terminal_without_the_letters_is_no_obstacle(record: Path) -> None:
    save("events.yaml", RECORD.replace("news", "nëws"))
    for environment in ({"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp1252"}):
        done = run("build", env=environment)
        assert done.returncode == 1 and "unknown-kind" in done.stderr
        done = run("check", env=environment)
        assert done.returncode == 1 and "unknown-kind" in done.stdout
    save("events.yaml", RECORD)
    done = run("build", "-f", "md", "-o", "公ut", env={"PYTHONIOENCODING": "cp1252"})
    assert done.returncode == 0 and "?ut/timeline.md" in done.stdout


def test_a_fault_of_our_own_is_a_sentence_and_a_file(
    record: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the moon is full")

    monkeypatch.setattr("briefing.edition.parts.in_parts", fail)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    done = briefing("build")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "Traceback" not in done.stderr
    assert "Error: briefing failed unexpectedly: RuntimeError: the moon is full." in done.stderr
    (report,) = folder.glob("briefing-fault-*.txt")
    assert str(report) in done.stderr and "Traceback" in report.read_text()
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "nowhere"))
    done = briefing("build")
    assert done.exit_code == 3 and "Please report it.\n" in done.stderr


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_shows_an_example(command: str | None) -> None:
    words = [command] if command else []
    for option in ("--help", "-h"):
        done = briefing(*words, option)
        assert done.exit_code == 0
        example = rf"^ +briefing {command or 'new'}"
        assert re.search(example, done.stdout, re.MULTILINE)


def test_a_page_links_to_the_pdf_and_the_word_document_that_are_made_with_it() -> None:
    link = '<p class="formats">Also available as <a href="member.pdf">PDF</a></p>'
    for formats, is_linked in ((("-f", "html", "-f", "pdf"), True), (("-f", "html"), False)):
        made = briefing("build", SAMPLE, "-e", "member", *formats, "--engine", "plutoprint")
        assert made.exit_code == 0
        page = Path("out/member.html").read_text(encoding="utf-8")
        assert (link in page) is is_linked and ('class="formats"' in page) is is_linked


ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="there are limits on Linux alone")


def crash(page: object) -> Document:
    """End the process, as the system does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


@ON_LINUX
@pytest.mark.usefixtures("real_workers")
def test_a_document_that_crashes_is_reported_and_the_others_are_written_if_wanted(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashing = replace(FORMATS["html"], renderer=lambda user_templates, engine: crash)
    monkeypatch.setitem(FORMATS, "html", crashing)
    save("out/timeline.html", "as before")
    reason = "not made: the system stopped it, perhaps because memory ran out."
    result = briefing("build", "-f", "md,html,json")
    assert result.exit_code == 3 and result.stdout == ""
    assert result.stderr == (
        "4 made, 0 unchanged, 2 failed.\n"
        f"Error: member.html and timeline.html were {reason}\n"
        "Nothing was written. To write the other documents, add --keep-going.\n"
    )
    assert [path.name for path in Path("out").iterdir()] == ["timeline.html"]
    result = briefing("build", "-f", "md,html,json", "--keep-going", "-e", "timeline")
    assert result.exit_code == 3 and f"Error: timeline.html was {reason}\n" in result.stderr
    assert "2 made, 0 unchanged, 1 failed.\n" in result.stderr
    assert Path("out/timeline.html").read_text() == "as before"
    assert Path("out/timeline.md").is_file() and Path("out/timeline.json").is_file()


@ON_LINUX
@pytest.mark.long
@pytest.mark.usefixtures("real_workers")
def test_a_page_does_not_link_to_a_pdf_that_was_not_made(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashing = replace(FORMATS["pdf"], renderer=lambda user_templates, engine: crash)
    monkeypatch.setitem(FORMATS, "pdf", crashing)
    result = briefing("build", "-e", "member", "-f", "html,pdf,docx", "--keep-going")
    assert result.exit_code == 3 and result.output.count("was not made") == 1
    page = Path("out/member.html").read_text(encoding="utf-8")
    assert "member.docx" in page and "member.pdf" not in page


@ON_LINUX
@pytest.mark.long
@pytest.mark.usefixtures("real_workers")
def test_a_document_that_takes_too_long_or_too_much_is_reported(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = Path("templates/timeline/briefing.html")
    template.parent.mkdir(parents=True)
    # The loop runs ten thousand million times.
    template.write_text(
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    )
    monkeypatch.setenv("BRIEFING_TIME_LIMIT", "0.01")
    result = briefing("build", "-f", "html", "-e", "timeline")
    assert result.exit_code == 3
    assert "timeline.html was not made: it took longer than 0.6 seconds." in result.output
    assert not Path("out").exists()
    monkeypatch.delenv("BRIEFING_TIME_LIMIT")
    monkeypatch.setenv("BRIEFING_MEMORY_LIMIT", "1")
    template.write_text("{{ ('x' * 2000000000) | length }}")
    result = briefing("build", "-f", "html", "-e", "timeline")
    assert result.exit_code == 3
    assert "timeline.html was not made: it needs more than 1 GB of memory." in result.output


@pytest.mark.parametrize("limit", ["ten", "-1", "0", "1e9", "1 2", "inf"])
def test_a_limit_is_a_number(record: Path, limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_TIME_LIMIT", limit)
    result = briefing("build", "-f", "json")
    assert result.exit_code == 2
    assert "BRIEFING_TIME_LIMIT must be a number of minutes" in result.output


def test_a_wrong_limit_is_an_error_also_if_nothing_has_changed(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert briefing("build", "-f", "json").exit_code == 0
    monkeypatch.setenv("BRIEFING_TIME_LIMIT", "ten")
    result = briefing("build", "-f", "json")
    assert result.exit_code == 2
    assert "BRIEFING_TIME_LIMIT must be a number of minutes" in result.output


def test_a_build_leaves_nothing_temporary_behind(record: Path, folder: Path) -> None:
    (folder / "tmp").mkdir()
    done = run("build", "-f", "pdf", "-e", "member", env={"TMPDIR": str(folder / "tmp")})
    assert done.returncode == 0, done.stderr
    assert list((folder / "tmp").iterdir()) == []


def test_the_fast_engine_refuses_a_document_whose_letters_it_loses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    editions = "editions: {one: {template: timeline}, two: {template: timeline, until: 2018}}"
    Path("events.yaml").write_text(
        f"title: T\n{editions}\nevents:\n"
        "  - {date: 2018, kind: news, title: A, source: {title: B}}\n"
        "  - {date: 2019, kind: news, title: مرحبا, source: {title: B}}\n",
        encoding="utf-8",
    )
    done = briefing("build", "-f", "pdf,html", "--engine", "plutoprint", "--keep-going")
    assert done.exit_code == 3
    assert "one.pdf was not made: plutoprint loses letters such as 'ا' (U+0627, " in done.output
    assert {path.name for path in Path("out").iterdir() if path.suffix != ".svg"} == {
        "one.html", "two.html", "two.pdf",
    }  # fmt: skip
