"""PDFs, Word documents and other files, made on demand."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from briefing.cache import open_cache
from briefing.edition.briefing import Briefing
from briefing.output.document import Document, NotMade
from briefing.output.job import Job, keys_of
from briefing.output.making import kept, make_each, on_this_machine
from briefing.output.user_templates import read_user_templates
from briefing.workers import Limits


class Printer:
    """Makes one document after another, each in a process of its own, while the page follows."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(1, "printer")

    async def document(self, briefing: Briefing, format: str, user_templates: Path) -> Document:
        """Make a document, or take the one that an earlier build has made.

        Raises:
            NotMade: this document cannot be made.
            TemplatesUnreadable: the user's own templates cannot be read.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, _made, briefing, format, user_templates)


def _made(briefing: Briefing, format: str, user_templates: Path) -> Document:
    job = Job(briefing, format, templates=read_user_templates(user_templates))
    jobs = {format: job}
    keys, cache = keys_of(jobs), open_cache()
    pool = partial(on_this_machine, 1, Limits())
    documents, failed = kept(keys, cache), dict[str, str]()
    if not documents:
        documents, failed = make_each(jobs, keys, cache, pool)
    if failed:
        raise NotMade(failed[format])
    return documents[format]
