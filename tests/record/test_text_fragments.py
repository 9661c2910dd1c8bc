"""Links to the words of a source."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record.proofs import Selector
from briefing.record.text_fragments import link_to_passage, link_to_passages

PAGE = "https://example.org/news"
PASSAGE = Selector("no plans to ban", "said: “We have", ", though")
WORDS = st.text("ab -,&%’“é.:~#=\n", min_size=1, max_size=60).map(str.split).map(" ".join)


@pytest.mark.parametrize(
    ("passage", "directives"),
    [
        (Selector("at last"), ["at%20last"]),
        (PASSAGE, [
            "said%3A%20%E2%80%9CWe%20have-,no%20plans%20to%20ban,-%2C%20though",
            "no%20plans%20to%20ban",
        ]),
        (Selector("co-op, & co"), ["co%2Dop%2C%20%26%20co"]),
        (Selector("We will. They will not."), ["We%20will.,will%20not."]),
        (Selector("One two three four five six seven"), [
            "One%20two%20three%20four%20five%20six%20seven",
        ]),
        (Selector("word " * 99 + "end", "a", "b"), [
            f"a-,{'word%20' * 5}word,{'word%20' * 5}end,-b",
            f"{'word%20' * 5}word,{'word%20' * 5}end",
        ]),
        (Selector("a" * 200), ["a" * 200]),
    ],
)  # fmt: skip
def test_a_page_opens_at_the_words(passage: Selector, directives: list[str]) -> None:
    expected = "&".join(f"text={directive}" for directive in directives)
    assert link_to_passage(PAGE, passage) == f"{PAGE}#:~:{expected}"


@pytest.mark.parametrize(
    ("url", "start"),
    [
        (f"{PAGE}?a=b#top", f"{PAGE}?a=b#top:~:text="),
        (f"{PAGE}#/route", f"{PAGE}#/route:~:text="),
        (f"{PAGE}#:~:text=old", f"{PAGE}#:~:text=said"),
        (f"{PAGE}#", f"{PAGE}#:~:text="),
    ],
)
def test_a_fragment_is_kept(url: str, start: str) -> None:
    assert link_to_passage(url, PASSAGE).startswith(start)


@pytest.mark.parametrize(
    ("url", "page", "expected"),
    [
        (f"{PAGE}.pdf", 7, f"{PAGE}.pdf#page=7"),
        (f"{PAGE}.PDF?a=b#page=2", 7, f"{PAGE}.PDF?a=b#page=7"),
        (f"{PAGE}.pdf#page=2", None, f"{PAGE}.pdf#page=2"),
    ],
)
def test_a_pdf_opens_at_the_page(url: str, page: int | None, expected: str) -> None:
    assert link_to_passage(url, PASSAGE, page) == expected


@pytest.mark.parametrize(
    ("url", "start"),
    [
        (f"{PAGE}/download", f"{PAGE}/download#page=7:~:text="),
        (f"{PAGE}/download?f=a.pdf&b=1#page=2", f"{PAGE}/download?f=a.pdf&b=1#page=7:~:text="),
        (f"{PAGE}#report", f"{PAGE}#report:~:text="),
    ],
)
def test_a_page_of_which_the_copy_is_a_pdf_opens_at_the_words(url: str, start: str) -> None:
    """The address may be that of a PDF, or of a web page that has been printed."""
    link = link_to_passage(url, PASSAGE, 7)
    assert link.startswith(start) and link.endswith("&text=no%20plans%20to%20ban")


@pytest.mark.parametrize(
    ("passage", "directives"),
    [
        # A part between two such spaces.
        (Selector("the_nerve to act", "needs now is", ", he_said"),
         ["nerve%20to%20act,-%2C%20he", "nerve%20to%20act"]),
        (Selector("£18_million a year", "that_it costs", "or so"),
         ["million%20a%20year,-or%20so", "million%20a%20year"]),
        (Selector("no_more", "a", "b"), ["more,-b", "more"]),
        # The ends of the passage, up to these spaces.
        (Selector("What we need is the_nerve to act", "a_b", "c_d"),
         ["b-,What%20we%20need%20is,nerve%20to%20act,-c",
          "What%20we%20need%20is,nerve%20to%20act"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("space", "\u00a0\u200a\u202f\u2003")
def test_no_part_of_a_link_has_an_unusual_space(
    passage: Selector, directives: list[str], space: str
) -> None:
    texts = (passage.exact, passage.prefix, passage.suffix)
    link = link_to_passage(PAGE, Selector(*(text.replace("_", space) for text in texts)))
    assert link == f"{PAGE}#:~:" + "&".join(f"text={directive}" for directive in directives)


@pytest.mark.parametrize("url", ["mailto:a@example.org", "ftp://example.org/a", "", "http:/["])
def test_other_addresses_are_not_changed(url: str) -> None:
    assert link_to_passage(url, PASSAGE) == url
    assert link_to_passage(PAGE, None) == PAGE


@given(WORDS, WORDS, WORDS)
def test_directives_can_be_read_again(exact: str, prefix: str, suffix: str) -> None:
    """Read the first directive by the grammar of the draft."""
    link = link_to_passage(PAGE, Selector(exact, prefix, suffix))
    if not exact:
        assert link == PAGE
        return
    first, *_ = link.partition("#:~:text=")[2].split("&text=")
    match = re.fullmatch(r"(?:([^,&-]*)-,)?([^,&-]*)(?:,([^,&-]*))?(?:,-([^,&-]*))?", first)
    assert match
    before, start, end, after = (unquote(part or "") for part in match.groups())
    assert (before, after) == (prefix, suffix)
    assert exact.startswith(start) and exact.endswith(end)


def test_a_link_to_several_passages_names_each_once() -> None:
    other = Selector("A park", "", "at last")
    link = link_to_passages(PAGE, [(PASSAGE, None), (other, None), (PASSAGE, None)])
    assert link == f"{link_to_passage(PAGE, PASSAGE)}&text=A%20park,-at%20last"


def test_a_pdf_opens_at_the_first_page_that_has_a_passage() -> None:
    passages = [(PASSAGE, 7), (Selector("A park"), 3)]
    assert link_to_passages(f"{PAGE}.pdf", passages) == f"{PAGE}.pdf#page=3"


def test_a_link_names_only_as_many_passages_as_programs_can_open() -> None:
    passages = [(Selector(f"The park number {n} is to be sold"), None) for n in range(99)]
    link = link_to_passages(PAGE, passages)
    assert 1_900 < len(link) <= 2_000 and link.startswith(link_to_passage(PAGE, passages[0][0]))
