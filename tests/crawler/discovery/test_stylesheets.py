"""Which URLs a style sheet asks for, and which only look like one."""

import time

import pytest

from crawler.discovery.stylesheets import css_text, css_urls


@pytest.mark.parametrize(
    ("css", "files"),
    [
        ("a{background:url(x.png)}", ["x.png"]),
        ("a{background:URL( 'x y.png' )}", ["x y.png"]),
        ('a{background:url("x.png?v=1#z"), url(y.png)}', ["x.png?v=1#z", "y.png"]),
        (r"a{background:url(x\).png) , url(\68 i.png)}", ["x).png", "hi.png"]),
        ('a{background:url("x\\\ny.png")}', ["xy.png"]),
        ('a{background:-webkit-image-set("s.png" 1x, url(t.png) type("image/png") 2x)}', ["s.png", "t.png"]),
        ("a{background:url()} b{background:url('')}", []),
        ("/* url(no.png) */ a{color:red}", []),
        ("/* url(no.png)", []),
        ('a{content:"url(no.png)"}', []),
        ("a{background:my-url(no.png)}", []),
        ("@namespace svg url(http://www.w3.org/2000/svg);", []),
        ("a{behavior:url(pie.htc)}", []),
        ("a{background:url(x.png", []),
        ("a{background:url(x.png)} a{background:url(x.png)}", ["x.png"]),
    ],
)
def test_files(css: str, files: list[str]) -> None:
    assert list(css_urls(css).files) == files


@pytest.mark.parametrize(
    "css",
    ['@import "a.css";', "@import url(a.css) screen;", "@IMPORT url( 'a.css' );", "@charset 'x'; @import'a.css';"],
)
def test_imports(css: str) -> None:
    found = css_urls(css)
    assert (found.imports, found.files) == (("a.css",), ())


def test_of_a_fonts_files_the_one_that_a_browser_takes() -> None:
    css = """@font-face{font-family:x;src:url(f.eot);src:url("f.eot?#iefix") format("embedded-opentype"),
      url(f.woff2) format("woff2"), url(f.woff) format('woff'), url(f.svg#f) format("svg")}
      @font-face{src: local("G"), url(g.ttf) format("truetype"),url(g.woff) format("woff")}
      @font-face{src:url(h.woff)} a{background:url(a.png)}"""
    assert list(css_urls(css).files) == ["f.woff2", "g.ttf", "h.woff", "a.png"]


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ('a{background:url("ảnh.png")}'.encode(), None, 'a{background:url("ảnh.png")}'),
        (b"\xef\xbb\xbfa{}", None, "a{}"),
        (b'@charset "latin-1"; \xe9', None, '@charset "latin-1"; é'),
        (b"\xe9", "utf-8", "é"),
        (b"a", "no-such-charset", "a"),
    ],
)
def test_charset(body: bytes, charset: str | None, text: str) -> None:
    assert css_text(body, charset) == text


@pytest.mark.parametrize(
    "piece",
    ["url(", "url( ", "url('", "image-set(", "image-set((", "/*", '"', "@import ", "@namespace ", "url(\\", "("],
)
def test_no_text_takes_long(piece: str) -> None:
    began = time.process_time()
    css_urls("@(" + piece * 20_000)
    css_urls("@(url(" + piece + " " * 50_000)
    assert time.process_time() - began < 5
