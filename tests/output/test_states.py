"""The remarks under the title of an event: the same in every format, and in the same order."""

import re
from datetime import date
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefing.cli import main
from briefing.edition.briefing import make_briefing
from briefing.edition.entry import Entry
from briefing.output import html, jsonfeed, markdown
from briefing.output.terminal import in_full
from briefing.record.model import Edition
from tests.helpers import load_record

RECORD = """
title: Buses
url: https://example.org/buses
areas: {leeds: {name: Leeds}}
actors:
  council: {name: The council}
  court: {name: High Court}
events:
  - id: first
    date: 2022-06-01
    added: 2022-06-01
    kind: statement
    title: No night buses
    actors: [council]
    source: {title: S}
  - id: turn
    date: 2023-09-04
    added: 2023-09-04
    kind: concession
    title: Night buses
    areas: [leeds]
    actors: [council]
    audience: internal
    embargo: 2023-10-01T09:30
    source: {title: S}
    reverses: [first]
  - id: ruling
    date: 2023-09-06
    added: 2023-09-06
    kind: ruling
    title: Night buses end
    actors: [court]
    source: {title: S}
    reverses: [turn]
editions:
  weekly: {template: digest, audience: internal, sender: A <a@example.org>}
"""

STATES = (
    *("concession", "Leeds", "U-turn", "overturned by High Court, 6 September 2023"),
    *("internal", "embargoed until 09:30 on 1 October 2023"),
)


def words_of(text: str) -> str:
    """Return `text` without tags, markup and notes, and with single spaces."""
    text = re.sub(r"<sup.*?</sup>|<[^>]*>|\x1b\[[0-9;]*m|\[\^?\d+\]|[*·;,]", " ", unescape(text))
    return re.sub(r"[\s\xa0]+", " ", text).casefold()


@pytest.mark.parametrize("format", ["html", "md", "jsonfeed", "terminal"])
def test_every_format_of_a_timeline_has_them(format: str) -> None:
    edition = Edition(template="timeline", audience="internal")
    made = make_briefing(load_record(RECORD), "e", edition, date(2023, 9, 8))
    entry = next(entry for entry in made.entries if entry.id == "turn")
    text = {
        "html": lambda: html.renderer(None)(made).content.decode(),
        "md": lambda: markdown.renderer(None)(made).content.decode(),
        "jsonfeed": lambda: jsonfeed.renderer(None)(made).content.decode(),
        "terminal": lambda: in_full(entry, made, 200),
    }[format]()
    assert words_of(" ".join(STATES)) in words_of(text)


def test_every_format_of_a_digest_has_them(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(RECORD)
    arguments = ["digest", str(tmp_path / "events.yaml"), "--since", "2023-09-02", "--until"]
    options = ["2023-09-08", "-f", "md,html,eml", "-o", str(tmp_path / "out")]
    run = CliRunner().invoke(main, [*arguments, *options])
    assert run.exit_code == 0, run.output
    texts = {file.suffix: file.read_text() for file in (tmp_path / "out").glob("[!.]*")}
    message = message_from_bytes(texts.pop(".eml").encode(), policy=policy.default)
    for subtype in ("plain", "html"):
        body = message.get_body((subtype,))
        assert body
        texts[subtype] = body.get_content()
    for format, text in texts.items():
        assert words_of(" ".join(STATES)) in words_of(text), format


def entry_of(kind: str, when: str, as_of: date) -> Entry:
    record = load_record(
        f"title: T\nevents: [{{date: {when}, kind: {kind}, title: A, source: {{title: S}}}}]"
    )
    (entry,) = make_briefing(record, "e", Edition(template="timeline"), as_of).entries
    return entry


def test_a_line_leaves_out_a_stage_that_its_date_makes_clear() -> None:
    ahead = entry_of("news", "2024-01-01", date(2023, 9, 8))
    assert [state.words for state in ahead.states] == ["news", "still to come"]
    assert [state.words for state in ahead.states_in_line()] == ["news"]
    lasting = entry_of("consultation", "2023-09-01/2023-10-01", date(2023, 9, 8))
    assert [state.words for state in lasting.states_in_line()] == ["consultation", "under way"]
    assert [state.words for state in lasting.states_in_line(lasting.ends)] == ["consultation"]


def test_a_kind_with_the_word_u_turn_is_the_alert() -> None:
    record = load_record(
        """
        title: T
        actors: {a: {name: A}}
        kinds: [{name: U-turn amendment, family: government}]
        events:
          - {id: x, date: 2019, kind: news, title: X, actors: [a], source: {title: S}}
          - {date: 2020, kind: U-turn amendment, title: Y, actors: [a], source: {title: S},
             reverses: [x]}
        """
    )
    made = make_briefing(record, "e", Edition(template="timeline"), date(2023, 9, 8))
    states = made.entries[-1].states
    assert [(state.words, state.is_alert) for state in states] == [("U-turn amendment", True)]


@pytest.mark.parametrize(("language", "kind"), [("en-GB", "event"), ("cy", "Digwyddiad")])
def test_an_event_that_is_only_called_an_event_has_no_kind(
    language: str, kind: str, tmp_path: Path
) -> None:
    (tmp_path / "events.yaml").write_text(f"""\
title: Park
language: {language}
url: https://example.org/park
kinds: [{kind}]
events:
  - {{date: 2023-09-04, added: 2023-09-04, kind: {kind}, title: Park opens, source: {{title: S}}}}
  - {{date: 2023-09-05, added: 2023-09-05, kind: {kind}, title: No source}}
  - {{date: 2023-09-20, added: 2023-09-05, kind: {kind}, title: Ahead, source: {{title: S}}}}
editions:
  park: {{template: timeline}}
  short: {{template: member}}
  weekly: {{template: digest, sender: A <a@example.org>}}
""")
    out = tmp_path / "out"
    record = str(tmp_path / "events.yaml")
    formats = ["-f", "md,html,atom,ics", "-o", str(out)]
    build = ["build", record, *formats, "--as-of", "2025-01-01"]
    digest = ["digest", record, "--since", "2023-09-02", "--until", "2023-09-08"]
    for arguments in (build, [*digest, "-f", "md,html,eml", "-o", str(out)]):
        run = CliRunner().invoke(main, arguments)
        assert run.exit_code == 0, run.output
    texts = {file.name: file.read_text() for file in out.glob("[!.]*.*")}
    message = next(name for name in texts if name.endswith(".eml"))
    body = message_from_bytes(texts.pop(message).encode(), policy=policy.default)
    for subtype in ("plain", "html"):
        part = body.get_body((subtype,))
        assert part
        texts[subtype] = part.get_content()
    for name, text in texts.items():
        label = rf"\*{kind}\*|>\s*{kind}\b|[:.] ?{kind}\b|^{kind}\b|\((?i:{kind})[,)]"
        assert not re.search(label.replace(kind, kind.capitalize()), text, re.MULTILINE), name
        assert f'["{kind}"]' not in unescape(text), name
    if language == "en-GB":
        assert "*Source*[^1]" in texts["park.md"]
        assert "\nNo source given\n" in texts["park.md"]
        assert "**5 September 2023:** No source, no source given\n" in texts["short.md"]
        assert "4 September 2023: Park opens [1]\n" in texts["plain"]


def test_what_is_still_to_come_follows_no_kind() -> None:
    record = load_record(
        "title: T\nkinds: [event]\n"
        "events: [{date: 2024-01-01, kind: event, title: A, source: {title: S}}]"
    )
    made = make_briefing(record, "e", Edition(template="timeline"), date(2023, 9, 8))
    page = html.renderer(None)(made).content.decode()
    (kind,) = re.findall(r'<p class="kind".*?</p>', page, re.DOTALL)
    assert words_of(kind).startswith(" still to come")
    assert 'class="state"' not in kind
