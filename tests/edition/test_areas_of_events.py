"""An edition for an area contains only items about it, about wider areas or about none."""

from datetime import date
from pathlib import Path

import pytest

from briefing.edition.briefing import Briefing
from briefing.edition.visibility import visible_to
from briefing.output.formats import FORMATS
from briefing.record.audiences import end_of_day
from briefing.record.loading import File, load
from briefing.record.model import Edition
from tests.helpers import briefing, load_record, make_briefing

DAY = date(2024, 9, 8)
RECORD = """
title: Renting
correct_as_of: 2024-09-08
url: https://example.org/
areas:
  uk: {name: the UK}
  england: {name: England, within: uk}
  london: {name: London, within: england}
  wales: {name: Wales, within: uk}
actors:
  hearth: {name: Hearth}
asks:
  all: {title: QASKALL, by: hearth}
  welsh: {title: QASKWALES, by: hearth, areas: [wales]}
events:
  - date: 2024-01
    id: e-all
    kind: news
    title: QALL
    source: {title: S}
    asks: {all: raised, welsh: raised}
  - {date: 2024-02, id: e-uk, kind: news, title: QUK, source: {title: S}, areas: [uk]}
  - {date: 2024-03-05, kind: news, title: QENGLAND, source: {title: S}, areas: [england]}
  - date: 2024-04
    id: e-wales
    kind: news
    title: QWALES
    source: {title: QSOURCEWALES}
    areas: [wales]
    asks: {all: met}
    reverses: [e-all]
    by: hearth
    commitments: [{id: promise, title: QPROMISEWALES, by: hearth}]
  - date: 2024-05
    kind: news
    title: QBOTH
    source: {title: S}
    areas: [london, wales]
    quotes:
      - {text: QSAIDWALES, by: hearth, areas: [wales]}
      - {text: QSAIDLONDON, by: hearth, areas: [london]}
      - {text: QSAIDALL, by: hearth}
    keeps: [promise]
  - {date: 2024-06, kind: news, title: QFOLLOWS, source: {title: S}, follows: [e-wales]}
"""


def made(area: str | None, template: str = "timeline", title: str | None = None) -> Briefing:
    chosen = {"template": template, "area": area, "title": title}
    edition = Edition.model_validate({key: value for key, value in chosen.items() if value})
    return make_briefing(load_record(RECORD), "all", edition, DAY)


def titles(area: str | None) -> list[str]:
    return [entry.title for entry in made(area).entries]


def test_an_edition_has_its_own_area_wider_ones_and_none() -> None:
    assert titles("london") == ["QALL", "QUK", "QENGLAND", "QBOTH", "QFOLLOWS"]
    assert titles("wales") == ["QALL", "QUK", "QWALES", "QBOTH", "QFOLLOWS"]
    assert titles("england") == ["QALL", "QUK", "QENGLAND", "QFOLLOWS"]
    assert titles("uk") == ["QALL", "QUK", "QFOLLOWS"]
    assert len(titles(None)) == 6


COMMITMENTS = """
title: Renting
correct_as_of: 2024-09-08
areas:
  uk: {name: the UK}
  england: {name: England, within: uk}
  london: {name: London, within: england}
  wales: {name: Wales, within: uk}
actors:
  hearth: {name: Hearth}
events:
  - date: 2024-01
    id: act
    kind: act
    title: An Act
    source: {title: S}
    commitments:
      - {id: all, title: QALL, by: hearth, due: 2024-12, kept_if: QTESTALL}
      - {id: english, title: QENGLISH, by: hearth, due: 2024-02, areas: [england]}
      - {id: welsh, title: QWELSH, by: hearth, due: 2024-10, kept_if: QTESTWELSH, areas: [wales]}
      - {id: both, title: QBOTH, by: hearth, due: 2024-03, areas: [england, wales]}
  - {date: 2024-04, kind: act, title: A law, source: {title: S}, areas: [england], keeps: [all]}
  - {date: 2024-05, kind: news, title: QNEWS, source: {title: S}, drops: [english]}
editions:
  weekly: {template: digest, every: month}
"""


def test_an_edition_has_the_commitments_of_its_area_and_their_outcome_there() -> None:
    record = load_record(COMMITMENTS)

    def of(area: str | None) -> tuple[dict[str, str], Briefing]:
        edition = Edition.model_validate({"template": "member", **({"area": area} if area else {})})
        briefing = make_briefing(record, "e", edition, DAY)
        return {made.title: made.state for made in briefing.commitments}, briefing

    london, at_london = of("london")
    assert london == {
        "QBOTH (England)": "overdue",
        "QALL": "kept",
        "QENGLISH (England)": "dropped",
    }
    # A law for England does not keep the commitment in Wales.
    wales, at_wales = of("wales")
    assert wales == {"QBOTH": "overdue", "QWELSH": "pending", "QALL": "pending"}
    assert of("uk")[0] == {"QALL": "pending"}
    everywhere, whole = of(None)
    assert everywhere == {
        "QBOTH (England and Wales)": "overdue",
        "QWELSH (Wales)": "pending",
        "QALL": "kept",
        "QENGLISH (England)": "dropped",
    }
    assert [made.title for made in at_wales.summary.late] == ["QBOTH"]
    assert {made.kept_if for made in at_wales.commitments} == {"", "QTESTALL", "QTESTWELSH"}
    for format in ("md", "html", "json", "ics", "atom", "jsonfeed"):
        render = FORMATS[format].renderer(None, "weasyprint")
        page = render(at_wales).content.decode()
        assert "QENGLISH" not in page and "England" not in page, format
        assert "QTESTWELSH" not in render(at_london).content.decode(), format
        if format in ("md", "html"):
            assert "Kept if: QTESTWELSH" in page, format
            assert "Kept if: QTESTALL" in render(whole).content.decode(), format


def test_a_digest_for_an_area_reports_only_its_commitments(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(COMMITMENTS.replace("every:", "area: wales, every:"))
    options = ("-o", tmp_path, "-f", "md", "--for", "2024-01-31")
    assert briefing("digest", tmp_path / "events.yaml", *options).exit_code == 0
    (page,) = (path.read_text(encoding="utf-8") for path in tmp_path.glob("*.md"))
    assert "QWELSH" in page and "Kept if: QTESTWELSH" in page and "QENGLISH" not in page


@pytest.mark.parametrize("template", ["timeline", "member"])
@pytest.mark.parametrize("format", ["md", "html", "json", "ics", "atom"])
def test_nothing_of_another_area_is_in_any_format(format: str, template: str) -> None:
    render = FORMATS[format].renderer(Path("none"), "weasyprint")
    page = render(made("london", template)).content.decode()
    assert format == "ics" or "QENGLAND" in page
    for word in ("QWALES", "QASKWALES", "QSAIDWALES", "QPROMISEWALES", "QSOURCEWALES", "Wales"):
        assert word not in page, word


def test_an_ask_that_is_met_elsewhere_is_not_met_here() -> None:
    assert {ask.title: ask.state for ask in made("london").asks} == {"QASKALL": "raised"}
    assert {ask.title: ask.state for ask in made("wales").asks} == {
        "QASKALL": "met",
        "QASKWALES": "raised",
    }


def test_what_another_area_reversed_is_not_reversed_here() -> None:
    assert made("london").entries[0].reversed == "" and made("london").reversals == ()
    assert made("wales").entries[0].reversed == "reversed by Hearth, April 2024"


def test_an_edition_for_no_area_names_the_areas() -> None:
    everything = made(None)
    assert [entry.about for entry in everything.entries] == [
        "", "the UK", "England", "Wales", "London and Wales", ""
    ]  # fmt: skip
    assert [ask.title for ask in everything.asks] == ["QASKALL", "QASKWALES (Wales)"]
    page = FORMATS["md"].renderer(None, "weasyprint")(everything).content.decode()
    assert "*News* · **London and Wales**" in page
    assert "— Hearth (Wales)" in page
    assert [entry.about for entry in made("wales").entries] == ["", "the UK", "", "", ""]


@pytest.mark.parametrize(
    ("title", "area", "shown", "subtitle"),
    [
        (None, None, "Renting", ""),
        (None, "london", "Renting: London", ""),
        (None, "uk", "Renting: the UK", ""),
        ("Members: renting", "london", "Members: renting – London", "Renting"),
        ("Renting in London", "london", "Renting in London", "Renting"),
        ("Renting in the UK", "uk", "Renting in the UK", "Renting"),
    ],
)
def test_the_title_names_the_area(
    title: str | None, area: str | None, shown: str, subtitle: str
) -> None:
    briefing = made(area, title=title)
    assert (briefing.title, briefing.subtitle) == (shown, subtitle)
    page = FORMATS["html"].renderer(None, "weasyprint")(briefing).content.decode()
    assert f"<title>{shown}</title>" in page
    assert f"# {shown}\n" in FORMATS["md"].renderer(None, "weasyprint")(briefing).content.decode()


def test_each_area_has_a_title_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(RECORD, encoding="utf-8")
    options = ("-o", tmp_path, "-f", "md", "-e", "member", "--each", "area")
    run = briefing("build", tmp_path / "events.yaml", *options)
    assert run.exit_code == 0
    heads = {
        path.name: path.read_text(encoding="utf-8").splitlines()[0]
        for path in tmp_path.glob("*.md")
    }
    assert heads == {
        "member-uk.md": "# Renting: the UK",
        "member-england.md": "# Renting: England",
        "member-london.md": "# Renting: London",
        "member-wales.md": "# Renting: Wales",
    }


def test_a_digest_for_an_area_says_so_and_tells_of_no_other(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(
        RECORD + "editions: {weekly: {template: digest, area: london, every: month}}\n",
        encoding="utf-8",
    )
    options = ("-o", tmp_path, "-f", "md", "--for", "2024-04-30")
    run = briefing("digest", tmp_path / "events.yaml", *options)
    assert run.exit_code == 0, run.output
    (page,) = (path.read_text(encoding="utf-8") for path in tmp_path.glob("*.md"))
    assert page.startswith("# Monthly digest: London, ")
    assert "Wales" not in page and "QWALES" not in page


def test_an_area_that_readers_may_not_see_takes_what_is_about_it_alone() -> None:
    hidden = "audience: internal\nareas: {secret: {name: QSECRET}}\n"
    text = RECORD.replace("areas: [england]", "areas: [secret]").replace(
        "areas: [london, wales]", "areas: [london, secret]"
    )
    reading = load([File("a.yaml", text.encode()), File("b.yaml", hidden.encode())])
    found = [problem.message for problem in reading.problems if problem.slug == "hidden-link"]
    assert found == ["the area 'secret' is for internal readers only"] * 2
    seen, dropped = visible_to(reading.record, "public", end_of_day(DAY, "Europe/London"))
    assert [event.title for event in seen.events] == [
        "QALL", "QUK", "QWALES", "QBOTH", "QFOLLOWS"
    ]  # fmt: skip
    assert seen.events[3].areas == ("london",)
    assert dropped["event"] == 1
    page = make_briefing(seen, "all", Edition(template="timeline"), DAY)
    for format in ("md", "html", "json", "ics"):
        content = FORMATS[format].renderer(Path("none"), "weasyprint")(page).content.decode()
        assert "QSECRET" not in content and "QENGLAND" not in content and "secret" not in content
