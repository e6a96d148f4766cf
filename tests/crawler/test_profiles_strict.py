"""Whatever is wrong in a profile is said with its file, its key and what to do."""

from pathlib import Path

import pytest

from crawler.errors import ConfigurationError
from crawler.profile_files import load

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
    assert (caught.value.file, caught.value.key) == ("vi_du.toml", key)
    assert words in str(caught.value)
    assert caught.value.exit_code == 4


def test_a_profile_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "vi_du.toml").write_bytes(TOP.encode("utf-16"))
    with pytest.raises(ConfigurationError, match=r"vi_du\.toml: cannot be read"):
        load("vi_du", tmp_path)
