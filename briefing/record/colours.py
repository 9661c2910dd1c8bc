"""Colour contrast, and the nearest colour with enough contrast.

Contrast is the ratio defined in WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). The
nearest colour differs in perceived lightness, in OKLCH (https://bottosson.github.io/posts/oklab/).
The hue stays the same, and chroma is reduced only as far as sRGB requires.
"""

from collections.abc import Sequence
from math import cbrt

LIGHT = ("#ffffff", "#f3f5f6")
DARK = ("#11171c", "#1c242b")
"""The stylesheets' background colours and tints, in light mode (`LIGHT`) and dark mode."""
TOKENS = {
    "light": {
        **dict(zip(("paper", "tint"), LIGHT, strict=True)),
        **{"ink": "#13191f", "quiet": "#56616c", "accent": "#005a73", "alert": "#a5173f"},
    },
    "dark": {
        **dict(zip(("paper", "tint"), DARK, strict=True)),
        **{"ink": "#e8ecef", "quiet": "#a7b2bc", "accent": "#7fcbe0", "alert": "#ff9fb8"},
    },
}
"""The colours that the stylesheets use for text and backgrounds, by name."""
MIN_CONTRAST = 4.5
"""The contrast ratio that WCAG 2.2 AA requires for text (1.4.3)."""

PATTERN = r"^\s*#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})\s*$"
_READABLE_IN_THE_DARK = 7
"""A contrast ratio: the enhanced level, for reading a screen at night (WCAG 2.2, 1.4.6)."""
_STEPS = 24
_GREY = 1e-4
"""Chroma up to this value is a rounding error."""
_Three = tuple[float, float, float]


def normal_colour(written: str) -> str:
    """Expand a colour to six lower-case digits: "#00aaff" for "#0AF"."""
    digits = written.strip().lower().removeprefix("#")
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours: 1 for identical colours, 21 for black on white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, papers: Sequence[str]) -> float:
    """Return the lowest contrast ratio between `colour` and any of `papers`."""
    return min(contrast(colour, paper) for paper in papers)


def nearest(colour: str, papers: Sequence[str], enough: float = MIN_CONTRAST) -> str:
    """Return the colour nearest to `colour` that has `enough` contrast with each of `papers`.

    That is `colour` itself if it has enough contrast. Otherwise it is a darker colour on light
    papers and a lighter one on dark papers. The papers must all be light or all be dark.
    """
    if least_contrast(colour, papers) >= enough:
        return colour
    lightness, a, b = _to_oklab(_linear(colour))
    if max(abs(a), abs(b)) < _GREY:
        a = b = 0.0
    end = 0.0 if _luminance(papers[0]) > 0.18 else 1.0
    far, near = end, lightness
    for _ in range(_STEPS):
        middle = (far + near) / 2
        if least_contrast(_hex(_in_gamut(middle, a, b)), papers) >= enough:
            far = middle
        else:
            near = middle
    return _hex(_in_gamut(far, a, b))


def on_dark(accent: str) -> str:
    """Return the colour nearest to an accent that is easy to read in dark mode."""
    return nearest(accent, DARK, _READABLE_IN_THE_DARK)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> _Three:
    """Return the linear light of a colour: red, green and blue from 0 to 1 (IEC 61966-2-1)."""
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return _linear_part(red), _linear_part(green), _linear_part(blue)


def _linear_part(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _hex(light: _Three) -> str:
    parts = (
        12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
        for part in (min(max(part, 0), 1) for part in light)
    )
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _in_gamut(lightness: float, a: float, b: float) -> _Three:
    """Return the linear light of an OKLab colour, with chroma reduced to fit in sRGB."""
    least, greatest = 0.0, 1.0
    for _ in range(_STEPS):
        share = (least + greatest) / 2
        light = _from_oklab(lightness, a * share, b * share)
        if all(-1e-9 <= part <= 1 + 1e-9 for part in light):
            least = share
        else:
            greatest = share
    return _from_oklab(lightness, a * least, b * least)


def _to_oklab(light: _Three) -> _Three:
    red, green, blue = light
    one = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    two = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    three = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * one + 0.7936177850 * two - 0.0040720468 * three,
        1.9779984951 * one - 2.4285922050 * two + 0.4505937099 * three,
        0.0259040371 * one + 0.7827717662 * two - 0.8086757660 * three,
    )


def _from_oklab(lightness: float, a: float, b: float) -> _Three:
    one = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    two = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    three = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * one - 3.3077115913 * two + 0.2309699292 * three,
        -1.2684380046 * one + 2.6097574011 * two - 0.3413193965 * three,
        -0.0041960863 * one - 0.7034186147 * two + 1.7076147010 * three,
    )
