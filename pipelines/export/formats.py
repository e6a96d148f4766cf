"""The formats of articles and what writes each; ``csv`` goes into a folder, the others into a file."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pipelines.export.files import Written, write_csv, write_json, write_jsonl
from pipelines.export.parquet import write_parquet

WRITERS: Final[Mapping[str, Callable[[Iterable[Mapping[str, Any]], Path], list[Written]]]] = {
    "jsonl": write_jsonl,
    "json": write_json,
    "csv": write_csv,
    "parquet": write_parquet,
}
