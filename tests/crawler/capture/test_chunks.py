"""Chunks are taken off a capture as they were taken off the wire, whatever a server sent."""

import random

import pytest

from crawler.capture.block import payload_of
from crawler.capture.chunks import LINE_LIMIT, ChunkReader, NotChunkedError, unchunked
from tests.crawler.fetch.test_message_properties import FINITE, mutated, read

HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("chunked", "body"),
    [
        (b"5\r\nabcde\r\nffffffffffffffff\r\nxyz", b"abcde"),
        (b"5\r\nabcde\r\nffffffffffffffffffffffff\r\nxyz", b"abcde"),
        (b"5\r\nabcde\r\nfffffffffffffff\r\nxyz", b"abcdexyz"),
        (b"5\r\nabcde\r\n\r\n\r\n2\r\nfg\r\n0\r\n\r\n", b"abcdefg"),
        (b"0" * 300 + b"5\r\nabcde\r\n" + b"0" * 300 + b"\r\n\r\n", b"abcde"),
        (b"5\r\nabcde\r\n2;" + b"x" * LINE_LIMIT + b"\r\nfg\r\n0\r\n\r\n", b"abcde"),
        (b"ba-mien.html", b"ba-mien.html"),
        (b"<p>5\r\nabcde", b"<p>5\r\nabcde"),
        (b"", b""),
    ],
)
def test_a_captures_chunks(chunked: bytes, body: bytes) -> None:
    assert unchunked(chunked) == body
    assert payload_of(HEAD + chunked).body == body
    assert read(HEAD + chunked, [], "GET").payload == body
    assert read(HEAD + chunked, list(range(len(HEAD + chunked))), "GET").payload == body


@pytest.mark.parametrize("seed", range(20))
def test_a_capture_is_read_as_the_answer_was(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(60):
        wire = mutated(dice, mutated(dice, dice.choice(FINITE).wire))
        live = read(wire, [], "GET")
        if live.head_length:
            again = payload_of(live.received)
            assert (again.status, again.body) == (live.status, live.payload), wire


def test_a_size_that_comes_a_byte_at_a_time() -> None:
    reader = ChunkReader()
    for number in b" \t5 ;x\r\nabcde\r\n0\r\n\r\n":
        reader.feed(bytes([number]))
    assert (bytes(reader.body), reader.done) == (b"abcde", True)
    with pytest.raises(NotChunkedError):
        ChunkReader().feed(b"5 MB")


def test_a_switch_that_nobody_asked_for_has_its_status() -> None:
    wire = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x05hello"
    live = read(wire, [], "GET")
    assert (live.status, live.payload, live.reusable) == (101, b"\x81\x05hello", False)
    assert payload_of(wire)[::2] == (101, b"\x81\x05hello")
