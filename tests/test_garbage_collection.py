"""Each context changes garbage collection only inside it, even if the work fails."""

import gc
from contextlib import suppress

import pytest

from briefing.garbage_collection import exempt_from_gc, gc_frozen, gc_paused, gc_rare


@pytest.mark.parametrize("was_enabled", [True, False])
def test_collection_is_as_before_after_a_pause(was_enabled: bool) -> None:
    try:
        (gc.enable if was_enabled else gc.disable)()
        with suppress(RuntimeError), gc_paused():
            assert not gc.isenabled()
            raise RuntimeError
        assert gc.isenabled() is was_enabled
    finally:
        gc.enable()


def test_collection_is_rare_only_inside_the_context() -> None:
    before = gc.get_threshold()
    with suppress(RuntimeError), gc_rare():
        assert gc.get_threshold()[0] > before[0]
        raise RuntimeError
    assert gc.get_threshold() == before


def test_objects_are_frozen_only_inside_the_context() -> None:
    gc.unfreeze()  # Commands that other tests ran in this process leave frozen objects.
    before = gc.get_freeze_count()
    with suppress(RuntimeError), gc_frozen():
        assert gc.get_freeze_count() > before
        raise RuntimeError
    assert not gc.get_freeze_count()


def test_exempt_objects_stay_exempt_after_the_context() -> None:
    try:
        exempt_from_gc()
        exempt = gc.get_freeze_count()
        with gc_frozen():
            pass
        assert gc.get_freeze_count() >= exempt
    finally:
        gc.unfreeze()
