"""The rule for what the Markdown of a record may carry. It is given the timeline."""

import re
from collections.abc import Iterator

from briefing.timeline.problems import Finding, Where
from briefing.timeline.rules.rule import error
from briefing.timeline.timeline import Timeline

# Each stands for more than CommonMark would take for such a thing: what is let through is safe to
# hand on as Markdown, whoever renders it. Each begins with a character that is quick to look for.
_NOT_ALLOWED = {
    "raw HTML": (
        re.compile(r"<(?!https?://[^\s<>]*>|mailto:[^\s<>]*>)[A-Za-z/!?]"),
        r"write **bold**, *italics* or [a link](https://…); or \<, if the sign is meant",
    ),
    "an image": (re.compile(r"!\["), "describe it in words"),
    "a link that is not http, https or mailto": (
        re.compile(
            r"\](?:\(\s*|:\s*)<?(?!https?://|mailto:)(?=[^\s)])|<(?!https?:|mailto:)[\w.+-]+:"
        ),
        "write the whole address, beginning with https://",
    ),
    "a heading": (
        re.compile(r"\n {0,3}(?:#{1,6}(?:\s|$)|(?:=+|-+)\s*(?:\n|$))"),
        "write a paragraph, or put a word in **bold**",
    ),
}


@error
def unsafe_markdown(timeline: Timeline) -> Iterator[Finding]:
    """Markdown holds paragraphs, lists, quotations, emphasis and links, and nothing else.

    Raw HTML, images, headings and links to anything but web and e-mail addresses could break the
    page that they end up in, or make it fetch something from elsewhere.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            summary: See <b>here</b>.
            source: https://example.org/a

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            summary: See **here**, and [the notice](https://example.org/notice).
            source: https://example.org/a
    """
    for event in timeline.events:
        if event.summary is not None:
            yield from _in(event.summary, event.where / "summary", "summary")
    for edition in timeline.editions.values():
        for n, action in enumerate(edition.actions):
            yield from _in(action.text, edition.where / "actions" / n / "text", "action")


def _in(markdown: str, where: Where, noun: str) -> Iterator[Finding]:
    text = f"\n{markdown}"
    for what, (pattern, hint) in _NOT_ALLOWED.items():
        if wrong := pattern.search(text):
            line = text[wrong.start() :].lstrip().split("\n")[0]
            rest = len(wrong[0].lstrip())
            words = (line[:rest] + re.split(r"\s", line[rest:])[0]).rstrip()
            yield Finding(where, f"the {noun} holds {what}", hint, words=words)
            break
