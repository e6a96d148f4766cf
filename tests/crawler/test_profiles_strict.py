"""Whatever is wrong in a profile is said with its file, its key and what to do."""

from pathlib import Path

import pytest

from crawler.errors import ConfigurationError
from crawler.profile_files import find, load, load_all, names
from crawler.profiles import Fetch

TOP = 'name = "Tỉnh đoàn Ví Dụ"\nhosts = ["tinhdoanvidu.vn"]\n'

FAULTS = [
    ("", "name", "missing"),
    ('name = "A"\n', "hosts", "missing"),
    ('name = "A"\nhost = ["a.vn"]\n', "hosts", "did you mean it by 'host'"),
    ('name = "A"\nhosts = []\n', "hosts", "at least one host"),
    ('name = "A"\nhosts = "a.vn"\n', "hosts", "list of strings"),
    ('name = "A"\nhosts = ["https://a.vn/"]\n', "hosts", "no host name"),
    ('name = "A"\nhosts = ["A.vn"]\n', "hosts", "lower case"),
    (TOP + 'slug = "khac"\n', "slug", "make them one"),
    (TOP + 'familly = "nukeviet"\n', "familly", "did you mean 'family'"),
    (TOP + 'family = "nukevet"\n', "family", "did you mean 'nukeviet'"),
    (TOP + 'level = "tinh"\n', "level", "must be one of province"),
    (TOP + "stamps = 1\n", "stamps", "true or false"),
    (TOP + "schemes = []\n", "schemes", "http, https or both"),
    (TOP + 'schemes = ["ftp"]\n', "schemes", "http, https or both"),
    (TOP + 'time_zone = "Asia/Saigone"\n', "time_zone", "no IANA zone"),
    (TOP + 'seeds = ["http://khac.vn/"]\n', "seeds", "none of the site's hosts"),
    (TOP + "discovery = 3\n", "discovery", "must be a table"),
    (TOP + "[discovery]\nartcles = []\n", "discovery.artcles", "did you mean 'articles'"),
    (TOP + '[[discovery.articles]]\npattern = "^/("\n', "discovery.articles[0].pattern", "no regular expression"),
    (TOP + '[[discovery.articles]]\nid_space = "x"\n', "discovery.articles[0].pattern", "missing"),
    (
        TOP + '[[discovery.articles]]\npattern = "^/\\\\d+"\nid_space = "x"\n',
        "discovery.articles[0].pattern",
        "no group (?P<id>",
    ),
    (TOP + '[discovery]\narticles = ["x"]\n', "discovery.articles", "list of tables"),
    (TOP + '[[discovery.id_ranges]]\nurl = "/n?id="\nid_space = "n"\n', "discovery.id_ranges[0].url", "{id}"),
    (TOP + '[[discovery.id_ranges]]\nurl = "/n?id={id}"\n', "discovery.id_ranges[0].id_space", "missing"),
    (
        TOP + '[[discovery.id_ranges]]\nurl = "/{id}"\nid_space = "n"\nstop_after = "200"\n',
        "discovery.id_ranges[0].stop_after",
        "must be a number",
    ),
    (TOP + '[[scope.traps]]\npattern = "/in/"\n', "scope.traps[0].reason", "missing"),
    (TOP + "[scope]\nmax_depth = -1\n", "scope.max_depth", "0 or more"),
    (TOP + '[[eras]]\nname = "a"\n', "eras[0].id_space", "missing"),
    (
        TOP + '[[eras]]\nname = "a"\nid_space = "n"\n[[eras.layouts]]\nname = "l"\nwhen = "div["\n',
        "eras[0].layouts[0].when",
        "no CSS selector",
    ),
    (
        TOP + '[[eras]]\nname = "a"\nid_space = "n"\n[[eras.layouts]]\nname = "l"\nwhen = "td"\n'
        '[eras.layouts.fields]\nbodi = "td"\n',
        "eras[0].layouts[0].fields.bodi",
        "did you mean 'body'",
    ),
    (
        TOP + '[[eras]]\nname = "a"\nid_space = "n"\n[[eras.layouts]]\nname = "l"\nwhen = "td"\n'
        '[eras.layouts.fields]\ntitle = ["h1", "td >"]\n',
        "eras[0].layouts[0].fields.title",
        "no CSS selector",
    ),
    (TOP + '[labels]\nreads = ["Số lần đọc"]\n', "labels.reads", "unknown key"),
    (TOP + '[rights]\npublish = "all"\n', "rights.publish", "full, excerpt, metadata"),
    (TOP + "[expect.fill]\ntitle = 95\n", "expect.fill", "0 to 1"),
    (TOP + 'fetch = "http://a.vn:8080"\n', "fetch", "must be a table"),
    (TOP + '[fetch]\nproxi = "http://a.vn:8080"\n', "fetch.proxi", "did you mean 'proxy'"),
    (TOP + '[fetch]\nproxy = "socks5://a.vn:1080"\n', "fetch.proxy", "http://host:port"),
    (TOP + '[fetch]\nproxy = "http://a.vn:x"\n', "fetch.proxy", "http://host:port"),
    (TOP + '[fetch]\nproxy = "a.vn:8080"\n', "fetch.proxy", "http://host:port"),
    (TOP + '[fetch]\nverify_tls = "no"\n', "fetch.verify_tls", "true or false"),
    (TOP + '[schedule]\nwindow = "22h-5h"\n', "schedule.window", "two different times of day"),
    (TOP + '[schedule]\nwindow = "24:00-05:00"\n', "schedule.window", "two different times of day"),
    (TOP + '[schedule]\nwindow = "05:00-05:00"\n', "schedule.window", "two different times of day"),
    (TOP + "[schedule]\ndelay = -1\n", "schedule.delay", "0 or more"),
    (TOP + "[schedule]\ndelays = 2\n", "schedule.delays", "did you mean 'delay'"),
    ("name = \n", "", "cannot be read"),
]


@pytest.mark.parametrize(("text", "key", "words"), FAULTS, ids=[f"{key}: {words}" for _, key, words in FAULTS])
def test_a_fault_names_file_key_and_remedy(tmp_path: Path, text: str, key: str, words: str) -> None:
    (tmp_path / "vi_du.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load("vi_du", tmp_path)
    assert (caught.value.file, caught.value.key) == (str(tmp_path / "vi_du.toml"), key)
    assert words in str(caught.value)
    assert caught.value.exit_code == 4


def test_a_profile_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "vi_du.toml").write_bytes(TOP.encode("utf-16"))
    with pytest.raises(ConfigurationError, match=r"vi_du\.toml: cannot be read"):
        load("vi_du", tmp_path)


def test_how_a_site_is_reached(tmp_path: Path) -> None:
    (tmp_path / "vi_du.toml").write_text(
        TOP + '[fetch]\nproxy = "http://ai:mat-khau@a.vn:8080"\nverify_tls = false\n', "utf-8"
    )
    (tmp_path / "khac.toml").write_text(TOP, "utf-8")
    assert load("vi_du", tmp_path).fetch == Fetch("http://ai:mat-khau@a.vn:8080", verify_tls=False)
    assert load("khac", tmp_path).fetch == Fetch("", verify_tls=True)


def test_a_password_in_a_faulty_proxy_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "vi_du.toml").write_text(TOP + '[fetch]\nproxy = "https://ai:mat-khau@a.vn"\n', "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load("vi_du", tmp_path)
    assert "mat-khau" not in str(caught.value)


@pytest.fixture
def with_broken(tmp_path: Path) -> Path:
    """A folder with a good profile and two that cannot be read."""
    (tmp_path / "vi_du.toml").write_text(TOP, "utf-8")
    (tmp_path / "hong.toml").write_text("name = 'A'\nhosts = ['www.hong.vn']\nfamliy = 'generic'\n", "utf-8")
    (tmp_path / "nat.toml").write_text('name = "A\n', "utf-8")
    return tmp_path


def test_broken_profiles_hold_up_no_other_site_and_no_url(with_broken: Path) -> None:
    told: list[ConfigurationError] = []
    assert find("vi_du", with_broken, told.append).slug == "vi_du"
    assert find("https://tinhdoanvidu.vn/", with_broken, told.append).slug == "vi_du"
    assert told == []
    assert find("https://khac.vn/", with_broken, told.append).family == "auto"
    assert [Path(fault.file).name for fault in told] == ["hong.toml", "nat.toml"]


@pytest.mark.parametrize("target", ["hong", "http://hong.vn/tin/", "https://www.hong.vn/"])
def test_the_site_of_a_broken_profile_is_not_crawled_by_guesses(with_broken: Path, target: str) -> None:
    with pytest.raises(ConfigurationError, match="famliy"):
        find(target, with_broken)


def test_all_profiles_that_can_be_read(with_broken: Path) -> None:
    told: list[ConfigurationError] = []
    assert [profile.slug for profile in load_all(with_broken, told.append)] == sorted([*names(), "vi_du"])
    assert len(told) == 2
