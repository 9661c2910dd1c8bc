"""Make the documents of many jobs: take those that exist from the cache, and make the others."""

from collections.abc import Callable, Container, Iterator, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue

from briefing.cache import Cache
from briefing.output.document import Document, NotInstalled, NotMade
from briefing.output.job import Job, keys_of, make, prepare
from briefing.output.plan import document_from, document_to_bytes
from briefing.workers import JobFailed, Limits, Workers

Submit = Callable[[Job], "Future[Document]"]
"""A function that starts a job, here or on another machine, and returns its future."""
Pool = Callable[[], AbstractContextManager[Submit]]
"""A function that starts the processes for some jobs, and ends them when the context ends."""
Watch = Callable[[str], None]
"""A function that is called with the name of a document when it starts, or when it has ended."""
Progress = Callable[[int], AbstractContextManager[tuple[Watch, Watch]]]
"""A function that shows the progress of a number of documents until the context ends."""
_GLANCE = 0.2
"""The interval between checks for jobs that have started, in seconds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The documents by name, in the order of their jobs, and the reasons why others failed.

    `keys` are the keys of their jobs, if there is a cache. The documents whose names are in `made`
    were made now. The others had been made before.
    """

    documents: dict[str, Document] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)


def _ignore(name: str) -> None:
    """Ignore the name of a document."""


@contextmanager
def on_this_machine(number: int, limits: Limits) -> Iterator[Submit]:
    """Do jobs in up to `number` processes of this machine, with limits for each."""
    with Workers(number, limits) as workers:
        yield lambda job: workers.submit(make, job)


def make_all(
    jobs_without: Callable[[Container[str]], Mapping[str, Job]],
    cache: Cache | None,
    pool: Pool,
    progress: Progress = lambda number: nullcontext((_ignore, _ignore)),
    *,
    keep_going: bool = True,
) -> Outcome:
    """Make the documents that the cache does not have.

    If a document cannot be made, the others are. With `keep_going`, none of these links to it.

    Args:
        jobs_without: a function that returns the jobs by the names of their documents, given the
            names of documents that cannot be made.

    Raises:
        Exception: an error in the program.
    """
    outcome = Outcome()
    while True:
        jobs = jobs_without(outcome.failed)
        # Hashing takes time, and without a cache it is only needed after a failure.
        keys = keys_of(jobs) if cache or outcome.documents else {}
        # These do not depend on the documents that have failed since.
        same = {name for name in outcome.documents if keys[name] == outcome.keys[name]}
        documents = kept({name: key for name, key in keys.items() if name not in same}, cache)
        documents |= {name: outcome.documents[name] for name in same}
        missing = {name: job for name, job in jobs.items() if name not in documents}
        if unavailable := _unavailable(missing):
            outcome = replace(outcome, failed={**outcome.failed, **unavailable})
            continue
        with progress(len(missing)) as (begin, end):
            new, failed = make_each(missing, keys, cache, pool, begin, end)
        documents |= new
        if failed and keep_going:
            keys = keys or keys_of(jobs)
        outcome = Outcome(
            {name: documents[name] for name in jobs if name in documents},
            keys,
            (outcome.made & same) | new.keys(),
            {**outcome.failed, **failed},
        )
        if not failed or not keep_going:
            return outcome


def kept(keys: Mapping[str, str], cache: Cache | None) -> dict[str, Document]:
    """Return the documents that the cache has, given the keys of their jobs by name."""
    found = {name: cache.read(key) for name, key in keys.items()} if cache else {}
    return {name: document_from(content) for name, content in found.items() if content is not None}


def _unavailable(jobs: Mapping[str, Job]) -> dict[str, str]:
    """Return the names of jobs that need something that is not installed, with the message."""
    missing = {}
    for format, job in {job.format: job for job in jobs.values()}.items():
        try:
            prepare(job)
        except NotInstalled as error:
            missing[format] = str(error)
    return {name: missing[job.format] for name, job in jobs.items() if job.format in missing}


def make_each(
    jobs: Mapping[str, Job],
    keys: Mapping[str, str],
    cache: Cache | None,
    pool: Pool,
    begin: Watch = _ignore,
    end: Watch = _ignore,
) -> tuple[dict[str, Document], dict[str, str]]:
    """Return the documents that jobs make, and the reasons why others failed, by name.

    Each document is kept in the cache as soon as it is made, so that a build that is killed need
    not make it again. `begin` and `end` are called with the name of each.

    Raises:
        Exception: an error in the program.
    """
    from briefing.output.templates import TemplateError

    made, failed = dict[str, Document](), dict[str, str]()
    if not jobs:
        return made, failed
    with pool() as submit:
        # The usual formats are ordered from fast to slow, so start from the end.
        futures = {submit(jobs[name]): name for name in reversed([*jobs])}
        for name, future in _ended(futures, begin):
            end(name)
            try:
                made[name] = document = future.result()
            except (NotMade, NotInstalled, TemplateError, JobFailed) as error:
                failed[name] = str(error)
                continue
            if cache and document.is_portable:
                cache.write(keys[name], document_to_bytes(document))
    return made, failed


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
