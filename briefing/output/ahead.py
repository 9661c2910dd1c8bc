"""Parts of documents that another process makes while this one makes the briefings.

They depend only on a text: compiled templates, and summaries in HTML and Markdown. Without them,
the documents are the same, but a long one takes longer.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from briefing import workers

_Part = tuple[tuple[str, str], Any]
"""A part, after its kind and the text that it was made from (or that text's hash)."""

_PAGES = {"html", "pdf"}
_NEED_PARTS = {*_PAGES, "md"}
_FEWEST_SUMMARIES = 200
"""For fewer, it takes longer to start another process than it saves."""

_made: dict[tuple[str, str], Any] = {}


def made_ahead(kind: str, text: str) -> Any:
    """Return the part of this kind that was made from `text`, or None if there is none."""
    return _made.get((kind, text))


def keep(kind: str, text: str, part: Any) -> None:
    """Keep a part for the rest of this process."""
    _made[kind, text] = part


@contextmanager
def making_ahead(
    summaries: Sequence[str], formats: Collection[str], names: Iterable[str], folder: Path | None
) -> Iterator[None]:
    """Make parts in another process during this context, if that saves time.

    The parts are the `summaries` in the `formats`, and the templates of the kinds of briefing with
    these `names`. `folder` is the folder of the user's own templates.
    """
    is_long = len(summaries) >= _FEWEST_SUMMARIES and workers.processors() > 1
    if not is_long or _NEED_PARTS.isdisjoint(formats):
        yield
        return
    # Both processes need these modules.
    from briefing.output import html, markdown

    def parts() -> Iterator[_Part]:
        if not _PAGES.isdisjoint(formats):
            html.template_set(folder).compile(["shared", *names], (".html", ".svg"))
            yield from _made.items()
        for text in summaries:
            if not _PAGES.isdisjoint(formats):
                yield (html.SUMMARY, text), html.to_html(text)
            if "md" in formats:
                yield (markdown.SUMMARY, text), markdown.summary(text)

    with workers.helper(parts) as made:
        yield
        _made.update(made())
