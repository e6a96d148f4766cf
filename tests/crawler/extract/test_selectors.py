"""What a page's selectors find is what cssselect's own translation finds, each way of writing."""

import pytest
from lxml import html
from lxml.cssselect import CSSSelector

from crawler.extract.markup.selectors import Selection

PAGE = """
<html><body id="tren" class="trang bai">
<div id="khung" class="noi-dung  chinh"><h1 class="tieu-de">A</h1><p class="tieu-de-phu">B</p>
<table><tr><td class="o"><a href="/tag/doan" rel="tag nofollow" lang="vi-VN">C</a></td><td><p>D</p></td></tr></table>
</div>
<div class="noi-dung"><a href="/tin.html">E</a><a name="x">F</a><span class="">G</span></div>
<DIV CLASS="HOA"><A HREF="/HOA.PDF">H</A></DIV>
</body></html>
"""
SELECTORS = """
h1; .tieu-de; p.tieu-de-phu; .noi-dung.chinh; div.noi-dung; #khung; div#khung .o; #khung > h1; #khung > a; #khung a;
body .noi-dung a; a[rel]; a[rel~=tag]; a[rel=tag]; a[href^="/tag/"]; a[href$=".html"]; a[href*=tin]; a[href*=""];
a[lang|=vi]; [lang|=vi]; [name]; td > a; td:first-child p; h1, .o; h1 + p; div:not(.chinh); *; .khong-co; #khong-co;
p > h1; table td p; DIV; .HOA a; html; body; body.trang.bai; .noi-dung *; [class=""]; a[href="/HOA.PDF"]; div div;
tr td:nth-child(2)
"""


@pytest.mark.parametrize("selector", [selector.strip() for selector in SELECTORS.split(";")])
def test_it_finds_what_the_translation_to_xpath_finds(selector: str) -> None:
    root = html.document_fromstring(PAGE)
    assert Selection(root).find(selector) == CSSSelector(selector, translator="html")(root)


def test_what_was_found_once_is_remembered() -> None:
    selection = Selection(html.document_fromstring(PAGE))
    assert selection.find(".o") is selection.find(".o")
