"""Marks for added and removed words, and for other languages, in the form of each format.

In HTML and Markdown, changes are the elements `ins` and `del`, and in Word tracked changes.
"""

import re
from collections.abc import Callable
from datetime import date as Day

from markupsafe import escape

from briefing.edition.briefing import Briefing
from briefing.edition.words import words_in
from briefing.marked_text import ADDED, CODE_END, LABEL, LANGUAGE, MARKED, MARKS, REMOVED, accepted

_NO_MARKS_INSIDE = re.compile(
    r"<(title|option|textarea|svg|style|script)\b.*?</\1>|<[^>]*>", re.DOTALL
)
"""Tags, and elements that can contain only text."""
_LANGUAGE = re.compile(f"{LANGUAGE}([\\w-]*){CODE_END}")


def in_html(page: str, briefing: Briefing) -> str:
    """Return a page with its marks as elements. Hidden words name them for screen readers."""
    if not _has_marks(page):
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

    text = _NO_MARKS_INSIDE.sub(lambda tag: _without_marks(tag[0]), page)
    return _marked(
        text,
        lambda words: element("ins", words),
        lambda words: element("del", words),
        label,
        lambda words, code: f'<span lang="{escape(code)}">{words}</span>',
    )


def _without_marks(tag: str) -> str:
    """Return a tag or an element without marks, and give a picture the language of its text."""
    if tag.startswith("<img") and (language := _LANGUAGE.search(tag)):
        tag = f'<img lang="{escape(language[1])}"{tag.removeprefix("<img")}'
    return accepted(tag)


def in_markdown(text: str) -> str:
    """Return Markdown with its marks as the HTML elements `ins` and `del`."""
    return _marked(
        text,
        lambda words: f"<ins>{words}</ins>",
        lambda words: f"<del>{words}</del>",
        lambda words: f"**{words}**",
        lambda words, code: words,
    )


def in_word(text: str, author: str, day: Day) -> str:
    """Return Markdown for pandoc, which turns these spans into tracked changes by an `author`."""
    name = re.sub(r'[\\"{}<>\n]', "", author) or "briefing"

    def span(kind: str) -> Callable[[str], str]:
        attributes = f'{{.{kind} author="{name}" date="{day}T00:00:00Z"}}'
        return lambda words: f"[{words}]{attributes}"

    return _marked(
        text,
        span("insertion"),
        span("deletion"),
        lambda words: f"**{words}**",
        lambda words, code: f"[{words}]{{lang={code}}}",
    )


def _marked(
    text: str,
    added: Callable[[str], str],
    removed: Callable[[str], str],
    label: Callable[[str], str],
    foreign: Callable[[str, str], str],
) -> str:
    """Return a text with its marks replaced, those inside others first."""
    if not _has_marks(text):
        return text
    written = {ADDED: added, REMOVED: removed, LABEL: label}

    def replaced(mark: re.Match[str]) -> str:
        start, words = mark.groups()
        if start[0] == LANGUAGE:
            return foreign(words, start[1:-1])
        return written[start](words)

    number = 1
    while number:
        text, number = MARKED.subn(replaced, text)
    return accepted(text)


def _has_marks(text: str) -> bool:
    # In a long page, this is a thousand times as fast as a regular expression.
    return any(mark in text for mark in MARKS)
