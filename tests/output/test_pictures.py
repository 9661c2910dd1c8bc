"""Pictures have the colours of the page's stylesheet where a program does not read it."""

import pytest

from briefing.output.pictures import coloured, on_paper, values_of

STYLE = """
:root { --ink: #123; --accent: var(--ink); --a: var(--b); --b: var(--a) }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #fff } }
@media print { :root { --line: black } }
.other { --ink: red }
"""


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        ("var(--ink)", "#123"),
        ("var(--accent, blue)", "#123"),
        ("var(--line)", "black"),
        ("var(--none, currentColor)", "currentColor"),
        ("var(--none, var(--ink, rgb(0 0 0)))", "#123"),
        ("var(--none, var(--neither, rgb(0 0 0)))", "rgb(0 0 0)"),
        ("var(--none)", ""),
        ("var(--a)", ""),
    ],
)
def test_an_attribute_gets_the_value_for_print(asked: str, got: str) -> None:
    assert coloured(f'<path fill="{asked}" d="M0 0"/>', values_of(STYLE)) == (
        f'<path fill="{got}" d="M0 0"/>'
    )


def test_the_page_itself_is_left_alone() -> None:
    page = f'<style>{STYLE}</style><p title="var of --ink">var(--ink)</p><path fill="var(--ink)"/>'
    assert on_paper(page) == page.replace('fill="var(--ink)"', 'fill="#123"')
