"""The command line with bad input: each fault is one message on stderr with what to do, and its own exit code."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from crawler.profile_files import names
from khotin.main import COMMANDS, main
from pipelines.schema.database import connect

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def khotin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``khotin`` with words in an empty folder: exit code and stderr. Nothing may go to stdout."""
    monkeypatch.delenv("KHOTIN_CONTACT", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["khotin", *words])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "Traceback" not in printed.err
        return int(left.value.code or 0), printed.err

    return run


@pytest.fixture
def profile(tmp_path: Path) -> Callable[[str], None]:
    """Write ARCHIVE/sites/vi_du.toml, ARCHIVE being the current folder."""

    def write(text: str) -> None:
        (tmp_path / "sites").mkdir(exist_ok=True)
        (tmp_path / "sites" / "vi_du.toml").write_text(text, encoding="utf-8")

    return write


@pytest.mark.parametrize("words", [("crawl",), ("sites", "record")], ids=["crawl", "record"])
def test_an_unknown_site_suggests_the_nearest(words: tuple[str, ...], khotin: Run) -> None:
    rest = ("http://127.0.0.1:9/",) if "record" in words else ()
    code, err = khotin(*words, "kien_gaing", *rest)
    assert code == 2
    assert err == "khotin: there is no site 'kien_gaing'; did you mean 'kien_giang'?\n"
    assert "kien_giang" in names()


def test_a_site_like_no_other_is_told_of_the_list(khotin: Run) -> None:
    code, err = khotin("crawl", "zzzzzz")
    assert code == 2
    assert "khotin sites" in err


@pytest.mark.parametrize("words", [("sites", "check", "zzzz.vn"), ("sites", "record", "zzzzzz", "http://127.0.0.1:9/")])
def test_no_url_is_asked_for_where_none_is_taken(words: tuple[str, ...], khotin: Run) -> None:
    assert khotin(*words) == (2, f"khotin: there is no site {words[2]!r}; see `khotin sites`.\n")


def test_a_host_without_scheme_is_told_how_to_write_it(khotin: Run) -> None:
    code, err = khotin("crawl", "tuoitrekiengiang.vn/")
    assert code == 2
    assert "http://tuoitrekiengiang.vn/" in err


NO_ADDRESSES = ["ftp://a.vn/", "http://", "http://a.vn:port/", "http://[", "http://a\u2100b.vn/", "http://a b.vn/",
                "http://.../", "http://-/", "http://a..vn/", "http://127.0.0.1:0/"]  # fmt: skip


@pytest.mark.parametrize("url", NO_ADDRESSES)
@pytest.mark.parametrize("words", [("crawl",), ("sites", "detect"), ("sites", "add"), ("history",)], ids=" ".join)
def test_what_is_no_web_address(words: tuple[str, ...], url: str, khotin: Run, tmp_path: Path) -> None:
    code, err = khotin(*words, url)
    assert code == 2
    assert url in err or url[7:-1] in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("crawl",), ("sites", "detect"), ("sites", "add")], ids=" ".join)
def test_a_password_in_a_url_is_refused_and_not_repeated(words: tuple[str, ...], khotin: Run, tmp_path: Path) -> None:
    code, err = khotin(*words, "http://lan:bi-mat@127.0.0.1:9/tin?a=1")
    assert code == 2
    assert "http://127.0.0.1:9/tin?a=1" in err
    assert "bi-mat" not in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("crawl", "kien_giang", "--limt", "5"), "--limit"),
        (("crawl",), "SITE|URL"),
        (("crawl", "kien_giang", "--limit", "0"), "--limit"),
        (("crawl", "kien_giang", "--delay", "-1"), "--delay"),
        (("crawl", "kien_giang", "--jobs", "0"), "--jobs"),
        (("crawl", "kien_giang", "--time-limit", "6x"), "1h30m"),
        (("crawl", "kien_giang", "--size-limit", "0"), "500M"),
        (("crawl", "kien_giang", "--proxy", "socks5://a.vn:1080"), "http://host:port"),
        (("crawl", "kien_giang", "kien_gaing"), "kien_giang"),
        (("crwl",), "'crwl'. Did you mean 'crawl'?"),
        (("zzzzzz",), "'zzzzzz'.\n"),
        (("sites", "lst"), "'lst'. Did you mean 'list'?"),
        (("sites", "detect"), "URL"),
        (("export", "--format", "xml"), "jsonl"),
        (("export", "--since", "gestern"), "2026-11-23"),
        (("serve", "--port", "70000"), "65535"),
        (("--versoin",), "--version"),
    ],
    ids=" ".join,
)
def test_a_wrong_word_is_a_usage_error(words: tuple[str, ...], part: str, khotin: Run) -> None:
    code, err = khotin(*words)
    assert code == 2
    assert part in err


@pytest.mark.parametrize("command", ["export", "serve"])
def test_without_an_archive_nothing_is_made(command: str, khotin: Run, tmp_path: Path) -> None:
    code, err = khotin(command, "--archive", "nowhere")
    assert code == 1
    assert str(Path("nowhere/archive.db")) in err
    assert "--archive" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "key", "hint"),
    [
        ('name = "A"\nhosts = ["a.vn"]\nfamliy = "nukeviet"\n', "famliy", "'family'"),
        ('name = "A"\nhosts = ["a.vn"]\nfamily = "nukeveit"\n', "family", "'nukeviet'"),
        ('name = "A"\nhosts = ["a.vn"]\n[scope]\nmaxdepth = 3\n', "scope.maxdepth", "'max_depth'"),
        ('nam = "A"\nhosts = ["a.vn"]\n', "name", "'nam'"),
        ('name = "A"\nhosts = ["a b.vn"]\n', "hosts", "no host name"),
        ('name = "A"\nhosts = ["a.vn"]\nseeds = ["http://["]\n', "seeds", "no URL"),
        ('name = "A"\nhosts = "a.vn"\n', "hosts", "list of strings"),
        (
            'name = "A"\nhosts = ["a.vn"]\n[[discovery.articles]]\npattern = "("\n',
            "discovery.articles[0].pattern",
            "position 0",
        ),
    ],
    ids=["key", "family", "key of a table", "missing key", "host", "seed", "type", "pattern"],
)
def test_a_fault_in_an_own_profile_names_file_and_key(
    text: str, key: str, hint: str, khotin: Run, profile: Callable[[str], None], tmp_path: Path
) -> None:
    profile(text)
    code, err = khotin("crawl", "vi_du")
    assert code == 4
    assert err.startswith(f"khotin: {Path('sites/vi_du.toml')}: {key}: ")
    assert hint in err
    assert [path.name for path in tmp_path.iterdir()] == ["sites"]


def test_a_profile_that_is_no_toml(khotin: Run, profile: Callable[[str], None]) -> None:
    profile('name = "A\n')
    code, err = khotin("crawl", "vi_du")
    assert code == 4
    assert err.startswith(f"khotin: {Path('sites/vi_du.toml')}: cannot be read: ")


def test_own_profiles_are_suggested_too(khotin: Run, profile: Callable[[str], None]) -> None:
    profile('name = "A"\nhosts = ["a.vn"]\n')
    code, err = khotin("crawl", "vi_duu")
    assert code == 2
    assert "'vi_du'" in err


def test_a_fault_in_archive_toml_names_file_and_key(khotin: Run, tmp_path: Path) -> None:
    (tmp_path / "archive.toml").write_text('[operator]\nmail = "a@b.vn"\n', encoding="utf-8")
    code, err = khotin("crawl", "kien_giang")
    assert code == 4
    assert err.startswith("khotin: archive.toml: operator.mail: unknown key")


def test_a_public_site_is_not_crawled_without_a_contact(khotin: Run, tmp_path: Path) -> None:
    code, err = khotin("crawl", "kien_giang")
    assert code == 2
    assert "KHOTIN_CONTACT" in err
    assert list(tmp_path.iterdir()) == []


def test_many_public_sites_are_refused_in_one_line(khotin: Run, tmp_path: Path) -> None:
    code, err = khotin("crawl", "--all")
    assert code == 2
    assert len(err.splitlines()) == 1
    assert "KHOTIN_CONTACT" in err
    assert list(tmp_path.iterdir()) == []


def test_what_is_due_in_no_archive_is_an_error(khotin: Run, tmp_path: Path) -> None:
    code, err = khotin("crawl", "--due", "--archive", "nowhere")
    assert code == 1
    assert "There is no archive at nowhere" in err
    assert list(tmp_path.iterdir()) == []


def test_a_profile_may_begin_with_the_mark_of_windows(khotin: Run, profile: Callable[[str], None]) -> None:
    profile('\ufeffname = "A"\nhosts = ["a.vn"]\n')
    code, err = khotin("crawl", "vi_du")
    assert code == 2
    assert "a.vn is a public site" in err


@pytest.mark.parametrize("case", ["../../x", "..", "a/b"])
def test_a_fixture_lies_in_its_folder_and_nowhere_else(case: str, khotin: Run, tmp_path: Path) -> None:
    code, err = khotin("sites", "record", "kien_giang", "http://127.0.0.1:9/", "--case", case)
    assert code == 2
    assert f"--case {case} is no name" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_behind_the_output_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        words = [sys.executable, "-m", "khotin", "sites", "list"]
        done = subprocess.run(words, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr == "khotin: The disk is full: the output could not be written. Make room and start again.\n"


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), NotADirectoryError(20, "Not a directory")])
def test_a_place_that_cannot_be_used_is_one_line(error: OSError, khotin: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        error.filename = "sites/a.toml"
        raise error

    monkeypatch.setattr("khotin.sites.load_all", failing)
    assert khotin("sites", "list") == (1, f"khotin: sites/a.toml cannot be read or written: {error.strerror}.\n")


def test_a_fault_of_the_system_that_names_no_file_is_one_of_the_program(
    khotin: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise ConnectionResetError(104, "Connection reset by peer")

    monkeypatch.setattr("khotin.sites.load_all", failing)
    monkeypatch.setattr(sys, "argv", ["khotin", "sites", "list"])
    with pytest.raises(OSError, match="reset"):
        main()


def test_an_archive_without_takedowns_says_so(khotin: Run, tmp_path: Path) -> None:
    connect(tmp_path / "archive.db").close()
    assert khotin("hide") == (0, "khotin: nothing was ever hidden here.\n")


@pytest.mark.parametrize("words", [("--undo",), ("--why", "x")])
def test_hiding_nothing_is_no_list(words: tuple[str, ...], khotin: Run, tmp_path: Path) -> None:
    connect(tmp_path / "archive.db").close()
    code, err = khotin("hide", *words)
    assert code == 2
    assert "say which articles" in err


@pytest.mark.parametrize(
    "words", [("crawl", "http://127.0.0.1:9/"), ("crawl", "--due"), ("demo",), ("import", "a.warc.gz")], ids=" ".join
)
@pytest.mark.parametrize("kind", ["newer", "another's", "none"])
def test_beside_a_database_that_is_refused_nothing_is_made(
    words: tuple[str, ...], kind: str, khotin: Run, tmp_path: Path
) -> None:
    path = tmp_path / "archive.db"
    (tmp_path / "a.warc.gz").write_bytes(b"")
    if kind == "none":
        path.write_bytes(b"kho tin " * 1000)
    else:
        with closing(sqlite3.connect(path)) as database:
            database.execute("CREATE TABLE recipes (id INTEGER PRIMARY KEY)")
            database.execute(f"PRAGMA user_version = {99 if kind == 'newer' else 0}")
    before = path.read_bytes()
    code, err = khotin(*words)
    assert code == 1
    assert "archive.db" in err
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.warc.gz", "archive.db"]


def test_an_address_of_which_nothing_is_known_can_be_crawled_as_it_is_told(khotin: Run, tmp_path: Path) -> None:
    connect(tmp_path / "archive.db").close()
    code, err = khotin("history", "mau.vn/news.php?id=1&b=2")
    assert code == 1
    assert "`khotin crawl 'http://mau.vn/news.php?id=1&b=2'` looks at it" in err


def test_receivers_that_cannot_be_told_are_named_before_anything_fails(khotin: Run, tmp_path: Path) -> None:
    (tmp_path / "archive.toml").write_text('[notify]\nwebhok = "https://a.vn/"\n', encoding="utf-8")
    code, err = khotin("crawl", "kien_giang")
    assert code == 2
    assert err.startswith("khotin: nobody would be told of a run that fails: archive.toml: notify.webhok: unknown key")


@pytest.mark.parametrize("stop", [KeyboardInterrupt, pytest.param(None, id="abort")])
def test_a_stopped_command_leaves_with_11(
    stop: type[BaseException] | None, khotin: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import click

    from khotin.main import cli

    def stopped(*_: object, **__: object) -> None:
        raise stop() if stop else click.exceptions.Abort

    monkeypatch.setattr(cli, "main", stopped)
    code, err = khotin("crawl", "kien_giang")
    assert code == 11
    assert "what it has stored is kept" in err


def test_every_command_answers_to_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in COMMANDS:
        monkeypatch.setattr(sys, "argv", ["khotin", command, "-h"])
        with pytest.raises(SystemExit) as left:
            main()
        assert left.value.code == 0
        assert "Usage:" in capsys.readouterr().out
