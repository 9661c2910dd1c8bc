"""`briefing digest` from the point of view of a staffer and a cron job."""

import re
import subprocess
import sys
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result
from pypdf import PdfReader

from tests.helpers import INQUIRY, SAMPLE, briefing, set_today
from tests.repository import commit, git

RECORD = """\
title: Parks
timezone: Europe/London
events:
  - {date: 2023-08-15, kind: news, title: First, source: {title: S}}
  - {date: 2023-09-06, kind: news, title: Second, topics: [trees], source: {title: S}}
  - {date: 2023-08-01, kind: news, title: Third, source: {title: S}, added: 2023-09-07}
  - {date: 2023-09-20, kind: debate, title: Fourth, source: {title: S}, added: 2023-08-20}
"""
SEVERAL = """\
editions:
  timeline: {template: timeline}
  all: {template: digest, title: News of parks}
  trees: {template: digest, topics: [trees], week_starts: Sunday}
  monthly: {template: timeline, every: month}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    save(RECORD)
    set_today("2023-09-11", monkeypatch)
    return tmp_path


def save(text: str) -> None:
    Path("events.yaml").write_text(text)


def digest(*arguments: str) -> Result:
    return briefing("digest", "-f", "md", *arguments)


def written(folder: str = "out/digest") -> list[str]:
    return sorted(path.name for path in Path(folder).glob("[!.]*"))


def test_it_makes_the_last_week_that_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    done = briefing("digest")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "out/digest/2023-W36.md  1 event, 1 added late",
        "out/digest/2023-W36.html  1 event, 1 added late",
        "out/digest/2023-W36.pdf  1 event, 1 added late, 1 page",
    ]
    text = Path("out/digest/2023-W36.md").read_text()
    assert text.startswith("# Weekly digest, 4–10 September 2023\n\nParks.\n")
    happened, late, coming = text.index("Second"), text.index("Third"), text.index("Fourth")
    assert happened < late < coming and "First" not in text
    set_today("2023-09-10", monkeypatch)
    assert digest().stdout.startswith("out/digest/2023-W35.md  ")


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (["--week", "2023-W33"], "2023-W33"),
        (["--week", "2023w33"], "2023-W33"),
        (["--for", "2023-09-08"], "2023-W36"),
        (["--for", "8 September 2023"], "2023-W36"),
        (["--since", "2023-09-01", "--until", "2023-09-08"], "2023-09-01-to-2023-09-08"),
        (["--since", "2023-09-04", "--until", "2023-09-10"], "2023-W36"),
        (["--since", "2023-08", "--until", "2023-08"], "2023-08-01-to-2023-08-31"),
        (["--since", "2020-12-28", "--until", "2021-01-03"], "2020-W53"),
    ],
)
def test_the_period_can_be_chosen(options: list[str], name: str) -> None:
    done = digest(*options)
    assert done.exit_code == 0, done.output
    assert written() == [f"{name}.md"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--week", "2023-W37"], "and 2023-09-14 is not over yet."),
        (["--week", "2023-W38"], "A digest can only cover days that are over"),
        (["--for", "2023-09-11"], "and 2023-09-11 is not over yet."),
        (["--for", "9999-12-31"], "and 9999-12-31 is not over yet."),
        (["--since", "2023-09-01", "--until", "2023-09-11"], "and 2023-09-11 is not over yet."),
        (["--week", "2023-W53"], "2023 has no week 53."),
        (["--week", "36"], "'36' is not a week such as 2023-W36."),
        (["--for", "soon"], "'soon' is not in the form"),
        (["--for", "2023-08"], "This date spans more than one period of 'digest'. Give a single"),
        (["--since", "2023-09-01"], "--since and --until must be used together."),
        (["--until", "2023-09-01"], "--since and --until must be used together."),
        (["--since", "2023-09-08", "--until", "2023-09-01"], "2023-09-01 is before 2023-09-08."),
        (["--week", "2023-W36", "--for", "2023-09-08"], "--week and --for both choose the days"),
        (
            ["--week", "2023-W36", "--until", "2023-09-08"],
            "--week and --until both choose",
        ),
        (["-e", "weekly"], "There is no edition called 'weekly'"),
        (["-o", "events.yaml"], "--out"),
    ],
)
def test_what_cannot_be_a_period_is_said(options: list[str], message: str) -> None:
    done = digest(*options)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "options", [["--send"], ["--catch-up", "-q"], ["--to", "a@example.org"], ["--log=x"]]
)
def test_an_option_for_sending_names_the_command_that_sends(options: list[str]) -> None:
    done = digest(*options)
    assert done.exit_code == 2 and not Path("out").exists()
    assert done.stderr.endswith("only makes digests. To send them, run: briefing send\n")


def test_a_mistyped_option_is_no_option_for_sending() -> None:
    assert "No such option '--sinc'." in digest("--sinc", "2023").stderr


def test_the_same_week_again_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    once = briefing("digest", "-o", "once")
    set_today("2024-02-05", monkeypatch)
    again = briefing("digest", "--week", "2023-W36", "-o", "again")
    assert once.exit_code == again.exit_code == 0
    assert written("once") == written("again") and len(written("once")) == 3
    for name in written("once"):
        assert Path("once", name).read_bytes() == Path("again", name).read_bytes(), name


def test_the_day_ends_where_the_record_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    # One is 26 hours ahead of the other.
    days = {}
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        save(RECORD.replace("Europe/London", zone))
        days[zone] = yesterday = datetime.now(ZoneInfo(zone)).date() - timedelta(days=1)
        assert digest("--since", "2023-09-01", "--until", yesterday.isoformat()).exit_code == 0
    assert days["Pacific/Kiritimati"] > days["Etc/GMT+12"]
    too_late = days["Pacific/Kiritimati"].isoformat()
    assert digest("--since", "2023-09-01", "--until", too_late).exit_code == 2


# Editions


def test_several_digests_have_names_of_their_own_and_rhythms() -> None:
    save(RECORD + SEVERAL)
    done = digest()
    assert done.exit_code == 0
    monthly = ["monthly-2023-08-chart.svg", "monthly-2023-08.md"]
    assert written() == ["all-2023-W36.md", *monthly, "trees-2023-W36.md"]
    assert Path("out/digest/all-2023-W36.md").read_text().startswith("# News of parks, 4–10 ")
    trees = Path("out/digest/trees-2023-W36.md").read_text()
    assert trees.startswith("# Weekly digest, 3–9 September 2023") and "Third" not in trees
    month = Path("out/digest/monthly-2023-08.md").read_text()
    assert month.startswith("# Monthly digest, August 2023") and "First" in month
    assert digest("-e", "all", "-o", "one").exit_code == 0
    assert written("one") == ["all-2023-W36.md"]
    done = digest("--week", "2023-W33")
    assert done.exit_code == 2 and "'monthly' is a monthly digest" in done.stderr


def test_a_build_makes_no_digests() -> None:
    save(RECORD + SEVERAL)
    assert briefing("build", "-f", "html").stdout == "out/timeline.html  4 events\n"
    done = briefing("build", "-e", "trees")
    assert done.exit_code == 2
    assert "'trees' is made by another command. Run: briefing digest -e trees" in done.stderr
    done = digest("-e", "timeline")
    assert done.exit_code == 2
    assert "'timeline' is made by another command. Run: briefing build -e timeline" in done.stderr
    save(RECORD + "editions: {weekly: {template: digest}}\n")
    made = briefing("build", "-f", "html").stdout
    assert made == "out/timeline.html  4 events\nout/member.html  4 events\n"


def test_a_digest_may_have_a_template_of_its_own() -> None:
    Path("templates/news").mkdir(parents=True)
    Path("templates/news/briefing.md").write_text("{{ briefing.digest.days }}\n")
    save(RECORD + "editions: {news: {template: news, every: 2 weeks}}\n")
    assert digest().stdout == "out/digest/2023-W34-W35.md  no events for 2 weeks\n"
    assert Path("out/digest/2023-W34-W35.md").read_text() == "21 August to 3 September 2023\n"


# Quiet weeks


def test_a_quiet_week_says_so_in_one_line() -> None:
    done = digest("--week", "2023-W35")
    assert done.exit_code == 0
    assert done.stdout == "out/digest/2023-W35.md  no events for 2 weeks\n"
    text = Path("out/digest/2023-W35.md").read_text()
    assert "\nNothing new: no events for 2 weeks. Last event: First (15 August 2023)[^1].\n" in text
    assert digest("--week", "2023-W34").stdout.endswith("no events for 1 week\n")
    assert digest("--week", "2022-W34").stdout.endswith("nothing new\n")
    assert "No events so far." in Path("out/digest/2022-W34.md").read_text()


def test_a_quiet_week_may_be_skipped() -> None:
    done = digest("--week", "2023-W35", "--skip-quiet")
    assert (done.exit_code, done.stdout) == (0, "2023-W35  no events for 2 weeks: not written\n")
    done = digest("--week", "2023-W35", "--skip-quiet", "-q")
    assert (done.exit_code, done.output) == (0, "")
    assert not Path("out").exists()
    assert digest("--skip-quiet").exit_code == 0
    assert written() == ["2023-W36.md"]


def test_quiet_says_nothing_unless_something_is_wrong() -> None:
    assert digest("-q").output == ""
    save(RECORD.replace(", source: {title: S}}", "}", 1))
    assert digest("-q").output == ""
    done = digest("-q", "--strict")
    assert done.exit_code == 1 and "event-without-source" in done.stderr
    save(RECORD.replace("kind: debate", "kind: debat"))
    done = digest("-q", "-o", "none")
    assert done.exit_code == 1 and "unknown-kind" in done.stderr
    assert not Path("none").exists()


# Records that end


def test_a_record_that_stops_within_the_week_says_so_to_everybody() -> None:
    save(f"correct_as_of: 2023-09-07\n{RECORD}")
    done = digest("-q")
    assert done.exit_code == 0
    assert done.stderr == (
        "Warning: The record is accurate only to 2023-09-07, which is before the end of 2023-W36, "
        "so this digest is incomplete.\n"
    )
    text = Path("out/digest/2023-W36.md").read_text()
    assert "The record is accurate to 7 September 2023. Later events may be missing" in text
    assert "Second" in text


def test_a_record_that_stops_before_the_week_has_no_digest_of_it() -> None:
    save(f"correct_as_of: 2023-09-03\n{RECORD}")
    done = digest("-q")
    assert done.exit_code == 2
    assert (
        "The record is accurate only to 2023-09-03, which is before the start of 2023-W36."
        in done.stderr
    )
    assert not Path("out").exists()
    assert digest("--week", "2023-W35").exit_code == 0


def test_of_what_may_have_come_already_every_form_says_so() -> None:
    save(RECORD.replace("2023-09-20", "2023-09"))
    assert briefing("digest", "-f", "md", "-f", "html", "-f", "eml").exit_code == 0
    message = message_from_bytes(Path("out/digest/2023-W36.eml").read_bytes(), policy=default)
    bodies = [message.get_body((type,)) for type in ("plain", "html")]
    files = [Path(f"out/digest/2023-W36.{format}").read_text() for format in ("md", "html")]
    for text in (*files, *(body.get_content() for body in bodies if body)):
        assert len(re.findall(r"may\s+not\s+have\s+happened\s+yet", text)) == 1


def texts_of(week: str) -> list[str]:
    """Return the text of a digest in Markdown, as a page, and in both parts of a message."""
    message = message_from_bytes(Path(f"out/digest/{week}.eml").read_bytes(), policy=default)
    plain, html = (message.get_body((type,)) for type in ("plain", "html"))
    assert plain and html
    pages = [Path(f"out/digest/{week}.{suffix}").read_text() for suffix in ("md", "html")]
    shown = [*pages, plain.get_content(), html.get_content()]
    return [" ".join(unescape(text).split()) for text in shown]


@pytest.mark.parametrize(
    ("language", "closes", "heading", "closed"),
    [
        ("en-GB", "Closes 6 September 2023", "Ended in this period", "Closed 6 September 2023"),
        ("cy", "Yn cau: 6 Medi 2023", "Daeth i ben yn y cyfnod hwn", "Wedi cau: 6 Medi 2023"),
    ],
)
def test_every_form_says_when_a_consultation_closes_and_that_it_has_closed(
    language: str, closes: str, heading: str, closed: str
) -> None:
    save(
        f"title: Parks\nlanguage: {language}\nsender: a@example.org\nevents:\n"
        "  - {date: 2023-08-01/2023-09-06, kind: consultation, title: Views, source: {title: S}}\n"
    )
    for week in ("2023-W35", "2023-W36"):
        done = briefing("digest", "--week", week, "-f", "md,html,eml")
        assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "out/digest/2023-W36.md  1 ended"

    for text in texts_of("2023-W35"):
        assert closes in text and closed not in text
    for text in texts_of("2023-W36"):
        assert closed in text and closes not in text
        assert heading.lower() in text.lower()


def test_every_form_has_the_figures_of_new_events_and_what_they_are_compared_with() -> None:
    save(
        "title: Parks\nsender: a@example.org\n"
        "areas: {uk: {name: the UK}, wales: {name: Wales, within: uk}}\nevents:\n"
        "  - date: 2023-07-03\n    kind: poll\n    title: A\n    source: {title: S}\n"
        "    figures: [{label: want a park, value: 47%, area: wales, sample: 400}]\n"
        "  - date: 2023-09-06\n    kind: poll\n    title: B\n    source: {title: S}\n"
        "    figures:\n"
        "      - {label: want a park, value: 45%, area: wales, sample: 400}\n"
        "      - {label: want a park, value: 60%, area: uk, sample: 2000, disputed: No.}\n"
        "editions: {weekly: {template: digest, area: wales}}\n"
    )
    assert briefing("digest", "-f", "md,html,eml").exit_code == 0
    for text in texts_of("2023-W36"):
        bare = text.replace("**", "").replace("<b>", "").replace("</b>", "").lower()
        assert "no clear change from 47% (3 july 2023): within the sampling error" in bare
        assert "compare:" in bare and "60% (the uk; sample of 2000)" in bare


def test_an_edition_without_a_period_does_not_stop_the_others() -> None:
    """On the last day of the record, the week is complete but the month is not."""
    editions = "  weekly: {template: digest}\n  fortnightly: {template: digest, every: 2 weeks}\n"
    plain = RECORD.replace("events:", f"editions:\n{editions}events:", 1)
    save(f"correct_as_of: 2023-09-03\n{plain}")
    done = digest()
    assert done.exit_code == 1 and "out/digest/fortnightly-" in done.stdout
    assert done.stderr.endswith(
        "Error: 'weekly': The record is accurate only to 2023-09-03, which is before the start of "
        "2023-W36. Update correct_as_of, remove it, or choose another week: --for DATE.\n"
    )


# Corrections


@pytest.fixture
def repository(folder: Path) -> Path:
    """Return a record in which the title of the first event is corrected in each of three weeks."""
    git("init", "--quiet")
    save_first = RECORD.replace("title: First", "id: bench, title: {}")
    days = {"A": "2023-08-20", "B": "2023-08-30", "C": "2023-09-06", "D": "2023-09-11"}
    for title, day in days.items():
        commit({"events.yaml": save_first.replace("{}", title)}, at=f"{day}T12:00:00Z")
    return folder


def corrections(*arguments: str) -> list[str]:
    done = digest(*arguments)
    assert done.exit_code == 0, done.stderr
    (line,) = done.stdout.splitlines()
    text = Path(line.partition("  ")[0]).read_text()
    return re.findall(r"title: (.*, not .*)\.$", text, re.MULTILINE)


def test_with_git_it_tells_what_was_corrected_in_the_week(repository: Path) -> None:
    """Each correction is in one week's digest, even if the digests are made late."""
    assert corrections("--git", "--week", "2023-W34") == []
    assert corrections("--git", "--week", "2023-W35") == ["“D”, not “A”"]
    assert corrections("--git") == ["“D”, not “B”"]
    assert corrections() == []
    text = Path("out/digest/2023-W36.md").read_text()
    assert "## Corrections" not in text
    page = digest("--git", "--week", "2023-W35").stdout
    assert page == "out/digest/2023-W35.md  1 correction\n"
    assert "**Corrected:** D (15 August 2023): title: “D”, not “A”." in (
        Path("out/digest/2023-W35.md").read_text()
    )


def test_what_is_not_in_git_yet_is_for_a_later_digest(repository: Path) -> None:
    text = Path("events.yaml").read_text().replace("title: D", "title: E")
    save(text)
    assert corrections("--git") == ["“E”, not “B”"]
    assert corrections("--revision", "HEAD") == ["“E”, not “D”"]
    assert corrections("--revision", "HEAD~3") == ["“E”, not “A”"]
    git("checkout", "--quiet", "--force", "HEAD~1")
    save(Path("events.yaml").read_text().replace("title: C", "title: E"))
    assert corrections("--git") == ["“E”, not “B”"]
    git("checkout", "--quiet", "--force", "HEAD~1")
    save(Path("events.yaml").read_text().replace("title: B", "title: E"))
    assert corrections("--git") == []


def test_the_same_week_with_git_is_the_same_whenever_it_is_made(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert briefing("digest", "--git", "-f", "html", "-o", "once").exit_code == 0
    set_today("2024-02-05", monkeypatch)
    arguments = ["--git", "--week", "2023-W36", "-f", "html", "-o", "again"]
    assert briefing("digest", *arguments).exit_code == 0
    assert Path("once/2023-W36.html").read_bytes() == Path("again/2023-W36.html").read_bytes()


def test_where_git_knows_nothing_from_before_it_says_so(repository: Path) -> None:
    done = digest("--git", "--week", "2023-W33")
    assert done.exit_code == 0
    message = (
        "Note: git has no revision of the record from before 2023-W33, so no corrections are "
        "shown.\n"
    )
    assert message in done.stderr
    Path("other.yaml").write_text(RECORD)
    done = briefing("digest", "other.yaml", "--git", "-f", "md", "-q")
    assert (done.exit_code, done.output) == (0, "")
    done = briefing("digest", "other.yaml", "--revision", "HEAD", "-f", "md")
    assert done.exit_code == 2 and "There is no other.yaml in revision HEAD." in done.stderr


def test_instead_of_a_revision_with_errors_the_next_one_without_is_taken(
    repository: Path,
) -> None:
    wrong = RECORD.replace("kind: debate", "kind: debat")
    first = RECORD.replace("title: First", "id: bench, title: {}")
    git("checkout", "--quiet", "HEAD~2")
    commit({"events.yaml": wrong}, at="2023-09-01T12:00:00Z")
    commit({"events.yaml": f"{wrong}nonsense"}, at="2023-09-03T12:00:00Z")
    commit({"events.yaml": first.replace("{}", "B2")}, at="2023-09-05T12:00:00Z")
    commit({"events.yaml": first.replace("{}", "C")}, at="2023-09-06T12:00:00Z")
    valid = git("rev-parse", "HEAD~1")[:9]
    assert corrections("--git") == ["“C”, not “B2”"]
    note = (
        rf"Note: revision \w{{9}} of the record has errors\. Corrections are counted from the next "
        rf"version without errors: revision {valid}\.\n"
    )
    assert re.search(note, digest("--git").stderr)
    # The previous week ends at that moment, so each correction is in exactly one digest.
    assert corrections("--git", "--week", "2023-W35") == ["“C”, not “A”"]
    assert digest("--git", "-q").output == ""
    # A revision given by the user must be valid, and the message identifies it.
    done = digest("--revision", "HEAD~3", "-q")
    assert done.exit_code == 2 and f"without errors, use --revision {valid}." in done.stderr
    assert digest("--revision", valid, "-q").exit_code == 0


def test_where_no_later_revision_is_without_errors_the_record_of_now_is_taken(
    repository: Path,
) -> None:
    wrong = RECORD.replace("kind: debate", "kind: debat")
    commit({"events.yaml": wrong}, at="2023-09-03T12:00:00Z")
    Path("events.yaml").write_text(RECORD)
    assert "the record as it is now." in digest("--git").stderr
    assert corrections("--git") == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--revision", "nowhere"], "git has no revision 'nowhere'."),
        (["--revision", ""], "git has no revision ''."),
        (["--git", "-"], "Standard input has no earlier revision in git."),
    ],
)
def test_what_git_cannot_tell_is_said(repository: Path, arguments: list[str], message: str) -> None:
    done = briefing("digest", *arguments, "-f", "md", stdin=RECORD)
    assert done.exit_code == 2 and message in done.stderr
    assert not Path("out").exists()


def test_without_git_or_a_repository_it_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = digest("--git")
    assert done.exit_code == 2 and "is not in a git repository." in done.stderr
    git("init", "--quiet")
    monkeypatch.setenv("PATH", str(folder))
    done = digest("--git")
    assert done.exit_code == 3 and "git is not installed" in done.stderr
    assert not Path("out").exists()


def test_the_repository_may_belong_to_another_user(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cron may run as a different user. This is safe, as the repository's settings are ignored."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert briefing("digest", "--git", "-q").exit_code == 0
    assert briefing("diff", "HEAD~1").exit_code == 0


def test_a_public_digest_says_nothing_of_what_has_become_internal(folder: Path) -> None:
    git("init", "--quiet")
    commit({"events.yaml": RECORD}, at="2023-08-30T12:00:00Z")
    text = RECORD.replace("title: First", "title: First, audience: internal")
    text = text.replace("title: Fourth", "title: Fourth debate")
    commit({"events.yaml": text}, at="2023-09-06T12:00:00Z")
    assert corrections("--git") == ["“Fourth debate”, not “Fourth”"]
    assert "First" not in Path("out/digest/2023-W36.md").read_text()
    commit({"events.yaml": RECORD[: RECORD.index("  - {date: 2023-09-20")]}, "2023-09-07T12:00:00Z")
    digest("--git")
    page = Path("out/digest/2023-W36.md").read_text()
    assert "**Changed:** Fourth (20 September 2023): withdrawn." in page


# Hidden content


def test_a_digest_shows_its_readers_no_more_than_they_may_see() -> None:
    save(
        RECORD.replace("title: Second", "title: Second, audience: members").replace(
            "title: Third", "title: Third, embargo: 2023-09-11T06:00"
        )
        + "editions: {news: {template: digest}, ours: {template: digest, audience: members}}\n"
    )
    done = digest()
    assert "Note: 2 events left out of 'news', which is for the public." in done.stderr
    assert "news-2023-W36.md  no events for 3 weeks" in done.stdout
    assert "Second" not in Path("out/digest/news-2023-W36.md").read_text()
    assert "Second" in Path("out/digest/ours-2023-W36.md").read_text()
    assert "Third" not in Path("out/digest/ours-2023-W36.md").read_text()


# Appearance


def test_the_usual_week_is_one_page() -> None:
    for week in ("2023-W36", "2023-W27"):
        done = briefing("digest", SAMPLE, "--week", week, "-f", "pdf", "-o", "out")
        assert done.exit_code == 0 and done.stdout.endswith(", 1 page\n")
        page = " ".join(PdfReader(f"out/{week}.pdf").pages[0].extract_text().split())
        assert "What happened" in page and "Asks and commitments" in page and "Sources" in page


@pytest.mark.parametrize("record", [SAMPLE, INQUIRY], ids=lambda path: path.name)
def test_no_part_of_a_page_has_the_name_of_another(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    for since, until in (("2010-01-01", "2023-09-08"), ("2019-01-01", "2021-12-31")):
        options = ["--since", since, "--until", until, "-f", "html", "-o", "out"]
        assert briefing("digest", record, *options).exit_code == 0
        page = Path(f"out/{since}-to-{until}.html").read_text()
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)) > 10


@pytest.mark.parametrize(
    "closed", [">&- 2>&-", *(pytest.param(one, marks=pytest.mark.long) for one in (">&-", "2>&-"))]
)
def test_nothing_fails_where_there_is_nowhere_to_print(tmp_path: Path, closed: str) -> None:
    command = f'"{sys.executable}" -m briefing digest "{SAMPLE}" --for 2023-07-03 -f md {closed}'
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, check=False)
    assert done.returncode == 0
    assert (tmp_path / "out/digest/2023-W27.md").read_text().startswith("#")


def test_a_link_to_an_event_that_was_added_later_is_left_out(tmp_path: Path) -> None:
    record = """
title: Parks
correct_as_of: 2023-10-31
events:
  - {id: plan, date: 2023-08-01, kind: news, title: A plan, source: {title: S}, added: 2023-10-02}
  - {date: 2023-09-05, kind: news, title: A park, source: {title: S}, follows: [plan]}
"""
    (tmp_path / "events.yaml").write_text(record, encoding="utf-8")
    done = briefing("digest", tmp_path, "--week", "2023-W36", "-f", "md", "-o", tmp_path)
    assert done.exit_code == 0, done.output
    text = (tmp_path / "2023-W36.md").read_text(encoding="utf-8")
    assert "A park" in text and "A plan" not in text
