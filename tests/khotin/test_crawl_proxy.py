"""``--proxy`` and the profile's proxy are used and recorded; the environment's is not."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from khotin.sample.server import serve

ROOT = Path(__file__).parents[2]


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[str]]]:
    """A proxy that answers itself: its address, and what it was asked for with which authorization."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.path} {self.headers.get('Proxy-Authorization')}")
            found = not self.path.endswith("robots.txt")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<p>Tin</p>")

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


def crawl(archive: Path, *words: str, **environment: str) -> None:
    command = [sys.executable, "-m", "khotin", "crawl", *words, "--archive", str(archive), "--delay", "0"]
    env = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()} | environment
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT, env=env, check=False)
    assert done.returncode == 0, done.stderr
    assert "mat-khau" not in done.stderr


def proxied(archive: Path) -> tuple[set[int], str]:
    with sqlite3.connect(archive / "archive.db") as db:
        captures = {row[0] for row in db.execute("SELECT proxied FROM captures")}
        return captures, db.execute("SELECT json_extract(options, '$.proxy') FROM crawls").fetchone()[0]


def test_the_option_is_used_and_recorded_without_its_password(tmp_path: Path, proxy: tuple[str, list[str]]) -> None:
    address, asked = proxy
    crawl(tmp_path, "http://127.0.0.1:9/", "--proxy", f"http://ai:mat-khau@{address}")
    assert asked[0] == "http://127.0.0.1:9/robots.txt Basic YWk6bWF0LWtoYXU="
    assert proxied(tmp_path) == ({1}, f"http://{address}")
    assert b"mat-khau" not in (tmp_path / "archive.db").read_bytes()


def test_the_profiles_proxy_is_used(tmp_path: Path, proxy: tuple[str, list[str]]) -> None:
    address, asked = proxy
    (tmp_path / "sites").mkdir()
    text = f'name = "A"\nhosts = ["127.0.0.1:9"]\n[fetch]\nproxy = "http://{address}"\n'
    (tmp_path / "sites" / "vi_du.toml").write_text(text, "utf-8")
    crawl(tmp_path, "vi_du")
    assert "http://127.0.0.1:9/ None" in asked
    assert proxied(tmp_path) == ({1}, f"http://{address}")


def test_the_environments_proxy_is_not(tmp_path: Path, proxy: tuple[str, list[str]]) -> None:
    address, asked = proxy
    with serve() as site:
        everywhere = dict.fromkeys(("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"), f"http://{address}")
        crawl(tmp_path, site.url, "--limit", "3", **everywhere)
    assert asked == []
    assert proxied(tmp_path) == ({0}, "")
