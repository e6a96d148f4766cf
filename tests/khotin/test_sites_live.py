"""``khotin sites add`` and ``check`` against sites on loopback whose template, robots.txt and health can be changed."""

import json
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler.profile_files import load
from khotin.main import main
from khotin.sample.server import SampleSite, serve

TITLE = "Huyện đoàn Vĩnh Mẫu ra quân Tháng Thanh niên lần thứ"
Run = Callable[..., tuple[int, str, str]]
BODY = "".join(
    f"<p>Sáng ngày {n}/3/2024, Huyện đoàn Vĩnh Mẫu tổ chức lễ ra quân với hơn {n}00 đoàn viên, thanh niên tham gia "
    "trồng cây, dọn vệ sinh và tặng quà cho thiếu nhi có hoàn cảnh khó khăn trên địa bàn.</p>"
    for n in range(2, 6)
)
OLD = (
    '<div id="khung"><div class="dau-trang">{menu}</div><div class="bai-viet"><h1 class="tieu-de">{title}</h1>'
    '<div class="noi-dung">{body}</div><p class="luot-xem">Lượt xem: {n}4</p></div><p class="chan">x</p></div>'
)
NEW = (
    '<main class="wrap"><nav class="nav">{menu}</nav><article class="post"><header class="post-head"><h1>{title}</h1>'
    '</header><section class="entry">{body}</section><span class="views">Lượt xem: {n}4</span></article></main>'
)
LAYOUT = """
name = "Huyện đoàn Vĩnh Mẫu"
level = "district"
hosts = ["{host}"]
schemes = ["http"]
verified = true
[discovery]
articles = [{{ pattern = '^/bai/[^/?]+-(?P<id>\\d+)$', id_space = "bai" }}]
listings = [{{ pattern = '^/muc/' }}]
[[eras]]
name = "nay"
id_space = "bai"
[[eras.layouts]]
name = "bai"
when = "div.bai-viet"
[eras.layouts.fields]
title = "h1.tieu-de"
body = "div.noi-dung"
section = "div.khong-co"
"""


class Site:
    """A small site of six articles in one list. ``template`` and ``robots`` may be changed; ``asked`` are its paths."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.url = f"http://{self.host}/"
        self.template, self.robots, self.asked = OLD, "", list[str]()

    def page(self, path: str) -> str | None:
        """The markup at a path; None where there is none."""
        links = "".join(f'<li><a href="/bai/le-ra-quan-thang-thanh-nien-{n}">{TITLE} {n}</a></li>' for n in range(6))
        menu = '<a href="/muc/tin-tuc">Tin tức</a> <a href="/">Trang chủ</a>'
        if path in ("/", "/muc/tin-tuc"):
            return f"<title>Huyện đoàn Vĩnh Mẫu - Kiên Giang</title><body>{menu}<ul>{links}</ul></body>"
        if path.startswith("/bai/"):
            n = path[-1]
            title = f"{TITLE} {n}"
            return f"<title>{title}</title><body>{self.template.format(menu=menu, title=title, body=BODY, n=n)}</body>"
        return None


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append(self.path)
            text = here.robots if self.path == "/robots.txt" else here.page(self.path)
            self.send_response(200 if text is not None else 404)
            self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((text or "").encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Site(server.server_address[1])
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield here
    server.shutdown()
    server.server_close()


@pytest.fixture
def khotin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run ``khotin sites`` with words in an empty folder: exit code, stdout, stderr."""
    monkeypatch.delenv("KHOTIN_CONTACT", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        live = words[0] in ("add", "check")
        monkeypatch.setattr(sys, "argv", ["khotin", "sites", *words, *(["--delay", "0"] if live else [])])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capfd.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return run


def has_layout(site: Site) -> None:
    Path("sites").mkdir()
    Path("sites/vinh_mau.toml").write_text(LAYOUT.format(host=site.host), "utf-8")


def test_add_writes_a_short_profile_that_says_what_the_pages_say(site: Site, khotin: Run, tmp_path: Path) -> None:
    code, out, err = khotin("add", site.url, "--slug", "vinh_mau")
    assert (code, err) == (0, "")
    text = Path("sites/vinh_mau.toml").read_text("utf-8")
    assert len(text.splitlines()) <= 25
    said = tomllib.loads(text)
    assert (said["name"], said["level"], said["hosts"]) == ("Huyện đoàn Vĩnh Mẫu", "district", [site.host])
    assert said["rights"] == {"holder": "Huyện đoàn Vĩnh Mẫu", "publish": "full"}
    profile = load("vinh_mau", tmp_path / "sites")
    assert profile.discovery.articles[0].pattern.search("/bai/le-ra-quan-thang-thanh-nien-12")["id"] == "12"
    assert "not found: published: on none of 3 articles" in out
    assert "not found: province" in out
    assert "not found: list" not in out
    assert not Path("archive.db").exists()


def test_add_asks_for_a_handful_of_pages_and_for_robots_first(site: Site, khotin: Run) -> None:
    khotin("add", site.url, "--slug", "vinh_mau", "--articles", "2")
    assert site.asked[:2] == ["/robots.txt", "/"]
    assert "/muc/tin-tuc" in site.asked
    assert sum(path.startswith("/bai/") for path in site.asked) == 2
    assert len(site.asked) == len(set(site.asked)) <= 6


def test_add_records_fixtures_that_hold_what_was_read(site: Site, khotin: Run) -> None:
    khotin("add", site.url, "--slug", "vinh_mau")
    cases = {path.parent for path in Path("tests/sites/vinh_mau").glob("*/page.html")}
    kinds = sorted(json.loads((case / "expected.json").read_text("utf-8"))["kind"] for case in cases)
    assert kinds == ["article", "article", "article", "listing", "listing"]
    article = next(case for case in cases if "bai" in case.name)
    expected = json.loads((article / "expected.json").read_text("utf-8"))
    assert expected["title"].startswith("Huyện đoàn Vĩnh Mẫu ra quân")
    assert expected["source_id"] == article.name[-1]
    assert expected["title"] in (article / "page.html").read_text("utf-8")


def test_add_replaces_a_profile_only_when_told_and_fixtures_never(site: Site, khotin: Run) -> None:
    assert khotin("add", site.url, "--slug", "vinh_mau")[0] == 0
    file, asked = Path("sites/vinh_mau.toml"), len(site.asked)
    file.write_text(file.read_text("utf-8") + "# by hand\n", "utf-8")
    case = next(Path("tests/sites/vinh_mau").glob("bai-*/expected.json"))
    case.write_text('{"kind": "article"}\n', "utf-8")
    for words in (("--slug", "vinh_mau"), ("--slug", "khac"), ()):
        code, _, err = khotin("add", site.url, *words)
        assert code == 2
        assert "--replace" in err
        assert "`khotin sites check vinh_mau`" in err, "the one that is there, not the name that was asked for"
    assert "# by hand" in file.read_text("utf-8")
    assert len(site.asked) == asked, "nothing is asked for where nothing may be written"
    assert khotin("add", site.url, "--replace")[0] == 0
    assert "# by hand" not in file.read_text("utf-8")
    assert case.read_text("utf-8") == '{"kind": "article"}\n'


def test_robots_may_forbid_the_look(site: Site, khotin: Run) -> None:
    site.robots = "User-agent: *\nDisallow: /\n"
    code, out, err = khotin("add", site.url, "--slug", "vinh_mau")
    assert (code, out) == (1, "")
    assert "robots" in err
    assert site.asked == ["/robots.txt"]
    assert not Path("sites").exists()
    assert not Path("tests").exists()


def test_a_public_site_is_not_looked_at_without_a_contact(khotin: Run) -> None:
    code, _, err = khotin("add", "http://tinhdoan.example.vn/")
    assert code == 2
    assert "contact" in err
    assert khotin("check", "kien_giang")[0] == 2


@pytest.mark.parametrize("slug", ["Vĩnh", "9x", "a/b", "../x"])
def test_a_slug_is_a_name(slug: str, site: Site, khotin: Run) -> None:
    assert khotin("add", site.url, "--slug", slug)[0] == 2
    assert site.asked == []


def test_check_says_which_rule_found_each_field_and_where(site: Site, khotin: Run) -> None:
    has_layout(site)
    code, out, _ = khotin("check", "vinh_mau", "--json")
    report = json.loads(out)
    fields = {field["field"]: field for field in report["fields"]}
    assert (fields["title"]["found"], fields["title"]["of"]) == (3, 3)
    assert fields["title"]["rules"] == {"layout.bai.title": 3}
    assert fields["title"]["place"].endswith("/h1")
    assert fields["title"]["example"].startswith("Huyện đoàn Vĩnh Mẫu ra quân")
    assert fields["read_count"]["rules"] == {"generic.read_count.label": 3}
    assert (fields["published"]["found"], fields["published"]["rules"]) == (0, {})
    assert report["layout"]["state"] == "same"
    assert {page["layout"] for page in report["pages"] if page["kind"] == "article"} == {"nay/bai"}
    assert report["unmatched"] == [{"key": "eras.nay.layouts.bai.fields.section", "pages": 3, "of": 3}]
    assert code == 9, "a selector that never matches is a fault of the profile"
    assert report["faults"] == ["eras.nay.layouts.bai.fields.section: matches nothing"]


def test_check_is_content_with_a_profile_that_holds(site: Site, khotin: Run) -> None:
    has_layout(site)
    file = Path("sites/vinh_mau.toml")
    file.write_text(file.read_text("utf-8").replace('section = "div.khong-co"\n', ""), "utf-8")
    code, out, err = khotin("check", "vinh_mau")
    assert (code, err) == (0, "")
    assert "title         3 of 3  layout.bai.title 3" in out
    assert "layout    same" in out


def test_check_notices_a_redesign_by_the_layouts(site: Site, khotin: Run) -> None:
    has_layout(site)
    site.template = NEW
    code, out, err = khotin("check", "vinh_mau", "--json")
    assert code == 9
    assert json.loads(out)["layout"]["state"] == "changed"
    assert "layout changed: 3 of 3 articles match no layout" in err


@pytest.mark.parametrize(("template", "state", "code"), [(OLD, "same", 0), (NEW, "changed", 9)])
def test_check_notices_a_redesign_by_the_fixtures(
    template: str, state: str, code: int, site: Site, khotin: Run
) -> None:
    khotin("add", site.url, "--slug", "vinh_mau")
    file = Path("sites/vinh_mau.toml")
    assert json.loads(khotin("check", "vinh_mau", "--json")[1])["layout"]["state"] == "unknown"
    file.write_text(file.read_text("utf-8").replace("verified = false", "verified = true"), "utf-8")
    site.template = template
    left, out, _ = khotin("check", "vinh_mau", "--json")
    assert (json.loads(out)["layout"]["state"], left) == (state, code)


def test_check_where_nobody_answers(site: Site, khotin: Run) -> None:
    has_layout(site)
    site.page = lambda _path: None  # type: ignore[method-assign]
    code, out, err = khotin("check", "vinh_mau")
    assert (code, out) == (1, "")
    assert "404" in err


def test_check_of_the_sample_names_the_family(khotin: Run) -> None:
    sample: SampleSite
    with serve() as sample:
        assert khotin("add", sample.url, "--slug", "mau")[0] == 0
        assert load("mau", Path("sites")).family == "php_news"
        file = Path("sites/mau.toml")
        file.write_text(file.read_text("utf-8").replace('"php_news"', '"joomla"'), "utf-8")
        code, out, err = khotin("check", "mau", "--json")
    assert json.loads(out)["family"]["changed"] is True
    assert code == 9
    assert "the profile says joomla, the site php_news" in err
