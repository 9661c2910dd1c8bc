"""Read a file from anybody in a process of its own, with limits on its time and memory."""

from collections.abc import Callable
from typing import TypeVar

from briefing.evidence.extracting import LIMITS
from briefing.evidence.kinds import SAVE_AGAIN, NotReadable
from briefing.workers import Failure, Limits, Workers

T = TypeVar("T")


def isolated(
    job: Callable[[], T], if_too_large: str, if_damaged: str = SAVE_AGAIN, limits: Limits = LIMITS
) -> T:
    """Do a job in a process of its own. A library can raise any exception for a malicious file.

    Args:
        job: reads the file.
        if_too_large: what a person can do if the limits are exceeded.
        if_damaged: what a person can do if the job raises an exception.
        limits: the limits on time and memory.

    Raises:
        NotReadable: the job raises this or any other exception, or exceeds the limits.
    """

    def safely() -> T | NotReadable:
        try:
            return job()
        except MemoryError:
            raise
        except NotReadable as error:
            return error
        except Exception:
            return NotReadable("it is damaged", if_damaged)

    with Workers({"file": safely}, 1, limits) as workers:
        ((_, result),) = workers.results(lambda name: None)
    if isinstance(result, Failure):
        raise NotReadable(result.reason, if_too_large)
    if isinstance(result, NotReadable):
        raise result
    return result
