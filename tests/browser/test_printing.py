"""A member page printed from a browser: what the sheet has, and nothing else."""

import pytest

from briefing.edition import sheet
from tests.browser.conftest import Visit
from tests.printed import briefing


@pytest.mark.parametrize("id", ["member", "member-south-east"])
def test_the_sheet_is_printed_and_the_rest_is_not(visit: Visit, id: str) -> None:
    whole = briefing(id)
    printed = sheet.in_a_browser(whole)
    assert printed and printed.left
    page = visit(f"sample-{id}")

    def shown(selector: str) -> list[str]:
        script = (
            "all => all.filter((it) => it.checkVisibility()).map((it) => it.textContent.trim())"
        )
        texts: list[str] = page.locator(selector).evaluate_all(script)
        return texts

    screen = {it: shown(it) for it in ("h3", ".asks .label", "#figures .value", ".left")}
    page.emulate_media(media="print")
    paper = {it: shown(it) for it in screen}
    entries = (*printed.lately, *printed.next)
    assert paper["h3"] == [it.title for it in entries]
    assert paper[".asks .label"] == [it.title for it in printed.asks]
    assert paper["#figures .value"] == [it.value.text for it in printed.figures]
    assert printed.left in " ".join(paper[".left"]) and not screen[".left"]
    assert screen["h3"] == [it.title for it in (*whole.lately, *whole.next)]
    # Its notes are numbered from 1, and there is none to anything else.
    cited = {int(it) for it in " ".join(shown("sup.note")).replace(",", " ").split()}
    assert cited == set(range(1, len(shown("#sources li")) + 1))
