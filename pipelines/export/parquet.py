"""Articles as one Parquet file: the contract's keys as columns, its lists as lists, zstd, in groups of rows."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from crawler.errors import UsageError
from pipelines.export.files import LIST_FILES, Written, write_binary
from pipelines.export.rows import KEYS

#: Rows of a group: what is in memory at once; bodies of about 3 KB make groups of some ten megabytes.
GROUP: Final = 4096
_NUMBERS: Final = ("read_count", "versions")
_CAPTURE: Final = (("captured_at", "text"), ("warc", "text"), ("offset", "number"), ("length", "number"),
                   ("digest", "text"))  # fmt: skip


def write_parquet(objects: Iterable[Mapping[str, Any]], path: Path) -> list[Written]:
    """The objects of the contract to the Parquet file ``path``. Texts and times are strings as in JSON, so that a time
    keeps its offset and a day stays a day. Raises UsageError where pyarrow is not installed."""
    require()
    from pyarrow import Table
    from pyarrow.parquet import ParquetWriter

    schema = _schema()

    def fill(file: IO[bytes]) -> int:
        rows = 0
        with ParquetWriter(file, schema, compression="zstd") as writer:
            for group in _groups(objects):
                writer.write_table(Table.from_pylist(group, schema=schema))
                rows += len(group)
        return rows

    return write_binary(fill, path)


def require() -> None:
    """Raise UsageError where pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401 - only whether it is there
    except ImportError as problem:
        raise UsageError("Parquet needs pyarrow. Install it: pip install 'khotin[parquet]'.") from problem


def _groups(objects: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    rest = iter(objects)
    while group := list(islice(rest, GROUP)):
        yield group


def _schema() -> Any:
    """The Arrow schema of the contract; every column may be null, as those of a hidden article are."""
    import pyarrow as pa

    kinds = {"text": pa.string(), "number": pa.int64()}
    nested = {
        "alternate_urls": pa.list_(pa.string()),
        "tags": pa.list_(pa.string()),
        "published_between": pa.list_(pa.string()),
        "capture": pa.struct([(name, kinds[kind]) for name, kind in _CAPTURE]),
        **{name: pa.list_(pa.struct([(column, pa.string()) for column in columns]))
           for name, columns in LIST_FILES.items() if name != "tags"},
    }  # fmt: skip
    return pa.schema([(key, nested.get(key) or kinds["number" if key in _NUMBERS else "text"]) for key in KEYS])
