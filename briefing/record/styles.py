"""The style of an events file: its indentation and quotation marks, so that new text can match."""

from collections import Counter
from itertools import islice

from briefing.record.syntax import Syntax, Value, leaves, walk
from briefing.record.yaml_writing import Writer

_ENOUGH = 5_000
"""How many values show how a file is written."""


def writer_for(syntax: Syntax) -> Writer:
    """Return a writer with the indentation and the quotation marks that the text mostly has."""
    if Writer not in syntax.cache:
        syntax.cache[Writer] = _writer_for(syntax)
    writer: Writer = syntax.cache[Writer]
    return writer


def _writer_for(syntax: Syntax) -> Writer:
    steps: Counter[int] = Counter()
    list_steps: Counter[int] = Counter()
    flow_lists: Counter[bool] = Counter()
    for value in islice(walk(syntax.root), _ENOUGH):
        for entry in value.entries:
            inner = entry.value
            if inner.kind == "list" and inner.entries and _are_scalars(inner):
                flow_lists[inner.is_flow] += 1
            if value.is_flow or inner.is_flow or not inner.entries or entry.key is None:
                continue
            below = syntax.column(inner.entries[0].start) - syntax.column(entry.start)
            (list_steps if inner.kind == "list" else steps)[below] += 1
    styles = (leaf.style for leaf in islice(leaves(syntax.root), _ENOUGH))
    quotes = Counter(style for style in styles if style in ("'", '"'))
    return Writer(
        quote=max('"', "'", key=lambda quote: quotes[quote]),
        step=_usual(steps, 2),
        list_step=_usual(list_steps, 2),
        flow_lists=flow_lists[True] >= flow_lists[False],
    )


def _are_scalars(value: Value) -> bool:
    return all(entry.value.kind == "scalar" for entry in value.entries)


def _usual(counts: Counter[int], default: int) -> int:
    return max(counts, key=lambda count: counts[count]) if counts else default
