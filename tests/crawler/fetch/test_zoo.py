"""Byte identity: every kind of odd response, over http and https, through the real handler into a real WARC; behind
each a probe on the same pool, whose page must be its own."""

import asyncio
import base64
import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader

from crawler.capture.reader import read_record
from crawler.ports import CaptureRecord
from tests.crawler.fetch.zoo.kind import PAGE, Kind
from tests.crawler.fetch.zoo.kinds import BY_NAME, KINDS
from tests.crawler.fetch.zoo.server import make_certificate, running
from tests.crawler.fetch.zoo.tour import LIMITS, Tour, tour

#: Nothing at all came: there is an error to report, but no exchange to keep.
NOTHING_CAME = {"early_close", "early_reset", "silence"}
#: What warcio 1.8 and fastwarc 2.0 read wrongly when they parse HTTP; records and block digests are right in all.
WARCIO_CANNOT = {
    "chunk_bare_lf", "chunk_case", "chunk_mixed_lf", "chunk_trailers", "crlf_first", "gzip_as_transfer", "status_tab",
    "two_lf_first",
}  # fmt: skip
FASTWARC_CANNOT = {
    "bare_lf", "bare_lf_crlf_end", "chunk_bare_lf", "chunk_extensions", "chunk_lie", "crlf_first", "gzip_as_transfer",
    "header_110k", "header_60k", "icy", "mixed_lf", "protocol_lower_case", "protocol_no_version", "status_tab",
    "te_unknown", "two_blanks",
}  # fmt: skip


@pytest.fixture(scope="module", params=["http", "https"])
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    folder = tmp_path_factory.mktemp("zoo")
    certificate = make_certificate(folder / "zoo.pem")

    async def all_of_it() -> Tour:
        async with running(KINDS, certificate) as zoo:
            return await tour(zoo, request.param, folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(certificate))
        yield asyncio.run(all_of_it())


def digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def pick(condition: Callable[[Kind], bool | str | bytes | None]) -> list[str]:
    return [kind.name for kind in KINDS if condition(kind)]


@pytest.mark.parametrize("name", pick(lambda kind: kind.name not in NOTHING_CAME and not kind.endless))
def test_the_warc_holds_what_crossed_the_wire(seen: Tour, name: str) -> None:
    one = seen.visits[name]
    assert one.answer.block == one.kind.final
    extras = [r.block for r in one.of("metadata") if r.headers["Content-Type"] != "application/warc-fields"]
    assert extras == [part for part in (one.kind.interim, one.kind.excess, one.kind.late) if part]
    assert [record.block for record in one.of("request")] == [one.served[-1].request]
    assert bytes(one.served[-1].sent) == one.kind.wire
    assert one.answer.headers.get("WARC-Truncated") == one.kind.truncated
    assert one.answer.headers["WARC-IP-Address"] == "127.0.0.1"


@pytest.mark.parametrize("name", pick(lambda kind: kind.endless))
def test_what_never_ends_is_cut_and_kept_up_to_there(seen: Tour, name: str) -> None:
    one = seen.visits[name]
    extras = [r.block for r in one.of("metadata") if r.headers["Content-Type"] != "application/warc-fields"]
    came = b"".join((*extras, one.answer.block))
    assert bytes(one.served[-1].sent).startswith(came)
    assert len(came) > (LIMITS["length"]["DOWNLOAD_MAXSIZE"] if one.kind.truncated == "length" else len(one.kind.final))
    assert len(came) < 1_000_000
    assert one.answer.headers["WARC-Truncated"] == one.kind.truncated
    assert one.outcome.response is None


@pytest.mark.parametrize("name", sorted(NOTHING_CAME))
def test_where_nothing_came_there_is_an_error_and_no_capture(seen: Tour, name: str) -> None:
    one = seen.visits[name]
    assert one.outcome.error is not None
    assert (one.outcome.capture, one.records) == (None, [])


@pytest.mark.parametrize("name", BY_NAME)
def test_the_next_page_is_its_own(seen: Tour, name: str) -> None:
    probe = seen.visits[name].probe
    assert probe.response is not None, probe.error
    assert probe.response.body == f"probe /probe/{name}".encode()


@pytest.mark.parametrize("name", pick(lambda kind: kind.body is not None and not kind.truncated and not kind.half))
def test_the_page_reaches_extraction(seen: Tour, name: str) -> None:
    one = seen.visits[name]
    assert one.outcome.response is not None, one.outcome.error
    assert one.outcome.response.status == one.kind.status
    assert one.outcome.response.body == one.kind.body


@pytest.mark.parametrize("name", pick(lambda kind: kind.body is not None and not kind.truncated))
def test_the_same_page_is_read_back_out_of_the_warc(seen: Tour, name: str) -> None:
    one = seen.visits[name]
    assert one.outcome.capture is not None
    back = read_record(one.folder / "warc" / one.outcome.capture.warc, one.outcome.capture.offset)
    assert back.status == one.kind.status
    assert back.body == (PAGE if name == "gzip_as_transfer" else one.kind.body)  # there the reader does more


@pytest.mark.parametrize("name", pick(lambda kind: kind.truncated or kind.body is None or kind.half))
def test_half_a_page_and_no_http_are_errors(seen: Tour, name: str) -> None:
    one = seen.visits[name]
    assert one.outcome.response is None
    assert one.outcome.error is not None
    assert name in NOTHING_CAME or one.outcome.capture is not None


@pytest.mark.parametrize("name", pick(lambda kind: kind.name not in NOTHING_CAME))
def test_digests_are_those_of_block_and_payload(seen: Tour, name: str) -> None:
    one = seen.visits[name]
    assert all(record.block_digest for record in one.records)
    assert all(record.headers["WARC-Block-Digest"] == digest(record.block) for record in one.records)
    if one.kind.body is not None:
        assert one.answer.headers["WARC-Payload-Digest"] == digest(one.kind.entity)
        assert one.outcome.capture is not None
        assert one.outcome.capture.digest == digest(one.kind.entity)


def open_warc(folder: Path, capture: CaptureRecord) -> BinaryIO:
    """The capture's file, where its record begins."""
    file = (folder / "warc" / capture.warc).open("rb")
    file.seek(capture.offset)
    return file


def read_by_warcio(file: BinaryIO) -> tuple[str, bytes]:
    record = next(ArchiveIterator(file))
    stream = record.raw_stream
    if record.http_headers.get_header("transfer-encoding") == "chunked":
        stream = ChunkedDataReader(stream)
    return record.http_headers.get_statuscode(), b"".join(iter(stream.read, b""))


def read_by_fastwarc(file: BinaryIO) -> tuple[str, bytes]:
    record = next(iter(FastIterator(file, auto_decode="transfer")))
    return str(record.http_headers.status_code), record.reader.read()


@pytest.mark.parametrize(("reader", "cannot"), [(read_by_warcio, WARCIO_CANNOT), (read_by_fastwarc, FASTWARC_CANNOT)])
def test_foreign_readers_find_status_and_payload(
    seen: Tour, reader: Callable[[BinaryIO], tuple[str, bytes]], cannot: set[str]
) -> None:
    """The payload's digest is that of the body without its chunks (ISO 28500:2017). Both readers' own check hashes the
    chunks along with it, so what is compared is what they read once they have taken the chunks off."""
    wrong = set()
    for name, one in seen.visits.items():
        capture = one.outcome.capture
        if not one.kind.status or one.kind.truncated or capture is None:
            continue
        found = None
        with suppress(AttributeError, ValueError, OSError, StopIteration), open_warc(one.folder, capture) as file:
            found = reader(file)
        if found is None or (found[0], digest(found[1])) != (str(one.kind.status), capture.digest):
            wrong.add(name)
    assert wrong <= cannot


def test_nine_of_ten_reach_extraction_as_curl_gives_them(seen: Tour) -> None:
    """Also of the answers that break off: what came of them is read when the whole does not come."""
    wanted = [one for one in seen.visits.values() if one.kind.curl_body is not None]
    read = [(one, one.outcome.response or one.outcome.half) for one in wanted]
    same = [one for one, answer in read if answer is not None and answer.body == one.kind.curl_body]
    assert len(KINDS) >= 65
    assert len(same) >= 0.9 * len(wanted), sorted(one.kind.name for one in wanted if one not in same)


def test_clean_connections_are_used_again(seen: Tour) -> None:
    assert seen.connections < len(seen.visits) * 1.2
