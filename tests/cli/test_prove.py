"""`briefing prove`: quotes and figures in real copies, the lock file and confirmation by people."""

import csv
import errno
import io
import json
import re
import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from click.testing import CliRunner, Result

from briefing.cli import main
from briefing.record.proofs import read_lock
from tests.helpers import on_terminal
from tests.pdfs import pdf_of
from tests.validators import sarif_problems

RECORD = """\
title: Example
correct_as_of: 2019-12-31
actors: {mayor: {name: The Mayor}}
sources:
  gazette: {title: The gazette}
  times: {title: The Times}
  report: {title: A report}
events:
  - date: 2019-04-02
    id: speech
    kind: speech
    title: A speech in the park
    source: gazette
    quotes:
      - {text: We shall never sell the park to anybody, by: mayor}
      - {text: "“the children’s playground” will stay", by: mayor}
  - date: 2019-05
    kind: poll
    title: A poll
    source: report
    figures:
      - {label: use the park every week, value: 1832}
      - {label: parks closed, value: 9 of 27}
    quotes:
      - {text: Closing time is ten o'clock, by: mayor, source: times}
"""
GAZETTE = """\
The Mayor spoke on Tuesday. "We shall never sell the park to anybody," she said. The trees will
not be felled by winter, she added. And "the children's playground" will stay.
"""
TIMES = "<html><body><p>The Times: “Closing time is ten o’clock.”</p></body></html>"
REPORT = """\
<p>A total of 1,832 people use the park every week.</p>
<p style="break-before: page">Nine out of 27 parks were closed.</p>
"""
WRONG = "  - {text: The trees will be felled by winter, by: mayor}\n"
PROVED = "1 verbatim, 2 same words, 2 figures located, 0 never checked\n"


@pytest.fixture(scope="module")
def report() -> bytes:
    return pdf_of(REPORT)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, report: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("sources").mkdir()
    Path("sources/gazette.txt").write_text(GAZETTE)
    Path("sources/times.html").write_text(TIMES)
    Path("sources/report.pdf").write_bytes(report)
    Path("events.yaml").write_text(RECORD)
    return tmp_path


def run(*arguments: str, answers: str = "") -> Result:
    result = CliRunner().invoke(main, arguments, input=answers)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "failed unexpectedly" not in result.output
    return result


def prove(*arguments: str, answers: str = "") -> Result:
    return run("prove", *arguments, answers=answers)


def confirm(*arguments: str, answers: str = "") -> Result:
    """Prove, and give answers as a person at a terminal would."""
    with patch.object(import_module("briefing.cli.prove"), "is_person", return_value=True):
        return prove("--confirm", *arguments, answers=answers)


def add_quote(text: str, source: str = "gazette") -> None:
    """Add a quote to the first event."""
    quote = f"      - {{text: {text}, by: mayor, source: {source}}}\n"
    Path("events.yaml").write_text(RECORD.replace("  - date: 2019-05", f"{quote}  - date: 2019-05"))


def grades() -> dict[str, str]:
    lock = read_lock(Path("evidence.lock").read_text())
    return {proof.key.text: proof.grade for proof in lock}


def test_quotes_and_figures_are_found_in_copies_of_every_kind() -> None:
    done = prove()
    assert (done.output, done.exit_code) == (PROVED, 0)
    lines = Path("evidence.lock").read_text().splitlines()
    assert lines[0] == '{"version": 1}'
    proofs = {proof.key.text: proof for proof in read_lock(Path("evidence.lock").read_text())}
    park, closed = proofs["We shall never sell the park to anybody"], proofs["9 of 27"]
    assert (park.grade, park.source, park.copy) == ("verbatim", "gazette", "sources/gazette.txt")
    assert park.passage and park.passage.prefix == 'The Mayor spoke on Tuesday. "'
    assert (closed.page, closed.copy) == (2, "sources/report.pdf")
    assert closed.passage and closed.passage.exact == "Nine out of 27 parks were closed"
    assert closed.extractor.startswith("pypdfium2 ")


def test_the_lock_is_written_only_if_something_has_changed() -> None:
    prove()
    lock = Path("evidence.lock")
    before = lock.stat()
    assert prove().output == PROVED
    assert lock.stat().st_ino == before.st_ino and lock.stat().st_mtime_ns == before.st_mtime_ns
    assert sorted(path.name for path in Path().iterdir()) == [
        "events.yaml", "evidence.lock", "sources",
    ]  # fmt: skip
    add_quote("and the children's playground will stay")
    prove()
    assert lock.stat().st_ino != before.st_ino


def test_the_failures_come_first_with_both_texts_and_the_difference() -> None:
    add_quote("The trees will be felled by winter")
    done = prove()
    assert done.exit_code == 1
    assert done.output == (
        "events.yaml:17:16: error: this quote differs from its source, gazette [quote-differs]\n"
        "  17 |       - {text: The trees will be felled by winter, by: mayor, source: gazette}\n"
        "     |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ correct the quote, quote "
        "fewer words, or put … for words left out\n"
        "       record: The trees will be felled by winter\n"
        "       source: The trees will [not] be felled by winter\n"
        "               sources/gazette.txt\n"
        "1 verbatim, 2 same words, 1 differs, 2 figures located, 0 never checked\n"
    )


def test_the_difference_is_coloured_in_a_terminal() -> None:
    add_quote("The trees will be felled by winter")
    with pytest.raises(SystemExit):
        on_terminal("prove", columns=120)
    assert grades()["The trees will be felled by winter"] == "differs"


def test_a_quote_in_another_source_is_elsewhere() -> None:
    add_quote("Closing time is ten o'clock")
    done = prove()
    assert done.exit_code == 1
    assert "this quote is not in its source, gazette, but in times [quote-absent]" in done.output
    assert "change its source to times\n" in done.output
    assert "       found: …The Times: “Closing time is ten o’clock.”…\n" in done.output
    assert "1 elsewhere" in done.output


def test_a_quote_in_no_source_is_absent() -> None:
    add_quote("Nobody has ever put it like this")
    done = prove()
    assert done.exit_code == 1
    assert "this quote is not in its source, gazette [quote-absent]" in done.output
    assert "2 figures located, 1 absent, 0 never checked\n" in done.output


def test_what_has_no_copy_is_counted() -> None:
    Path("sources/gazette.txt").unlink()
    done = prove()
    assert done.exit_code == 0
    assert done.output == (
        "No copy of gazette (2 claims).\n"
        "Save each copy yourself, for example as sources/gazette.pdf.\n"
        "1 same words, 2 figures located, 2 never checked (no copy)\n"
    )
    assert prove("--quiet").output == done.output
    text = RECORD.replace("The gazette}", "The gazette, url: https://example.org/a}")
    Path("events.yaml").write_text(text)
    assert "Run `briefing keep`, or save each copy yourself, for example as" in prove().output
    Path("sources/gazette.txt").write_text(GAZETTE)
    assert prove("--quiet").output == ""


def test_a_quote_may_be_in_a_source_without_a_copy() -> None:
    text = RECORD.replace("source: gazette", "sources: [gazette, other]")
    text = text.replace("sources:\n", "sources:\n  other: {title: Another}\n", 1)
    Path("events.yaml").write_text(
        text.replace("We shall never sell the park to anybody", "Ask me about it later")
    )
    done = prove()
    assert done.exit_code == 0
    assert "No copy of other (1 claim)." in done.output
    assert "1 never checked (no copy)" in done.output


def test_a_copy_that_cannot_be_read_is_an_error() -> None:
    Path("sources/report.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    done = prove()
    assert done.exit_code == 1
    assert "sources/report.pdf: error: this copy cannot be used: " in done.output
    assert "2 never checked (no readable copy)" in done.output
    assert "No copy of report" not in done.output


def test_a_file_that_is_named_after_no_source_is_reported() -> None:
    Path("sources/gazete.pdf").write_bytes(b"")
    done = prove()
    assert done.output == (
        "Note: sources/gazete.pdf does not belong to any source. Name it after a source's id, or "
        f"add `copy: sources/gazete.pdf` to a source.\n{PROVED}"
    )


def test_a_file_that_a_source_names_and_the_pictures_of_a_page_are_not_reported() -> None:
    Path("sources/gazette.txt").rename("sources/notice of april.txt")
    Path("sources/times_files").mkdir()
    copy = "title: The gazette, copy: sources/notice of april.txt"
    Path("events.yaml").write_text(RECORD.replace("title: The gazette", copy))
    assert prove().output == PROVED


def test_a_folder_of_copies_that_leads_out_of_the_record_is_one_error(tmp_path: Path) -> None:
    prove()
    lock = Path("evidence.lock").read_bytes()
    Path("record").mkdir()
    for name in ("events.yaml", "evidence.lock"):
        Path(name).rename(f"record/{name}")
    Path("record/sources").symlink_to(tmp_path / "sources")
    done = prove("record")
    assert done.exit_code == 1
    assert done.output == (
        "sources: error: this copy cannot be used: it leads out of the record's folder. Replace "
        "the link with a folder.\n"
        "5 claims not checked again, because the copies are missing: gazette (2), report (2) and "
        f"times (1).\n{PROVED}"
    )
    assert Path("record/evidence.lock").read_bytes() == lock


def test_a_changed_copy_quote_or_value_loses_its_grade() -> None:
    prove()
    Path("sources/gazette.txt").write_text("The Mayor was ill.\n")
    assert grades()["We shall never sell the park to anybody"] == "verbatim"
    checked = run("check")
    assert "events.yaml:5:12: warning: the copy of gazette has changed" in checked.output
    assert prove().exit_code == 1
    assert grades()["We shall never sell the park to anybody"] == "absent"
    Path("sources/gazette.txt").write_text(GAZETTE)
    Path("events.yaml").write_text(RECORD.replace("1832", "1833"))
    assert prove().exit_code == 1
    assert grades()["1833"] == "absent" and "1832" not in grades()
    assert grades()["We shall never sell the park to anybody"] == "verbatim"


def test_without_any_copies_the_lock_is_kept() -> None:
    prove()
    before = Path("evidence.lock").read_bytes()
    Path("sources").rename("elsewhere")
    done = prove()
    assert done.exit_code == 0
    assert done.output == (
        "5 claims not checked again, because the copies are missing: gazette (2), report (2) and "
        f"times (1).\n{PROVED}"
    )
    assert Path("evidence.lock").read_bytes() == before
    assert run("check").exit_code == 0


def test_two_records_in_one_folder_share_the_lock() -> None:
    prove()
    other = RECORD.replace("gazette", "herald").replace("report", "study").replace("times", "sun")
    Path("other.yaml").write_text(other)
    Path("sources/herald.txt").write_text(GAZETTE)
    prove("other.yaml")
    sources = {proof.source for proof in read_lock(Path("evidence.lock").read_text())}
    assert sources == {"gazette", "times", "report", "herald"}
    Path("other.yaml").unlink()
    prove()
    sources = {proof.source for proof in read_lock(Path("evidence.lock").read_text())}
    assert sources == {"gazette", "times", "report"}


def test_a_part_of_a_record_keeps_the_proofs_of_the_rest() -> None:
    page = "{title: A page, url: https://example.org/page}"
    Path("parts/sources").mkdir(parents=True)
    for name, quote in (("one", "We shall never sell the park"), ("two", "will stay")):
        text = RECORD.partition("    quotes:")[0].replace("source: gazette", f"source: {page}")
        quotes = f"    quotes: [{{text: {quote}, by: mayor}}]\n"
        Path(f"parts/{name}.yaml").write_text(text.replace("A speech", name) + quotes)
    Path("parts/sources/example.org-page.txt").write_text(GAZETTE)
    prove("parts/one.yaml")
    prove("parts/two.yaml")
    lock = Path("parts/evidence.lock")
    assert [proof.key.text for proof in read_lock(lock.read_text())] == [
        "We shall never sell the park", "will stay",
    ]  # fmt: skip
    Path("parts/two.yaml").unlink()
    prove("parts/one.yaml")
    assert len(read_lock(lock.read_text())) == 1


def test_the_record_must_be_free_of_other_errors() -> None:
    Path("events.yaml").write_text(RECORD.replace("source: report", "source: reprot"))
    done = prove()
    assert done.exit_code == 1
    assert "[unknown-source]" in done.output
    assert not Path("evidence.lock").exists()


def test_a_broken_lock_is_not_overwritten() -> None:
    Path("evidence.lock").write_text('{"version": 1}\n=======\n')
    done = prove()
    assert done.exit_code == 1
    assert "evidence.lock:2:1: error: this line is left over from a git conflict" in done.output
    assert Path("evidence.lock").read_text() == '{"version": 1}\n=======\n'


def test_a_lock_that_cannot_be_written_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: Any, **options: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("os.rename", fail)
    done = prove()
    assert done.exit_code == 3
    assert done.output == f"{PROVED}Error: evidence.lock cannot be written: Permission denied.\n"
    done = confirm(answers="y\n")
    assert done.exit_code == 3
    assert done.output == "Error: evidence.lock cannot be written: Permission denied.\n"
    assert not Path("evidence.lock").exists()


def test_json() -> None:
    add_quote("The trees will be felled by winter")
    done = prove("--format", "json")
    assert done.exit_code == 1
    data: dict[str, Any] = json.loads(done.output)
    assert data["version"] == 1
    assert {grade: n for grade, n in data["counts"].items() if n} == {
        "verbatim": 1, "same words": 2, "differs": 1, "located": 2,
    }  # fmt: skip
    claims = data["claims"]
    assert [claim.get("text") or claim["value"] for claim in claims] == [
        "We shall never sell the park to anybody",
        "“the children’s playground” will stay",
        "The trees will be felled by winter",
        "Closing time is ten o'clock",
        "1832",
        "9 of 27",
    ]
    assert claims[2] == {
        "type": "quote",
        "event": "A speech in the park",
        "event_id": "speech",
        "text": "The trees will be felled by winter",
        "source": "gazette",
        "grade": "differs",
        "page": None,
        "passage": {
            "exact": "The trees will not be felled by winter",
            "prefix": claims[2]["passage"]["prefix"],
            "suffix": claims[2]["passage"]["suffix"],
        },
        "found_in": None,
        "copy": "sources/gazette.txt",
        "caution": None,
        "confirmed_by": None,
        "rejected_by": None,
        "copy_missing": False,
        "file": "events.yaml",
        "line": 17,
    }
    assert (claims[5]["label"], claims[5]["of"], claims[5]["page"]) == ("parks closed", None, 2)


def test_csv_is_safe_for_spreadsheets() -> None:
    Path("sources/gazette.txt").write_text(f"{GAZETTE} =1+1 is what she said.")
    add_quote('"=1+1 is what she said"')
    done = prove("--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.output.removeprefix("\ufeff"))))
    assert len(rows) == 6
    assert rows[2]["claim"] == "'=1+1 is what she said"
    assert rows[2]["grade"] == "verbatim" and rows[2]["source"] == "gazette"
    assert rows[5]["claim"] == "9 of 27" and rows[5]["label"] == "parks closed"
    assert rows[5]["passage"] == "Nine out of 27 parks were closed"
    assert (rows[5]["file"], rows[5]["line"]) == ("events.yaml", "24")


def test_sarif() -> None:
    add_quote("The trees will be felled by winter")
    Path("sources/times.html").unlink()
    done = prove("--format", "sarif")
    log = json.loads(done.output)
    assert sarif_problems(log) == []
    results = log["runs"][0]["results"]
    assert [(result["ruleId"], result["level"]) for result in results] == [
        ("quote-differs", "error"), ("not-proved", "note"),
    ]  # fmt: skip
    region = results[0]["locations"][0]["physicalLocation"]["region"]
    assert region["startLine"] == 17


def test_the_link_to_a_passage_avoids_the_unusual_spaces_of_the_copy() -> None:
    Path("sources/times.html").write_text(TIMES.replace("time is", "time&#8202;is"))
    text = RECORD.replace("The Times}", "The Times, url: https://example.org/times}")
    Path("events.yaml").write_text(text)
    assert prove().output == PROVED
    run("build", "-f", "md", "-o", "out")
    page = Path("out/timeline.md").read_text()
    assert "https://example.org/times#:~:text=is%20ten%20o%E2%80%99clock" in page


# Confirmation


def test_a_person_confirms_figures() -> None:
    done = confirm("--by", "Ann Example", answers="x\ny\ns\n")
    assert "1 of 2: 1832 use the park every week\nA poll, 2019-05\n" in done.output
    assert "  page 1 of sources/report.pdf:\n" in done.output
    assert "A total of 1,832 people use the park every week." in done.output
    assert "1 figure confirmed, 1 figure located, 0 never checked\n" in done.output
    proofs = {proof.key.text: proof for proof in read_lock(Path("evidence.lock").read_text())}
    assert (proofs["1832"].grade, proofs["1832"].confirmed_by) == ("confirmed", "Ann Example")
    assert (proofs["9 of 27"].grade, proofs["9 of 27"].confirmed_by) == ("located", "")
    # A confirmed figure is not asked about again.
    assert "1 of 1: 9 of 27 parks closed" in confirm(answers="q\n").output
    assert grades()["1832"] == "confirmed"


@pytest.mark.parametrize("end", ["q\n", ""])
def test_answers_are_kept_if_the_person_stops(end: str) -> None:
    done = confirm(answers=f"y\n{end}")
    assert done.exit_code == 0
    assert grades()["1832"] == "confirmed" and grades()["9 of 27"] == "located"


def test_a_located_figure_that_a_person_rejects_is_not_proved() -> None:
    done = confirm(answers="n\ny\n")
    assert done.exit_code == 1
    assert grades()["1832"] == "absent" and grades()["9 of 27"] == "confirmed"
    assert prove().exit_code == 1
    assert grades()["1832"] == "absent"


def test_an_absent_figure_can_be_confirmed() -> None:
    Path("events.yaml").write_text(RECORD.replace("use the park every week", "visitors a week"))
    assert prove().exit_code == 1
    done = confirm("--by", "Ann", answers="y\nq\n")
    assert done.exit_code == 0
    assert "1 of 2: 1832 visitors a week" in done.output
    assert grades()["1832"] == "confirmed"
    assert "caution" not in Path("evidence.lock").read_text()


def test_a_figure_that_is_located_in_a_changed_copy_should_be_confirmed_again() -> None:
    confirm("--by", "Ann", answers="y\ny\n")
    Path("sources/report.pdf").write_bytes(pdf_of(f"{REPORT}<p>Corrected.</p>"))
    done = prove()
    assert done.exit_code == 0 and grades()["1832"] == "located"
    assert (
        "events.yaml:22: note: confirm this figure again, because the copy of report has changed\n"
        "       before: …A total of 1,832 people use the park every week."
    ) in done.output
    assert (
        "               page 1 of sources/report.pdf\n               confirmed by Ann\n"
        in done.output
    )
    assert "       now:    …A total of 1,832 people use the park every week." in done.output


def test_an_absent_figure_is_shown_with_the_closest_passage_and_the_reason() -> None:
    text = RECORD.replace("use the park every week", "visitors a week").replace("9 of", "8 of")
    Path("events.yaml").write_text(text)
    done = prove()
    assert "this figure is not near the words of its label in its source, report [" in done.output
    assert (
        "       source: …A total of 1,832 people use the park every week.…\n"
        "               page 1 of sources/report.pdf\n"
        "       reason: the word “visitors” is missing\n"
    ) in done.output
    assert "the value of this figure is not in its source, report [figure-absent]" in done.output
    assert done.output.endswith("1 verbatim, 2 same words, 2 absent, 0 never checked\n")
    assert prove().output == done.output
    Path("events.yaml").write_text(text.replace("Closing time", "The hour of dinner"))
    summary = "1 verbatim, 1 same words, 1 quote absent, 2 figures absent, 0 never checked\n"
    assert prove().output.endswith(summary)


def test_figures_that_are_not_proved_are_asked_about_first() -> None:
    Path("events.yaml").write_text(RECORD.replace("parks closed", "parks shut"))
    done = confirm(answers="n\nn\n")
    assert "2 figures to confirm: 1 not proved and 1 located. You can quit" in done.output
    assert "1 of 2: 9 of 27 parks shut" in done.output
    assert "2 of 2: 1832 use the park" in done.output
    add_to_poll = RECORD.replace(
        "value: 1832}", "value: 1832}\n      - {label: people, value: 1832}"
    )
    Path("events.yaml").write_text(add_to_poll)
    done = confirm(answers="q\n")
    assert "3 figures to confirm: 2 located and 1 previously rejected." in done.output


def test_a_rejected_figure_is_reported_with_who_rejected_it() -> None:
    done = confirm("--by", "Ann", answers="n\ny\n")
    message = "Ann rejected this figure: no passage in report supports it [figure-absent]"
    assert done.exit_code == 1 and message in done.output
    assert message in prove().output and message in run("check").output
    lock = read_lock(Path("evidence.lock").read_text())
    assert [proof.rejected_by for proof in lock if proof.key.text == "1832"] == ["Ann"]
    done = confirm("--by", "Ben", answers="y\n")
    assert "1 figure to confirm: 1 previously rejected." in done.output
    assert "  Rejected by Ann.\n" in done.output
    assert grades()["1832"] == "confirmed" and "Ann" in Path("evidence.lock").read_text()


def test_only_a_person_at_a_terminal_can_confirm() -> None:
    done = prove("--confirm", "--by", "Robot", answers="y\ny\n")
    assert done.exit_code == 2
    assert "--confirm asks questions, so it needs a terminal. Do not redirect" in done.output
    assert not Path("evidence.lock").exists()


def test_a_copy_that_is_away_for_a_while_loses_nothing() -> None:
    confirm("--by", "Ann", answers="y\nn\n")
    lock = Path("evidence.lock").read_bytes()
    Path("sources/report.pdf").rename("report.pdf")
    done = prove()
    assert "2 claims not checked again, because the copy is missing: report (2).\n" in done.output
    assert "1 figure confirmed, 1 absent, 0 never checked\n" in done.output
    assert Path("evidence.lock").read_bytes() == lock
    rows = json.loads(prove("--format", "json").output)["claims"]
    assert [row["copy_missing"] for row in rows] == [False, False, False, True, True]
    Path("report.pdf").rename("sources/report.pdf")
    assert "not checked again" not in prove().output
    assert Path("evidence.lock").read_bytes() == lock


def test_a_confirmed_figure_whose_copy_has_changed_must_be_confirmed_again() -> None:
    Path("events.yaml").write_text(RECORD.replace("use the park every week", "visitors a week"))
    confirm("--by", "Ann", answers="y\ny\n")
    lock, copy = Path("evidence.lock").read_bytes(), Path("sources/report.pdf").read_bytes()
    Path("sources/report.pdf").write_bytes(pdf_of(REPORT.replace("every week", "each week")))
    done = prove()
    assert done.exit_code == 1 and grades()["1832"] == "absent"
    message = "this figure must be confirmed again, because the copy of report has changed"
    assert message in done.output and message in run("check").output
    assert (
        "       before: …A total of 1,832 people use the park every week.…\n"
        "               page 1 of sources/report.pdf\n"
        "               confirmed by Ann\n"
        "       now:    …A total of 1,832 people use the park each week.…\n"
        "               page 1 of sources/report.pdf\n"
    ) in done.output
    # Another change, and then no copy at all, and the answer is still there.
    Path("sources/report.pdf").write_bytes(pdf_of("<p>Nothing.</p>"))
    assert "       now:    the number is not in the copy\n" in prove().output
    Path("sources/report.pdf").unlink()
    assert message in prove().output
    Path("sources/report.pdf").write_bytes(copy)
    assert prove().exit_code == 0
    assert Path("evidence.lock").read_bytes() == lock
    Path("sources/report.pdf").write_bytes(pdf_of(REPORT.replace("every week", "each week")))
    asked = confirm("--by", "Ben", answers="y\ny\n").output
    assert "  before: …A total of 1,832" in asked and "          confirmed by Ann\n" in asked
    assert prove().exit_code == 0 and "Ann" not in Path("evidence.lock").read_text()


def test_cautions_are_shown_with_their_lines() -> None:
    add_quote("felled by")
    done = prove()
    assert (
        "1 passage with a caution:\n"
        "  events.yaml:17: “felled by”: only 2 words, which can occur by chance\n"
    ) in done.output
    words = re.findall(r"\w{4,}", GAZETTE)[:12]
    quotes = "".join(f"      - {{text: {word}, by: mayor}}\n" for word in words)
    Path("events.yaml").write_text(
        RECORD.replace("  - date: 2019-05", f"{quotes}  - date: 2019-05")
    )
    assert "  and 2 more: see `briefing list --of evidence`\n" in prove().output


def test_a_figure_that_another_run_has_confirmed_stays_confirmed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from briefing.evidence import proving

    prove()
    original = proving.prove

    def slow(*arguments: Any) -> proving.Proved:
        """Prove, while somebody else confirms both figures."""
        monkeypatch.setattr(proving, "prove", original)
        done = original(*arguments)
        confirm(answers="y\ny\n")
        return done

    monkeypatch.setattr(proving, "prove", slow)
    add_quote("and the children's playground will stay")
    prove()
    assert grades()["1832"] == "confirmed"


def test_who_confirms_is_known_from_git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    Path(".gitconfig").write_text("[user]\n\tname = Ben Example\n")
    subprocess.run(["git", "init", "--quiet", "."], check=True)
    # A repository may come from a stranger.
    subprocess.run(["git", "config", "user.name", "A stranger"], check=True)
    confirm(answers="y\nq\n")
    (name,) = {proof.confirmed_by for proof in read_lock(Path("evidence.lock").read_text())} - {""}
    assert name == "Ben Example"


def test_a_name_cannot_break_the_lock() -> None:
    confirm("--by", "Ann\x1b[2J\x00 Example ", answers="y\nq\n")
    assert prove().exit_code == 0
    (name,) = {proof.confirmed_by for proof in read_lock(Path("evidence.lock").read_text())} - {""}
    assert name == "Ann[2J Example"


def test_options_for_confirming_belong_together() -> None:
    assert "Use it with --confirm." in prove("--by", "Ann").output
    assert prove("--by", "Ann").exit_code == 2
    assert prove("--confirm", "--format", "json").exit_code == 2


def test_nothing_to_confirm() -> None:
    confirm(answers="y\ny\n")
    assert "There are no passages to confirm.\n" in confirm().output


# Other commands


def test_the_evidence_can_be_listed() -> None:
    add_quote("The trees will be felled by winter")
    prove()
    rows = json.loads(run("list", "--of", "evidence", "--format", "json").output)["rows"]
    assert [row["grade"] for row in rows] == [
        "verbatim", "same words", "differs", "same words", "located", "located",
    ]  # fmt: skip
    assert rows[2]["passage"] == "The trees will not be felled by winter"
    assert (rows[5]["claim"], rows[5]["label"], rows[5]["page"]) == ("9 of 27", "parks closed", 2)
    table = run("list", "--of", "evidence").output
    assert "The trees will be felled by winter" in table and "differs" in table


def test_evidence_that_readers_may_not_see_is_not_listed() -> None:
    text = RECORD.replace("times: {title: The Times}", "times: {title: T, audience: internal}")
    Path("events.yaml").write_text(text)
    confirm("--by", "Ann", answers="y\ny\n")
    listed = run("list", "--of", "evidence", "--audience", "public", "--format", "json").output
    rows = json.loads(listed[listed.index("{") :])["rows"]
    assert [row["grade"] for row in rows] == ["verbatim", "same words", "confirmed", "confirmed"]
    assert {row["confirmed_by"] for row in rows} == {None}


@pytest.fixture(params=["-", "events.yaml", "."])
def named(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_record_can_be_given_in_any_way(named: str) -> None:
    done = prove(named, answers=RECORD if named == "-" else "")
    assert done.output == PROVED


def test_the_evidence_is_shown_under_quotes_and_figures() -> None:
    add_quote("The trees will be felled by winter")
    assert "verbatim" not in run("show", "speech").output
    prove()
    shown = run("show", "speech").output
    assert (
        "Said     “We shall never sell the park to anybody”, The Mayor [1]\n"
        '           verbatim: …The Mayor spoke on Tuesday. "We shall never sell the park\n'
        '           to anybody," she said. '
    ) in shown
    assert "           differs: …" in shown
    Path("events.yaml").write_text(RECORD.replace("title: A poll", "title: A poll\n    id: poll"))
    confirm("--by", "Ann", answers="s\ny\n")
    shown = run("show", "poll").output
    assert "located, page 1: …A total of 1,832 people use the park every week." in shown
    assert "confirmed by Ann, page 2: …Nine out of 27 parks were closed.…\n" in shown


def test_the_evidence_of_a_quote_is_shown_with_the_right_one() -> None:
    text = RECORD.replace("anybody, by: mayor", "anybody, by: mayor, audience: internal")
    Path("events.yaml").write_text(text)
    prove()
    shown = run("show", "speech", "--audience", "public").output
    assert "anybody" not in shown
    assert "Said     “‘the children’s playground’ will stay”, The Mayor [1]\n" in shown
    assert "           same words: …" in shown
