"""What holds of the message reader for any bytes, in any pieces: no byte is lost, no cut matters, nothing is raised;
and h11's own framing on clean input. Seeded, so that each run is the same."""

import random
from itertools import pairwise

import h11
import pytest

from crawler.fetch.message import MessageReader
from tests.crawler.fetch.zoo.kind import PAGE, Kind, sized
from tests.crawler.fetch.zoo.kinds import KINDS

LIMIT = 30 * 1024 * 1024
FINITE = [kind for kind in KINDS if not kind.endless and len(kind.wire) < 5000]
#: What mutations put in: bytes that mean something to a reader of HTTP.
SPICE = [b"\r", b"\n", b"\r\n", b"\r\n\r\n", b"\n\n", b"\0", b" ", b":", b";", b"0", b"ff", b"HTTP/1.1 100 x\r\n\r\n",
         b"\r\nContent-Length: 3", b"\r\nTransfer-Encoding: chunked", b"\r\nConnection: close", b"\xc4"]  # fmt: skip


def read(wire: bytes, cuts: list[int], method: str) -> MessageReader:
    reader = MessageReader(method, LIMIT)
    for start, stop in pairwise([0, *cuts, len(wire)]):
        if stop > start:
            reader.feed(wire[start:stop])
    reader.end()
    return reader


def seen(reader: MessageReader) -> dict[str, object]:
    names = ("complete", "status", "headers", "head_length", "received", "interim", "excess", "payload", "truncated",
             "repaired", "reusable")  # fmt: skip
    return {name: getattr(reader, name) for name in names}


def cuts_of(dice: random.Random, length: int) -> list[int]:
    return sorted(dice.choices(range(length + 1), k=dice.choice([1, 2, 3, 8, 40])))


def mutated(dice: random.Random, wire: bytes) -> bytes:
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(wire) + 1)
        removed = dice.choice([0, 0, 1, 2, 10])
        wire = wire[:place] + dice.choice([*SPICE, b""]) + wire[place + removed :]
    return wire


@pytest.mark.parametrize("kind", FINITE, ids=lambda kind: kind.name)
def test_how_the_bytes_are_cut_changes_nothing(kind: Kind) -> None:
    dice = random.Random(kind.name)
    whole = seen(read(kind.wire, [], kind.method))
    assert seen(read(kind.wire, list(range(len(kind.wire))), kind.method)) == whole
    for _ in range(30):
        cuts = cuts_of(dice, len(kind.wire))
        assert seen(read(kind.wire, cuts, kind.method)) == whole, cuts


@pytest.mark.parametrize(
    "wire",
    [
        b"HTTP/1.1 100Continue\r\n\r\n" + sized(),
        b"HTTP/1.1 103: Early\r\nLink: a\r\n\r\n" + sized(),
        b"\rHTTP/1.1 100x\r\n\r\n\r\n\n ",
        b"H\n\nTTP/1.1 200 OK\r\n\r\n",
        b"HTTP\n\n200",
    ],
)
def test_what_mutations_once_broke(wire: bytes) -> None:
    whole = read(wire, [], "GET")
    assert whole.interim + whole.received + whole.excess == wire
    assert seen(read(wire, list(range(len(wire))), "GET")) == seen(whole)


@pytest.mark.parametrize("seed", range(40))
def test_any_bytes_are_read_without_loss_or_error_however_they_are_cut(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(50):
        kind = dice.choice(FINITE)
        wire = mutated(dice, kind.wire)
        whole = read(wire, [], kind.method)
        assert whole.interim + whole.received + whole.excess == wire
        assert whole.complete
        cuts = cuts_of(dice, len(wire))
        assert seen(read(wire, cuts, kind.method)) == seen(whole), (wire, cuts)


@pytest.mark.parametrize("seed", range(10))
def test_noise_is_no_error(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(30):
        wire = dice.randbytes(dice.randint(1, 400))
        whole = read(wire, [], "GET")
        assert whole.interim + whole.received + whole.excess == wire
        assert seen(read(wire, cuts_of(dice, len(wire)), "GET")) == seen(whole)


def clean_response(dice: random.Random) -> tuple[bytes, str]:
    """A response that RFC 9112 allows, perhaps with bytes behind it, and the method it answers."""
    method = dice.choice(["GET", "GET", "GET", "HEAD", "POST"])
    status = dice.choice([200, 200, 200, 301, 404, 204, 304, 503])
    body = bytes(dice.choices(PAGE, k=dice.choice([0, 1, 50, 3000])))
    lines = [b"HTTP/1.%d %d %s" % (dice.choice([1, 1, 0]), status, dice.choice([b"OK", b"", b"Not so bad"]))]
    lines += [
        b"X-%d:%s" % (number, b" " * dice.randint(0, 2) + b"v" * dice.randint(0, 30))
        for number in range(dice.randint(0, 9))
    ]
    way = dice.choice(["length", "chunks", "close"]) if lines[0].startswith(b"HTTP/1.1") else "length"
    if way == "length":
        lines.append(b"Content-Length: %d" % len(body))
    elif way == "chunks":
        lines.append(b"Transfer-Encoding: chunked")
        size = dice.randint(1, 900)
        parts = [body[n : n + size] for n in range(0, len(body), size)]
        trailer = dice.choice([b"", b"X-T: 1\r\n"])
        body = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n" + trailer + b"\r\n"
    empty = method == "HEAD" or status in (204, 304)
    tail = b"HTTP/1.1 200 OK\r\n\r\n" if way != "close" and dice.random() < 0.2 else b""
    return b"\r\n".join(lines) + b"\r\n\r\n" + (b"" if empty else body) + tail, method


def read_by_h11(wire: bytes, method: str) -> tuple[int, list[tuple[bytes, bytes]], bytes, bytes]:
    """Status, headers, body and what is left, by h11 alone."""
    client = h11.Connection(h11.CLIENT)
    client.send(h11.Request(method=method, target="/", headers=[("Host", "a.vn")]))
    client.send(h11.EndOfMessage())
    client.receive_data(wire)
    head, body = client.next_event(), b""
    assert isinstance(head, h11.Response)
    while not isinstance(event := client.next_event(), h11.EndOfMessage):
        if event is h11.NEED_DATA:
            client.receive_data(b"")
        else:
            assert isinstance(event, h11.Data)
            body += event.data
    return head.status_code, head.headers.raw_items(), body, client.trailing_data[0]


@pytest.mark.parametrize("seed", range(20))
def test_clean_input_is_framed_as_h11_frames_it(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(25):
        wire, method = clean_response(dice)
        status, headers, body, left = read_by_h11(wire, method)
        ours = read(wire, cuts_of(dice, len(wire)), method)
        assert ours.status == status
        assert [(name.encode("latin-1"), value.encode("latin-1")) for name, value in ours.headers] == headers
        assert (ours.payload, ours.excess) == (body, left)
        assert (ours.truncated, ours.repaired) == (None, ())
