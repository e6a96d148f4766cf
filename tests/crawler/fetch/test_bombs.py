"""Answers that are small on the wire and huge in memory, and answers that are huge on the wire: the peak memory of a
process that fetches them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.fetch.zoo.explosive import BODIES

#: Bytes that one answer may cost at its peak, over what the process has anyway. Measured: 127 MB for a body of 30 MB,
#: the largest allowed (its pieces, the body, the record, the record packed); 64 MB for a bomb; 41 MB for tiny chunks.
PEAK = 190 * 1024 * 1024
CHILD = "import sys; from tests.crawler.fetch.zoo.explosive import main; main(sys.argv[1], sys.argv[2])"


def fetched(name: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-c", CHILD, name, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.mark.parametrize("name", BODIES)
def test_memory_is_bounded_and_the_answer_kept(name: str, tmp_path: Path) -> None:
    result = fetched(name, tmp_path)
    assert result["peak"] < PEAK
    assert result["error"] == (None if name == "as large as allowed" else "DownloadCancelledError")
    assert result["truncated"] == ("length" if name.startswith("endless") else None)
