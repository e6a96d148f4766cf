"""A run that ends badly is told to a webhook and by mail: real receivers on loopback."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner

from crawler.errors import ConfigurationError, DiskFullError
from crawler.ports import CrawlSummary
from khotin.main import cli
from khotin.notify import receivers_of, tell

BAD = CrawlSummary(7, "mau", 12, 0, 0, 3, 0, 0, 0, 0, 1.0, "finished", "failed", ("byline: 0% of 10 bài mới",))
GOOD = CrawlSummary(8, "mau", 12, 0, 0, 3, 0, 0, 0, 0, 1.0, "finished", "passed")


class Letters:
    """An SMTP server's handler that keeps what it is given."""

    def __init__(self) -> None:
        self.got: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def letters() -> Iterator[tuple[int, Letters]]:
    handler = Letters()
    controller = Controller(handler, hostname="127.0.0.1", port=0)
    controller.port = _free_port()
    controller.start()
    yield controller.port, handler
    controller.stop()


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def posts() -> Iterator[tuple[str, list[Any]]]:
    got: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.headers["Content-Type"], json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response({"/dan": 200, "/di": 302}.get(self.path, 204))
            self.send_header("Location", "/tin")
            self.end_headers()
            with contextlib.suppress(OSError):
                for _ in range(30 if self.path == "/dan" else 0):
                    self.wfile.write(b"x")
                    time.sleep(0.2)

        def do_GET(self) -> None:
            got.append("GET")
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/tin", got
    server.shutdown()
    server.server_close()


def settings(archive: Path, **values: str) -> None:
    lines = [f'{name} = "{value}"' for name, value in values.items()]
    (archive / "archive.toml").write_text("\n".join(["[notify]", *lines]) + "\n", encoding="utf-8")


def test_a_run_judged_failed_is_posted_and_mailed_and_a_good_one_is_not(
    tmp_path: Path, posts: tuple[str, list[Any]], letters: tuple[int, Letters]
) -> None:
    settings(tmp_path, webhook=posts[0], mail_to="kho@example.org", mail_from="khotin@example.org",
             smtp=f"127.0.0.1:{letters[0]}", smtp_security="none")  # fmt: skip
    tell(tmp_path, "mau", GOOD, None)
    assert (posts[1], letters[1].got) == ([], [])
    tell(tmp_path, "mau", BAD, None)
    ((kind, event),) = posts[1]
    assert kind == "application/json; charset=utf-8"
    assert (event["event"], event["site"], event["crawl_id"], event["exit_code"]) == ("crawl.failed", "mau", 7, 9)
    assert event["problems"] == ["byline: 0% of 10 bài mới"]
    (letter,) = letters[1].got
    assert letter["To"] == "kho@example.org"
    assert "mau" in letter["Subject"]
    assert "bài mới" in letter.get_content()


def test_an_error_is_told_as_well(tmp_path: Path, posts: tuple[str, list[Any]]) -> None:
    settings(tmp_path, webhook=posts[0])
    tell(tmp_path, "mau", None, DiskFullError("The disk is full."))
    assert posts[1][0][1]["problems"] == ["The disk is full."]
    assert posts[1][0][1]["exit_code"] == 3


def test_a_crawl_that_fails_tells_it(tmp_path: Path, posts: tuple[str, list[Any]]) -> None:
    settings(tmp_path, webhook=posts[0])
    dead = f"http://127.0.0.1:{_free_port()}/"
    CliRunner().invoke(cli, ["crawl", dead, dead.replace("127.0.0.1", "localhost"), "--archive", str(tmp_path)])
    assert sorted(event["site"].partition("_")[0] for _, event in posts[1]) == ["127", "localhost"]


def test_a_receiver_that_is_away_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings(tmp_path, webhook=f"http://127.0.0.1:{_free_port()}/")
    tell(tmp_path, "mau", BAD, None)
    assert "could not be told" in capsys.readouterr().err


def test_a_receiver_whose_answer_drips_is_not_waited_for(tmp_path: Path, posts: tuple[str, list[Any]]) -> None:
    settings(tmp_path, webhook=posts[0].replace("/tin", "/dan"))
    begun = time.monotonic()
    tell(tmp_path, "mau", BAD, None)
    assert (len(posts[1]), time.monotonic() - begun < 5) == (1, True)


def test_a_receiver_that_sends_elsewhere_is_not_told(
    tmp_path: Path, posts: tuple[str, list[Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    settings(tmp_path, webhook=posts[0].replace("/tin", "/di"))
    tell(tmp_path, "mau", BAD, None)
    assert ("302" in capsys.readouterr().err, len(posts[1])) == (True, 1)


@pytest.mark.parametrize(("values", "key"), [
    ({"webhook": "ftp://x"}, "webhook"), ({"mail_to": "a@b.c"}, "mail_to"), ({"smtp_security": "x"}, "smtp_security"),
    ({"hook": "http://x"}, "hook"),
])  # fmt: skip
def test_what_it_cannot_mean_is_named(tmp_path: Path, values: dict[str, str], key: str) -> None:
    settings(tmp_path, **values)
    with pytest.raises(ConfigurationError, match=key):
        receivers_of(tmp_path)
