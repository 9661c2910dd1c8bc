"""Valid logos. The corpus contains invalid ones, except those that are too large."""

import io
from base64 import b64encode

import pytest
from PIL import Image

from briefing.record.logos import LARGEST, image_type, logo_fault
from tests.drawing import blank

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SVG = f"""\ufeff<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9">
<title>A logo</title><style>.a {{ fill: url(#g); stroke: url( '#g' ) }}</style>
<defs><linearGradient id="g"><stop stop-color="#005a73"/></linearGradient></defs>
<use href="#g"/><image xlink:href="{PIXEL}"/><path class="a" style="fill: url(#g)" d="M0 0H9"/>
</svg>"""


def png() -> bytes:
    made = io.BytesIO()
    Image.new("RGBA", (8, 8), "#005a73").save(made, "PNG")
    return made.getvalue()


def embedded(picture: bytes) -> str:
    return f'<image href="data:image/png;base64,{b64encode(picture).decode()}"/>'


def nested(reference: str) -> str:
    """Return five nested levels, each of which draws the previous one ten times."""
    levels = [
        f'<g id="a{n}" class="a{n}">' + f"<{reference.format(n - 1)}/>" * 10 + "</g>"
        for n in range(1, 6)
    ]
    return f'<path id="a0" d="M0 0h1"/>{"".join(levels)}'


CLASSES = "".join(f".b{n} {{ clip-path: url(#a{n}) }}" for n in range(6))


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        (nested('use href="#a{}"'), "draws more than 10,000 elements"),
        (nested('use xlink:href=" #a{}"'), "draws more than 10,000 elements"),
        (nested('rect clip-path="url( #a{} )"'), "draws more than 10,000 elements"),
        (nested("rect style=\"mask: url('#a{}')\""), "draws more than 10,000 elements"),
        (f'<style>{CLASSES}</style>{nested("""rect class="x b{}" """)}', "draws more than"),
        ("<g/>" * 15_000, "draws more than 10,000 elements"),
        ('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', "draws more than"),
        ("<g>" * 9_000 + "</g>" * 9_000, "more than 100 levels"),
        (f"<style>{'a{}' * 501}</style>", "more than 500 rules"),
        ('<filter id="f"><feGaussianBlur stdDeviation="9"/></filter>', "contains a filter"),
        ('<rect filter="blur(9px)"/>', "contains a filter"),
        ('<rect style="fill: red; FILTER : blur(9px)"/>', "contains a filter"),
        ("<style>rect { filter: blur(9px) }</style>", "contains a filter"),
        ('<pattern id="p" width="0.0001" height="1"/>', "contains a pattern"),
        ('<marker id="m"/>', "contains a marker"),
        (embedded(blank(2_001, 2_000)), "more than 4 million pixels"),
        (embedded(blank(1_100, 1_000)) * 4, "more than 4 million pixels"),
        (embedded(b"no picture"), "more than 4 million pixels"),
    ],
)
def test_an_svg_that_would_take_long_to_draw_is_no_logo(inside: str, fault: str) -> None:
    content = SVG.replace(PIXEL, "#g").replace("</svg>", f"{inside}</svg>").encode()
    message, hint = logo_fault(content)
    assert fault in message and hint


@pytest.mark.parametrize(
    "inside",
    [
        embedded(blank(2_000, 2_000)),
        '<path id="a0" d="M0 0"/>' + '<use href="#a0"/>' * 900,
        '<rect style="filter: none"/>',
        "<g>" * 60 + "</g>" * 60,
    ],
)
def test_an_svg_that_is_drawn_soon_is_a_logo(inside: str) -> None:
    assert logo_fault(SVG.replace(PIXEL, "#g").replace("</svg>", f"{inside}</svg>").encode()) == (
        "",
        "",
    )


@pytest.mark.parametrize(
    ("size", "is_wide"),
    [
        ('width="1000000" height="1" viewBox="0 0 1000000 1"', True),
        ('viewBox="0 0 210 10"', True),
        ('viewBox="0,0,10,210"', True),
        ('width="30cm" height="10mm"', True),
        ('width="20cm" height="10mm"', False),
        ('width="100%" height="1" viewBox="0 0 9 9"', False),
        ('viewBox="0 0 200 10"', False),
    ],
)
def test_a_logo_is_not_many_times_wider_than_high(size: str, is_wide: bool) -> None:
    fault, _ = logo_fault(SVG.replace('width="9"', size).encode())
    assert ("more than 20 times" in fault) == is_wide


@pytest.mark.parametrize(
    ("picture", "fault"),
    [
        (blank(30_000, 30_000)[:80_000] + blank(1, 1)[-12:], "more than 4 million pixels"),
        (blank(2_001, 2_000), "more than 4 million pixels"),
        (blank(2_100, 100), "more than 20 times as wide"),
        (blank(2_000, 2_000), ""),
        (blank(8, 8).replace(b"IDAT", b"oDAT"), "contains no image"),
        (blank(8, 8).replace(b"IHDR", b"oHDR"), "incomplete"),
    ],
)
def test_a_png_has_pixels_and_not_too_many(picture: bytes, fault: str) -> None:
    message, hint = logo_fault(picture)
    assert fault in message and bool(fault) == bool(message) == bool(hint)


def test_an_svg_that_keeps_to_itself_and_a_png_are_logos() -> None:
    assert logo_fault(SVG.encode()) == logo_fault(png()) == ("", "")
    assert (image_type(SVG.encode()), image_type(png())) == ("svg", "png")


@pytest.mark.parametrize("size", [LARGEST, LARGEST + 1])
def test_a_logo_is_not_too_large_for_every_page(size: int) -> None:
    content = SVG.replace("</svg>", "<!--%s--></svg>")
    padding = size - len(content.encode()) + len("%s")
    fault, hint = logo_fault((content % ("x" * padding)).encode())
    assert ("larger than 100 kB" in fault) == ("smaller" in hint) == (size > LARGEST)


@pytest.mark.parametrize(
    "inside",
    [
        '<path style="fill: url(https://a.example/x#a)"/>',
        '<path fill="url( &quot;x.svg#a&quot; )"/>',
        '<path style="fill: \\75rl(x.svg)"/>',
        "<style>@import 'a.css';</style>",
        "<style>@IMPORT url(#a);</style>",
        '<use href="other.svg#a"/>',
        '<use xlink:href=" javascript:alert(1)"/>',
        '<image href="data:image/svg+xml,%3Csvg/%3E"/>',
        '<image href="file:///etc/passwd"/>',
        '<g xml:base="https://a.example/"/>',
        '<g onclick="alert(1)"/>',
        "<SCRIPT>alert(1)</SCRIPT>",
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
        '<set attributeName="href" to="x"/>',
        "</svg>",
        "&x;",
    ],
)
def test_an_svg_that_does_more_is_none(inside: str) -> None:
    fault, hint = logo_fault(SVG.replace("</svg>", f"{inside}</svg>").encode())
    assert fault and hint


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
        b"<svg/>",
        b"\xff\xfe<\0s\0v\0g\0",
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<?xml-stylesheet href="a.css"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_what_is_no_picture_is_none(content: bytes) -> None:
    assert logo_fault(content)[0]
