"""Write docs/images, the pictures in the documentation: python tools/write_pictures.py.

They show the two records in the repository as readers see them: sheets of paper, pages in a browser
and a chart, and one of them restyled. This needs pdftoppm (poppler-utils) and Chromium. On the same
machine, the pictures are always identical.

To write only some of them, name them: python tools/write_pictures.py restyled-wide.png
"""

import re
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from click.testing import CliRunner
from PIL import Image, ImageOps
from playwright.sync_api import Browser, sync_playwright

from briefing.cli import main
from briefing.output.fonts import fonts_for

CHECKOUT = Path(__file__).parents[1]
IMAGES = CHECKOUT / "docs" / "images"

_RECORDS = {"sample": "events.yaml", "buses": "examples/buses"}
_MEMBER = {"sample": "member", "buses": "members"}
_PAPER = {"front": ("{member}.pdf", 1), "back": ("{member}.pdf", 2), "cover": ("timeline.pdf", 1)}
"""The PDF and page number of each picture of paper."""
_SCREENS = {
    "wide": (1280, 960, "light"),
    "dark": (1280, 960, "dark"),
    "narrow": (390, 844, "light"),
}
"""The width and height of each browser window, and its colour scheme."""
_DOTS_PER_INCH, _COLOURS = 100, 48
_RULE = "#cfd6dc"
_WEEK = "2023-W36"
_OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage")

_RESTYLED = ("restyled-front.png", "restyled-wide.png")

NAMES = (
    *(f"{record}-{view}.png" for record in _RECORDS for view in (*_PAPER, *_SCREENS)),
    "digest.png",
    "chart.png",
    *_RESTYLED,
)


def _pictures(folder: Path, browser: Browser) -> Iterator[tuple[str, bytes]]:
    """Yield the names and PNG data of the pictures. The briefings are made in `folder`."""
    for record, path in _RECORDS.items():
        made = folder / record
        _run("build", path, "-e", _MEMBER[record], "-e", "timeline", "-o", made)
        for view, (file, page) in _PAPER.items():
            pdf = made / file.format(member=_MEMBER[record])
            yield f"{record}-{view}.png", _paper(pdf, page)
        for view, (width, height, light) in _SCREENS.items():
            page_file = made / "timeline.html"
            yield f"{record}-{view}.png", _screen(browser, page_file, width, height, light)
    _run("digest", _RECORDS["sample"], "--week", _WEEK, "-f", "pdf", "-o", folder)
    yield "digest.png", _paper(folder / f"{_WEEK}.pdf", 1)
    chart = folder / "chart.png"
    _run("chart", _RECORDS["sample"], "-o", chart, "--size", "1280x640")
    yield "chart.png", chart.read_bytes()


def restyle(folder: Path, fonts: Mapping[str, bytes]) -> None:
    """Copy the record of the buses to a folder, with the look that docs/restyling.md describes.

    `fonts` has the font files by their paths on that page.
    """
    text = (CHECKOUT / "docs" / "restyling.md").read_text(encoding="utf-8")
    brand, css = (
        re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)[0]
        for language in ("yaml", "css")
    )
    shutil.copytree(CHECKOUT / _RECORDS["buses"], folder)
    record = folder / "1-record.yaml"
    plain = record.read_text(encoding="utf-8")
    record.write_text(re.sub(r"^brand:\n(?:  .*\n)+", brand, plain, flags=re.M), encoding="utf-8")
    (folder / "riders.css").write_text(css, encoding="utf-8")
    for name, content in fonts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


def restyled_fonts() -> dict[str, bytes]:
    """Return the fonts that docs/restyling.md uses, by their paths there."""
    import fontpkg_bitter
    import fontpkg_cabin

    fonts = {
        "fonts/Cabin.ttf": fontpkg_cabin.ROOT / "files" / "Cabin[wdth,wght].ttf",
        "fonts/Cabin-Italic.ttf": fontpkg_cabin.ROOT / "files" / "Cabin-Italic[wdth,wght].ttf",
        "fonts/Bitter.ttf": fontpkg_bitter.ROOT / "files" / "Bitter[wght].ttf",
    }
    return {name: path.read_bytes() for name, path in fonts.items()}


def _restyled(folder: Path, browser: Browser) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of the restyled record."""
    record, made = folder / "restyled", folder / "restyled-out"
    restyle(record, restyled_fonts())
    _run("build", record, "-e", _MEMBER["buses"], "-f", "pdf", "-o", made)
    _run("build", record, "-e", "timeline", "-f", "html", "-o", made)
    yield "restyled-front.png", _paper(made / f"{_MEMBER['buses']}.pdf", 1)
    yield "restyled-wide.png", _screen(browser, made / "timeline.html", *_SCREENS["wide"])


def _run(*arguments: str | Path) -> None:
    done = CliRunner().invoke(main, [*map(str, arguments), "-q"], catch_exceptions=False)
    if done.exit_code:
        raise SystemExit(done.output)


def _paper(pdf: Path, page: int) -> bytes:
    pages = ("-f", str(page), "-l", str(page))
    command = ("pdftoppm", "-png", "-r", str(_DOTS_PER_INCH), *pages, str(pdf))
    return subprocess.run(command, capture_output=True, check=True).stdout


def _screen(browser: Browser, file: Path, width: int, height: int, light: str) -> bytes:
    """Take a picture of the top of a page, in the fonts that it prefers."""
    fonts = fonts_for(file.read_text(encoding="utf-8"))
    rules = fonts.rules
    for address, content in fonts.files.items():
        rules = rules.replace(address, f"data:font/ttf;base64,{b64encode(content).decode()}")
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if light == "dark" else "light",
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(file.resolve().as_uri())
    page.add_style_tag(content=rules)
    page.evaluate("document.fonts.ready")
    taken = page.screenshot()
    context.close()
    return taken


def _small(picture: bytes) -> bytes:
    """Reduce the colours of a picture, and add a thin border to separate it from a white page."""
    whole = Image.open(BytesIO(picture)).convert("RGB")
    few = whole.quantize(_COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    written = BytesIO()
    ImageOps.expand(few.convert("RGB"), 1, _RULE).quantize(_COLOURS + 1).save(
        written, "PNG", optimize=True
    )
    return written.getvalue()


def write(names: Collection[str]) -> None:
    """Write the pictures with these names, and remove any files that are not pictures."""
    makers = [_restyled] if set(names) <= set(_RESTYLED) else [_pictures, _restyled]
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=which("chromium-headless-shell"), args=_OPTIONS
        )
        made = {
            name: _small(picture)
            for maker in makers
            for name, picture in maker(Path(folder), browser)
            if name in names
        }
        browser.close()
    IMAGES.mkdir(exist_ok=True)
    for path in IMAGES.iterdir():
        if path.name not in NAMES:
            path.unlink()
    for name, picture in made.items():
        (IMAGES / name).write_bytes(picture)


if __name__ == "__main__":
    write(sys.argv[1:] or NAMES)
