"""PDF: the HTML page on paper, by WeasyPrint (tagged, PDF/UA-1) or plutoprint (fast, untagged).

Neither engine may open a connection or read a file: all that a page can load is the font of the
briefings and what it carries itself in `data:` addresses.
"""

import io
import logging
import shutil
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from briefing.edition.briefing import Briefing
from briefing.output import html
from briefing.output.document import Document, NotInstalled
from briefing.output.pictures import on_paper

ENGINES = ("auto", "weasyprint", "plutoprint")

_FACES = (
    ("Regular", 400, "normal"),
    ("Italic", 400, "italic"),
    ("Bold", 700, "normal"),
    ("BoldItalic", 700, "italic"),
)
_FONT_ADDRESS = "briefing-font:"
# Without an address of its own for the page, plutoprint cannot follow links within it.
_PAGE_ADDRESS = "briefing:/page"
_FONT_CSS = "".join(
    f'@font-face {{ font-family: "Atkinson Hyperlegible"; font-weight: {weight};'
    f' font-style: {style}; src: url("{_FONT_ADDRESS}{name}") format("truetype") }}\n'
    for name, weight, style in _FACES
)
_REFUSED = "not loaded, as a briefing carries all that it shows"
# plutoprint cannot say on which page a note is cited, so that it would say "Back to" and no more.
_NO_PAGE_NUMBERS = ".back { display: none !important }"
_PANGO = {
    "apt-get": "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "sudo dnf install pango",
    "pacman": "sudo pacman -S pango",
    "apk": "sudo apk add pango",
    "zypper": "sudo zypper install libpango-1_0-0",
    "brew": "brew install pango",
    "winget": "winget install MSYS2.MSYS2, then there: pacman -S mingw-w64-ucrt-x86_64-pango",
}

Engine = Callable[[str, Briefing], Document]


def renderer(own: Path | None, engine: str) -> Callable[[Briefing], Document]:
    """Makes PDFs of briefings, with the user's `own` templates before the built-in ones.

    Raises:
        NotInstalled: `engine` (or with `auto` any engine) does not work on this machine.
    """
    page = html.renderer(own)
    press, remark = _engine(engine)

    def render(briefing: Briefing) -> Document:
        made = press(on_paper(page(briefing).content.decode()), briefing)
        return Document(made.content, made.pages, (*remark, *made.remarks))

    return render


def _engine(name: str) -> tuple[Engine, tuple[str, ...]]:
    missing: Exception | None = None
    if name in ("auto", "weasyprint"):
        try:
            # It prints advice of its own about what it does not find.
            with redirect_stdout(io.StringIO()):
                import weasyprint  # noqa: F401

            return _weasyprint, ()
        except OSError as error:
            missing = error
    if name in ("auto", "plutoprint") and find_spec("plutoprint"):
        return _plutoprint, (
            "this PDF is not tagged, so a screen reader will not read it well"
            + (": Pango, which the accessible engine needs, is not installed" if missing else ""),
        )
    if name == "plutoprint":
        raise NotInstalled("plutoprint is not installed. Install it: pip install plutoprint")
    command = next((how for tool, how in _PANGO.items() if shutil.which(tool)), "install Pango")
    raise NotInstalled(
        "no PDF was made, for WeasyPrint does not find the library Pango. Install it:\n"
        f"    {command}\nor take the engine that needs no Pango, whose PDFs are not tagged:\n"
        "    pip install plutoprint"
    )


def _font(address: str) -> bytes | None:
    """A font of the briefings; None for any other address."""
    import fontpkg_atkinson_hyperlegible as package

    name = address.removeprefix(_FONT_ADDRESS)
    if name not in {face for face, _, _ in _FACES}:
        return None
    folder = Path(package.__path__[0]) / "files"
    return (folder / f"AtkinsonHyperlegible-{name}.ttf").read_bytes()


def _weasyprint(page: str, briefing: Briefing) -> Document:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    refused: list[str] = []

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            font = _font(url)
            if font is None:
                refused.append(url)
                raise ValueError(_REFUSED)
            return URLFetcherResponse(url, font, {"Content-Type": "font/ttf"})

    fetcher = Fetcher(allowed_protocols=("data",))
    fonts = FontConfiguration()
    css = CSS(string=_FONT_CSS, font_config=fonts, url_fetcher=fetcher)
    with _Remarks("weasyprint") as remarks:
        document = HTML(string=page, url_fetcher=fetcher).render(
            font_config=fonts, stylesheets=[css], pdf_variant="pdf/ua-1"
        )
        content = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=briefing.title.encode())
    others = (message for message in remarks.messages if _REFUSED not in message)
    return Document(content, len(document.pages), (*_not_loaded(refused), *others))


def _plutoprint(page: str, briefing: Briefing) -> Document:
    import plutoprint

    refused: list[str] = []

    class Fetcher(plutoprint.ResourceFetcher):
        def fetch_url(self, url: str) -> plutoprint.ResourceData:
            if url.startswith("data:"):
                return plutoprint.default_resource_fetcher.fetch_url(url)
            font = _font(url)
            if font is None:
                # An exception in here would be printed with its traceback.
                refused.append(url)
            return plutoprint.ResourceData(font or b"", "font/ttf")

    book = plutoprint.Book(plutoprint.PAGE_SIZE_A4)
    book.custom_resource_fetcher = Fetcher()
    book.load_html(page, user_style=_FONT_CSS + _NO_PAGE_NUMBERS, base_url=_PAGE_ADDRESS)
    midnight = f"{briefing.as_of_day.isoformat()}T00:00:00Z"
    book.set_metadata(plutoprint.PDF_METADATA_TITLE, briefing.title)
    book.set_metadata(plutoprint.PDF_METADATA_CREATION_DATE, midnight)
    book.set_metadata(plutoprint.PDF_METADATA_MODIFICATION_DATE, midnight)
    stream = io.BytesIO()
    book.write_to_pdf_stream(stream)
    return Document(stream.getvalue(), book.get_page_count(), _not_loaded(refused))


def _not_loaded(addresses: list[str]) -> tuple[str, ...]:
    return tuple(f"'{address}' is {_REFUSED}" for address in addresses)


class _Remarks(logging.Handler):
    """Collects what a library logs as wrong."""

    def __init__(self, logger: str) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []
        self._logger = logging.getLogger(logger)

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def __enter__(self) -> "_Remarks":
        self._logger.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)
