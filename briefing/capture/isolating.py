"""Read a file from anybody in a process of its own, with limits on its time and memory."""

from collections.abc import Callable
from typing import TypeVar

from briefing.evidence.extracting import LIMITS
from briefing.evidence.kinds import SAVE_AGAIN, NotReadable
from briefing.workers import JobFailed, Limits, Workers

T = TypeVar("T")


def isolated(
    job: Callable[[], T], if_too_large: str, if_damaged: str = SAVE_AGAIN, limits: Limits = LIMITS
) -> T:
    """Do a job in a process of its own. A library can raise any exception for a malicious file.

    Args:
        job: reads the file. It must be picklable, such as a `functools.partial`.
        if_too_large: what a person can do if the limits are exceeded.
        if_damaged: what a person can do if the job raises an exception.
        limits: the limits on time and memory.

    Raises:
        NotReadable: the job raises this or any other exception, or exceeds the limits.
    """
    with Workers(1, limits) as workers:
        try:
            return workers.submit(job).result()
        except JobFailed as error:
            raise NotReadable(str(error), if_too_large) from None
        except NotReadable:
            raise
        except Exception:
            raise NotReadable("it is damaged", if_damaged) from None
