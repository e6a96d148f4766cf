"""``khotin sites`` against the sample site: exit codes, one request a command, fixtures that the fixture tests accept.

What the commands print is tested in test_sites_command.py.
"""

import importlib.util
import json
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from khotin.main import main
from khotin.sample.articles import articles
from khotin.sample.server import SampleSite, serve

FIXTURE_TESTS = Path(__file__).parents[1] / "test_fixtures.py"


@pytest.fixture
def sample() -> Iterator[SampleSite]:
    with serve() as site:
        yield site


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No contact is set, and the current folder has no archive.toml."""
    monkeypatch.delenv("KHOTIN_CONTACT", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def fixture_tests() -> ModuleType:
    """tests/test_fixtures.py itself, whose functions judge a recorded case."""
    spec = importlib.util.spec_from_file_location("fixture_tests", FIXTURE_TESTS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of ``khotin sites`` with these words."""
    monkeypatch.setattr(sys, "argv", ["khotin", "sites", *words])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_the_sample_is_known_by_its_urls(
    sample: SampleSite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "detect", sample.url, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["family"] == "php_news"
    assert found["evidence"]
    assert sample.requests == ["/"]


def test_nobody_listens(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"http://127.0.0.1:{free_port()}/"
    assert run(monkeypatch, "detect", url) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert url in printed.err
    assert "Check the address" in printed.err
    assert "Traceback" not in printed.err


def test_a_name_that_does_not_resolve(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setenv("KHOTIN_CONTACT", "a@b.vn")
    assert run(monkeypatch, "detect", "http://khong-co.invalid/") == 1
    assert "could not be reached" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("detect",), ("record", "kien_giang")], ids=["detect", "record"])
@pytest.mark.parametrize("contact", ["", "nobody"], ids=["none", "no address"])
def test_a_public_site_is_never_asked_without_a_contact(
    words: tuple[str, ...], contact: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def connect(*_: object, **__: object) -> None:
        raise AssertionError("a request was sent")

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setenv("KHOTIN_CONTACT", contact)
    assert run(monkeypatch, *words, "http://tinhdoan.example.vn/") == 2
    assert "contact" in capsys.readouterr().err
    assert not Path("tests").exists()


@pytest.mark.parametrize(
    ("path", "kind"),
    [(f"news.php?id={articles(1)[0].id}", "article"), ("news.php?nt=1", "listing"), ("news.php?id=999999", "empty")],
    ids=["article", "listing", "no article"],
)
def test_a_recorded_fixture_passes_the_fixture_tests(
    path: str, kind: str, sample: SampleSite, fixture_tests: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, "record", "kien_giang", sample.url + path, "--case", "today") == 0
    case = Path("tests/sites/kien_giang/today")
    fixture_tests.test_a_case_is_complete(case)
    assert fixture_tests.expected(case)["kind"] == kind
    for field in fixture_tests.expected(case):
        fixture_tests.test_field(case, field)
    fixture_tests.outcome.cache_clear()


def test_a_fixture_that_says_something_else_fails(
    sample: SampleSite, fixture_tests: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The round trip proves something: the same functions refuse a wrong field and an unknown one."""
    assert run(monkeypatch, "record", "kien_giang", f"{sample.url}news.php?nt=1", "--case", "wrong") == 0
    case = Path("tests/sites/kien_giang/wrong")
    fields = fixture_tests.expected(case) | {"kind": "document", "headline": "x"}
    (case / "expected.json").write_text(json.dumps(fields), encoding="utf-8")
    for field in ("kind", "headline"):
        with pytest.raises(AssertionError):
            fixture_tests.test_field(case, field)
    fixture_tests.outcome.cache_clear()


def test_a_fixture_is_never_replaced(
    sample: SampleSite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("record", "kien_giang", f"{sample.url}news.php?nt=1", "--case", "once")
    assert run(monkeypatch, *words) == 0
    files = sorted(Path("tests/sites/kien_giang/once").iterdir())
    before = [file.read_bytes() for file in files]
    sample.set_day(2)
    assert run(monkeypatch, *words) == 2
    assert "--case" in capsys.readouterr().err
    assert [file.read_bytes() for file in files] == before


def test_a_page_that_does_not_come_leaves_no_folder(
    sample: SampleSite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "record", "kien_giang", f"{sample.url}nothing") == 1
    assert "404" in capsys.readouterr().err
    assert not Path("tests").exists()
