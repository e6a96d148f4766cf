"""Every exception of the project: when it is raised, what it implies, what to do next.

Each carries the process's exit code: 0 ok, 1 error, 2 usage, 3 disk full, 4 invalid configuration,
9 run judged failed, 11 interrupted or lease lost (state kept), 18 rate-limited.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from crawler.ports import CrawlSummary

#: Why a crawl ended, as its row in ``crawls`` says it -> exit code; any other end is an error.
EXIT_CODES: Final = {
    "finished": 0, "limit": 0, "time_limit": 0, "size_limit": 0, "window": 0, "imported": 0, "extracted": 0,
    "unreachable": 1, "robots_unreachable": 1, "store_failed": 1, "disk_full": 3, "capture_failed": 3,
    "interrupted": 11, "killed": 11, "lease_lost": 11, "rate_limited": 18,
}  # fmt: skip
JUDGED_FAILED: Final = 9
STOPPED: Final = 11
#: Exit codes of several crawls, the one that a person should look at first coming first.
BY_WEIGHT: Final = (3, 1, 4, 2, 9, 18, 11, 0)


def exit_code(reason: str, judged: str = "unjudged") -> int:
    """The exit code of a crawl that ended for ``reason`` and was judged so: the one in its row, and the process's."""
    return JUDGED_FAILED if judged == "failed" else EXIT_CODES.get(reason, 1)


def heaviest(codes: Iterable[int]) -> int:
    """The most serious of several exit codes, by BY_WEIGHT; 0 where there is none."""
    return min(codes, key=lambda code: BY_WEIGHT.index(code) if code in BY_WEIGHT else 1, default=0)


class KhotinError(Exception):
    """Base of all expected failures. The message is one or two sentences for a person: what happened, what to do.
    ``summary`` is what a crawl had done when this ended it; None where it had not begun."""

    exit_code = 1
    summary: "CrawlSummary | None" = None


class UsageError(KhotinError):
    """The command was called wrongly (unknown site, no contact for a public address). Nothing was done."""

    exit_code = 2


class DiskFullError(KhotinError):
    """The disk of the archive is full or nearly so. The crawl stopped; everything committed before is kept."""

    exit_code = 3


class ConfigurationError(KhotinError):
    """A profile, family or archive.toml is wrong. Names the file and the key; nothing was fetched."""

    exit_code = 4

    def __init__(self, file: str, key: str, problem: str) -> None:
        self.file, self.key, self.problem = file, key, problem
        super().__init__(f"{file}: {key}: {problem}" if key else f"{file}: {problem}")

    def __reduce__(self) -> tuple[type["ConfigurationError"], tuple[str, str, str]]:
        return type(self), (self.file, self.key, self.problem)  # crawls run in child processes


class ArchiveError(KhotinError):
    """The archive folder or database cannot be opened, read or written. Nothing already archived is touched."""


class NewerSchemaError(ArchiveError):
    """archive.db was made by a newer khotin. It is left untouched; install a newer version to open it."""


class UnreachableError(KhotinError):
    """The seed's host does not resolve, refuses, or answers no page. Recorded as an issue; try again later."""


class LeaseHeldError(KhotinError):
    """Another crawl holds this site's lease; says who and until when. This one stops, the other goes on."""

    exit_code = 11


class NothingDueError(KhotinError):
    """A crawl of what is due found nothing to look at: another one was there meanwhile. Nothing was asked for."""

    exit_code = 0


class StoppedError(KhotinError):
    """The crawl was stopped at once, before it could close its books. What was committed is kept; start it again."""

    exit_code = 11


class LeaseLostError(KhotinError):
    """Our lease was taken over while we crawled. We stop at once; the new holder has all committed state."""

    exit_code = 11


class RateLimitedError(KhotinError):
    """A host said "later" (429, 503) again and again; the crawl stopped, all it had is kept. Try again hours later."""

    exit_code = 18


class AddressRefusedError(KhotinError):
    """A private, loopback or otherwise internal address that the seed did not name; the request was not sent."""


class CaptureError(KhotinError):
    """A WARC record could not be written or read. A crawl stops: no row goes in without its evidence."""

    exit_code = 3


def reason_of(problem: KhotinError) -> str:
    """Why a crawl ends that ``problem`` stopped, as its row in ``crawls`` says it."""
    if isinstance(problem, LeaseLostError):
        return "lease_lost"
    if isinstance(problem, DiskFullError):
        return "disk_full"
    if isinstance(problem, RateLimitedError):
        return "rate_limited"
    if isinstance(problem, UnreachableError):
        return "unreachable"
    return "capture_failed" if isinstance(problem, CaptureError) else "store_failed"
