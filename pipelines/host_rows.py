"""Rows of ``hosts`` and ``robots``: pace that holds across processes, and what robots.txt said last. A host's name is
written ``host:NAME``, an address ``address:IP``."""

import json
import time
import uuid
from datetime import datetime
from typing import Final

from crawler.ports import KeptRobots, Ticket
from pipelines.leases import holder_name, is_dead
from pipelines.transactions import Run, timestamp

#: Requests on their way to one address, from all processes.
FLIGHTS: Final = 2
#: Seconds after which a request that was never reported as over counts as over: its process was killed on another
#: machine, or hangs. That of a process of this machine that is no more counts as over at once.
LAPSE: Final = 360.0
#: Seconds until one asks again whose address has two requests on their way, or others waiting before him.
BUSY_WAIT: Final = 0.25
#: Who waits for an address and has not asked for so many seconds has given up or was killed.
LEFT_QUEUE: Final = 2.0
#: No host asks for longer than a day; a hold that lasts longer was written before the clock was set back.
HELD_MAX: Final = 25 * 3600.0
#: No address has its next turn further away than this, in seconds: such a moment was written before the clock was set
#: back, and must not stop us for hours.
TURN_MAX: Final = 60.0


def take_off(run: Run, host: str, address: str, gap: float) -> Ticket:
    """See ``CrawlStore.take_off``."""
    now, left = time.time(), held(run, host)
    if left > 0:
        return Ticket(address, "", left, left)
    row = run.connection.execute(
        "SELECT next_at, flights, queue FROM hosts WHERE name = ?", (f"address:{address}",)
    ).fetchone()
    next_at, flights, queue = (row["next_at"], *map(json.loads, (row["flights"], row["queue"]))) if row else (0, {}, {})
    flights, me = _under_way(flights, now), f"{holder_name()}#{host}"
    queue = {who: asked for who, asked in queue.items() if now - asked[1] < LEFT_QUEUE}
    queue[me] = [queue.get(me, (now,))[0], now]
    start = max(now, next_at) if next_at <= now + TURN_MAX else now
    first = len(flights) < FLIGHTS and min(queue, key=lambda who: queue[who][0]) == me
    ticket = Ticket(address, "", start - now if first and start > now else BUSY_WAIT)
    if first and start <= now:
        ticket = Ticket(address, f"{holder_name()}#{uuid.uuid4().hex[:12]}", 0.0, gap=gap)
        flights[ticket.number] = now + LAPSE
        next_at = now + gap
        del queue[me]
    run.connection.execute(
        "INSERT INTO hosts (name, next_at, flights, queue) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
        " next_at = excluded.next_at, flights = excluded.flights, queue = excluded.queue",
        (f"address:{address}", next_at, json.dumps(flights), json.dumps(queue)),
    )
    return ticket


def sent(run: Run, ticket: Ticket, moment: float) -> None:
    """See ``CrawlStore.sent``."""
    run.connection.execute(
        "UPDATE hosts SET next_at = max(next_at, ?) WHERE name = ?",
        (moment + ticket.gap, f"address:{ticket.address}"),
    )


def _under_way(flights: dict[str, float], now: float) -> dict[str, float]:
    """Those of ``flights`` (number -> end) that are still on their way."""
    return {
        number: end
        for number, end in flights.items()
        if now < end <= now + LAPSE and not is_dead(number.partition("#")[0])
    }


def land(run: Run, ticket: Ticket) -> None:
    """See ``CrawlStore.land``."""
    run.connection.execute(
        "UPDATE hosts SET flights = json_remove(flights, ?) WHERE name = ?",
        (f'$."{ticket.number}"', f"address:{ticket.address}"),
    )


def held(run: Run, host: str) -> float:
    """See ``CrawlStore.held``."""
    row = run.connection.execute("SELECT held_until FROM hosts WHERE name = ?", (f"host:{host}",)).fetchone()
    left = max(0.0, float(row["held_until"]) - time.time()) if row else 0.0
    return left if left <= HELD_MAX else 0.0


def hold(run: Run, host: str, seconds: float, why: str) -> None:
    """See ``CrawlStore.hold``."""
    now = time.time()
    run.connection.execute(  # a hold from before the clock was set back does not count, and must not hide this one
        "INSERT INTO hosts (name, held_until, held_why) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
        " held_until = max(iif(held_until > ?, 0, held_until), excluded.held_until), held_why = excluded.held_why",
        (f"host:{host}", now + seconds, why, now + HELD_MAX),
    )


def robots(run: Run, origin: str) -> KeptRobots | None:
    """See ``CrawlStore.robots``."""
    row = run.connection.execute(
        "SELECT body, fetched_at, status, capture_id FROM robots WHERE origin = ?", (origin,)
    ).fetchone()
    if row is None:
        return None
    return KeptRobots(row["body"], datetime.fromisoformat(row["fetched_at"]), row["status"], row["capture_id"])


def save_robots(run: Run, origin: str, answer: KeptRobots) -> None:
    """See ``CrawlStore.save_robots``."""
    run.connection.execute(
        "INSERT INTO robots (origin, fetched_at, status, body, capture_id) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (origin) DO UPDATE SET fetched_at = excluded.fetched_at, status = excluded.status,"
        " body = excluded.body, capture_id = excluded.capture_id",
        (origin, timestamp(answer.fetched_at), answer.status, answer.text, answer.capture_id),
    )
