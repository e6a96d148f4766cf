"""Profiles that are shipped, found by name or URL, and read by another family's rules."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.errors import ConfigurationError, UsageError
from crawler.profile_files import families, find, for_url, load, names, with_family
from crawler.profiles import Scope, Trap

MINIMAL = 'name = "Tỉnh đoàn Ví Dụ"\nhosts = ["tinhdoanvidu.vn"]\n'


@pytest.mark.parametrize("slug", names())
def test_every_shipped_profile_reads(slug: str) -> None:
    profile = load(slug)
    assert profile.slug == slug
    assert profile.family in families()
    assert profile.rights.holder


def test_no_host_belongs_to_two_profiles() -> None:
    hosts = [host for slug in names() for host in load(slug).hosts]
    assert len(hosts) == len(set(hosts))


def test_kien_giang_is_one_site_on_two_hosts() -> None:
    profile = load("kien_giang")
    assert profile.hosts == ("tuoitrekiengiang.vn", "tinhdoankiengiang.org.vn")
    assert (profile.schemes, profile.family, profile.stamps) == (("http",), "php_news", False)
    assert (profile.province_old, profile.province_new) == ("Kiên Giang", "An Giang")
    (numbering,) = profile.discovery.id_ranges
    assert numbering.url.format(id=9560) in profile.seeds
    assert (numbering.id_space, numbering.stop_after) == ("news", 200)


@pytest.mark.parametrize("family", families())
def test_every_family_reads_over_any_site(family: str) -> None:
    profile = with_family(for_url("https://tinhdoan.example.vn/"), family)
    assert profile.family == family
    assert any(trap.reason == "trap:print" for trap in profile.scope.traps)


def test_detecting_a_family_doubles_no_rule() -> None:
    profile = with_family(for_url("https://tinhdoan.example.vn/"), "nukeviet")
    assert len(set(profile.scope.traps)) == len(profile.scope.traps)
    assert with_family(profile, "nukeviet") == profile


def test_own_rules_come_before_the_family(tmp_path: Path) -> None:
    (tmp_path / "vi_du.toml").write_text(
        MINIMAL + 'family = "php_news"\n[[discovery.articles]]\npattern = "^/x-(?P<id>\\\\d+)$"\nid_space = "x"\n',
        "utf-8",
    )
    spaces = [rule.id_space for rule in load("vi_du", tmp_path).discovery.articles]
    assert spaces[:2] == ["x", "news"]


def test_a_url_on_a_known_host_gives_that_site() -> None:
    profile = find("http://tinhdoankiengiang.org.vn/news.php?id=12")
    assert profile.slug == "kien_giang"
    assert profile.seeds[-1] == "http://tinhdoankiengiang.org.vn/news.php?id=12"
    assert find("http://www.tuoitrekiengiang.vn/").slug == "kien_giang"


@pytest.mark.parametrize(
    ("url", "slug", "host"),
    [
        ("http://127.0.0.1:8095/", "127_0_0_1_8095", "127.0.0.1:8095"),
        ("https://www.tinhdoan.example.vn/vi/", "tinhdoan_example_vn", "www.tinhdoan.example.vn"),
        ("http://user:secret@Example.vn:80/", "example_vn", "example.vn"),
        ("https://example.vn:443/", "example_vn", "example.vn"),
        ("http://[::1]:8080/", "___1__8080", "[::1]:8080"),
    ],
)
def test_an_unknown_site_gets_a_profile_from_its_url(url: str, slug: str, host: str) -> None:
    profile = for_url(url)
    assert (profile.slug, profile.hosts, profile.family) == (slug, (host,), "auto")


def test_an_unknown_site_is_found_with_and_without_a_slash() -> None:
    assert find("http://tinhdoan.example.vn").seeds == ("http://tinhdoan.example.vn/",)


@pytest.mark.parametrize(
    "text", ["ftp://example.vn/", "http:///news", "http://example.vn:port/", "http://example.vn:99999/"]
)
def test_what_is_no_web_address_is_said(text: str) -> None:
    with pytest.raises(UsageError):
        find(text)


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'kien_giang'"):
        find("kien-giang")
    with pytest.raises(UsageError, match=r"http://tinhdoan\.example\.vn/"):
        find("tinhdoan.example.vn")


@pytest.mark.parametrize("name", ["../sites/kien_giang", "", ".", "kien_giang.toml"])
def test_a_name_is_no_path(name: str) -> None:
    with pytest.raises(UsageError):
        load(name)


def test_own_profiles_of_an_archive(tmp_path: Path) -> None:
    (tmp_path / "vi_du.toml").write_text(MINIMAL, "utf-8")
    assert {"vi_du", "kien_giang"} <= set(names(tmp_path))
    assert load("vi_du", tmp_path).seeds == ("http://tinhdoanvidu.vn/",)
    assert find("https://tinhdoanvidu.vn/tin/1", tmp_path).slug == "vi_du"
    assert names(tmp_path / "absent") == names()


def test_digest_says_whether_a_profile_changed(tmp_path: Path) -> None:
    file = tmp_path / "vi_du.toml"
    file.write_text(MINIMAL, "utf-8")
    first = load("vi_du", tmp_path).digest
    assert load("vi_du", tmp_path).digest == first
    file.write_text(MINIMAL + "stamps = false\n", "utf-8")
    assert load("vi_du", tmp_path).digest != first


def test_a_family_that_does_not_exist() -> None:
    with pytest.raises(ConfigurationError, match="unknown family 'joomlaa'"):
        with_family(load("kien_giang"), "joomlaa")


def test_the_digest_sees_the_end_of_a_long_pattern() -> None:
    def with_trap(pattern: str) -> str:
        trap = Trap(re.compile(pattern), "trap:thu")
        return replace(for_url("http://a.vn/"), scope=Scope(traps=(trap,))).digest

    long = "x" * 300
    assert with_trap(long + "a") != with_trap(long + "b")
    assert with_trap(long + "a") == with_trap(long + "a")
