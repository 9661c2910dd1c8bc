"""Digests that are due: none is guessed, missed or sent twice."""

import re
import shlex
from datetime import date as Day
from datetime import timedelta
from pathlib import Path

import pytest

from briefing.delivery.ledger import Ledger
from briefing.delivery.ledger_lines import entry
from briefing.edition.periods import Rhythm, period_of
from tests.cli.parks import ANN, BOB, LEDGER, RECORD, arrived, ledger_rows, save, send
from tests.helpers import set_today
from tests.mail import Server, settings_file
from tests.repository import git


@pytest.mark.parametrize("options", [[], ["--catch-up"]])
def test_without_a_memory_it_does_not_guess(server: Server, options: list[str]) -> None:
    done = send(*options, "-o", "my digests")
    assert done.exit_code == 3
    assert done.stderr == (
        "Error: There is no my digests/sent.jsonl, so briefing cannot know which digests have been "
        "sent.\n"
        "To send the last digest now: briefing send --out 'my digests' --force\n"
        "To start with the next one:  briefing send --out 'my digests' --mark-sent\n"
    )
    assert not server.got and not list(Path("my digests").glob("[!.]*"))


def test_the_way_out_has_the_options_that_are_in_use(server: Server) -> None:
    Path("mine").mkdir()
    git("init", "--quiet")
    options = ["--templates", "mine", "--git", "--out", "digests"]
    env = settings_file(Path("mail.env"), server.settings)
    done = send(*options, "--catch-up", "--mail-settings", str(env))
    command = "briefing send --out digests --templates mine"
    assert f"now: {command} --git --force --mail-settings mail.env\n" in done.stderr
    assert f"one:  {command} --mark-sent\n" in done.stderr
    for way_out in re.findall(": +briefing send (.*)", done.stderr):
        assert send(*shlex.split(way_out)).exit_code == 0


def test_it_can_begin_with_the_next_one(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    done = send("--mark-sent")
    assert done.stdout == "'weekly': 2023-W36 and all earlier digests are now marked as sent.\n"
    assert send("--catch-up").exit_code == 0 and not server.got
    assert send().output == "'weekly': 2023-W36 is marked as sent.\n" and not server.got
    set_today("2023-09-18", monkeypatch)
    assert send("--catch-up").exit_code == 0
    assert arrived(server) == [(ANN, "11–17 September 2023"), (BOB, "11–17 September 2023")]


def test_it_can_begin_with_an_older_one_and_those_after_that_count_as_sent(server: Server) -> None:
    assert send("--force", "--week", "2023-W33").exit_code == 0
    assert send("--catch-up").exit_code == 0
    assert [day for _, day in arrived(server)] == ["14–20 August 2023"] * 2


def test_an_edition_that_is_new_is_not_guessed_about_and_the_others_are_sent(
    server: Server,
) -> None:
    assert send("--mark-sent", "--week", "2023-W35").exit_code == 0
    save(RECORD.replace("events:", "  trees: {template: digest, recipients: [c@d.org]}\nevents:"))
    done = send("--catch-up")
    assert done.exit_code == 3 and len(server.got) == 2
    assert done.stderr.endswith(
        "Error: out/digest/sent.jsonl does not mention 'trees', "
        "so briefing cannot know which digests have been sent.\n"
        "To send the last digest now: briefing send -e trees --force\n"
        "To start with the next one:  briefing send -e trees --mark-sent\n"
    )
    assert send("-e", "trees", "--mark-sent").exit_code == 0
    assert send("--catch-up").exit_code == 0


def test_what_was_missed_is_sent_the_oldest_first(server: Server) -> None:
    monthly = "  monthly: {template: digest, every: month, recipients: [cat@example.org]}\nevents:"
    save(RECORD.replace("events:", monthly))
    assert send("--mark-sent", "--for", "2023-07-31").exit_code == 0
    done = send("--catch-up", "--skip-quiet")
    assert done.exit_code == 0, done.output
    days = [day for _, day in arrived(server)]
    assert days == [
        *["14–20 August 2023"] * 2,
        *["21–27 August 2023"] * 2,
        "August 2023",
        *["4–10 September 2023"] * 2,
    ]
    assert ("2023-W35", "skipped", "no events for 1 week") in ledger_rows()
    assert sorted(path.name for path in Path("out/digest").glob("weekly*")) == [
        "weekly-2023-W33.md",
        "weekly-2023-W34.md",
        "weekly-2023-W36.md",
    ]
    count = len(server.got)
    assert send("--catch-up").exit_code == 0 and len(server.got) == count


def test_a_quiet_week_that_was_skipped_is_not_sent_later(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send("--mark-sent", "--week", "2023-W34").exit_code == 0
    set_today("2023-09-04", monkeypatch)
    done = send("--skip-quiet")
    assert done.stdout == "2023-W35  no events for 1 week: not written\n"
    assert send("--catch-up").exit_code == 0 and not server.got


def test_a_digest_sent_by_hand_leaves_no_gap(server: Server) -> None:
    assert send("--mark-sent", "--week", "2023-W33").exit_code == 0
    assert send().exit_code == 0
    assert send("--catch-up").exit_code == 0
    assert [day for _, day in arrived(server)[::2]] == [
        "4–10 September 2023",
        "21–27 August 2023",
        "28 August to 3 September 2023",
    ]


def test_a_new_rhythm_leaves_no_day_out(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    assert send("--mark-sent").exit_code == 0
    save(RECORD.replace("template: digest", "template: digest, every: month"))
    set_today("2023-11-01", monkeypatch)
    assert send("--catch-up").exit_code == 0
    assert [day for _, day in arrived(server)[::2]] == ["September 2023", "October 2023"]


def test_weeks_that_begin_on_another_day_leave_no_day_out(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send("--force").exit_code == 0
    save(RECORD.replace("template: digest", "template: digest, week_starts: Thursday"))
    set_today("2023-09-14", monkeypatch)
    assert send("--catch-up").exit_code == 0
    set_today("2023-09-21", monkeypatch)
    assert send("--catch-up").exit_code == 0
    assert [day for _, day in arrived(server)[::2]] == [
        "4–10 September 2023",
        "7–13 September 2023",
        "14–20 September 2023",
    ]
    assert len({message["Message-ID"] for message in server.got}) == 6


@pytest.mark.long
def test_what_was_sent_may_begin_with_the_calendar(server: Server) -> None:
    assert send("--mark-sent", "--for", "0001-01-01").exit_code == 0
    assert send().exit_code == 0 and server.recipients == [ANN, BOB]


def test_a_clock_that_was_ahead_once_is_said(server: Server) -> None:
    Ledger(LEDGER.parent).add(entry("marked", "weekly", period_of(Day(2024, 1, 1), Rhythm())))
    for options in (["--catch-up"], []):
        done = send(*options, "-q")
        assert done.exit_code == 3 and not server.got
        assert done.stderr == (
            "Error: out/digest/sent.jsonl lists digests of 'weekly' up to 2024-01-07, which is in "
            "the future. Was the clock wrong?\n"
            "To send 'weekly' again, delete the lines with future dates from that file.\n"
        )


def test_an_edition_of_which_nothing_can_be_made_does_not_stop_the_others(server: Server) -> None:
    other = "  web: {template: digest}\n"
    save(f"correct_as_of: 2023-09-03\n{RECORD.replace('events:', f'{other}events:')}")
    assert send("-e", "weekly", "--mark-sent", "--for", "2023-08-22").exit_code == 0
    done = send("--catch-up", "-q")
    assert done.exit_code == 1
    assert done.stderr.startswith(
        "Error: The record is accurate only to 2023-09-03, which is before the end of 2023-W36, "
        "so the digest of 'weekly' was not sent. Update correct_as_of, or remove it.\n"
        "Error: 'web': The record is accurate only to 2023-09-03, which is before the start of "
        "2023-W36. Update correct_as_of, or remove it.\n"
    )
    assert [day for _, day in arrived(server)[::2]] == ["28 August to 3 September 2023"]


def test_what_was_missed_for_years_is_not_sent_unasked(server: Server) -> None:
    """A clock can be wrong, and a ledger can be an old copy."""
    assert send("--mark-sent", "--week", "2022-W33").exit_code == 0
    done = send("--catch-up")
    assert done.exit_code == 3 and not server.got
    assert "55 digests of 'weekly' missed since 2022-08-22" in done.stderr
    assert "briefing send -e weekly --catch-up --force" in done.stderr
    done = send("--catch-up", "--force", "--skip-quiet")
    assert done.exit_code == 0 and len(server.got) == 6


def test_one_that_has_not_been_reached_for_a_year_does_not_stop_the_edition(
    server: Server,
) -> None:
    assert send("--mark-sent", "--week", "2022-W33").exit_code == 0
    memory = Ledger(LEDGER.parent)
    for number in range(55):
        period = period_of(Day(2022, 8, 22) + timedelta(weeks=number), Rhythm())
        if 0 < number < 53:
            memory.add(entry("skipped", "weekly", period))
        else:
            memory.add(entry("begun", "weekly", period), entry("sent", "weekly", period, to=ANN))
    done = send("--catch-up", "-q")
    assert done.exit_code == 0, done.output
    assert server.recipients == [BOB] * 3


def test_a_digest_that_would_be_incomplete_is_not_sent(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(f"correct_as_of: 2023-09-07\n{RECORD}")
    assert send("--mark-sent", "--week", "2023-W34").exit_code == 0
    done = send("--catch-up", "-q")
    assert done.exit_code == 1
    assert done.stderr == (
        "Error: The record is accurate only to 2023-09-07, which is before the end of 2023-W36, "
        "so the digest of 'weekly' was not sent. Update correct_as_of, or remove it.\n"
    )
    assert [day for _, day in arrived(server)] == ["28 August to 3 September 2023"] * 2
    assert not Path("out/digest/2023-W36.md").exists()
    assert send().exit_code == 1 and len(server.got) == 2
    # Later problems are not reported, because the first report is enough.
    set_today("2023-09-25", monkeypatch)
    assert send("--catch-up", "-q").stderr == done.stderr


def test_what_ends_after_the_record_stops_is_in_one_digest(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing = "date: 2023-08-01/2023-09-09, added: 2023-08-01, kind: consultation, title: Paths"
    text = f"{RECORD}  - {{{closing}, source: {{title: S}}}}\n"
    # The record is accurate only to the middle of the week, so nothing is sent yet.
    save(f"correct_as_of: 2023-09-06\n{text}")
    assert send("--mark-sent", "--week", "2023-W35").exit_code == 0
    assert send("--catch-up").exit_code == 1 and not server.got
    # When it is accurate to a later week, the digest that was missed is sent too.
    save(f"correct_as_of: 2023-09-17\n{text}")
    set_today("2023-09-18", monkeypatch)
    assert send("--catch-up").exit_code == 0
    assert [day for _, day in arrived(server)] == [
        *["4–10 September 2023"] * 2, *["11–17 September 2023"] * 2
    ]  # fmt: skip
    digests = [Path(f"out/digest/2023-W{week}.md").read_text() for week in (36, 37)]
    assert ["Closed 9 September 2023" in digest for digest in digests] == [True, False]


def test_what_was_missed_is_reported_if_only_the_last_one_is_sent(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send("--mark-sent", "--week", "2023-W35").exit_code == 0
    set_today("2023-09-18", monkeypatch)
    done = send()
    assert done.exit_code == 0 and {day for _, day in arrived(server)} == {"11–17 September 2023"}
    assert (
        "'weekly': 2023-W36 was not sent. To send it too: briefing send -e weekly --catch-up\n"
    ) in done.stdout
    assert "not sent" not in send("--week", "2023-W37", "--force").output
    assert send("-e", "weekly", "--catch-up").exit_code == 0
    assert arrived(server)[-1] == (BOB, "4–10 September 2023")
    assert "not sent" not in send().output
