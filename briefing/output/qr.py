"""QR codes of web addresses (ISO/IEC 18004), for readers on paper."""

import io
from typing import TYPE_CHECKING

from markupsafe import Markup

from briefing.output.urls import uri

if TYPE_CHECKING:
    from segno import QRCode

_SMALLEST, _MODULE = 18, 0.45
"""The width of a code in print, and the least width of one of its modules, in millimetres. Phones
can then read the code from a sheet on a table."""
_QUIET = 4
"""The width of the margin that a code needs, in modules."""
_PIXELS = 8
"""The width of a module in a PNG, in pixels."""


def qr_svg(url: str, title: str) -> Markup:
    """Return the code of a web address as SVG, or nothing if the address is too long for one."""
    code = _code(url)
    if code is None:
        return Markup()
    # segno escapes the title itself.
    title = title.unescape() if isinstance(title, Markup) else title
    # The colours are fixed, because phones need dark modules on a light ground.
    picture = code.svg_inline(
        border=_QUIET, omitsize=True, dark="#000", light="#fff", title=title, svgclass="qr",
        lineclass=None,
    )  # fmt: skip
    size = f"{_width(code):.1f}mm"
    return Markup(picture.replace("<svg ", f'<svg role="img" width="{size}" height="{size}" ', 1))


def qr_png(url: str) -> tuple[bytes, int]:
    """Return the code of a web address as a PNG, with its width in millimetres.

    The PNG is empty if the address is too long for a code.
    """
    code = _code(url)
    if code is None:
        return b"", 0
    picture = io.BytesIO()
    code.save(picture, kind="png", border=_QUIET, scale=_PIXELS)
    return picture.getvalue(), round(_width(code))


def _code(url: str) -> "QRCode | None":
    import segno

    try:
        return segno.make_qr(uri(url), error="m")
    except ValueError:  # It holds about 2,300 characters.
        return None


def _width(code: "QRCode") -> float:
    """Return the width of a code in print, in millimetres."""
    return max(_SMALLEST, _MODULE * (code.symbol_size(border=_QUIET)[0]))
