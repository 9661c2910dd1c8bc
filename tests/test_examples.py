"""The examples can be checked and built: events for three audiences, in Welsh, and with proofs."""

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from briefing.edition.briefing import Briefing
from briefing.edition.sheet import in_word
from briefing.edition.visibility import visible_to
from briefing.record.audiences import Audience, end_of_day
from briefing.record.loading import File, LoadResult
from briefing.record.model import Edition
from tests.helpers import briefing, load, make_briefing

BUSES = Path(__file__).parents[1] / "examples" / "buses"
CYMRAEG = BUSES.parent / "cymraeg"
SCHOOL_STREETS = BUSES.parent / "school-streets"


@pytest.fixture(scope="module")
def buses() -> LoadResult:
    def read_sibling(name: str) -> bytes:
        return (BUSES / name).read_bytes()

    paths = sorted(BUSES.glob("*.yaml"))
    return load([File(path.name, path.read_bytes(), read_sibling) for path in paths])


def seen(loaded: LoadResult, id: str) -> Briefing:
    record, edition = loaded.record, loaded.record.editions[id]
    assert record.correct_as_of
    moment = end_of_day(record.correct_as_of, record.timezone)
    view, _ = visible_to(record, edition.audience or "public", moment)
    return make_briefing(view, id, edition, record.correct_as_of)


def test_it_has_no_problems(buses: LoadResult) -> None:
    assert buses.problems == []


def test_it_is_as_large_and_as_varied_as_it_says(buses: LoadResult) -> None:
    record = buses.record
    assert len(record.events) == 200
    assert len(record.areas) == 5
    assert sum(event.embargo is not None for event in record.events) == 2
    audiences: list[Audience] = [record.audience_of(event) for event in record.events]
    assert [audiences.count(audience) for audience in ("public", "members", "internal")] == [
        156,
        20,
        24,
    ]


@pytest.mark.parametrize(
    ("id", "events", "held"), [("timeline", 155, 0), ("members", 175, 0), ("team", 200, 1)]
)
def test_each_audience_sees_its_own(buses: LoadResult, id: str, events: int, held: int) -> None:
    made = seen(buses, id)
    assert len(made.entries) == events
    assert sum(bool(entry.embargo) for entry in made.entries) == held
    titles = [entry.title for entry in made.entries]
    assert "Office for Passengers finds that the scheme cut delays" in titles
    assert ("Authority sets a date for the Uplands" in titles) == bool(held)


def test_reversals_of_reversals_read_in_order(buses: LoadResult) -> None:
    turns = [(turn.event.title, turn.reversed.title) for turn in seen(buses, "timeline").u_turns]
    fares = [turn for turn in turns if "are cap" in turn[0]]
    assert len(fares) == 4
    assert all(later[1] == earlier[0] for earlier, later in pairwise(fares))


def test_an_area_leads_with_its_own_figures_beside_those_of_the_region(buses: LoadResult) -> None:
    made = seen(buses, "uplands")
    first = made.figures[0]
    assert first.area == "the Uplands"
    compared = {figure.wider.area for figure in made.figures if figure.wider}
    assert compared == {"the Moor villages", "the Carrow Vale"}
    assert any(figure.is_small_sample for entry in made.entries for figure in entry.figures)
    assert not any(
        figure.area == "Carrow Harbour" for entry in made.entries for figure in entry.figures
    )


def test_a_page_has_the_most_urgent_commitment_without_columns_too(buses: LoadResult) -> None:
    day = buses.record.correct_as_of
    assert day
    view, _ = visible_to(buses.record, "internal", end_of_day(day, buses.record.timezone))
    edition = Edition.model_validate({"template": "one-page", "audience": "internal"})
    whole = make_briefing(view, "page", edition, day)
    (overdue,) = in_word(whole).commitments
    assert overdue == whole.commitments[0] and overdue.state == "overdue"


def test_it_builds_for_each_audience_and_area(tmp_path: Path) -> None:
    done = briefing("build", BUSES, "-o", tmp_path / "all", "-f", "md", "-f", "html")
    assert done.exit_code == 0
    assert len([path for path in (tmp_path / "all").iterdir() if path.suffix != ".svg"]) == 14
    done = briefing("build", BUSES, "-o", tmp_path, "-e", "members", "-f", "md", "--each", "area")
    assert done.exit_code == 0
    assert (tmp_path / "members-north-bank.md").is_file()
    output = done.output + "".join(path.read_text() for path in tmp_path.glob("**/*.*"))
    public = "".join(p.read_text() for p in (tmp_path / "all").glob("timeline.*"))
    assert "Our meeting with" in output and "Our meeting with" not in public
    assert "Members' meeting" not in public.replace("&#39;", "'")


def test_a_welsh_record_has_welsh_briefings(tmp_path: Path) -> None:
    done = briefing("check", CYMRAEG, "--strict")
    assert done.exit_code == 0, done.output
    done = briefing("build", CYMRAEG, "-o", tmp_path, "-f", "md", "-f", "html")
    assert done.exit_code == 0
    page = (tmp_path / "llinell-amser.html").read_text(encoding="utf-8")
    assert '<html lang="cy">' in page and "Yn gywir ar <time" in page
    text = (tmp_path / "llinell-amser.md").read_text(encoding="utf-8")
    assert "\n## Ymrwymiadau\n" in text
    assert "**Cadwyd tua 14 mis yn hwyr:** Ymateb i’r ymgynghoriad." in text
    assert "**2 flynedd a 3 mis yn hwyr:** Y Bil Diogelwch Ar-lein" in text
    assert "*Gwelliant tro pedol*" in text and "*Papur Gwyn*" in text
    assert "i’w gyflawni erbyn Hydref 2019, 3 mis ar ôl diwedd “Y Llywodraeth" in text


def words_of_page(page: str) -> str:
    return page.partition("<body")[2].replace("\u00a0", " ")


def test_the_same_record_has_english_briefings(tmp_path: Path) -> None:
    assert "not-translated" not in briefing("check", CYMRAEG).output
    options = ("-e", "timeline", "-e", "llinell-amser", "-f", "html")
    done = briefing("build", CYMRAEG, "-o", tmp_path, *options)
    assert done.exit_code == 0, done.output
    english, welsh = (
        words_of_page((tmp_path / f"{name}.html").read_text(encoding="utf-8"))
        for name in ("timeline", "llinell-amser")
    )
    for words, theirs in (
        ("Government publishes the Online Harms White Paper", "Y Llywodraeth yn cyhoeddi"),
        ("UK Government", "Llywodraeth y DU"),
        ("duty of care", "dyletswydd gofal"),
        ("police records that the NSPCC obtained", "cofnodion yr heddlu"),
        ("Kept about 14 months late", "Cadwyd tua 14 mis yn hwyr"),
    ):
        assert words in english and theirs not in english
        assert theirs in welsh and words not in welsh.replace("a Duty of Care", "")
    # The titles of two documents are only in English.
    assert 'lang="en"' not in english and welsh.count('lang="en"') >= 2


def test_a_terminal_speaks_english_of_a_welsh_record() -> None:
    listed = briefing("list", CYMRAEG, "--of", "commitments").stdout
    assert "kept about 14 months late" in listed and "Cadwyd" not in listed
    shown = briefing("show", CYMRAEG, "tro-pedol").stdout
    assert "3 July 2023 · U-turn amendment" in shown


def documented(command: str) -> str:
    """Return the output of `command` in the guide to evidence."""
    page = (BUSES.parents[1] / "docs" / "evidence.md").read_text(encoding="utf-8")
    return page.partition(f"$ {command}\n")[2].partition("```")[0]


def test_every_quote_and_figure_of_the_example_is_proved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(SCHOOL_STREETS, tmp_path / "examples" / "school-streets")
    (tmp_path / "examples" / "school-streets" / "evidence.lock").unlink()
    monkeypatch.chdir(tmp_path)
    proved = briefing("prove", "examples/school-streets")
    assert (proved.exit_code, proved.output) == (
        0,
        documented("briefing prove examples/school-streets"),
    )
    built = briefing("build", "examples/school-streets", "--proved", "-f", "md", "-o", "out")
    assert built.exit_code == 0, built.output
    assert "All 8 quotes match copies of their sources" in Path("out/timeline.md").read_text(
        encoding="utf-8"
    )


def test_its_proofs_are_up_to_date() -> None:
    checked = briefing("check", SCHOOL_STREETS, "--format", "json")
    assert '"problems": []' in checked.output


def test_the_sample_has_no_copies() -> None:
    proved = briefing("prove")
    assert (proved.exit_code, proved.output) == (0, documented("briefing prove"))
