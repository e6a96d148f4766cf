"""A walk through the zoo: every kind asked for, each with a probe behind it on the same pool."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.profile_files import for_url
from tests.crawler.fetch.zoo.kind import Kind
from tests.crawler.fetch.zoo.kinds import KINDS
from tests.crawler.fetch.zoo.rig import Outcome, Record, Rig, rigged
from tests.crawler.fetch.zoo.server import Served, ZooServer

#: Asked one after another over one pool, nearly as a crawl does; and all at once.
ORDERLY, CROWD = "orderly", "crowd"
LIMITS = {"DOWNLOAD_TIMEOUT": 0.5, "DOWNLOAD_TOTAL_TIMEOUT": 0.8, "DOWNLOAD_MAXSIZE": 200_000}


@dataclass
class Visit:
    """One kind asked for over one scheme: what became of it, what the server saw, what lies in the WARC, the probe."""

    kind: Kind
    outcome: Outcome
    served: list[Served]
    records: list[Record]
    probe: Outcome
    folder: Path

    def of(self, *types: str) -> list[Record]:
        return [record for record in self.records if record.kind in types]

    @property
    def answer(self) -> Record:
        """The record of the final message."""
        (record,) = self.of("response", "resource")
        return record


@dataclass
class Tour:
    """All visits over one scheme, by round and kind."""

    visits: dict[tuple[str, str], Visit]
    connections: int


async def visit(rig: Rig, base: str, kind: Kind, way: str) -> tuple[Kind, Outcome, Outcome]:
    outcome = await rig.fetch(f"{base}/kind/{kind.name}/{way}", kind.method)
    if kind.late:
        await asyncio.sleep(0.1)
    return kind, outcome, await rig.fetch(f"{base}/probe/{kind.name}/{way}")


async def orderly(rig: Rig, base: str) -> list[tuple[Kind, Outcome, Outcome]]:
    return [await visit(rig, base, kind, ORDERLY) for kind in KINDS if not kind.limited]


async def crowd(rig: Rig, base: str) -> list[tuple[Kind, Outcome, Outcome]]:
    places = asyncio.Semaphore(16)

    async def one(kind: Kind) -> tuple[Kind, Outcome, Outcome]:
        async with places:
            return await visit(rig, base, kind, CROWD)

    return await asyncio.gather(*(one(kind) for kind in KINDS if not (kind.limited or kind.late)))


async def limited(rig: Rig, base: str) -> list[tuple[Kind, Outcome, Outcome]]:
    return await asyncio.gather(*(visit(rig, base, kind, ORDERLY) for kind in KINDS if kind.limited))


async def tour(zoo: ZooServer, scheme: str, folder: Path) -> Tour:
    netloc = f"127.0.0.1:{zoo.ports[scheme]}"
    base = f"{scheme}://{netloc}"
    profile = replace(for_url(f"{base}/"), hosts=(netloc,))
    visits = {}
    rounds = ((orderly, {}), (crowd, {}), (limited, LIMITS))
    for walk, settings in rounds:
        place = folder / scheme / walk.__name__
        place.mkdir(parents=True)
        async with rigged(place, profile, **settings) as rig:
            seen = await walk(rig, base)
            records = rig.records()
        for kind, outcome, probe in seen:
            target = outcome.url.removeprefix(base)
            found = Visit(kind, outcome, zoo.served[target], records.get(outcome.url, []), probe, place)
            visits[target.rpartition("/")[2], kind.name] = found
    return Tour(visits, zoo.connections)
