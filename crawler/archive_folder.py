"""The folder of an archive, made where there is none."""

from pathlib import Path

from crawler.errors import ArchiveError


def make_folder(archive: Path) -> None:
    """``archive`` with its ``warc/``. Raises ArchiveError where it cannot be made."""
    try:
        (archive / "warc").mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise ArchiveError(
            f"The archive folder {archive} cannot be written: {problem.strerror}. Choose another with --archive, or "
            "change its owner or mode."
        ) from problem
