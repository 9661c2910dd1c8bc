"""What may be a logo. What may not is in the corpus of wrong files, but for what is too large."""

import io

import pytest
from PIL import Image

from briefing.timeline.logos import LARGEST, fault_in, kind_of

PIXEL = "data:image/png;base64,iVBORw0KGgo="
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


def test_an_svg_that_keeps_to_itself_and_a_png_are_logos() -> None:
    assert fault_in(SVG.encode()) == fault_in(png()) == ("", "")
    assert (kind_of(SVG.encode()), kind_of(png())) == ("svg", "png")


@pytest.mark.parametrize("size", [LARGEST, LARGEST + 1])
def test_a_logo_is_not_too_large_for_every_page(size: int) -> None:
    content = SVG.replace("</svg>", "<!--%s--></svg>")
    padding = size - len(content.encode()) + len("%s")
    fault, hint = fault_in((content % ("x" * padding)).encode())
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
    fault, hint = fault_in(SVG.replace("</svg>", f"{inside}</svg>").encode())
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
    assert fault_in(content)[0]
