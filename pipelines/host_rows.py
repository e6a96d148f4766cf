"""Rows of ``hosts`` and ``robots``: pace that holds across processes, and what robots.txt said last."""

import json
import time
import uuid
from datetime import datetime
from typing import Final

from crawler.ports import KeptRobots, Ticket
from pipelines.transactions import Run, timestamp

#: Requests on their way to one address, from all processes.
FLIGHTS: Final = 2
#: Seconds after which a request that was never reported as over (its process was killed) counts as over.
LAPSE: Final = 360.0
#: Seconds until one asks again whose address has two requests on their way.
BUSY_WAIT: Final = 0.25


def take_off(run: Run, host: str, address: str, gap: float) -> Ticket:
    """See ``CrawlStore.take_off``."""
    now = time.time()
    row = run.connection.execute(
        "SELECT next_at, flights, held_until FROM hosts WHERE name = ?", (f"address:{address}",)
    ).fetchone()
    next_at: float = row["next_at"] if row else 0.0
    under_way: dict[str, float] = json.loads(row["flights"]) if row else {}
    flights = {number: until for number, until in under_way.items() if until > now}
    if len(flights) >= FLIGHTS:
        return Ticket(address, "", BUSY_WAIT)
    start = max(now, next_at, held_until(run, host))
    number = uuid.uuid4().hex[:12]
    flights[number] = start + LAPSE
    run.connection.execute(
        "INSERT INTO hosts (name, next_at, flights) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at, flights = excluded.flights",
        (f"address:{address}", start + gap, json.dumps(flights)),
    )
    return Ticket(address, number, start - now)


def land(run: Run, ticket: Ticket) -> None:
    """See ``CrawlStore.land``."""
    run.connection.execute(
        "UPDATE hosts SET flights = json_remove(flights, ?) WHERE name = ?",
        (f'$."{ticket.number}"', f"address:{ticket.address}"),
    )


def held_until(run: Run, host: str) -> float:
    """Until when (Unix seconds) a host is to be left alone; 0 where it is not."""
    row = run.connection.execute("SELECT held_until FROM hosts WHERE name = ?", (f"host:{host}",)).fetchone()
    return float(row["held_until"]) if row else 0.0


def hold(run: Run, host: str, seconds: float, why: str) -> None:
    """See ``CrawlStore.hold``."""
    run.connection.execute(
        "INSERT INTO hosts (name, held_until, held_why) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
        " held_until = max(held_until, excluded.held_until), held_why = excluded.held_why",
        (f"host:{host}", time.time() + seconds, why),
    )


def robots(run: Run, origin: str) -> KeptRobots | None:
    """See ``CrawlStore.robots``."""
    row = run.connection.execute("SELECT body, fetched_at FROM robots WHERE origin = ?", (origin,)).fetchone()
    return KeptRobots(row["body"], datetime.fromisoformat(row["fetched_at"])) if row else None


def save_robots(run: Run, origin: str, status: int, text: str, now: datetime) -> None:
    """See ``CrawlStore.save_robots``."""
    run.connection.execute(
        "INSERT INTO robots (origin, fetched_at, status, body) VALUES (?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE SET"
        " fetched_at = excluded.fetched_at, status = excluded.status, body = excluded.body",
        (origin, timestamp(now), status, text),
    )
