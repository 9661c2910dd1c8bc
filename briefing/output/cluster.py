"""Make documents on a cluster, with Dask: https://distributed.dask.org.

The workers of the cluster do the same jobs as the processes of this machine. They must have the
same version of this program and of its libraries, so that the bytes are the same.
"""

import logging
import warnings
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from briefing.output import installing
from briefing.output.document import Document, NotInstalled
from briefing.output.fingerprint import fingerprint
from briefing.output.job import Job, make
from briefing.workers import JobFailed

if TYPE_CHECKING:
    from briefing.output.making import Submit

_PATIENCE = 10
"""How long to wait for the scheduler, in seconds."""


class ClusterError(Exception):
    """The cluster cannot be used. The message is a sentence that says why."""


def check_installed() -> None:
    """Check that Dask is installed.

    Raises:
        NotInstalled: it is not.
    """
    if not find_spec("distributed"):
        how = installing.command("cluster")
        raise NotInstalled(f"A cluster needs Dask, which is not installed. Install it: {how}")


def make_there(job: Job, expected: str) -> Document:
    """Make the document of a job on a worker whose fingerprint is the `expected` one.

    Raises:
        ClusterError: the worker has another version of the program, a library or a setting.
    """
    if fingerprint() != expected:
        raise ClusterError(
            "A worker of the cluster has another version of briefing or of a library than this "
            "machine. Install the same on each."
        )
    return make(job)


@contextmanager
def on_cluster(address: str) -> Iterator["Submit"]:
    """Do jobs on the workers of the scheduler at `address`, such as `tcp://scheduler:8786`.

    If a worker dies, its jobs are done by others.

    Raises:
        NotInstalled: Dask is not installed here.
        ClusterError: there is no scheduler, or a worker has other versions of the software.
    """
    check_installed()
    from distributed import Client

    # Dask warns of large jobs and of other versions of libraries, and logs what workers do.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            client = Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            reason = str(error).rstrip(".") or type(error).__name__
            raise ClusterError(f"There is no cluster at {address}: {reason}.") from None
        try:
            expected = fingerprint()
            _check(client, address, expected)
            executor = client.get_executor(pure=False)
            yield lambda job: _translated(executor.submit(make_there, job, expected), address)
        finally:
            client.close()


def _translated(inner: "Future[Document]", address: str) -> "Future[Document]":
    """Return a future with the result of another, and errors in the words of this program."""
    from distributed import KilledWorker

    outer: Future[Document] = Future()
    outer.set_running_or_notify_cancel()

    def copy(done: "Future[Document]") -> None:
        try:
            outer.set_result(done.result())
        except KilledWorker:
            outer.set_exception(JobFailed("each worker that tried to make it died"))
        except CancelledError:
            outer.set_exception(ClusterError(f"The connection to {address} was lost."))
        except Exception as error:
            outer.set_exception(error)

    inner.add_done_callback(copy)
    return outer


def _check(client: object, address: str, expected: str) -> None:
    """Check that all workers that have joined have the same software as this machine."""
    found: dict[str, str] = {}
    try:
        found = client.run(fingerprint)  # type: ignore[attr-defined]
    except Exception as error:
        raise ClusterError(
            f"The workers of {address} cannot make briefings: {type(error).__name__}: {error}. "
            "Install the same version of briefing on each."
        ) from None
    others = [name for name, there in found.items() if there != expected]
    if others:
        raise ClusterError(
            f"{len(others)} of {len(found)} workers of {address} have another version of briefing "
            f"or of a library than this machine, such as {others[0]}. Install the same on each."
        )
