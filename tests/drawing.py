"""Pictures for tests, drawn when they are needed."""

import struct
import zlib
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, PngImagePlugin

SECRET = b"zwsecretcamera"
"""A marker in all the metadata of these pictures."""


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a part of a PNG (PNG 3, 5.3)."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def blank(width: int, height: int, *, bits: int = 1, rows: int | None = None) -> bytes:
    """Return a small black PNG, quickly. If `rows` is given, the other rows are missing."""
    head = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    row = bytes(1 + (width * bits + 7) // 8)
    data = zlib.compress(row * (height if rows is None else rows), 1)
    chunks = chunk(b"IHDR", head), chunk(b"IDAT", data), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def drawn(width: int, height: int) -> bytes:
    """Return a diagram as a PNG: columns on white."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for n in range(5):
        left = width * (2 * n + 1) // 11
        draw.rectangle([left, height * (5 - n) // 6, left + width // 11, height], fill="#005a73")
    return _saved(image, "PNG")


def photograph(format: str = "JPEG", size: tuple[int, int] = (1800, 1200), seed: int = 0) -> bytes:
    """Return a scene with noise, taken with a camera on its side, with GPS and other metadata."""
    image = Image.new("RGB", size, (140 + seed % 50, 180, 230))
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.rectangle([0, height * 6 // 10, width, height], fill=(80, 120 + seed % 40, 70))
    for n in range(12):
        left = (n * 977 + seed * 131) % width
        top = height * 4 // 10 + (n * 61) % (height // 5)
        draw.ellipse([left, top, left + width // 9, top + height // 4], fill=(40, 90 + 5 * n, 50))
    # Leaves and grass, which do not compress well.
    small = width // 3, height // 3
    grain = Image.frombytes("L", small, Random(seed).randbytes(small[0] * small[1]))
    image = Image.blend(image, grain.resize(size).convert("RGB"), 0.2)
    exif = Image.Exif()
    exif[0x0110] = SECRET.decode()  # The model of the camera.
    exif[0x0112] = 6  # Turn it to the right to see it.
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (51.0, 30.0, 12.0), "W", (0.0, 7.0, 5.0)
    options: dict[str, object] = {"exif": exif.tobytes()}
    if format == "JPEG":
        options |= {"comment": SECRET, "quality": 92}
    elif format == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", SECRET.decode())
        options["pnginfo"] = text
    return _saved(image.rotate(90, expand=True), format, **options)


def secret_svg(inside: str = "") -> bytes:
    """Return a drawing with the metadata that drawing programs write."""
    secret = SECRET.decode()
    return f"""<?xml version="1.0"?><!-- {secret} -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
 inkscape:export-filename="/home/{secret}/a.png" width="300" height="200" viewBox="0 0 300 200">
<title>{secret}</title><metadata>{secret}</metadata><inkscape:grid type="{secret}"/>
<style>/* {secret} */ .b{{fill: #005a73}}</style>
<path id="a" d="M0 0H300V100H0Z" data-name="{secret}" inkscape:label="{secret}"/>{inside}
</svg>""".encode()


def _saved(image: Image.Image, format: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()
