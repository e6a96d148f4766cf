"""``khotin sites``: the list, detection and the recording of fixtures, against a server on loopback."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.errors import UnreachableError, UsageError
from crawler.profile_files import names
from khotin.fixture import case_name
from khotin.sites import sites

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Đêm hội trăng rằm</title></head><body><table><tr><td>
<a href="news.php?nt=1">Tin</a> <a href="news.php?nt=2">Văn bản</a> <a href="news.php?id=5">Khác</a></td></tr><tr><td>
<h1>Đêm hội trăng rằm ở xã Bãi Sậy</h1><p>Tối 15/9/2024, Đoàn xã Bãi Sậy tổ chức đêm hội trăng rằm cho hơn 200 em thiếu
nhi trên địa bàn, với múa lân, rước đèn và nhiều phần quà.</p><p>Các em có hoàn cảnh khó khăn được nhận tập vở và xe đạp
trước năm học mới, do các mạnh thường quân trong xã trao tặng.</p><p>Lê Thị Bông</p><p>Số lần đọc: 120</p></td></tr>
</table></body></html>"""


class Handler(BaseHTTPRequestHandler):
    """One page for every path but /gone."""

    agents: list[str] = []  # noqa: RUF012 (one list for all requests of the test)

    def do_GET(self) -> None:
        """Answer."""
        self.agents.append(self.headers["User-Agent"])
        if self.path == "/gone":
            self.send_error(410)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def run(*words: str) -> str:
    result = CliRunner().invoke(sites, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_list_is_the_default_and_shows_every_site() -> None:
    assert run() == run("list")
    for slug in names():
        assert slug in run("list")
    assert "Kiên Giang → An Giang" in run("list")


def test_list_as_json_lines() -> None:
    rows = [json.loads(line) for line in run("list", "--json").splitlines()]
    assert [row["slug"] for row in rows] == names()


def test_detect_says_family_confidence_and_evidence(address: str) -> None:
    row = json.loads(run("detect", f"{address}/", "--json"))
    assert row["family"] == "php_news"
    assert 0.5 < row["confidence"] <= 1
    assert "news.php?id" in row["evidence"][0]
    words = run("detect", f"{address}/")
    assert "php_news" in words
    assert "evidence" in words
    assert Handler.agents[-1].startswith("khotin/")


def test_detect_says_why_a_page_did_not_come(address: str) -> None:
    with pytest.raises(UnreachableError, match="410"):
        run("detect", f"{address}/gone")
    with pytest.raises(UsageError, match="http"):
        run("detect", "ftp://a.vn/")


def test_record_makes_a_fixture_and_never_replaces_one(address: str, tmp_path: Path) -> None:
    words = ("record", "kien_giang", f"{address}/news.php?id=5", "--folder", str(tmp_path))
    run(*words)
    case = tmp_path / "kien_giang" / "news-php-id-5"
    assert (case / "page.html").read_bytes() == PAGE.encode()
    assert (case / "url.txt").read_text("utf-8") == f"{address}/news.php?id=5\n"
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    assert (expected["kind"], expected["read_count"]) == ("article", 120)
    assert expected["authors"][0]["name"] == "Lê Thị Bông"
    with pytest.raises(UsageError, match="--case"):
        run(*words)
    run(*words, "--case", "second")
    assert (tmp_path / "kien_giang" / "second" / "page.html").is_file()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://a.vn/", "front"),
        ("http://a.vn/tin/Bai-So-1.html", "tin-bai-so-1-html"),
        ("http://a.vn/n.php?id=7", "n-php-id-7"),
        (f"http://a.vn/{'khanh-' * 9}thanh-cong-12.html", f"{'khanh-' * 6}thanh-cong-12-html"),
        (f"http://a.vn/{'a' * 70}", "a" * 60),
    ],
)
def test_case_names(url: str, name: str) -> None:
    assert case_name(url) == name
