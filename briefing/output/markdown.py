"""Markdown: CommonMark with footnotes, as pandoc and GitHub read it."""

import re
from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup

from briefing.edition.briefing import Briefing
from briefing.output.document import Document
from briefing.output.templates import Wardrobe

# What would be taken for Markdown in the middle of a line, and at its beginning. A dollar sign
# begins a formula for GitHub and pandoc, a tilde strikes out, a bar divides a table.
_INSIDE = re.compile(r"[\\`*_\[\]<>~$|]|&(?=#?\w+;)|!(?=\[)")
_AT_START = re.compile(r"^(\d*)(?=[#+=:-]|(?<=\d)[.)])(?=.)")
_WORD_UNDERSCORE = re.compile(r"(?<=\w)\\_(?=\w)")
# What a summary may not do to the document around it, should it have passed the checks.
_NOT_OURS = re.compile(r"^( {0,3})(?=```|~~~)|(?=<(?!https?://|mailto:))|(?=\[\^)", re.MULTILINE)


def plain(text: str) -> Markup:
    """`text` on one line, so that Markdown shows it letter for letter."""
    line = " ".join(text.split())
    escaped = _WORD_UNDERSCORE.sub("_", _INSIDE.sub(r"\\\g<0>", line))
    return Markup(_AT_START.sub(r"\1\\", escaped))


def summary(text: str) -> Markup:
    """The curator's own Markdown, kept from reaching beyond itself."""
    return Markup(_NOT_OURS.sub(r"\1\\", text.strip()))


def sentence(text: str) -> Markup:
    """`text` with a capital."""
    return plain(text[:1].upper() + text[1:])


def address(url: str) -> Markup:
    """A web address, so that brackets in it do not end the link."""
    return Markup(
        url.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace("\\", "%5C")
    )


def renderer(own: Path | None) -> Callable[[Briefing], Document]:
    """Makes Markdown of briefings, with the user's `own` templates before the built-in ones."""
    wardrobe = Wardrobe(
        own, plain, markdown=summary, sentence=sentence, address=address, contact=plain
    )

    def render(briefing: Briefing) -> Document:
        text = wardrobe.fill_in(f"{briefing.template}/briefing.md", briefing)
        lines = "\n".join(line.rstrip() for line in text.splitlines())
        return Document((re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n").encode())

    return render
