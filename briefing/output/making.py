"""Make the documents of many jobs: take those that exist from the cache, and make the others."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from briefing.output.cache import Cache
from briefing.output.document import Document, NotInstalled, NotMade
from briefing.output.job import Job, make, prepare
from briefing.output.plan import document_from, document_to_bytes
from briefing.workers import JobFailed, Limits, Workers

Submit = Callable[[Job], "Future[Document]"]
"""A function that starts a job, here or on another machine, and returns its future."""
Pool = Callable[[], AbstractContextManager[Submit]]
"""A function that starts the processes for some jobs, and ends them when the context ends."""
Watch = Callable[[str], None]
"""A function that is called with the name of a document when it starts, or when it has ended."""
_GLANCE = 0.2
"""How often the jobs that have started are looked for, in seconds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The documents by name, in the order of their jobs, and the reasons why others failed.

    The documents whose names are in `made` were made now. The others had been made before.
    """

    documents: dict[str, Document] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)


@contextmanager
def on_this_machine(number: int, limits: Limits) -> Iterator[Submit]:
    """Do jobs in up to `number` processes of this machine, with limits for each."""
    with Workers(number, limits) as workers:
        yield lambda job: workers.submit(make, job)


def kept(keys: Mapping[str, str], cache: Cache | None) -> dict[str, Document]:
    """Return the documents that the cache has, given the keys of their jobs by name."""
    found = {name: cache.read(key) for name, key in keys.items()} if cache else {}
    return {name: document_from(content) for name, content in found.items() if content is not None}


def unavailable(jobs: Iterable[Job]) -> dict[str, str]:
    """Return the formats of jobs that need something that is not installed, with the message."""
    formats = {job.format: job for job in jobs}
    missing = {}
    for format, job in formats.items():
        try:
            prepare(job)
        except NotInstalled as error:
            missing[format] = str(error)
    return missing


def make_all(
    jobs: Mapping[str, Job],
    keys: Mapping[str, str],
    known: Mapping[str, Document],
    cache: Cache | None,
    pool: Pool,
    begin: Watch = lambda name: None,
    end: Watch = lambda name: None,
) -> Outcome:
    """Make the documents of `jobs` that are not `known`, and keep each in the cache at once.

    A build that is killed therefore need not make them again. If a document cannot be made, the
    others are. `begin` and `end` are called with the name of each document.

    Raises:
        Exception: an error in the program.
    """
    from briefing.output.templates import TemplateError

    documents, made, failed = dict(known), set[str](), dict[str, str]()
    missing = [name for name in jobs if name not in known]
    if missing:
        with pool() as submit:
            # The usual formats are ordered from fast to slow, so start from the end.
            futures = {submit(jobs[name]): name for name in reversed(missing)}
            for name, future in _ended(futures, begin):
                end(name)
                try:
                    document = future.result()
                except (NotMade, NotInstalled, TemplateError, JobFailed) as error:
                    failed[name] = str(error)
                    continue
                documents[name] = document
                made.add(name)
                if cache and document.is_portable:
                    cache.write(keys[name], document_to_bytes(document))
    return Outcome({name: documents[name] for name in jobs if name in documents}, made, failed)


def _ended(
    futures: "Mapping[Future[Document], str]", begin: Watch
) -> "Iterator[tuple[str, Future[Document]]]":
    """Yield the name and future of each document when it ends. Call `begin` when it is started."""
    ended: SimpleQueue[Future[Document]] = SimpleQueue()
    for future in futures:
        future.add_done_callback(ended.put)
    waiting, begun = dict(futures), set[str]()

    def begin_once(name: str) -> None:
        if name not in begun:
            begun.add(name)
            begin(name)

    while waiting:
        try:
            future = ended.get(timeout=_GLANCE)
        except Empty:
            for future, name in waiting.items():
                if future.running():
                    begin_once(name)
            continue
        name = waiting.pop(future)
        begin_once(name)
        yield name, future
