"""PDFs made from HTML pages by WeasyPrint (tagged, PDF/UA-1) or plutoprint (fast, untagged).

Neither engine may open a connection or read a file. A page can load only the briefing's fonts and
its own `data:` URLs.
"""

import ctypes.util
import io
import logging
import os
import re
import shutil
import warnings
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from unicodedata import bidirectional, category, combining, normalize
from unicodedata import name as name_of

from markupsafe import Markup

from briefing.edition import sheet
from briefing.edition.briefing import Briefing
from briefing.edition.pictures import Picture
from briefing.garbage_collection import gc_rare
from briefing.output import html, installing
from briefing.output.document import Document, NotInstalled, NotMade
from briefing.output.fonts import Fonts, fonts_for
from briefing.output.pictures import prepare_for_print
from briefing.output.renditions import Placed, Rendition, rendition
from briefing.output.scripts import joins_no_letters
from briefing.output.typefaces import with_brand

_NO_FONTS = Path(__file__).with_name("no-fonts.conf")
_UNDESCRIBED = re.compile(r"<img\b(?![^>]*\salt=)")
"""A picture without an `alt` attribute. An empty one means that the picture is decorative."""
_FONTS_OF_MACHINE = "FONTCONFIG_FILE"
_TAG = re.compile(r"<[^>]*>")
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_NAMES = re.compile(r"@(?:font-face|counter-style|color-profile|import|layer)\b", re.IGNORECASE)
"""Rules that a page shares with its other stylesheets."""
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_INSTEAD = "so nobody could search for them or copy them. Use --engine weasyprint"
_MOST_NAMED = 8
"""The maximum number of characters without a font to name in a message."""
# If the page has no URL of its own, plutoprint cannot follow links within it.
_PAGE_ADDRESS = "briefing:/page"
_REFUSED = "not loaded, because a briefing must contain everything that it shows"
# plutoprint does not support references to page numbers, so notes would show only "Back to text:".
# Columns that do not fit run off the page, which makes everything on it smaller. plutoprint breaks
# any word to which "anywhere" applies. It leaves a heading at the foot of a page, whatever the
# stylesheet says, so a heading is made tall enough to include the start of the text after it.
# Tabular figures in its PDFs have no Unicode.
_FOR_PLUTOPRINT = """
.back { display: none !important }
body { overflow-wrap: break-word !important }
*, ::marker, ::before, ::after {
  font-variant-numeric: normal !important; font-variant-ligatures: none !important
}
.start:not(.long) { break-inside: avoid }
section > h2, .start.long > h2 {
  break-inside: avoid; padding-bottom: 5rem !important; margin-bottom: -4.4rem !important
}
code, pre { font-family: inherit }
.sources ol, .contents ul, .index { columns: auto !important }
.member .figures, .member .quotes, .member .sources ol { display: flex; flex-wrap: wrap; gap: 0 3% }
.member .quote, .member .sources li { width: 48% }
.member .figures li { width: 31% }
#quotes { break-inside: avoid }
"""
_PANGO = {
    "apt-get": "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "sudo dnf install pango",
    "pacman": "sudo pacman -S pango",
    "apk": "sudo apk add pango",
    "zypper": "sudo zypper install libpango-1_0-0",
    "brew": "brew install pango",
    "winget": "winget install MSYS2.MSYS2, then in MSYS2: pacman -S mingw-w64-ucrt-x86_64-pango",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """A page laid out on paper: how full each sheet is, and a function that writes the PDF."""

    filled: tuple[float, ...]
    write: Callable[[], Document]


Pictures = Mapping[str, Rendition]
"""The pictures of a page, by address."""
Engine = Callable[[str, Briefing, Fonts, Pictures], Layout]


def renderer(user_templates: Path | None, engine: str) -> Callable[[Briefing], Document]:
    """Return a function that renders briefings as PDFs, preferring `user_templates`.

    Raises:
        NotInstalled: `engine` (or, for `auto`, every engine) does not work on this machine.
    """
    pictures: dict[str, Rendition] = {}

    def placed(picture: Picture, frame: str) -> Placed:
        shown = rendition(picture, frame, "print")
        address = f"briefing-picture:{sha256(shown.content).hexdigest()}"
        pictures[address] = shown
        return Placed(Markup(address), shown.width, shown.height)

    page = html.page_renderer(user_templates, placed=placed, has_fonts=False)
    lay_out, infos = _engine(engine)

    def render(briefing: Briefing) -> Document:
        layouts: list[tuple[Briefing, Layout, Fonts]] = []
        pictures.clear()

        def fill(shortened: Briefing) -> tuple[float, ...]:
            # Fonts have é, but few can combine e with a separate accent.
            text = normalize("NFC", prepare_for_print(page(shortened)))
            fonts = with_brand(fonts_for(text), text, shortened.brand)
            layout = lay_out(text, shortened, fonts, pictures)
            layouts.append((shortened, layout, fonts))
            return layout.filled

        shown = sheet.fit_to_pages(briefing, fill)
        layout, fonts = next(
            (layout, fonts) for shortened, layout, fonts in layouts if shortened is shown
        )
        made = layout.write()
        warnings = (*made.warnings, *_without_font(fonts.unknown), *_too_long(shown, made.pages))
        # The other layouts decided what is shown, so their fonts matter too.
        is_portable = made.is_portable and not any(fonts.unknown for *_, fonts in layouts)
        return Document(made.content, made.pages, warnings, infos, is_portable=is_portable)

    return render


def _engine(name: str) -> tuple[Engine, tuple[str, ...]]:
    missing: Exception | None = None
    if name in ("auto", "weasyprint"):
        try:
            # WeasyPrint prints advice about libraries and fonts that are missing from the machine.
            with redirect_stdout(io.StringIO()), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                _import_weasyprint()
            return _weasyprint(), ()
        except OSError as error:
            missing = error
    if name in ("auto", "plutoprint") and find_spec("plutoprint"):
        return _plutoprint, (
            "this PDF is not tagged, so a screen reader will not read it well"
            + (": Pango, which the accessible engine needs, is not installed" if missing else ""),
        )
    if name == "plutoprint":
        raise NotInstalled(
            f"plutoprint is not installed. Install it:\n    {installing.command('fast')}"
        )
    command = next((how for tool, how in _PANGO.items() if shutil.which(tool)), "install Pango")
    raise NotInstalled(
        "WeasyPrint could not find the Pango library. Install it:\n"
        f"    {command}\nor install the engine that does not need Pango, but whose PDFs are not "
        "tagged:\n"
        f"    {installing.command('fast')}"
    )


def _import_weasyprint() -> None:
    """Import WeasyPrint.

    Linux finds its libraries by the names that WeasyPrint tries last. For each other name, Python
    would run a compiler and a linker.
    """
    find_library = ctypes.util.find_library
    try:
        ctypes.util.find_library = lambda name: None
        with suppress(OSError):
            import weasyprint
    finally:
        ctypes.util.find_library = find_library
    import weasyprint  # noqa: F401


def _weasyprint() -> Engine:
    """Return a function that lays out pages with WeasyPrint and keeps the latest fonts."""
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from briefing.output.line_breaks import lines_kept
    from briefing.output.paging import Pages, numbers_filled_in_early, with_pages
    from briefing.output.pdf_languages import languages_noted
    from briefing.output.tagging import finish, prepare

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def __init__(self, fonts: Fonts, pictures: Pictures) -> None:
            super().__init__(allowed_protocols=("data",))
            self.files = {url: (file, "font/ttf") for url, file in fonts.files.items()}
            self.files |= {url: (shown.content, shown.type) for url, shown in pictures.items()}
            self.refused: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            if url not in self.files:
                self.refused.append(url)
                raise ValueError(_REFUSED)
            content, kind = self.files[url]
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    last: tuple[object, Any] = None, None

    def loaded(fonts: Fonts) -> Any:
        """Return the `fonts` for WeasyPrint, which keeps them in files in the temporary folder."""
        nonlocal last
        key = fonts, gettempdir()
        if key != last[0]:
            last = key, _loaded(fonts, Fetcher(fonts, {}))
        return last[1]

    def lay_out(page: str, briefing: Briefing, fonts: Fonts, pictures: Pictures) -> Layout:
        known, fetcher = loaded(fonts), Fetcher(fonts, pictures)
        page, numbered = with_pages(page)
        page, styles = _without_styles(page)
        sheets = [_stylesheet(styles), CSS(string=numbered)]
        with _LogCapture("weasyprint") as log, gc_rare(), lines_kept(), numbers_filled_in_early():
            document = HTML(string=page, url_fetcher=fetcher).render(
                font_config=known, counter_style=Pages(), stylesheets=sheets, pdf_variant="pdf/ua-1"
            )

        def write() -> Document:
            document.metadata.created = document.metadata.modified = _midnight(briefing)
            with log, gc_rare(), languages_noted(briefing.language):
                prepare(document)
                content = document.write_pdf(finisher=finish, pdf_variant="pdf/ua-1")
            described = not _UNDESCRIBED.search(page)
            expected = (_REFUSED, *(("no required alt description",) if described else ()))
            others = (
                message
                for message in log.messages
                if not any(known in message for known in expected)
            )
            return Document(content, len(document.pages), (*_not_loaded(fetcher.refused), *others))

        return Layout(tuple(map(_part_filled, document.pages)), write)

    return lay_out


def _loaded(fonts: Fonts, fetcher: Any) -> Any:
    """Return `fonts` for WeasyPrint, which fetches them with `fetcher`."""
    from weasyprint import CSS

    from briefing.output.line_breaks import FontsWithLines

    with _fonts_of_machine(wanted=bool(fonts.unknown)):
        known = FontsWithLines()
    CSS(string=fonts.rules, font_config=known, url_fetcher=fetcher)
    return known


def _without_styles(page: str) -> tuple[str, str]:
    """Return `page` without its stylesheet, and the stylesheet, if it can be parsed on its own.

    A page has only one stylesheet, unless a user's template adds others.
    """
    styles = _STYLE.findall(page)
    if len(styles) != 1 or page.count("<style") != 1 or _NAMES.search(styles[0]):
        return page, ""
    return _STYLE.sub("", page), styles[0]


@lru_cache(maxsize=4)
def _stylesheet(text: str) -> Any:
    """Return a parsed stylesheet. Parsing takes longer than applying it to a sheet."""
    from weasyprint import CSS

    return CSS(string=text)


def _part_filled(page: Any) -> float:
    """Return how much of a WeasyPrint page is filled from the top, from 0 to 1."""
    from weasyprint.formatting_structure.boxes import LineBox

    # A box laid out in columns may be as tall as the page, however little it contains.
    (body,) = (child for child in page._page_box.children if child.element_tag == "html")
    lines = (descendant for descendant in body.descendants() if isinstance(descendant, LineBox))
    bottom = max((line.position_y + line.height for line in lines), default=body.position_y)
    used = float(bottom - page._page_box.content_box_y())
    return min(max(used / float(page._page_box.height), 0.0), 1.0)


@contextmanager
def _fonts_of_machine(*, wanted: bool) -> Iterator[None]:
    """Hide the machine's fonts in this context, unless they are `wanted`.

    Otherwise a different font with the same name could be used instead of ours.
    """
    before = os.environ.get(_FONTS_OF_MACHINE)
    if not wanted:
        os.environ[_FONTS_OF_MACHINE] = str(_NO_FONTS)
    try:
        yield
    finally:
        os.environ.pop(_FONTS_OF_MACHINE, None)
        if before is not None:
            os.environ[_FONTS_OF_MACHINE] = before


def _plutoprint(page: str, briefing: Briefing, fonts: Fonts, pictures: Pictures) -> Layout:
    import plutoprint

    if letters := _lost_by_plutoprint(page, fonts):
        raise NotMade(f"plutoprint loses letters such as {_named(letters[0])}, {_INSTEAD}")
    refused: list[str] = []

    class Fetcher(plutoprint.ResourceFetcher):
        def fetch_url(self, url: str) -> plutoprint.ResourceData:
            if url in pictures:
                url = pictures[url].address
            elif url in fonts.files:
                # plutoprint keeps fonts until after Python has exited, so Python must not own their
                # bytes.
                url = f"data:font/ttf;base64,{b64encode(fonts.files[url]).decode()}"
            elif not url.startswith("data:"):
                # An exception raised here would be printed with its traceback.
                refused.append(url)
                return plutoprint.ResourceData(b"", "font/ttf")
            return plutoprint.default_resource_fetcher.fetch_url(url)

    book = plutoprint.Book(plutoprint.PAGE_SIZE_A4)
    book.custom_resource_fetcher = Fetcher()
    book.load_html(page, user_style=fonts.rules + _FOR_PLUTOPRINT, base_url=_PAGE_ADDRESS)
    book.set_metadata(plutoprint.PDF_METADATA_TITLE, briefing.title)
    if briefing.publisher:
        book.set_metadata(plutoprint.PDF_METADATA_AUTHOR, briefing.publisher.name)
    book.set_metadata(plutoprint.PDF_METADATA_CREATION_DATE, _midnight(briefing))
    book.set_metadata(plutoprint.PDF_METADATA_MODIFICATION_DATE, _midnight(briefing))

    def write() -> Document:
        stream = io.BytesIO()
        book.write_to_pdf_stream(stream)
        if _loses_text(stream.getvalue()):
            raise NotMade(f"plutoprint loses some of its letters, {_INSTEAD}")
        # plutoprint can use any font of this computer that a stylesheet or a logo names.
        pages = book.get_page_count()
        return Document(stream.getvalue(), pages, _not_loaded(refused), is_portable=False)

    # plutoprint does not report where the text ends on a page, so this is approximate.
    pages, height = book.get_page_count(), book.get_viewport_height()
    last = (book.get_document_height() - (pages - 1) * height) / height
    return Layout((*[1.0] * (pages - 1), min(max(last, 0.05), 1.0)), write)


def _lost_by_plutoprint(page: str, fonts: Fonts) -> str:
    """Return the letters of `page` that plutoprint would write only as shapes, not as text.

    These are right-to-left and joining letters, combining marks that do not form a single Unicode
    character with the letter before them, and characters from the machine's own fonts.
    """
    text = set(unescape(_TAG.sub("", page)))
    joined = {
        letter
        for letter in text
        if not joins_no_letters(letter) or bidirectional(letter) in ("R", "AL")
    }
    marks = {letter for letter in text if combining(letter)}
    pictures = {letter for letter in fonts.unknown if category(letter) == "So"}
    return "".join(sorted(joined | marks | pictures))


def _loses_text(content: bytes) -> bool:
    """Whether a PDF made by plutoprint has glyphs without the letters that they represent.

    Its fonts give the Unicode of each glyph (ISO 32000-1, 9.10.3), or U+FFFD if it is unknown.
    """
    for stream in _STREAM.finditer(content):
        data = stream[1]
        with suppress(zlib.error):
            data = zlib.decompress(data)
        if b"begincmap" in data and b"<fffd>" in data.lower():
            return True
    return False


def _midnight(briefing: Briefing) -> str:
    """Return the creation time for the PDF, which does not depend on when it is built."""
    return f"{briefing.as_of_day.isoformat()}T00:00:00Z"


def _not_loaded(addresses: list[str]) -> tuple[str, ...]:
    return tuple(f"'{address}' is {_REFUSED}" for address in addresses)


def _too_long(shown: Briefing, pages: int | None) -> tuple[str, ...]:
    """Warn of a sheet with too many pages, unless large print needs them."""
    if not shown.is_sheet or shown.type_size != "normal" or (pages or 0) <= shown.pages:
        return ()
    if shown.pages == 1:
        return (f"'{shown.id}' has {pages} pages, not 1, because its title or summary is too long",)
    return (
        f"'{shown.id}' has {pages} pages, not {sheet.PAGES}, because everything that is overdue, "
        "of high weight or about its area must be on the sheet. To shorten it, give fewer items "
        "'weight: high'",
    )


def _without_font(unknown: str) -> tuple[str, ...]:
    if not unknown:
        return ()
    named = list(map(_named, unknown))
    more = len(named) - _MOST_NAMED
    listed = ", ".join(named[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return (
        f"briefing's fonts do not have {listed}, so the PDF uses this computer's fonts or shows "
        "empty boxes",
    )


def _named(letter: str) -> str:
    return f"'{letter}' (U+{ord(letter):04X}, {name_of(letter, 'unnamed')})"


class _LogCapture(logging.Handler):
    """A log handler that collects the errors of a library."""

    def __init__(self, logger: str) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []
        self._logger = logging.getLogger(logger)

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def __enter__(self) -> "_LogCapture":
        self._logger.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)
