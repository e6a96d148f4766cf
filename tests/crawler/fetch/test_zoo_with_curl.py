"""That the zoo says of curl what curl does: the oracle behind ``Kind.curl``."""

import asyncio
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.crawler.fetch.zoo.kind import Kind
from tests.crawler.fetch.zoo.kinds import KINDS
from tests.crawler.fetch.zoo.server import make_certificate, running

#: curl's manners change with its versions; these are the ones that were written down.
VERSION = "curl 7.88."
#: Where curl waits for a close that does not come, although it has the page.
WAITS = {"blank_before_colon", "te_empty", "te_identity"}


def installed() -> str:
    curl = shutil.which("curl")
    return subprocess.run([curl, "-V"], capture_output=True, text=True, check=False).stdout if curl else ""


async def body_of(url: str, kind: Kind, slots: asyncio.Semaphore) -> bytes:
    given = ["-I", "-o", "/dev/null"] if kind.method == "HEAD" else []
    seconds = "2" if kind.ending == "hold" or kind.name in WAITS else "30"
    command = ["curl", "-sk", "--compressed", "--noproxy", "*", "--max-time", seconds, *given, url]
    async with slots:
        curl = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        body, _ = await curl.communicate()
    return body


@pytest.mark.skipif(not installed().startswith(VERSION), reason=f"{VERSION}x is not installed")
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_curl_gives_what_the_zoo_says(scheme: str, tmp_path: Path) -> None:
    async def ask() -> dict[str, bytes]:
        slots = asyncio.Semaphore(6)
        async with running(KINDS, make_certificate(tmp_path / "zoo.pem")) as zoo:
            base = f"{scheme}://127.0.0.1:{zoo.ports[scheme]}/kind"
            kinds = [kind for kind in KINDS if not kind.endless]
            bodies = await asyncio.gather(*(body_of(f"{base}/{kind.name}", kind, slots) for kind in kinds))
        return {kind.name: body for kind, body in zip(kinds, bodies, strict=True)}

    given = asyncio.run(ask())
    assert given == {kind.name: kind.curl_body or b"" for kind in KINDS if not kind.endless}


def test_who_differs_from_curl_says_why() -> None:
    assert [kind.name for kind in KINDS if kind.curl != "body" and not kind.why] == []
