"""Pages made by Python-Markdown, for kinds of briefing that have only a Markdown template."""

import re
import string
from collections.abc import Callable
from pathlib import Path

import nh3
from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markupsafe import Markup

from briefing.edition.briefing import Briefing
from briefing.output import markdown
from briefing.output.templates import TemplateSet

_TAGS = {
    *("a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"),
    *("pre", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_ATTRIBUTES = {"*": {"id"}, "a": {"href"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}
_PLACE = re.compile(r'<(h\d)><a id="([^"]+)"></a>')


def body_of(user_templates: Path | None) -> Callable[[Briefing], Markup]:
    """Return a function that makes the main part of a page from Markdown templates.

    The templates are those in `user_templates`. The start and the end of the Markdown are left out,
    because the page has its own, and so are pictures.
    """
    templates = TemplateSet(
        user_templates,
        markdown.plain,
        "page",
        anchor=markdown.anchor,
        style=lambda text, name: text,
        **markdown.FILTERS,
    )

    def body(briefing: Briefing) -> Markup:
        text = markdown.text_of(briefing, templates, chart_file=lambda width, height: Markup(""))
        text = text.removeprefix(f"# {markdown.plain(briefing.title)}\n")
        html = _PLACE.sub(r'<\1 id="\2">', _reader().convert(text))
        safe = nh3.clean(
            html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None
        )
        return Markup(safe)

    return body


def _reader() -> Markdown:
    """Return Python-Markdown, configured for our templates: CommonMark with notes and tables."""
    notes = FootnoteExtension(SEPARATOR="-", USE_DEFINITION_ORDER=True, BACKLINK_TEXT="↩")
    reader = Markdown(extensions=[notes, "tables", "sane_lists"], tab_length=2)
    reader.ESCAPED_CHARS = list(string.punctuation)
    return reader
