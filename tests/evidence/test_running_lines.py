"""Headers, footers and page numbers."""

import pytest

from briefing.evidence.quotes import find_quote
from tests.evidence.texts import text_of

FIRST, SECOND = "The first part of a sentence that is", "divided between two pages of a report."
QUOTE = "a sentence that is divided between two pages"


@pytest.mark.parametrize(
    ("pages", "reason"),
    [
        ([FIRST, SECOND], "no header"),
        ([f"{FIRST}\n1", f"{SECOND}\n2"], "page numbers"),
        ([f"{FIRST}\n- ix -", f"{SECOND}\n- x -"], "Roman page numbers"),
        (
            [f"Report 2019, 1/2\n{FIRST}", f"Report 2019, 2/2\n{SECOND}"],
            "numbers of which some count the pages",
        ),
        ([f"{FIRST}\nPage 1 of 2\n", f"{SECOND}\nPage 2 of 2\n"], "page numbers with words"),
        (
            [f"Annual report\n7 May\n\n{FIRST}", f"Annual report\n7 May\n\n{SECOND}"],
            "a header of two lines",
        ),
        (
            [f"Left\n2\n{FIRST}", f"Right\n3\n{SECOND}", "Left\n4\nMore.", "Right\n5\nEnd."],
            "different headers on left and right pages",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_quote_is_found_across_a_page_break(pages: list[str], reason: str) -> None:
    found = find_quote(QUOTE, text_of(*pages, are_numbered=True))
    assert found, reason
    assert (found.page, found.exact) == (1, QUOTE)


@pytest.mark.parametrize(
    "pages",
    [
        [f"{FIRST}\nnot", SECOND],
        [f"{FIRST}\nnot", f"{SECOND}\nyes"],
        [f"{FIRST}\n300", f"{SECOND}\n400"],
        [f"{FIRST}\n(see table 1, p. 307)", f"{SECOND}\n(see table 2, p. 177)"],
        [FIRST, f"Words of one page\n{SECOND}"],
    ],
)
def test_a_line_that_does_not_repeat_is_text(pages: list[str]) -> None:
    assert not find_quote(QUOTE, text_of(*pages, are_numbered=True))


@pytest.mark.parametrize("number", [2, 3])
def test_a_line_that_is_only_in_the_text_of_another_page_is_text(number: int) -> None:
    pages = [FIRST, "divided between\ntwo pages of a report.", "More.\n\nEnd.", "More.\n\nEnd."]
    pages[number] = "Its chapters are\ndivided between\nseveral authors, and so on."
    assert find_quote(QUOTE, text_of(*pages, are_numbered=True))


def test_web_pages_have_no_running_lines() -> None:
    assert not find_quote(QUOTE, text_of(f"{FIRST}\nMenu", f"{SECOND}\nMenu"))


def test_headers_are_found_on_their_page() -> None:
    pages = [f"Annual report of the board\n{text}" for text in (FIRST, SECOND)]
    found = find_quote("Annual report of the board", text_of(*pages, are_numbered=True))
    assert found and found.page == 1
    assert not find_quote(
        f"pages of a report. Annual report of the board {FIRST}",
        text_of(*pages, are_numbered=True),
    )
