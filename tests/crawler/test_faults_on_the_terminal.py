"""What a person sees of a site that cannot be read: words and an exit code, never a traceback."""

import contextlib
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
Serve = Callable[[socket.socket], None]


def crawl(archive: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "khotin", "crawl", *words, "--archive", str(archive), "--delay", "0"]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, cwd=ROOT, check=False)


@contextlib.contextmanager
def listening(serve: Serve) -> Iterator[int]:
    """A server that does with every connection what ``serve`` does; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection, contextlib.suppress(OSError):
                        serve(connection)

        threading.Thread(target=accept, daemon=True).start()
        yield int(server.getsockname()[1])


def reset(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def close_unheard(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def no_http(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"\0\1\2\3 SSH-2.0-OpenSSH_9.6\r\n\r\n")


def half_an_answer(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<html>")


def robots_then_reset(connection: socket.socket) -> None:
    if b"/robots.txt" in connection.recv(4096):
        connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    else:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


FAULTS: dict[str, tuple[Serve, str]] = {
    "resets the connection": (reset, "http"),
    "closes before it has heard": (close_unheard, "http"),
    "speaks no HTTP": (no_http, "http"),
    "breaks off": (half_an_answer, "http"),
    "resets after robots.txt": (robots_then_reset, "http"),
    "speaks no TLS": (no_http, "https"),
    "closes during TLS": (close_unheard, "https"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_with_a_fault(fault: str, tmp_path: Path, rows_of: Callable[..., Any]) -> None:
    serve, scheme = FAULTS[fault]
    with listening(serve) as port:
        done = crawl(tmp_path, f"{scheme}://127.0.0.1:{port}/")
    assert done.returncode == 1, done.stderr
    assert done.stderr.splitlines()[-1].startswith(f"khotin: 127.0.0.1:{port} could not be reached: ")
    lines = [line for line in done.stderr.splitlines() if " waiting, " not in line]  # progress, on a slow machine
    assert len(lines) == 3, "the summary's two lines and the reason"
    for word in ("Traceback", "twisted", "scrapy", "Failure"):
        assert word not in done.stderr
    assert rows_of(tmp_path, "SELECT reason, exit_code FROM crawls") == [("unreachable", 1)]
    assert rows_of(tmp_path, "SELECT count(*) > 0 FROM issues WHERE severity = 'error'") == [(1,)]


@pytest.mark.parametrize("status", [401, 403, 404, 410, 500])
def test_a_site_that_only_answers_with_errors_is_judged_failed_in_words(
    status: int, tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    site = tiny_site(lambda path: (404 if path == "/robots.txt" else status, {"Retry-After": "0"}, b"khong"))
    done = crawl(tmp_path, site.url)
    assert done.returncode == 9, done.stderr
    count = 2 if status == 500 else 1  # a sitemap that is not there is no page
    assert f"  judged failed: None of {count} pages could be read: {count} answered {status}." in done.stderr
    assert "Traceback" not in done.stderr
    assert rows_of(tmp_path, "SELECT reason, judged, exit_code FROM crawls") == [("finished", "failed", 9)]
    issues = dict(rows_of(tmp_path, "SELECT code, severity FROM issues"))
    assert issues["health.unread"] == "error"
    assert set(issues) & {"listing.error_page", f"fetch.http_{status}"}, "and the page's own"


def test_a_limit_does_not_hide_that_nothing_was_read(tmp_path: Path, tiny_site: Callable[..., Any]) -> None:
    site = tiny_site(lambda path: (404, {}, b""))
    done = crawl(tmp_path, site.url, f"{site.url}khac/", "--limit", "1")
    assert done.returncode == 9
    assert "1 answered 404" in done.stderr


def test_a_site_that_robots_txt_closes_is_judged_failed_in_words(tmp_path: Path, tiny_site: Callable[..., Any]) -> None:
    site = tiny_site(lambda path: (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /\n"))
    done = crawl(tmp_path, site.url)
    assert done.returncode == 9
    assert "None of 2 pages could be read: 2 forbidden by robots.txt." in done.stderr


def test_a_site_that_comes_back_settles_the_issue(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    down = [True]
    site = tiny_site(lambda path: (404, {}, b"") if down[0] or path == "/robots.txt" else (200, {}, b"<p>Tin</p>"))
    assert crawl(tmp_path, site.url).returncode == 9
    down[0] = False
    assert crawl(tmp_path, site.url).returncode == 0
    open_issues = rows_of(tmp_path, "SELECT code FROM issues WHERE resolved_at IS NULL AND code LIKE 'health%'")
    assert open_issues == []


def test_a_site_whose_pages_have_not_changed_was_read(tmp_path: Path, tiny_site: Callable[..., Any]) -> None:
    def respond(path: str) -> tuple[int, dict[str, str], bytes]:
        return (404, {}, b"") if path == "/robots.txt" else (304 if asked_before(path) else 200, {"ETag": '"1"'}, b"")

    seen: list[str] = []

    def asked_before(path: str) -> bool:
        seen.append(path)
        return seen.count(path) > 1

    site = tiny_site(respond)
    assert crawl(tmp_path, site.url).returncode == 0
    assert crawl(tmp_path, site.url).returncode == 0


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A self-signed certificate for 127.0.0.1 with its key, in one file."""
    file = tmp_path / "server.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(file), "-out", str(tmp_path / "cert.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_bytes(file.read_bytes() + (tmp_path / "cert.pem").read_bytes())
    return file


def over_tls(certificate: Path) -> Serve:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def serve(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            status = b"404 Not Found" if b"robots.txt" in secured.recv(4096) else b"200 OK"
            secured.sendall(b"HTTP/1.1 %b\r\nContent-Length: 10\r\nConnection: close\r\n\r\n<p>Tin</p>" % status)
            time.sleep(0.05)

    return serve


def test_an_exception_from_verification_is_an_issue_in_each_crawl(
    certificate: Path, tmp_path: Path, rows_of: Callable[..., Any]
) -> None:
    archive = tmp_path / "kho"
    (archive / "sites").mkdir(parents=True)
    own = archive / "sites" / "vi_du.toml"
    with listening(over_tls(certificate)) as port:
        text = f'name = "A"\nhosts = ["127.0.0.1:{port}"]\nschemes = ["https"]\n'
        own.write_text(text, "utf-8")
        refused = crawl(archive, "vi_du")
        assert refused.returncode == 1
        assert "certificate" in refused.stderr
        assert "Traceback" not in refused.stderr
        own.write_text(f"{text}[fetch]\nverify_tls = false\n", "utf-8")
        for times in (1, 2):
            done = crawl(archive, "vi_du")
            assert done.returncode == 0, done.stderr
            issue = rows_of(archive, "SELECT times, severity, file, key, resolved_at IS NULL FROM issues"
                                     " WHERE code = 'tls.unverified'")  # fmt: skip
            assert issue == [(times, "warning", "vi_du.toml", "fetch.verify_tls", 1)]
        assert rows_of(archive, "SELECT DISTINCT tls_verified FROM captures WHERE status = 200") == [(0,)]
        own.write_text(text, "utf-8")
        crawl(archive, "vi_du")
        assert rows_of(
            archive, "SELECT count(*) FROM issues WHERE code = 'tls.unverified' AND resolved_at IS NULL"
        ) == [(0,)]
