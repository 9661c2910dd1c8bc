"""The text of a PDF, page by page."""

from briefing.evidence.kinds import NotReadable

_LINE_END_HYPHEN = "\ufffe"
"""The character that PDFium returns for a hyphen and the line break after it."""


def read(content: bytes) -> list[str]:
    """Return the text of each page of a PDF, in the order in which it was written.

    Raises:
        NotReadable: it has a password, is damaged or is a scan without text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _refused(error) from None
    pages = [_text_of(page.get_textpage().get_text_range()) for page in document]
    if not any(pages):
        reason = "it contains no text, perhaps because it is a scan"
        raise NotReadable(reason, "recognise its text, for example with ocrmypdf")
    return pages


def _text_of(page: str) -> str:
    return page.replace(_LINE_END_HYPHEN, "-\n").replace("\r\n", "\n").strip()


def _refused(error: Exception) -> NotReadable:
    import pypdfium2.raw as pdfium

    if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
        return NotReadable("it has a password", "save it without one, or print it to a PDF")
    return NotReadable("it is damaged or incomplete", "keep the document again")
