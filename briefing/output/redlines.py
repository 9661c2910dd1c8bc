"""Marks for added and removed words, in the form that each format has for them.

In HTML and Markdown they are the elements `ins` and `del`, in Word tracked changes.
"""

import re
from collections.abc import Callable
from datetime import date as Day

from markupsafe import escape

from briefing.edition.briefing import Briefing
from briefing.edition.words import words_in
from briefing.marked_text import ADDED, LABEL, MARKED, MARKS, REMOVED, accepted

_NO_MARKS_INSIDE = re.compile(
    r"<(title|option|textarea|svg|style|script)\b.*?</\1>|<[^>]*>", re.DOTALL
)
"""Tags, and elements that can contain only text."""
_ANY = re.compile(f"[{MARKS}]")


def in_html(page: str, briefing: Briefing) -> str:
    """Return a page with its marks as elements. Hidden words name them for screen readers."""
    if not briefing.redline:
        return page
    t = words_in(briefing.language)
    names = {
        "ins": t.pgettext("redline", "Added:"),
        "del": t.pgettext("redline", "Removed:"),
    }

    def element(tag: str, words: str) -> str:
        name = f'<span class="unseen">[{escape(names[tag])} </span>'
        return f'<{tag}>{name}{words}<span class="unseen">]</span></{tag}>'

    def label(words: str) -> str:
        return f'<b class="change">{words}</b>'

    text = _NO_MARKS_INSIDE.sub(lambda tag: accepted(tag[0]), page)
    return _marked(
        text, lambda text: element("ins", text), lambda text: element("del", text), label
    )


def in_markdown(text: str) -> str:
    """Return Markdown with its marks as the HTML elements `ins` and `del`."""
    return _marked(
        text,
        lambda words: f"<ins>{words}</ins>",
        lambda words: f"<del>{words}</del>",
        lambda words: f"**{words}**",
    )


def in_word(text: str, author: str, day: Day) -> str:
    """Return Markdown for pandoc, which turns these spans into tracked changes by an `author`."""
    name = re.sub(r'[\\"{}<>\n]', "", author) or "briefing"

    def span(kind: str) -> Callable[[str], str]:
        attributes = f'{{.{kind} author="{name}" date="{day}T00:00:00Z"}}'
        return lambda words: f"[{words}]{attributes}"

    return _marked(text, span("insertion"), span("deletion"), lambda words: f"**{words}**")


def _marked(
    text: str,
    added: Callable[[str], str],
    removed: Callable[[str], str],
    label: Callable[[str], str],
) -> str:
    if not _ANY.search(text):
        return text
    written = {ADDED: added, REMOVED: removed, LABEL: label}
    return _ANY.sub("", MARKED.sub(lambda mark: written[mark[1]](mark[2]), text))
