"""Pictures: what is kept of a file, and files that are not used."""

import struct
import zlib
from base64 import b64encode
from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageFile

from briefing.record.pictures import LARGEST, SIDE, Prepared, Unusable, prepared
from tests.drawing import SECRET, blank, chunk, drawn, photograph, secret_svg


def read(content: bytes) -> Prepared:
    picture = prepared(content)
    assert isinstance(picture, Prepared), picture
    return picture


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(read(content).content))


def colour(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = image.convert("RGB").getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def saved(image: Image.Image, format: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_only_the_pixels_of_a_photograph_are_kept_and_they_are_upright(format: str) -> None:
    content = photograph(format)
    assert SECRET in content
    with Image.open(BytesIO(content)) as original:
        assert original.getexif().get_ifd(0x8825)[2] == (51.0, 30.0, 12.0)
        assert original.size == (1200, 1800)
    picture = opened(content)
    # The camera was on its side: the sky, which is blue, was on the left.
    assert picture.size == (1500, 1000)
    assert colour(picture, 750, 50)[2] > 150 > colour(picture, 750, 950)[2]
    kept = read(content).content
    assert SECRET not in kept and b"GPS" not in kept and b"Exif" not in kept
    assert not picture.getexif() and not {"icc_profile", "comment", "xmp"} & picture.info.keys()
    assert prepared(content) == prepared(content)


def test_a_drawing_keeps_its_shapes_and_nothing_about_its_author() -> None:
    kept = read(secret_svg())
    assert kept.type == "svg" and (kept.width, kept.height) == (300, 200)
    for word in (SECRET, b"inkscape", b"metadata", b"data-name", b"<title", b"xmlns:ns"):
        assert word not in kept.content, word
    assert b'<path id="a" d="M0 0H300V100H0Z"' in kept.content and b".b{" in kept.content


def test_a_photograph_is_reduced_and_a_diagram_stays_sharp() -> None:
    photo = read(photograph("PNG"))
    assert photo.type == "jpeg" and max(photo.width, photo.height) == SIDE
    assert len(photo.content) < 900_000
    diagram = read(drawn(600, 400))
    assert (diagram.type, diagram.width, diagram.height) == ("png", 600, 400)


def test_transparent_parts_become_white() -> None:
    assert opened(saved(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG")).getpixel((3, 3)) == (
        *(255, 255, 255),
    )


def test_colours_are_those_of_the_profile() -> None:
    """A profile that swaps nothing gives the same colour. A broken one is ignored."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red = Image.new("RGB", (8, 8), (200, 30, 30))
    for profile in (srgb, b"no profile"):
        made = opened(saved(red, "PNG", icc_profile=profile))
        assert max(abs(a - b) for a, b in zip(colour(made, 3, 3), (200, 30, 30), strict=True)) < 3
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert isinstance(prepared(saved(red, "PNG", icc_profile=lab)), Prepared)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "I;16", "CMYK"])
def test_every_kind_of_pixel_is_read(mode: str) -> None:
    grey = Image.new("L", (9, 9), 128)
    if mode == "I;16":
        image = Image.frombytes("I;16", (9, 9), struct.pack("<H", 128 << 8) * 81)
    else:
        image = grey.convert(mode)
    read_again = opened(saved(image, "JPEG" if mode == "CMYK" else "PNG")).convert("L")
    # With one bit, grey is black and white in turn.
    assert read_again.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)) in range(120, 137)


def bomb() -> bytes:
    """Return a PNG of a few kB whose pixels would fill the memory."""
    return blank(60_000, 60_000, bits=8, rows=17)


def text_bomb() -> bytes:
    """Return a small PNG with a long compressed text."""
    whole = saved(Image.new("RGB", (8, 8)), "PNG")
    text = chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(8_000_000)))
    return whole[:33] + text + whole[33:]


def animated(format: str) -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    return saved(frames[0], format, save_all=True, append_images=frames[1:])


def with_inside(content: bytes) -> bytes:
    address = f"data:image/png;base64,{b64encode(content).decode()}"
    return secret_svg(f'<image href="{address}" width="9" height="9"/>')


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is no picture"),
        (b"GIF89a" + bytes(99), "is no picture"),
        (b"%PDF-1.7", "is no picture"),
        (b"\0\0\0\x18ftypheic" + bytes(99), "is a HEIC picture"),
        (b"x" * (LARGEST + 1), "is larger than 25 MB"),
        (bomb(), "more than 50 million pixels"),
        (blank(8_000, 7_000), "more than 50 million pixels"),
        (blank(2_100, 100), "more than 20 times as wide"),
        (text_bomb(), "is damaged"),
        (photograph("JPEG")[:30_000], "is cut short"),
        (photograph("WEBP")[:9_000], "is damaged"),
        (drawn(600, 400)[:900], "is cut short"),
        (b"\xff\xd8\xff" + b"garbage" * 99, "is damaged"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "is damaged"),
        (animated("PNG"), "is animated"),
        (animated("WEBP"), "is animated"),
        (secret_svg("<script>alert(1)</script>"), "contains <script>"),
        (secret_svg('<image href="file:///etc/passwd"/>'), "refers to something outside"),
        (secret_svg('<use href="https://example.org/a.svg#b"/>'), "refers to something outside"),
        (secret_svg("<text>A</text>"), "contains text"),
        (with_inside(drawn(600, 400)[:900]), "is cut short"),
        (secret_svg("<!--" + "x" * 100_000 + "-->"), "more than 100 kB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_used_has_a_reason_and_a_fix(
    content: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # WeasyPrint sets this for the whole process.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    picture = prepared(content)
    assert isinstance(picture, Unusable), reason
    assert reason in picture.reason and picture.fix and not picture.is_missing


def test_a_picture_inside_a_drawing_loses_its_metadata_too() -> None:
    kept = read(with_inside(photograph("PNG", (60, 40))))
    assert b"data:image/" in kept.content and SECRET not in kept.content
    assert b64encode(SECRET)[:8] not in kept.content
