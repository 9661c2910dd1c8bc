"""The design tokens: all text has enough contrast, in both light and dark colour schemes."""

import re

import pytest

from briefing.output.folders import BUILT_IN
from briefing.record.colours import DARK, LIGHT, MIN_CONTRAST, contrast, least_contrast

TOKENS = (BUILT_IN / "styles" / "tokens.css").read_text(encoding="utf-8")


def tokens(part: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))


BY_DAY, IN_THE_DARK = map(tokens, TOKENS.split("@media screen and (prefers-color-scheme: dark)"))


@pytest.mark.parametrize(("colours", "papers"), [(BY_DAY, LIGHT), (IN_THE_DARK, DARK)])
def test_text_can_be_read_on_paper_and_tint(
    colours: dict[str, str], papers: tuple[str, str]
) -> None:
    assert (colours["paper"], colours["tint"]) == papers
    for name in ("ink", "quiet", "accent", "alert"):
        assert least_contrast(colours[name], papers) >= MIN_CONTRAST, name


def test_every_colour_has_a_dark_one() -> None:
    assert BY_DAY.keys() == IN_THE_DARK.keys()
    assert contrast(BY_DAY["ink"], IN_THE_DARK["ink"]) > 7


def test_no_other_stylesheet_names_a_colour() -> None:
    """The exceptions are running heads, which lack custom properties, and a logo's background."""
    for name in ("page.css", "print.css"):
        style = (BUILT_IN / "styles" / name).read_text(encoding="utf-8")
        known = {*BY_DAY.values()}
        assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", style)) <= known, name
