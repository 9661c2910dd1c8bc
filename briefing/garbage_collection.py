"""Contexts that tune Python's cyclic garbage collector. No other module changes its settings."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_OBJECTS_BETWEEN_COLLECTIONS = 50_000


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause garbage collection during work that creates a million objects but few cycles.

    Otherwise, collection would take half of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def gc_rare() -> Iterator[None]:
    """Collect garbage rarely while a PDF is laid out, because few of its boxes can be freed early.

    Otherwise, collection would take a seventh of the time and save hardly any memory.
    """
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def gc_frozen() -> Iterator[None]:
    """Exempt the objects that exist from garbage collection, so that processes can share them.

    Otherwise, collection would touch, and therefore copy, all the memory that they share.
    """
    was_frozen = bool(gc.get_freeze_count())
    gc.freeze()
    try:
        yield
    finally:
        if not was_frozen:
            gc.unfreeze()


def exempt_from_gc() -> None:
    """Exempt the objects that exist for the rest of the process, which must end soon."""
    gc.freeze()
