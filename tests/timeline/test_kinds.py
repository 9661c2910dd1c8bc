import pytest

from briefing.timeline.kinds import BUILT_IN, mark_of, normal


@pytest.mark.parametrize(
    ("kind", "mark"),
    [
        ("white-paper", "square"),
        ("Bill stage", "diamond"),
        ("statistics", "circle"),
        ("speech", "triangle"),
        ("commencement", "plus"),
    ],
)
def test_a_kind_has_the_mark_of_its_family(kind: str, mark: str) -> None:
    assert mark_of(normal(kind)) == mark


def test_a_u_turn_has_its_own_mark_whatever_its_kind() -> None:
    assert {mark_of(kind, is_u_turn=True) for kind in (*BUILT_IN, "commencement")} == {"turn"}


def test_every_built_in_kind_belongs_to_a_family() -> None:
    assert "plus" not in map(mark_of, BUILT_IN)
