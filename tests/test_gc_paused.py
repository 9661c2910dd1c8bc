"""Garbage collection is paused only inside the context, and stays off if it was already off."""

import gc
from contextlib import suppress

import pytest

from briefing.gc_paused import gc_paused


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
