"""`briefing build --changes-since`: new, changed and removed items, for the right readers."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

from tests.helpers import briefing
from tests.repository import commit, git

GONE = "  - {date: 2023-05-04, kind: news, title: A bench goes, source: {title: A leaflet}}\n"
THEN = """\
title: Parks
correct_as_of: 2023-09-08
actors:
  council: {name: The council}
  mayor: {name: The Mayor}
asks: {park: {title: Open the park, by: mayor}}
questions:
  gates: {question: When do the gates open?, answer: In **August**., source: {title: A}}
  trees: {question: Who plants the trees?, answer: The council., source: {title: A}}
  bench: {question: Where is the bench?, answer: It went., source: {title: A}}
editions:
  all: {template: timeline, picture: {file: a.svg, alt: A gate, caption: The old gate}}
  lines: {template: lines}
  sheet:
    template: one-page
    sections: [{title: Why, text: Parks keep people well.}, {title: A case, text: One park.}]
  ours: {template: timeline, audience: internal}
events:
  - id: plan
    date: 2023-05-03
    kind: report
    title: The council plans a park
    summary: |
      The park has a pond, two lawns and a path.

      It opens in *2024*.
    source: {title: The minutes, date: 2023-05-03}
    picture: {file: a.svg, alt: A plan, caption: The first plan}
    figures: [{label: want a park, value: 77%}, {label: want a pond, value: 12%}]
    quotes:
      - {text: a park for all of us, by: mayor}
      - {text: a secret remark, by: mayor}
      - {text: words that somebody moves, by: mayor}
    asks: {park: raised}
    commitments: [{id: open, title: Open the gates, by: council, due: 2023-08}]
  - {date: 2023-05-04, kind: news, title: A bench goes, source: {title: A leaflet}}
  - {date: 2023-05-05, kind: news, title: A private matter, source: {title: A letter}}
  - {date: 2023-05-06, kind: news, title: A matter that gets another name, source: {title: B}}
  - {date: 2023-05-07, kind: news, title: An affair with a new date, source: {title: The Echo}}
  - date: 2023-05-08
    kind: news
    title: The pond is dug
    source: {title: C}
    picture: {file: a.svg, alt: A pond}
"""
NOW = (
    THEN.replace("77%", "78%")
    .replace("two lawns", "three lawns")
    .replace(", {label: want a pond, value: 12%}", "")
    .replace("{text: a secret remark,", "{audience: internal, text: a secret remark,")
    .replace("      - {text: words that somebody moves, by: mayor}\n", "")
    .replace("The first plan", "The second plan")
    .replace("keep people well.}, {title: A case, text: One park.}", "keep all people well.}")
    .replace(", picture: {file: a.svg, alt: A gate, caption: The old gate}", "")
    .replace("    picture: {file: a.svg, alt: A pond}\n", "")
    .replace("In **August**.", "In **September**.")
    .replace("  bench: {question: Where is the bench?, answer: It went., source: {title: A}}\n",
             "  cafe: {question: Is there a café?, answer: 'No.', source: {title: A}}\n")
    .replace(GONE, "")
    .replace("{date: 2023-05-05,", "{audience: internal, date: 2023-05-05,")
    .replace("{date: 2023-05-06, kind: news, title: A matter that gets another name,",
             "{date: 2023-05-06, audience: internal, added: 2023-08-02, "
             "kind: news, title: Quite different words,")
    .replace("{date: 2023-05-07, kind: news, title: An affair with a new date,",
             "{date: 2023-02-01, audience: internal, added: 2023-08-02, "
             "kind: news, title: Nothing like before,")
    + """\
  - date: 2023-08-01
    kind: decision
    title: The park opens
    source: {title: The minutes of August, date: 2023-08-01}
    asks: {park: met}
    keeps: [open]
  - date: 2022-08-01
    kind: decision
    title: A matter that nobody else knows about
    audience: internal
    added: 2023-08-02
    source: {title: A note}
    quotes: [{text: words that somebody moves, by: mayor}]
"""
)  # fmt: skip
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
SINCE = "--changes-since=2023-07-01"
Built = Callable[..., str]


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Built:
    """Build an edition of the record in this folder, and return its Markdown."""
    monkeypatch.chdir(tmp_path)
    Path("a.svg").write_text(SVG)

    def build(edition: str, *options: str) -> str:
        done = briefing("build", f"-e{edition}", "-fmd", "-oout", *options)
        assert done.exit_code == 0, done.output
        (name,) = {*re.findall(r"out/(\S+\.md)", done.output)}
        return Path("out", name).read_text()

    return build


@pytest.fixture
def in_git(built: Built) -> Built:
    git("init", "--quiet")
    commit({"events.yaml": THEN, "a.svg": SVG}, at="2023-06-30T12:00:00Z")
    commit({"events.yaml": NOW})
    return built


def test_the_briefing_marks_what_is_new_changed_and_gone(in_git: Built) -> None:
    text = in_git("all", SINCE)
    assert Path("out/all-changes-since-2023-07-01.md").is_file()
    assert "**Changes since 1 July 2023:** 1 new event, 2 changed events, 4 removed items." in text
    assert "the record as it was at 13:00 on 30 June 2023" in text
    assert "1 August 2023: **New:** The park opens" in text
    assert "**Changed:** The council plans a park" in text
    assert (
        "a pond, <del>two</del> <ins>three</ins> lawns and a path.\n\nIt opens in *2024*." in text
    )
    assert "**<del>77%</del> <ins>78%</ins>** **Changed:** want a park" in text
    assert "- **<del>Raised</del> <ins>Met</ins>:** Open the park" in text
    assert "Raised 3 May 2023[^2], **New:** met 1 August 2023" in text
    assert gone_from(text) == [
        "- **Event:** <del>4 May 2023: A bench goes</del>",
        "- **Picture:** <del>The old gate</del>",
        "- **Picture:** <del>A pond</del> (The pond is dug)",
        "- **Figure:** <del>12% want a pond</del> (The council plans a park)",
    ]


def test_questions_and_pictures_are_marked(in_git: Built) -> None:
    lines = in_git("lines", SINCE)
    assert ":** 1 new question, 2 changed questions, 1 removed question. This" in lines
    assert "### **Changed:** When do the gates open?" in lines
    assert "In <del>**August**.</del> <ins>**September**.</ins>" in lines
    assert "### **New:** Is there a café?" in lines and "### Who plants the trees?" in lines
    # The change is in its status, below the question.
    assert "### **Changed:** What has become of “Open the park”?" in lines
    assert gone_from(lines) == ["- **Question:** <del>Where is the bench?</del>"]
    text = in_git("all", SINCE)
    assert "***Changed:** The <del>first</del> <ins>second</ins> plan*" in text
    assert "question" not in text


def gone_from(text: str) -> list[str]:
    gone = text.partition("## No longer in this briefing\n")[2].partition("## ")[0]
    return gone.strip().splitlines()


def test_a_page_is_compared_with_the_earlier_page(in_git: Built) -> None:
    page = in_git("sheet", SINCE)
    assert ":** 1 new item, 4 changed items, 3 removed items. This briefing" in page
    assert "### 1 August 2023: **New:** The park opens" in page
    # Its picture has gone, but the page has none.
    assert "### 8 May 2023: The pond is dug" in page
    assert "- **<del>77%</del> <ins>78%</ins>** **Changed:** want a park" in page
    assert "**<del>Pending</del> <ins>Kept on time</ins>:** Open the gates." in page
    assert "## **Changed:** Why\n\nParks keep <ins>all</ins> people well." in page
    assert gone_from(page) == [
        "- **Event:** <del>3 May 2023: The council plans a park</del>",
        "- **Figure:** <del>12% want a pond</del> (The council plans a park)",
        "- **Section:** <del>A case</del>",
    ]
    made = briefing("build", "-esheet", "-fpdf", "-oout", SINCE)
    assert re.search(r"since-2023-07-01\.pdf  2 events, [12] pages?$", made.output, re.M)


def test_items_that_take_the_place_of_others_on_a_page_are_not_called_new(in_git: Built) -> None:
    events = ["The pond", "The path", "The lawn", "The bench"]

    def of(events: list[str], *others: str) -> str:
        return "title: Parks\neditions: {sheet: {template: one-page}}\nevents:\n" + "\n".join(
            f"  - {{date: 2023-05-{n:02}, kind: report, title: {title}, source: {{title: A}}}}"
            for n, title in [*enumerate(events, 1), *enumerate(others, 20)]
        )

    commit({"events.yaml": of(events)}, at="2023-06-30T13:00:00Z")
    commit({"events.yaml": of(events[:3])})
    page = in_git("sheet", SINCE, "--as-of=2023-09-01")
    assert "3 May 2023: The lawn" in page
    assert "2 May 2023: **Now on this page:** The path" in page
    assert gone_from(page) == ["- **Event:** <del>4 May 2023: The bench</del>"]
    # Events that are still in the record leave the page too, but not those that are hidden now.
    commit({"events.yaml": of([*events[:3], "The bench, audience: internal"], "A café", "A kiosk")})
    page = in_git("sheet", SINCE, "--as-of=2023-09-01")
    assert "**New:** A kiosk" in page and "The pond" not in page and "bench" not in page
    assert gone_from(page) == [
        "- **Event:** <del>3 May 2023: The lawn</del>",
        "- **Event:** <del>2 May 2023: The path</del>",
    ]


def test_new_moves_of_an_ask_are_shown_among_many(in_git: Built) -> None:
    def of(moves: list[str]) -> str:
        top = "title: Parks\nactors: {we: {name: We}}\nasks: {park: {title: A park, by: we}}\n"
        return f"{top}editions: {{lines: {{template: lines}}}}\nevents:\n" + "\n".join(
            f"  - {{date: 2023-0{n}, kind: report, title: Step {n}, source: {{title: {n}}}, "
            f"asks: {{park: {move}}}}}"
            for n, move in enumerate(moves, 1)
        )

    moves = ["raised", "advanced", "set back", "advanced", "advanced"]
    commit({"events.yaml": of(moves)}, at="2023-06-30T13:00:00Z")
    commit({"events.yaml": of([*moves, "set back", "met"])})
    lines = in_git("lines", SINCE, "--as-of=2023-09-01")
    assert "Raised January 2023[^3] … **New:** set back June 2023[^2], **New:** met July" in lines
    assert "(7 moves)." in lines and "February" not in lines


@pytest.mark.parametrize(
    ("now", "is_gone"),
    [
        (("raised", "set back", "met"), False),
        (("raised", "", ""), True),
        (("raised", "advanced", ""), True),
        # Only internal readers may see the last event, and they see the move there.
        (("raised", "", "set back"), False),
        (("raised", "", "advanced"), True),
    ],
)
def test_a_move_that_an_event_no_longer_makes_is_gone(
    built: Built, now: tuple[str, ...], is_gone: bool
) -> None:
    git("init", "--quiet")
    commit({"events.yaml": moves_of_a_park("raised", "set back", "")}, at="2023-06-30T12:00:00Z")
    commit({"events.yaml": moves_of_a_park(*now)})
    assert (
        gone_from(built("all", SINCE))
        == ["- **Ask:** <del>set back February 2023</del> (A park)"] * is_gone
    )


def moves_of_a_park(*moves: str) -> str:
    events = [
        {"date": f"2023-0{n}", "kind": "news", "title": f"Step {n}", "source": {"title": f"{n}"}}
        | ({"asks": {"park": move}} if move else {})
        | ({"audience": "internal"} if n == 3 else {})
        for n, move in enumerate(moves, 1)
    ]
    return yaml.safe_dump(
        {
            "title": "Parks",
            "actors": {"we": {"name": "We"}},
            "asks": {"park": {"title": "A park", "by": "we"}},
            "editions": {"all": {"template": "timeline"}},
            "correct_as_of": "2023-09-01",
            "events": events,
        }
    )


def test_nothing_that_the_readers_may_not_see_now_is_shown_as_gone(in_git: Built) -> None:
    public, internal = in_git("all", SINCE), in_git("ours", SINCE)
    others = in_git("sheet", SINCE) + in_git("lines", SINCE)
    for hidden in ("secret", "private matter", "another name", "Quite different", "An affair"):
        assert hidden not in public and hidden not in others
    assert "<del>4 May 2023: A bench goes</del>" in internal
    assert "<del>6 May 2023: A matter that gets another name</del>" in internal
    assert "**New:** Quite different words" in internal
    assert "A private matter" in internal and "<del>5 May" not in internal
    assert "words that somebody moves" not in public + others
    # Without the date when it was added, a hidden event may be any of those that have gone.
    undated = NOW.replace("    added: 2023-08-02\n    source: {title: A note}",
                          "    source: {title: A note}")  # fmt: skip
    commit(
        {
            "events.yaml": undated.replace(
                "    picture: {file: a.svg, alt: A plan, caption: The second plan}\n", ""
            ).replace(
                "    quotes: [{text: words",
                "    picture: {file: a.svg, alt: A plan}\n    quotes: [{text: words",
            )
        }
    )
    doubtful = in_git("all", SINCE)
    assert "**Event:** <del>" not in doubtful and "**Picture:**" not in doubtful
    assert "**Figure:** <del>12% want a pond</del>" in doubtful


def test_actions_are_compared_with_those_of_the_earlier_edition(in_git: Built) -> None:
    first = "Write to us., {text: Answer., url: 'https://example.org/a'}"
    commit({"events.yaml": with_actions(f"{first}, {{text: Call., audience: internal}}")},
           at="2023-06-30T13:00:00Z")  # fmt: skip
    commit({"events.yaml": with_actions(f"{first.replace('org/a', 'org/b')}, Call., Vote.")})
    text = in_git("page", SINCE).partition("## What you can do\n")[2]
    assert re.findall(r"^- (.*)", text, re.M)[:4] == [
        "Write to us.", "**Changed:** Answer.", "**New:** Call.", "**New:** Vote.",
    ]  # fmt: skip


def with_actions(actions: str) -> str:
    return NOW.replace(
        "editions:\n", f"editions:\n  page: {{template: member, actions: [{actions}]}}\n"
    )


SECTIONS = (
    "{title: Why, text: Parks keep people well.}, {title: Ours, text: A, audience: internal}, "
    "{title: A case, text: One park.}, {title: Gone, text: Gone.}, {title: Held, text: Held.}"
)


def test_sections_are_compared_with_those_of_the_earlier_edition(in_git: Built) -> None:
    now = (
        SECTIONS.replace("people well", "all people well")
        .replace(", {title: Gone, text: Gone.}", ", {title: Fresh, text: Fresh.}")
        .replace("text: Held.", "text: Held., audience: internal")
    )
    commit({"events.yaml": with_sections(SECTIONS)}, at="2023-06-30T13:00:00Z")
    commit({"events.yaml": with_sections(now)})
    text = in_git("page", SINCE)
    assert re.findall(r"^## (.*)", text, re.M)[-5:-1] == [
        "**Changed:** Why", "A case", "**New:** Fresh", "No longer in this briefing",
    ]  # fmt: skip
    assert "Parks keep <ins>all</ins> people well." in text
    assert "- **Section:** <del>Gone</del>" in text and "Held" not in text
    # A new hidden section may be a new version of the one that is gone.
    commit(
        {"events.yaml": with_sections(f"{now}, {{title: Hid, text: Gone., audience: internal}}")}
    )
    assert "Gone" not in in_git("page", SINCE)


def with_sections(sections: str) -> str:
    return NOW.replace(
        "editions:\n", f"editions:\n  page: {{template: member, sections: [{sections}]}}\n"
    )


def test_without_an_earlier_version_dates_show_what_is_new(built: Built) -> None:
    Path("events.yaml").write_text(NOW)
    text = built("all", SINCE)
    assert "1 new event. No version of the record from that time is available." in text
    assert "**New:** The park opens" in text and "Changed:" not in text.replace("What changed", "")
    assert built("all", SINCE, "--as-of=2023-07-31").count("**New:**") == 0
    assert "changes-since" not in built("all")


@pytest.mark.long
def test_marks_can_be_seen_and_heard_in_every_format(in_git: Built) -> None:
    briefing("build", "-eall", "-fhtml,pdf,docx", "-oout", SINCE)
    page = Path("out/all-changes-since-2023-07-01.html").read_text()
    assert (
        '<del><span class="unseen">[Removed: </span>two<span class="unseen">]</span></del>' in page
    )
    assert "\U0010ff00" not in page and page.count("<ins") == page.count("</ins>")
    assert "<title>Parks</title>" in page and '<b class="change">New:</b> The park opens' in page
    tags = subprocess.check_output(
        ["pdfinfo", "-struct-text", "out/all-changes-since-2023-07-01.pdf"], text=True
    )
    read = "".join(re.findall(r'^ *"(.*)"$', tags, re.M))
    assert "[Removed: two]" in read and "[Added: three] lawns" in read
    with ZipFile("out/all-changes-since-2023-07-01.docx") as parts:
        body = parts.read("word/document.xml").decode()
    assert re.search(
        r"<w:del [^>]*><w:r>(?:<w:rPr>.*?</w:rPr>)?<w:delText[^>]*>two</w:delText>", body
    )
    assert re.search(r"<w:ins [^>]*><w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t[^>]*>three</w:t>", body)
    ids = re.findall(r'<w:(?:ins|del) w:id="(\d+)"', body)
    assert ids and len(ids) == len({*ids})


def test_bad_requests_are_explained(built: Built) -> None:
    Path("events.yaml").write_text(NOW)
    late = briefing("build", "--changes-since=2023-09-08")
    assert late.exit_code == 2 and "Choose an earlier date." in late.output
    data = briefing("build", "-fjson,md", SINCE)
    assert data.exit_code == 2 and "cannot mark changes in json" in data.output


def test_only_what_a_short_briefing_or_a_register_shows_is_counted_and_listed(built: Built) -> None:
    before = """\
title: Parks
correct_as_of: 2023-09-08
actors: {council: {name: The council}}
asks: {park: {title: Open the park, by: council}}
editions:
  all: {template: timeline}
  short: {template: member}
  register: {template: register}
events:
  - {id: old, date: 2020-05-03, kind: news, title: An old matter, source: {title: A}}
  - {date: 2020-05-04, kind: news, title: A gate goes, source: {title: B}}
  - {date: 2023-05-04, kind: news, title: A bench goes, source: {title: C}}
  - {date: 2023-05-05, kind: news, title: A pond is dug, source: {title: D}}
  - {date: 2023-05-06, kind: news, title: A tree falls, source: {title: E}, asks: {park: raised}}
  - {date: 2023-05-07, kind: news, title: A path is laid, source: {title: F}}
"""
    after = before.replace("An old matter", "A very old matter").replace("A pond is", "A lake is")
    after = after.replace("asks: {park: raised}", "asks: {park: raised}, disputed: It stands")
    gone = [line for line in after.splitlines() if line.endswith(("{title: B}}", "{title: C}}"))]
    for line in gone:
        after = after.replace(f"{line}\n", "")
    git("init", "--quiet")
    commit({"events.yaml": before}, at="2023-06-30T12:00:00Z")
    last = """\
  - date: 2023-08-01
    kind: news
    title: It opens
    source: {title: G, date: 2023-08-01}
    asks: {park: met}
"""
    commit({"events.yaml": after + last})
    assert ":** 1 new event, 3 changed events, 2 removed items. This" in built("all", SINCE)
    short = built("short", SINCE)
    assert ":** 1 new event, 2 changed events, 1 removed item. This" in short
    assert gone_from(short) == ["- **Event:** <del>4 May 2023: A bench goes</del>"]
    register = built("register", SINCE)
    assert ":** 1 changed item. This" in register
    assert gone_from(register) == []


def test_dates_and_titles_of_events_are_marked_where_a_register_names_them(built: Built) -> None:
    before = """\
title: Parks
correct_as_of: 2023-09-08
actors: {council: {name: The council}}
asks: {park: {title: Open the park, by: council}, swing: {title: Add a swing, by: council}}
editions: {all: {template: timeline}, register: {template: register}}
events:
  - id: plan
    date: 2023-05
    kind: news
    title: The plan
    source: {title: A}
    asks: {park: raised}
    commitments: [{id: mow, title: Mow the lawn, by: council, due: 2023-08}]
  - {date: 2023-05-06, kind: news, title: A pond, source: {title: B}, asks: {swing: raised}}
  - {id: gate, date: 2023-06-05, kind: news, title: A gate, source: {title: C}, asks: {park: met}}
"""
    after = before.replace("2023-05\n", "2023-05-17\n").replace("2023-06-05", "2023-06-09")
    git("init", "--quiet")
    commit({"events.yaml": before}, at="2023-06-30T12:00:00Z")
    commit({"events.yaml": after.replace("title: A gate", "title: The gate")})
    register = built("register", SINCE)
    assert ":** 2 changed items. This" in register
    assert "raised <ins>17</ins> May 2023" in register
    assert "<del>A</del> <ins>The</ins> gate (<del>5</del> <ins>9</ins> June 2023)" in register
    assert "The plan (<ins>17</ins> May 2023)" in register
    assert "Raised <ins>17</ins> May 2023" in built("all", SINCE)
