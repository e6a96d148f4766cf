"""The bundled sample site crawled once, and copies of that archive for tests that change it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.run import RunOptions, crawl_in_child
from khotin.demo import PROFILE, sample_profile
from khotin.sample.server import serve
from pipelines.export import Filters, export_archive

#: What says when something was looked at and where that is kept, not what it is.
BOOKS = ("first_seen_at", "last_seen_at", "changed_at", "read_count_at", "capture")


@dataclass(frozen=True)
class Sample:
    """An archive of the sample's first day, and the host that the sample was served on."""

    archive: Path
    netloc: str

    def rows(self, archive: Path | None = None) -> dict[str, dict[str, Any]]:
        """The export of an archive (this one's) by identity, without the books."""
        folder = archive or self.archive
        target = folder / "export" / "articles.jsonl"
        export_archive(folder / "archive.db", "jsonl", target, Filters())
        rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
        return {
            f"{row['id_space']}/{row['source_id'] or row['url']}": {
                key: value for key, value in row.items() if key not in (*BOOKS, "id")
            }
            for row in rows
        }

    def give_profile(self, archive: Path) -> None:
        """Write the sample's profile into another archive's ``sites/``."""
        (archive / "sites").mkdir(parents=True)
        text = PROFILE.read_text(encoding="utf-8").replace('"127.0.0.1"', f'"{self.netloc}"')
        (archive / "sites" / "mau.toml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The sample's first day. Not to be written to."""
    archive = tmp_path_factory.mktemp("sample") / "kho"
    with serve() as site:
        crawl_in_child(sample_profile(site), archive, RunOptions(delay=0))
        made = Sample(archive, site.netloc)
    made.give_profile(archive)
    return made


@pytest.fixture
def copy_of_sample(sample: Sample, tmp_path: Path) -> Callable[[], Sample]:
    """Makes an archive like the sample's, to be changed."""

    def copy() -> Sample:
        target = tmp_path / "copy"
        shutil.copytree(sample.archive, target)
        return Sample(target, sample.netloc)

    return copy
