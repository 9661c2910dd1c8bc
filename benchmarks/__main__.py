"""`python -m benchmarks`: measure everything, alternating with other tools, and print a table."""

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from shutil import copy, which
from statistics import median

import click

from benchmarks.articles import write_article
from benchmarks.chronologies import write_chronology
from benchmarks.copies import write_record
from benchmarks.editing import time_editing
from benchmarks.following import time_following, time_typing
from benchmarks.opening import compare_embedding, compare_opening, time_filtering
from benchmarks.records import record
from benchmarks.timing import Comparison, compare, run
from briefing.record.proofs import LOCK

SAMPLE = Path(__file__).parents[1] / "events.yaml"
_MEGABYTE = 1_000_000
_TO_SHOW_PROBLEMS, _TO_COMPLETE = 0.2, 0.05
"""How soon an editor should show problems and words, in seconds, 95 times in 100."""
_TO_FOLLOW = 0.45
"""How soon the live page should show a change: half a second, if 20 million additions in Python
take 1.1 seconds."""
_USED = ("click", "pydantic", "yaml-rs", "PyYAML", "Jinja2", "Markdown", "weasyprint", "plutoprint")


def _python(code: str, *arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


def _briefing(*arguments: str | Path) -> list[str]:
    """Return a command that runs the installed code. `python -m` would take longer."""
    return _python("from briefing.cli import main; main()", *arguments)


def _yaml(record: Path) -> list[str]:
    code = "import sys, yaml; yaml.load(open(sys.argv[1], 'rb'), yaml.CSafeLoader)"
    return _python(code, record)


def _build(record: Path, out: Path, *options: str) -> list[str]:
    return _briefing(
        "build", record, "-o", out, "-e", "timeline", "--no-cache", "--quiet", *options
    )


def _row(task: str, yardstick: str, done: Comparison, budget: float) -> str:
    """Return a table row: the task, task it is compared with, and whether it kept to its budget."""
    return (
        f"| {task} | {_time(done.seconds)} | {yardstick} | {_time(done.other_seconds)} |"
        f" {done.ratio:.2f} | {budget:g} | {'yes' if done.ratio <= budget else '**no**'} |"
    )


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _start(times: int) -> Iterator[str]:
    help_ = compare(_briefing("--help"), _python("import click"), times)
    yield _row("`briefing --help`", "`import click`", help_, 1.5)
    imports = _python("import click, yaml_rs, pydantic")
    check = compare(_briefing("check", SAMPLE), imports, times)
    yield _row("`check`, the sample record", "`import click, yaml_rs, pydantic`", check, 2)


def _check(records: Callable[[int], Path], times: int) -> Iterator[str]:
    for events, budget in ((1_000, 1.3), (10_000, 0.3)):
        file = records(events)
        done = compare(_briefing("check", file), _yaml(file), times)
        yield _row(f"`check`, {events:,} events", "PyYAML's C loader", done, budget)
    size = file.stat().st_size
    ratio = done.memory / size
    yield (
        f"| `check`, {events:,} events | {done.memory / _MEGABYTE:.0f} MB | the file |"
        f" {size / _MEGABYTE:.1f} MB | {ratio:.1f} | 12 | {'yes' if ratio <= 12 else '**no**'} |"
    )


def _prove(folder: Path, times: int) -> Iterator[str]:
    quotes = write_record(folder)
    lock = folder / LOCK
    # Some of the quotes are wrong, so the exit status is 1.
    code = "from contextlib import suppress\nwith suppress(SystemExit): main()"
    command = _python(f"from briefing.cli import main\n{code}", "prove", folder / "events.yaml")
    first, again = [], []
    for _ in range(times + 1):
        lock.unlink(missing_ok=True)
        first.append(run(command)[0])
        again.append(run(command)[0])
    for task, seconds, budget in (
        (f"`prove`, {quotes:,} quotes in 100 copies", median(first[1:]), 5),
        ("the same, with nothing changed", median(again[1:]), 1),
    ):
        met = "yes" if seconds <= budget else "**no**"
        yield f"| {task} | {_time(seconds)} | | | | {budget} s | {met} |"


def _import(folder: Path, times: int) -> Iterator[str]:
    rows, budget = 5_000, 5
    table = folder / "chronology.csv"
    write_chronology(table, rows)
    command = _briefing("import", table, "-o", folder / "imported.yaml", "--force", "--quiet")
    seconds = median([run(command)[0] for _ in range(times + 1)][1:])
    met = "yes" if seconds <= budget else "**no**"
    yield f"| `import`, a table of {rows:,} rows | {_time(seconds)} | | | | {budget} s | {met} |"


def _draft(folder: Path, record: Path, times: int) -> Iterator[str]:
    page, budget = folder / "article.html", 2
    words = write_article(page)
    command = _briefing("add", "--from", page, "--into", record, "--quiet")
    seconds = median([run(command)[0] for _ in range(times + 1)][1:])
    met = "yes" if seconds <= budget else "**no**"
    task = f"`add --from`, a page of {words:,} words"
    yield f"| {task} | {_time(seconds)} | | | | {budget} s | {met} |"


def _unchanged(folder: Path, times: int) -> Iterator[str]:
    build = _briefing("build", SAMPLE, "-o", folder / "unchanged", "--quiet")
    run(build)
    done = compare(build, _briefing("check", SAMPLE), times)
    yield _row("`build`, the sample with nothing changed", "`check`", done, 1.5)


def _areas(folder: Path, times: int) -> Iterator[str]:
    number, budget = 650, 3
    lines = "".join(f"  area-{n}: {{name: Area {n}}}\n" for n in range(number))
    file = folder / "areas.yaml"
    text = SAMPLE.read_text(encoding="utf-8")
    file.write_text(text.replace("\nareas:\n", f"\nareas:\n{lines}", 1), encoding="utf-8")
    options = ("-e", "member", "--each", "area", "-f", "md,html,json", "--quiet")
    build = _briefing("build", file, "-o", folder / "areas", *options)
    yield f"| {number} areas in 3 formats, from nothing | {_time(run(build)[0])} | | | | | |"
    seconds = median([run(build)[0] for _ in range(times)])
    met = "yes" if seconds <= budget else "**no**"
    yield f"| the same, with nothing changed | {_time(seconds)} | | | | {budget} s | {met} |"


def _pages(records: Callable[[int], Path], times: int) -> Iterator[str]:
    file = records(1_000)
    out = file.parent / "pages"
    build = _build(file, out, "-f", "md", "-f", "html")
    run(build)
    pandoc = ["pandoc", str(out / "timeline.md"), "-o", str(out / "pandoc.html")]
    task, done = "Markdown and HTML, 1,000 events", compare(build, pandoc, times)
    yield _row(task, "pandoc, Markdown to HTML", done, 0.4)


def _opening(records: Callable[[int], Path], events: int, times: int) -> Iterator[str]:
    if not which("npm"):
        click.echo("npm is not installed, so pages are not compared with TimelineJS.", err=True)
        return
    file = records(events)
    out = file.parent / f"opening-{events}"
    run(_build(file, out, "-f", "html"))
    done = compare_opening(out / "timeline.html", times)
    yield _row(f"opening the page, {events:,} events", "TimelineJS", done, 0.33)
    site = file.parent / f"site-{events}"
    run(_briefing("publish", file, "-o", site, "-e", "timeline", "-f", "html", "--quiet"))
    framed = copy(site / "timeline-embed.html", out)
    yield _row(
        f"opening it in a frame, {events:,} events",
        "TimelineJS in a frame",
        compare_embedding(Path(framed), times),
        0.33,
    )
    filtering = time_filtering(out / "timeline.html")
    times_taken = f"{_time(median(filtering))}, at most {_time(max(filtering))}"
    yield f"| filtering that page | {times_taken} | | | | | |"


def _pdf(records: Callable[[int], Path], events: int, times: int) -> Iterator[str]:
    file = records(events)
    out = file.parent / f"pdf-{events}"
    run(_build(file, out, "-f", "html"))
    html, pdf = str(out / "timeline.html"), str(out / "bare.pdf")
    bare = [sys.executable, "-m", "benchmarks.bare", html, pdf]
    done = compare(_build(file, out, "-f", "pdf"), bare, times)
    pages = _count_pages(out / "timeline.pdf")
    task = f"PDF, {events:,} events: {pages:,} pages, {_time(done.seconds / pages)} each"
    yield _row(task, "WeasyPrint alone, the same HTML", done, 1.1)
    fast, _ = run(_build(file, out, "-f", "pdf", "--engine", "plutoprint"))
    pages = _count_pages(out / "timeline.pdf")
    yield (
        f"| the same with plutoprint: {pages:,} pages, {_time(fast / pages)} each | {_time(fast)} |"
        f" WeasyPrint alone | {_time(done.other_seconds)} | {fast / done.other_seconds:.2f} | | |"
    )


def _editing(records: Callable[[int], Path], times: int) -> Iterator[str]:
    folder = records(1_000).parent / "editing"
    folder.mkdir()
    file = folder / "events.yaml"
    file.write_bytes(records(1_000).read_bytes())
    for task, answers in time_editing(file, times):
        budget = _TO_COMPLETE if task.startswith("completion") else _TO_SHOW_PROBLEMS
        met = "yes" if answers.slow <= budget else "**no**"
        slow, used = _time(answers.slow), _time(median(answers.processor or [0]))
        yield (
            f"| in an editor, 1,000 events: {task} | {_time(answers.middle)}, 95% within {slow} | "
            f"processor time | {used} | | {_time(budget)} | {met} |"
        )


def _following(records: Callable[[int], Path], times: int) -> Iterator[str]:
    folder = records(1_000).parent / "following"
    folder.mkdir()
    file = folder / "events.yaml"
    file.write_bytes(records(1_000).read_bytes())
    for change, done in time_following(file, times):
        task = f"the live page, 1,000 events: {change}"
        yield _row(task, "20 million additions in Python", done, _TO_FOLLOW)
    typing = time_typing(file)
    times_taken = f"{_time(median(typing))}, at most {_time(max(typing))}"
    yield f"| a key in its form | {times_taken} | | | | | |"


def _count_pages(pdf: Path) -> int:
    from pypdf import PdfReader

    return len(PdfReader(pdf).pages)


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in _USED)
    return f"Python {platform.python_version()}, {platform.system()}; {libraries}."


@click.command()
@click.option(
    "--quick",
    is_flag=True,
    help="Leave out 1,000 events in a PDF, and 650 areas: they take minutes.",
)
def main(quick: bool) -> None:
    """Time briefing and other tools, and print a table of ratios with their budgets."""
    click.echo(f"{_machine()}\n")
    click.echo("| task | time or memory | compared with | time or size | ratio | budget | met? |")
    click.echo("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BRIEFING_CACHE"] = str(Path(folder) / "cache")

        def records(events: int) -> Path:
            path = Path(folder) / f"{events}.yaml"
            if not path.exists():
                with path.open("w", encoding="utf-8") as file:
                    file.writelines(record(events))
            return path

        for rows in (
            _start(times=15),
            _check(records, times=5),
            _editing(records, times=40),
            _following(records, times=10),
            _prove(Path(folder) / "evidence", times=5),
            _import(Path(folder), times=5),
            _draft(Path(folder), SAMPLE, times=5),
            _unchanged(Path(folder), times=15),
            () if quick else _areas(Path(folder), times=5),
            _pages(records, times=5),
            _opening(records, 100, times=5),
            _opening(records, 1_000, times=5),
            _pdf(records, 100, times=5),
            () if quick else _pdf(records, 1_000, times=1),
        ):
            for row in rows:
                click.echo(row)


main()
