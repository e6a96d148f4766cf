"""Responses of many kinds, in records as our writer makes them: pywb gives back each payload from WACZ and CDXJ."""

import base64
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import brotli
import pytest
from click.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from crawler.capture.reader import read_record
from khotin.export import export
from pipelines.schema import open_database

SEEN, LATER = "2026-11-20T03:04:05Z", "2026-11-21T03:04:05Z"
PAGE = "<html><h1>Đoàn Thanh niên ra quân</h1></html>".encode() * 30
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
TRAILER = b"X-Sum: 1\r\n"
HTML, CHUNKED = "Content-Type: text/html; charset=utf-8", "Transfer-Encoding: chunked"


def chunked(body: bytes, trailer: bytes = b"", extension: bytes = b"") -> bytes:
    pieces = [body[at : at + 500] for at in range(0, len(body), 500)]
    return b"".join(b"%x%b\r\n%b\r\n" % (len(p), extension, p) for p in pieces) + b"0\r\n" + trailer + b"\r\n"


def response(body: bytes, *headers: str, start: str = "HTTP/1.1 200 OK") -> bytes:
    return "\r\n".join([start, "Server: thử".encode().decode("latin-1"), *headers, "", ""]).encode("latin-1") + body


def sized(body: bytes, *headers: str, start: str = "HTTP/1.1 200 OK") -> bytes:
    return response(body, *headers, f"Content-Length: {len(body)}", start=start)


#: Kind -> block and the payload, the body without chunks.
KINDS: dict[str, tuple[bytes, bytes]] = {
    "plain": (sized(PAGE, HTML), PAGE),
    "query": (sized(PAGE + b"q", HTML), PAGE + b"q"),
    "gzip": (sized(gzip.compress(PAGE), HTML, "Content-Encoding: gzip"), gzip.compress(PAGE)),
    "deflate": (sized(zlib.compress(PAGE), HTML, "Content-Encoding: deflate"), zlib.compress(PAGE)),
    "br": (sized(brotli.compress(PAGE), HTML, "Content-Encoding: br"), brotli.compress(PAGE)),
    "chunked": (response(chunked(PAGE), HTML, CHUNKED), PAGE),
    "extensions": (response(chunked(PAGE, extension=b";a=1"), HTML, CHUNKED), PAGE),
    "gzip-chunked": (
        response(chunked(gzip.compress(PAGE)), HTML, "Content-Encoding: gzip", CHUNKED), gzip.compress(PAGE),
    ),
    "trailers": (response(chunked(PAGE, TRAILER), HTML, CHUNKED), PAGE),
    "close": (response(PAGE, HTML, start="HTTP/1.0 200 OK"), PAGE),
    "404": (sized(b"<h1>404</h1>", HTML, start="HTTP/1.1 404 Not Found"), b"<h1>404</h1>"),
    "301": (sized(b"", "Location: /plain", start="HTTP/1.1 301 Moved Permanently"), b""),
    "image.png": (sized(PNG, "Content-Type: image/png"), PNG),
    "bai.pdf": (sized(b"%PDF-1.4\n" + PNG, "Content-Type: application/pdf"), b"%PDF-1.4\n" + PNG),
    "odd-head": (sized(PAGE, HTML, "no colon", "X-Fold: a", "\tb", "Name : x"), PAGE),
    "long-head": (sized(PAGE, HTML, *(f"X-{n}: {'y' * 1000}" for n in range(60))), PAGE),
}  # fmt: skip


def record(kind: str, url: str, block: bytes, moment: str, *fields: str) -> bytes:
    message = "request" if kind == "request" else "response"
    head = [
        "WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:{uuid4()}>", f"WARC-Date: {moment}",
        f"WARC-Target-URI: {url}", f"Content-Type: application/http;msgtype={message}",
        *fields, f"Content-Length: {len(block)}", "", "",
    ]  # fmt: skip
    return gzip.compress("\r\n".join(head).encode() + block + b"\r\n\r\n")


def url_of(kind: str) -> str:
    return f"http://doan.example/{kind}" + ("?id=9560&x=a%20b" if kind == "query" else "")


class Kinds:
    """An archive with one capture of each kind, and one revisit of each kind with a payload a day later."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.warc = folder, folder / "warc" / "khotin-thu-1.warc.gz"
        self.warc.parent.mkdir(parents=True)
        self.db = open_database(folder / "archive.db")
        self.db.conn.execute("INSERT INTO sites (slug, name, url) VALUES ('thu', 'Thử', 'http://doan.example/')")
        for kind, (block, payload) in KINDS.items():
            first = self.add(kind, "response", block, payload, SEEN)
            if payload:
                self.add(kind, "revisit", block.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", payload, LATER, first)
        self.db.conn.commit()

    def add(self, kind: str, what: str, block: bytes, payload: bytes, moment: str, refers: int | None = None) -> int:
        url = url_of(kind)
        digest = f"sha1:{base64.b32encode(hashlib.sha1(payload).digest()).decode()}"
        fields = [f"WARC-Payload-Digest: {digest}"]
        if refers:
            fields += ["WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
                       f"WARC-Refers-To-Target-URI: {url}", f"WARC-Refers-To-Date: {SEEN}"]  # fmt: skip
        offset = self.warc.stat().st_size if self.warc.exists() else 0
        with self.warc.open("ab") as file:
            length = file.write(record(what, url, block, moment, *fields))
            file.write(record("request", url, b"GET / HTTP/1.1\r\n\r\n", moment))
        status, media = int(block.split(b" ", 2)[1]), "image/png" if kind == "image.png" else "text/html"
        cursor = self.db.conn.execute(
            "INSERT INTO captures (site_id, url, captured_at, status, media_type, warc, offset, length, digest,"
            " record_type, refers_to) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (url, moment, status, media, self.warc.name, offset, length, digest, what, refers),
        )
        return int(cursor.lastrowid or 0)

    def place(self, kind: str, what: str) -> tuple[Path, int]:
        sql = "SELECT offset FROM captures WHERE url = ? AND record_type = ?"
        return self.warc, self.db.conn.execute(sql, (url_of(kind), what)).fetchone()[0]


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Kinds:
    made = Kinds(tmp_path_factory.mktemp("kinds"))
    for form in ("wacz", "cdxj"):
        options = ["--format", form, "--archive", str(made.folder), "--output", str(made.folder / f"kho.{form}")]
        assert CliRunner().invoke(export, options).exit_code == 0
    return made


@pytest.fixture(scope="module")
def served(kinds: Kinds, pywb: Any) -> Iterator[Any]:
    with pywb(kinds.folder / "kho.wacz", kinds.folder / "kho.cdxj", kinds.folder / "warc") as server:
        yield server


def test_the_package_is_valid(kinds: Kinds, tool: Any) -> None:
    done = tool("wacz", "validate", "-f", str(kinds.folder / "kho.wacz"))
    assert done.returncode == 0
    assert "the passed WACZ is valid" in done.stdout


@pytest.mark.parametrize("collection", ["goi", "kho"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "trailers"])
def test_what_was_captured_is_served(kinds: Kinds, served: Any, collection: str, kind: str) -> None:
    ours = read_record(*kinds.place(kind, "response"))
    back = served.get(collection, "20261120030405", url_of(kind))
    assert (back.status, back.body) == (ours.status, ours.body)
    assert "20 Nov 2026" in back.headers["memento-datetime"]


@pytest.mark.parametrize("collection", ["goi", "kho"])
@pytest.mark.parametrize("kind", [kind for kind, (_, payload) in KINDS.items() if payload and kind != "trailers"])
def test_a_revisit_is_served_with_its_payload(kinds: Kinds, served: Any, collection: str, kind: str) -> None:
    ours = read_record(*kinds.place(kind, "revisit"), original=kinds.place(kind, "response"))
    back = served.get(collection, "20261121030405", url_of(kind))
    assert (back.status, back.body) == (ours.status, ours.body)
    assert ours.body
    assert "21 Nov 2026" in back.headers["memento-datetime"]


def test_chunk_trailers_are_read_as_body_by_warcio_not_by_us(kinds: Kinds, served: Any) -> None:
    warc, offset = kinds.place("trailers", "response")
    assert read_record(warc, offset).body == PAGE
    with warc.open("rb") as file:
        file.seek(offset)
        record = next(iter(ArchiveIterator(BytesIO(file.read()))))
        theirs = record.content_stream().read()
    assert theirs.startswith(PAGE)
    assert theirs != PAGE  # if this ever fails, warcio reads trailers rightly: then move the kind to the others
    assert served.get("goi", "20261120030405", url_of("trailers")).body == theirs
