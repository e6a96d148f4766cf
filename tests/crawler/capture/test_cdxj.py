"""Index keys are those by which replay software looks up; ``make test-replay`` compares many more with pywb's own."""

import json

import pytest

from crawler.capture.cdxj import cdxj_line, surt

SESSION = "0123456789abcdef0123456789ABCDEF"
KEYS = {
    "http://www.tinhdoan.vn/": "vn,tinhdoan)/",
    "http://tinhdoan.vn": "vn,tinhdoan)/",
    "http://www2.Tinhdoan.VN/Tin/Bai.html": "vn,tinhdoan)/tin/bai.html",
    "https://a.vn:443/tin/": "vn,a)/tin",
    "http://a.vn:443/": "vn,a:443)/",
    "http://a.vn:8080/a": "vn,a:8080)/a",
    "http://127.0.0.1:8001/news.php?id=9&B=2&a=1": "1,0,0,127:8001)/news.php?a=1&b=2&id=9",
    "http://[::1]:81/a": "::1:81)/a",
    "http://nguoi:khoa@a.vn/": "vn,a)/",
    "http://a.vn./": "vn,a)/",
    "http://tỉnhđoàn.vn/": "vn,xn--tnhon-uqa55av24r)/",
    "http://a.vn/a?": "vn,a)/a",
    "http://a.vn/a?x=&x": "vn,a)/a?x&x=",
    "http://a.vn/a?b=1&&a": "vn,a)/a?&a&b=1",
    "http://a.vn/Tin tức": "vn,a)/tin%20t%e1%bb%a9c",
    "http://a.vn/Tin%20t%E1%BB%A9c": "vn,a)/tin%20t%e1%bb%a9c",
    "http://a.vn/%2541b": "vn,a)/ab",
    "http://a.vn/a//b/../c/./d": "vn,a)/a/c/d",
    "http://a.vn/../../x": "vn,a)/x",
    "http://a.vn/a%23b#dau-trang": "vn,a)/a%23b",
    "http://a.vn/%zz?%": "vn,a)/%25zz?%25",
    f"http://a.vn/i.php?PHPSESSID={SESSION}&id=1": "vn,a)/i.php?id=1",
    f"http://a.vn/i.php?id=1&sid={SESSION}": "vn,a)/i.php?&id=1",
    "http://a.vn/(S(abcdefghijklmnopqrstuvwx))/a.aspx": "vn,a)/a.aspx",
    " HTTP://A.vn/a\n": "vn,a)/a",
    "dns:a.vn": "dns:a.vn",
    "urn:x y": "urn:x%20y",
}


@pytest.mark.parametrize("url", KEYS)
def test_keys(url: str) -> None:
    assert surt(url) == KEYS[url]


@pytest.mark.parametrize(
    "url", ["", "http://", "http://a b/%", "http://[/", "http://\udc80/\udcff?\udc80", "http://.../"]
)
def test_any_text_has_a_key_of_one_word(url: str) -> None:
    assert surt(url).isascii()
    assert " " not in surt(url)


def test_a_line_is_key_time_and_json() -> None:
    fields = {"mime": "text/html", "status": "200", "digest": "sha1:X", "length": "9", "offset": "0", "filename": "a"}
    key, timestamp, rest = cdxj_line("http://a.vn/Tin", "2026-11-23T05:38:01Z", fields | {"method": None}).split(" ", 2)
    assert (key, timestamp) == ("vn,a)/tin", "20261123053801")
    assert json.loads(rest) == {"url": "http://a.vn/Tin"} | fields


def test_what_was_no_get_never_answers_for_the_page() -> None:
    line = cdxj_line("http://a.vn/tim?q=x", "2026-11-23T05:38:01Z", {"method": "POST"})
    assert line.startswith("vn,a)/tim?__wb_method=post&q=x 20261123053801 ")
