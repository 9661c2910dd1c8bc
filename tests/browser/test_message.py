"""A message in a browser that keeps only what mail programs keep."""

import re
from base64 import b64encode
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import faults
from tests.helpers import SAMPLE, briefing


@pytest.fixture
def message(tmp_path: Path) -> Path:
    """Save the sample's message without classes and stylesheets, as Gmail may show it."""
    done = briefing("digest", SAMPLE, "--for", "2023-07-03", "-f", "eml", "-o", tmp_path)
    assert done.exit_code == 0, done.output
    parsed = message_from_bytes((tmp_path / "2023-W27.eml").read_bytes(), policy=default)
    body = parsed.get_body(("html",))
    assert body
    page = re.sub(r'<style.*?</style>| (?:class|id)="[^"]*"', "", body.get_content())
    for part in parsed.walk():
        if part.get_content_type() == "image/png":
            data = f"data:image/png;base64,{b64encode(part.get_content()).decode()}"
            page = page.replace(f"cid:{part['Content-ID'].strip('<>')}", data)
    file = tmp_path / "message.html"
    file.write_text(page, encoding="utf-8")
    return file


def test_a_message_fits_and_has_no_fault_on_a_desk_and_on_a_telephone(
    visit: Visit, message: Path
) -> None:
    page = visit(message)
    for width in (640, 375, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        # A message has no landmarks, because it is shown within another page.
        assert [
            fault for fault in faults(page) if not fault.startswith(("region", "landmark"))
        ] == [], width
        shown = page.locator("img").bounding_box()
        assert shown and shown["width"] <= width - 40 and shown["height"] > 0.4 * shown["width"]


def test_a_message_is_as_light_as_it_was_made_where_the_rest_is_dark(
    visit: Visit, message: Path
) -> None:
    page = visit(message, color_scheme="dark")
    heading = page.locator("h1")
    paper = page.locator("body").evaluate("it => getComputedStyle(it).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    assert heading.evaluate("it => getComputedStyle(it).color") == "rgb(19, 25, 31)"
