"""The present as a crawl sees it. A crawl takes its clock from whoever runs it, so that a simulated site can have its
years in minutes; everything that is written, due, retried or kept for a day goes by it."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Clock:
    """Without ``start`` the machine's clock. Else it shows ``start`` (aware) when it is made and goes ``rate`` times as
    fast; pickled it goes on, on the same machine."""

    start: datetime | None = None
    rate: float = 1.0
    _made: float = field(default_factory=time.monotonic)

    def __call__(self) -> datetime:
        """Now, in UTC."""
        if self.start is None:
            return datetime.now(UTC)
        return self.start.astimezone(UTC) + timedelta(seconds=(time.monotonic() - self._made) * self.rate)

    def wait(self, seconds: float) -> float:
        """How many seconds of the event loop pass while this clock goes on by ``seconds``."""
        return seconds / self.rate


#: The machine's own.
MACHINE: Final = Clock()
