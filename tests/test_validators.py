"""The validators must reject what is wrong; otherwise a pass means nothing."""

from pathlib import Path

import pytest

from tests.pdfs import pdf_of
from tests.validators import html_problems, pdf_problems, sarif_problems

GOOD_PAGE = '<!doctype html><html lang="en"><title>Good</title><p>All is well.'
BAD_PAGE = '<!doctype html><html lang="en"><title>Bad</title>\n<p id="a"><b id="a">Twice'


def sarif(uri: str, **result: object) -> dict[str, object]:
    location = {"physicalLocation": {"artifactLocation": {"uri": uri}}}
    results = [{"message": {"text": "late"}, "locations": [location], **result}]
    return {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": results}]}


@pytest.mark.long
def test_html_problems_name_page_and_line(tmp_path: Path) -> None:
    file = tmp_path / "bad é.html"
    file.write_text(BAD_PAGE, encoding="utf-8")
    problems = html_problems([GOOD_PAGE, file, BAD_PAGE])
    assert {problem.split(": ")[0] for problem in problems} >= {f"{file}:2:25", "page 3:2:25"}
    assert any("Duplicate ID" in problem for problem in problems)
    assert not any(problem.startswith("page 1") for problem in problems)


def test_a_page_that_is_not_there_is_no_valid_page(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        html_problems(tmp_path / "nowhere.html")


def test_a_pdf_without_tags_is_not_pdf_ua() -> None:
    assert pdf_problems(pdf_of("<p>A"))


def test_a_sound_sarif_log_passes() -> None:
    assert sarif_problems(sarif("a%20b.yaml", level="error")) == []


def test_sarif_problems_name_the_value() -> None:
    assert sarif_problems({}) != []
    (problem,) = sarif_problems(sarif("events.yaml", level="fatal"))
    assert problem.startswith("runs.0.results.0.level: 'fatal'")
    (problem,) = sarif_problems(sarif("a b.yaml"))
    assert problem.startswith("runs.0.results.0.locations.0.physicalLocation.artifactLocation.uri")
