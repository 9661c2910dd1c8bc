"""Adapt images for programs that support less of SVG than browsers do.

A picture takes its colours from attributes such as `fill="var(--ink, black)"`. A browser resolves
them, but WeasyPrint, and programs that open a picture on its own, need the values. PDF engines
ignore links inside a picture, and use only its title as alternative text.
"""

import re
from collections.abc import Mapping
from typing import cast
from xml.etree.ElementTree import Element, fromstring

from markupsafe import Markup, escape

from briefing.edition.chart.shapes import Anchor, TextLine
from briefing.output.scripts import joins_no_letters, with_drawable_titles
from briefing.record.stylesheets import values_of

_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_ELSE = r"(?:[^()]|\((?:[^()]|\([^()]*\))*\))*"
_VARIABLE = re.compile(rf"var\(\s*(--[\w-]+)\s*(?:,\s*({_ELSE}))?\)")
_DESCRIBED = re.compile(r"(<title\b[^>]*>[^<]*)</title>\s*<desc\b[^>]*>([^<]*)</desc>")
_CHART = re.compile(r'<svg\b[^>]*\sclass="chart".*?</svg>', re.DOTALL)
_NUMBER = re.compile(r"-?[\d.]+")
_SVG = "{http://www.w3.org/2000/svg}"
_ATTRIBUTE = re.compile(r'(?<==")var\([^"]*\)(?=")')


def prepare_for_print(page: str) -> str:
    """Return `page` with its images adapted for print.

    Colours come from its stylesheets, links are placed on top of the pictures, and each title
    includes the description.
    """
    page = _DESCRIBED.sub(r"\1. \2</title>", page)
    page = _CHART.sub(
        lambda chart: _with_links(with_drawable_titles(chart[0], joins_no_letters)), page
    )
    return coloured(page, values_of("".join(_STYLE.findall(page))))


def coloured(text: str, values: Mapping[str, str]) -> str:
    """Replace CSS variables in SVG or HTML attributes with `values` or fallbacks."""
    # A value of the brand's own can contain quotation marks.
    quoted = {name: str(escape(value)) for name, value in values.items()}
    return _ATTRIBUTE.sub(lambda attribute: _resolved(attribute[0], quoted), text)


def _with_links(chart: str) -> str:
    """Overlay links on a chart, where its own links have labels or, failing that, marks."""
    root = fromstring(chart)
    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    links = [
        Markup(
            '<a href="{}" aria-label="{}" style="position: absolute; left: {:.2f}%; top: {:.2f}%;'
            ' width: {:.2f}%; height: {:.2f}%"></a>'
        ).format(
            link.attrib["href"],
            link.findtext(f"{_SVG}title", ""),
            *(100 * share for share in (left / width, top / height, (right - left) / width)),
            100 * (bottom - top) / height,
        )
        for link in root.iter(f"{_SVG}a")
        if "aria-hidden" not in link.attrib
        for left, top, right, bottom in [_extent(link)]
    ]
    return f'<div style="position: relative">{chart}{"".join(links)}</div>'


def _extent(link: Element) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom of a link's words, or else of its mark.

    A mark extends at most 9 pixels to each side.
    """
    boxes = [
        TextLine(
            float(text.attrib["x"]),
            float(text.attrib["y"]),
            "".join(text.itertext()),
            float(text.attrib["font-size"]),
            cast(Anchor, text.attrib.get("text-anchor", "start")),
        ).box
        for text in link.iter(f"{_SVG}text")
    ]
    if boxes:
        return (
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )
    mark = link.find(f"{_SVG}path[@transform]")
    assert mark is not None
    x, y, scale = (float(number) for number in _NUMBER.findall(mark.attrib["transform"]))
    return x - 9 * scale, y - 9 * scale, x + 9 * scale, y + 9 * scale


def _resolved(text: str, values: Mapping[str, str]) -> str:
    # A variable that refers to itself, even indirectly, has no value.
    for _ in range(2 * len(values) + 9):
        before, text = text, _VARIABLE.sub(lambda name: values.get(name[1], name[2] or ""), text)
        if text == before:
            return text
    return ""
