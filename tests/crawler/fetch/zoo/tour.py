"""A walk through the zoo: every kind asked for, each with a probe behind it on the same pool."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crawler.profile_files import for_url
from tests.crawler.fetch.zoo.kind import Kind
from tests.crawler.fetch.zoo.kinds import KINDS
from tests.crawler.fetch.zoo.rig import Outcome, Record, Rig, rigged
from tests.crawler.fetch.zoo.server import Served, ZooServer

#: For kinds that have no end, by how they are ended.
LIMITS: dict[str | None, dict[str, Any]] = {
    "time": {"DOWNLOAD_TIMEOUT": 2.0, "DOWNLOAD_TOTAL_TIMEOUT": 2.5},
    "length": {"DOWNLOAD_MAXSIZE": 200_000},
}


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
    """All visits over one scheme, by kind."""

    visits: dict[str, Visit]
    connections: int


async def visit(rig: Rig, base: str, kind: Kind) -> tuple[Outcome, Outcome]:
    outcome = await rig.fetch(f"{base}/kind/{kind.name}", kind.method)
    if kind.late:
        await asyncio.sleep(0.1)
    return outcome, await rig.fetch(f"{base}/probe/{kind.name}")


async def walk(zoo: ZooServer, base: str, folder: Path, kinds: Sequence[Kind], limits: dict[str, Any]) -> list[Visit]:
    """The kinds one after another over one pool, as a crawl does."""
    folder.mkdir(parents=True)
    netloc = base.partition("//")[2]
    async with rigged(folder, replace(for_url(f"{base}/"), hosts=(netloc,)), **limits) as rig:
        seen = [await visit(rig, base, kind) for kind in kinds]
        records = rig.records()
    return [
        Visit(kind, outcome, zoo.served[f"/kind/{kind.name}"], records.get(outcome.url, []), probe, folder)
        for kind, (outcome, probe) in zip(kinds, seen, strict=True)
    ]


async def tour(zoo: ZooServer, scheme: str, folder: Path) -> Tour:
    """All kinds; those that are waited for side by side, each with handlers of its own."""
    base = f"{scheme}://127.0.0.1:{zoo.ports[scheme]}"
    waiting = [
        walk(zoo, base, folder / scheme / kind.name, [kind], LIMITS[kind.truncated] if kind.limited else {})
        for kind in KINDS
        if kind.limited or kind.pause
    ]
    quick = [kind for kind in KINDS if not kind.limited and not kind.pause]
    done = await asyncio.gather(walk(zoo, base, folder / scheme / "quick", quick, {}), *waiting)
    return Tour({one.kind.name: one for visits in done for one in visits}, zoo.connections)
