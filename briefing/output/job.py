"""A job: a document to make, as data that can be sent to another process or machine.

A job has everything that its document depends on, except the code and libraries installed.
Its key is the hash of all of this.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import RLock

from briefing.edition.briefing import Briefing
from briefing.output.canonical import digest_of
from briefing.output.document import Document
from briefing.output.fingerprint import fingerprint, zone_data
from briefing.output.formats import FORMATS, Format
from briefing.output.user_templates import UserTemplates

VERSION = 1
"""The version of the data in a job. It changes when a field is removed or its meaning changes."""
_ONE_AT_A_TIME = RLock()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=lambda: globals().update(_ONE_AT_A_TIME=RLock()))


@dataclass(frozen=True, slots=True)
class Job:
    """A document to make: a briefing in a format, with the user's own templates.

    `engine` is the PDF engine: `auto`, `weasyprint` or `plutoprint`. `version` is the version of
    this data.
    """

    briefing: Briefing
    format: str
    engine: str = "auto"
    templates: UserTemplates | None = None
    version: int = VERSION


def make(job: Job) -> Document:
    """Make the document of a job. It depends only on the job, the code and the libraries.

    A process makes one document at a time, because the libraries have settings and logs that are
    shared by all threads.

    Raises:
        NotInstalled: a program or library that the format needs is missing.
        NotMade: this document cannot be made, although others can.
        TemplateError: a template has an error.
        ValueError: the job was made by another version of the program.
    """
    from briefing.output.templates import TemplateError

    if job.version != VERSION:
        raise ValueError(f"the job has version {job.version}, not {VERSION}")
    with _ONE_AT_A_TIME:
        folder = _folder_of(job.templates)
        try:
            return _renderer(FORMATS[job.format], job.engine, folder)(job.briefing)
        except TemplateError as error:
            if job.templates and folder:
                named = str(error).replace(folder.as_posix(), job.templates.folder)
                raise TemplateError(named) from None
            raise


def prepare(job: Job) -> None:
    """Load the libraries that a job needs, so that processes copied from this one have them.

    Raises:
        NotInstalled: a program or library is missing.
    """
    with _ONE_AT_A_TIME:
        _renderer(FORMATS[job.format], job.engine, _folder_of(job.templates))


def linked(briefing: Briefing, format: str, failed: Container[str]) -> Briefing:
    """Return a briefing whose document in a format does not link to parts that have `failed`.

    `failed` has the names of files. If there are none, the result is the same object.
    """
    parts = tuple(
        replace(part, is_made=False) if f"{part.id}.{format}" in failed else part
        for part in briefing.parts
    )
    part_of = "" if f"{briefing.part_of}.{format}" in failed else briefing.part_of
    if (parts, part_of) == (briefing.parts, briefing.part_of):
        return briefing
    return replace(briefing, parts=parts, part_of=part_of)


def keys_of(jobs: Mapping[str, Job]) -> dict[str, str]:
    """Return the key of each job: a hash of everything that its document depends on."""
    # Jobs share their briefings and templates.
    known: dict[int, str] = {}

    def shared(value: object) -> str:
        return known.get(id(value)) or known.setdefault(id(value), digest_of(value))

    return {
        name: digest_of(
            (
                job.version,
                shared(job.briefing),
                job.format,
                job.engine,
                shared(job.templates and job.templates.files),
                zone_data(job.briefing.timezone),
                fingerprint(),
            )
        )
        for name, job in jobs.items()
    }


@lru_cache(maxsize=32)
def _renderer(format: Format, engine: str, folder: Path | None) -> Callable[[Briefing], Document]:
    return format.renderer(folder, engine)


def _folder_of(templates: UserTemplates | None) -> Path | None:
    """Return a folder with the templates. The original ones may have changed since."""
    if not templates or not templates.files:
        return None
    folder = _written(templates)
    if not folder.is_dir():
        _written.cache_clear()
        folder = _written(templates)
    return folder


@lru_cache(maxsize=4)
def _written(templates: UserTemplates) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="briefing-templates-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    templates.write_to(folder)
    return folder
