"""Every exception of the project: when it is raised, what it implies, what to do next.

Each carries the process's exit code: 0 ok, 1 error, 2 usage, 3 disk full, 4 invalid configuration,
9 run judged failed, 11 interrupted or lease lost (state kept), 18 rate-limited.
"""


class KhotinError(Exception):
    """Base of all expected failures. The message is one or two sentences for a person: what happened, what to do."""

    exit_code = 1


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
    return "capture_failed" if isinstance(problem, CaptureError) else "store_failed"
