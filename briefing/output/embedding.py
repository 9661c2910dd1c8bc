"""Pages that other websites can show in a frame, and the HTML for such a frame."""

import re
from dataclasses import replace

from markupsafe import Markup

from briefing.edition.briefing import Briefing
from briefing.output.identifiers import file_at

END = "-embed"
"""The end of the id of a page for frames."""
_ELSEWHERE = re.compile(r'<a (?=[^>]*\bhref="(?:https?|mailto):)(?![^>]*\btarget=)')
# One line without "&" and "<", because content management systems change them in pasted HTML.
_SCRIPT = (
    'addEventListener("message", function (event) { '
    'document.querySelectorAll("iframe[data-briefing]").forEach(function (frame) { '
    "if (event.source !== frame.contentWindow) return; "
    "if (event.origin !== new URL(frame.src).origin) return; "
    "var said = Object(Object(event.data).briefing); "
    "if (Number.isFinite(said.height)) "
    'frame.style.setProperty("height", Math.min(said.height, 200000) + "px", "important"); '
    "if (Number.isFinite(said.top)) "
    "scrollTo(0, scrollY + frame.getBoundingClientRect().top + said.top - 80); "
    "}); });"
)
_SNIPPET = Markup(
    '<iframe data-briefing src="{address}" title="{title}" loading="lazy" style="all: initial '
    "!important; display: block !important; width: 100% !important; max-width: none !important; "
    'height: 40rem !important; border: 0 !important"></iframe>\n<script>{script}</script>'
)


def embedded(briefing: Briefing) -> Briefing:
    """Return a briefing that other websites can show in a frame, with an id of its own."""
    return replace(briefing, id=f"{briefing.id}{END}", embeds=briefing.id)


def with_links_out(page: str) -> str:
    """Make links to other websites replace the page around the frame.

    Most websites cannot be shown in a frame.
    """
    return _ELSEWHERE.sub('<a target="_top" ', page)


def snippet(id: str, title: str, url: str) -> str:
    """Return the HTML that shows the page for frames of a briefing. `url` is that of its folder.

    Its script gives the frame the height of its content, which the frame reports. It listens only
    to messages from the frame and its website. Without the script, the frame scrolls.
    """
    address = file_at(url, f"{id}{END}.html")
    return _SNIPPET.format(address=address, title=title, script=Markup(_SCRIPT))
