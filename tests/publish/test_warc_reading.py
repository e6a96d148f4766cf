"""A captured file's bytes come back as the server meant them; damage is an error of its own kind, never another."""

import gzip
import zlib
from pathlib import Path

import pytest

from publish import warc
from publish.warc import UnreadableRecordError, image_type, read_payload

BODY = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9


def stored(tmp_path: Path, block: bytes, kind: str = "response", compress: bool = True) -> tuple[Path, int, int]:
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nContent-Length: {len(block)}\r\n\r\n".encode()
    record = head + block + b"\r\n\r\n"
    record = gzip.compress(record) if compress else record
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"before" + record + b"after")
    return path, 6, len(record)


@pytest.mark.parametrize("compress", [True, False])
@pytest.mark.parametrize(
    "message",
    [
        b"Content-Type: Image/PNG; x=y\r\n\r\n" + BODY,
        b"content-type:image/png\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n" + BODY[:5] + b"\r\n"
        + f"{len(BODY) - 5:X};x=1\r\n".encode() + BODY[5:] + b"\r\n0\r\n\r\n",
        b"Content-Type: image/png\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(BODY),
        b"Content-Type: image/png\r\nContent-Encoding: deflate\r\n\r\n" + zlib.compress(BODY),
    ],
)  # fmt: skip
def test_bodies(tmp_path: Path, message: bytes, compress: bool) -> None:
    payload = read_payload(*stored(tmp_path, b"HTTP/1.1 200 OK\r\n" + message, compress=compress))
    assert payload.body == BODY
    assert payload.media_type == "image/png"


def test_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, offset, length = stored(tmp_path, b"HTTP/1.1 200 OK\r\n\r\n" + BODY)
    for place in [
        (tmp_path / "none", 0, 9),
        (path, 0, length),
        (path, offset, 30),
        (path, offset, 0),
        (path, 10**9, 9),
    ]:
        with pytest.raises(UnreadableRecordError):
            read_payload(*place)
    with pytest.raises(UnreadableRecordError):
        read_payload(*stored(tmp_path, b"HTTP/1.1 200 OK\r\n\r\n" + BODY, kind="request"))
    with pytest.raises(UnreadableRecordError):
        read_payload(*stored(tmp_path, b"no HTTP at all"))
    monkeypatch.setattr(warc, "MAX_BYTES", 100)
    with pytest.raises(UnreadableRecordError):
        read_payload(path, offset, length)


def test_an_image_is_known_by_its_bytes() -> None:
    assert image_type(BODY) == "image/png"
    assert image_type(b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert image_type(b"GIF89a") == "image/gif"
    assert image_type(b"RIFF\0\0\0\0WEBP") == "image/webp"
    assert image_type(b"<svg xmlns=") is None
    assert image_type(b"<html>") is None
    assert image_type(b"") is None


def test_a_file_is_found_while_it_grows_and_when_it_is_closed(tmp_path: Path) -> None:
    path, offset, length = stored(tmp_path, b"HTTP/1.1 200 OK\r\n\r\n" + BODY)
    growing = path.rename(path.with_name(path.name + ".open"))
    assert read_payload(path, offset, length).body == read_payload(growing, offset, length).body == BODY
    growing.rename(path)
    assert read_payload(growing, offset, length).body == BODY


@pytest.mark.parametrize("message", [gzip.compress(b"\0" * 50_000_000), b"\0" * 50_000_000])
def test_a_bomb_is_not_unpacked(tmp_path: Path, message: bytes) -> None:
    place = stored(tmp_path, b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + message)
    with pytest.raises(UnreadableRecordError, match="more than"):
        read_payload(*place)
