"""PDFs, Word documents and other files, made on demand."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from briefing.edition.briefing import Briefing
from briefing.output.document import Document
from briefing.output.formats import FORMATS


class Printer:
    """Makes one document after another, while the page follows changes."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(1, "printer")

    async def document(self, briefing: Briefing, format: str, user_templates: Path) -> Document:
        """Make a document.

        Raises:
            NotInstalled: a program or library that the format needs is missing.
            NotMade: this document cannot be made.
            TemplateError: a template has an error.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, _make, briefing, format, user_templates)


def _make(briefing: Briefing, format: str, user_templates: Path) -> Document:
    return FORMATS[format].renderer(user_templates, "auto")(briefing)
