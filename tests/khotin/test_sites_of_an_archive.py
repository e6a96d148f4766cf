"""``khotin sites`` knows the profiles of an archive's own ``sites/`` beside those that come with the program."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.profile_files import names
from khotin.main import main
from khotin.sample.server import serve

PROFILE = 'name = "Tỉnh đoàn Ví Dụ"\nhosts = ["127.0.0.1:{port}"]\nfamily = "php_news"\n'
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def khotin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``khotin`` with words in an empty folder: exit code, stdout, stderr."""
    monkeypatch.delenv("KHOTIN_CONTACT", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["khotin", *words])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return run


def write(archive: Path, slug: str, text: str) -> None:
    (archive / "sites").mkdir(parents=True, exist_ok=True)
    (archive / "sites" / f"{slug}.toml").write_text(text, "utf-8")


@pytest.mark.parametrize("words", [("sites",), ("sites", "list")])
def test_the_current_folder_is_the_archive_unless_another_is_named(
    words: tuple[str, ...], khotin: Run, tmp_path: Path
) -> None:
    write(tmp_path, "vi_du", PROFILE.format(port=9))
    write(tmp_path / "kho", "khac", PROFILE.format(port=9))
    assert [line.split()[0] for line in khotin(*words)[1].splitlines()] == sorted([*names(), "vi_du"])
    code, out, err = khotin("sites", "list", "--json", "--archive", "kho")
    assert [json.loads(line)["slug"] for line in out.splitlines()] == sorted([*names(), "khac"])
    assert (code, err) == (0, "")


@pytest.mark.parametrize("words", [("sites",), ("sites", "list")])
def test_a_broken_profile_is_named_and_the_others_are_listed(
    words: tuple[str, ...], khotin: Run, tmp_path: Path
) -> None:
    write(tmp_path, "vi_du", PROFILE.format(port=9))
    write(tmp_path, "hong", 'name = "A"\n')
    code, out, err = khotin(*words)
    assert code == 4
    assert [line.split()[0] for line in out.splitlines()] == sorted([*names(), "vi_du"])
    assert err.startswith(f"khotin: {Path('sites/hong.toml')}: hosts: is missing")


def test_fixtures_of_an_archives_own_site_are_recorded(khotin: Run, tmp_path: Path) -> None:
    with serve() as site:
        write(tmp_path / "kho", "vi_du", PROFILE.format(port=site.netloc.rpartition(":")[2]))
        words = ("sites", "record", "vi_du", site.url, "--case", "front", "--folder", "fixtures")
        assert khotin(*words)[0] == 2, "the current folder has no such site"
        code, out, _ = khotin(*words, "--archive", "kho")
    assert code == 0
    assert "front" in out
    assert (tmp_path / "fixtures" / "vi_du" / "front" / "expected.json").is_file()
