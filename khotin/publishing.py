"""The copy for the public, kept up to date while it is read: made in a process of its own, then put before readers."""

import asyncio
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from crawler.errors import ArchiveError
from khotin.publication import copy_of, is_current, may_be_shown
from publish.application import make_datasette
from publish.editions import Editions

#: How often it is looked at whether something was hidden, in seconds.
_LOOK: Final = 2.0


@dataclass(slots=True)
class Publishing:
    """``refresh``: seconds between two copies of an archive that changes; ``sql``: see ``make_datasette``. ``editions``
    show each copy; None where other processes do. ``mask``: without telephone numbers and e-mail addresses."""

    archive: Path
    refresh: float
    sql: bool | None = None
    editions: Editions | None = None
    mask: bool = False
    _made: float = 0.0

    @property
    def database(self) -> Path:
        """The copy that readers see."""
        return copy_of(self.archive)

    async def begin(self) -> None:
        """Publish the copy there is; make one before, where there is none or it tells what was withdrawn since.
        ArchiveError where none can be made."""
        if not await asyncio.to_thread(self._may_be_shown):
            await self._make()
        await self._publish()

    async def follow(self) -> None:
        """Without end: make the copy anew where the archive has changed and ``refresh`` has passed, at once where
        something was hidden or a site's rights changed. A copy that fails is tried again; readers keep the last."""
        clock = asyncio.get_running_loop().time
        self._made = clock() - self.refresh  # the copy of the start may be old
        while True:
            try:
                due = clock() - self._made >= self.refresh and not await asyncio.to_thread(is_current, self.archive)
                if due or not await asyncio.to_thread(self._may_be_shown):
                    await self._make()
                    await self._publish()
                    self._made = clock()
            except (ArchiveError, OSError) as problem:
                click.echo(f"khotin: {_now()} the copy stays as it is: {problem}", err=True)
                self._made = clock()
            await asyncio.sleep(_LOOK)

    def _may_be_shown(self) -> bool:
        return may_be_shown(self.archive, mask=self.mask)

    async def _make(self) -> None:
        command = [sys.executable, "-m", "khotin.publication", str(self.archive)]
        command += ["--mask"] if self.mask else []
        process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
        try:
            _, said = await process.communicate()
        except asyncio.CancelledError:
            process.kill()
            await process.wait()
            raise
        if process.returncode:
            why = said.decode(errors="replace").strip().rpartition("\n")[2]
            raise ArchiveError(f"No copy for the public could be made in {self.database.parent}: {why}")

    async def _publish(self) -> None:
        if self.editions is not None:
            await self.editions.publish(make_datasette(self.database, sql=self.sql))


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
