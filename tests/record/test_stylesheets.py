"""The CSS file of a brand: its colours in each medium. The corpus contains invalid files."""

import pytest

from briefing.output.folders import BUILT_IN
from briefing.record.colours import TOKENS
from briefing.record.stylesheets import fault_in, low_contrasts, values_of

CREAM = ":root { --paper: #fff8e7; --tint: #fdf0d5; }"


def test_the_built_in_colours_are_those_of_the_stylesheet() -> None:
    tokens = (BUILT_IN / "styles" / "tokens.css").read_text(encoding="utf-8")
    for medium in ("light", "dark"):
        values = values_of(tokens, medium)
        assert {name: values[f"--{name}"] for name in TOKENS[medium]} == TOKENS[medium]


def test_a_light_background_is_too_light_for_dark_mode() -> None:
    ((message, fix),) = low_contrasts(CREAM, "")
    assert message == "in dark mode, --paper and --tint are too light"
    assert fix.startswith("set --paper and --tint again in @media screen and (prefers-color")
    is_for_light = f"@media screen and (prefers-color-scheme: light), print {{ {CREAM} }}"
    assert list(low_contrasts(is_for_light, "")) == []
    assert values_of(is_for_light)["--paper"] == "#fff8e7"
    assert "--paper" not in values_of(is_for_light, "dark")


def test_the_accent_is_checked_on_the_brands_own_background() -> None:
    ochre = "#a06000"
    assert list(low_contrasts("h1 { color: gold }", ochre)) == []
    (message, fix), *_ = low_contrasts("@media print { :root { --tint: #f0e0c0 } }", ochre)
    assert message.startswith("on paper, --accent (#a06000) has a contrast ratio of 3.")
    assert "on --tint (#f0e0c0), but text needs 4.5 to 1" in message
    assert fix.startswith('write accent: "#') and "in the brand" in fix


def test_a_valid_stylesheet_has_no_fault() -> None:
    css = """@media print { h1 { background: url("data:image/png;base64,AA==") } }
    a { mask: url(#a); &:hover { color: rgb(1 2 3) } }
    @page { margin: 20mm; @top-left { color: red } }
    """
    assert fault_in(css.encode()) is None
    assert fault_in(b"h1 { color: red; }" * 10_000) is not None


@pytest.mark.parametrize(
    "value", ["image-set('a.png' 1x)", "-webkit-image-set(url(a.png) 1x)", "src('a.png')"]
)
def test_other_files_are_found_in_each_function_that_names_files(value: str) -> None:
    css = "a { content: 'a.png'; mask: image-set('data:image/png,a' type('image/png')) }"
    assert fault_in(css.encode()) is None
    fault = fault_in(f"{css}\nb {{ background: {value} }}".encode())
    assert fault is not None
    assert fault[0] == "refers to another file on line 2"
