"""Marks for added and removed words: the words that differ, and text without the marks."""

import re

from hypothesis import given
from hypothesis import strategies as st

from briefing.marked_text import accepted, compared, compared_markdown, labelled
from briefing.output.marks import in_markdown

WORDS = st.lists(st.sampled_from(["the", "park", "opens", "soon", "*very*", "£5", "[a](b)", "."]))


def shown(old: str, new: str) -> str:
    return in_markdown(compared_markdown(old, new))


def test_only_the_words_that_differ_are_marked() -> None:
    old = "The park has two lawns.\nIt is **not open** yet.\n\n- A pond\n- A path"
    new = "The park has three lawns. It is **open now**.\n\n- A pond\n- A _wide_ path\n\nThe end."
    assert shown(old, new) == (
        "The park has <del>two</del> <ins>three</ins> lawns. It is <del>**not open** yet.</del> "
        "<ins>**open now**.</ins>\n\n- A pond\n- A <ins>*wide*</ins> path\n\n<ins>The end.</ins>"
    )
    assert shown("Rewrap\nthis text", "Rewrap this\ntext") == "Rewrap this text"
    assert shown("Nothing is left of this", "Another thing") == (
        "<del>Nothing is left of this</del> <ins>Another thing</ins>"
    )
    assert in_markdown(labelled("New:", "A park")) == "**New:** A park"


@given(WORDS, WORDS)
def test_the_text_without_marks_is_the_new_text_and_the_rest_the_old(
    before: list[str], after: list[str]
) -> None:
    old, new = " ".join(before), " ".join(after)
    marked = compared(old, new)
    assert accepted(marked).split() == after
    was = re.sub("<ins>.*?</ins>|</?del>", "", in_markdown(marked))
    assert was.split() == before
