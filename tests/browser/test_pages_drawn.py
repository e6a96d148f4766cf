"""Every kind of page as Chromium draws it: nothing wider than the screen, text of readable size, no error on the
console, no request to another place, no serious fault that axe-core finds.

With SCREENSHOTS=folder each page is saved as PNG, so that a person can look at it.
"""

import os
from pathlib import Path
from typing import Any

import pytest

PAGES = {
    "home": "/", "home-en": "/?lang=en", "article": "/bai/1", "article-en": "/bai/1?lang=en", "gone": "/bai/4",
    "excerpt": "/bai/11", "versions": "/bai/1/phien-ban", "captured": "/bai/1/chup/1", "status": "/tinh-trang",
    "results": "/tim-kiem?q=doan+thanh+nien", "filters": "/tim-kiem?q=doan&tinh_cu=Ki%C3%AAn+Giang&co_anh=1",
    "nothing": "/tim-kiem?q=thanh+nienn", "form": "/tim-kiem", "long": "/tim-kiem?q=" + "x" * 300,
    "newest": "/tim-kiem?xep=moi", "site": "/don-vi/kien_giang", "provinces": "/tinh", "province": "/tinh/kien-giang",
    "author": "/tac-gia/1", "month": "/thang/2026-03", "missing": "/khong-co", "exports": "/xuat",
    "dictionary": "/tu-dien",
}  # fmt: skip

#: Datasette's own pages; they have scripts and a small letter here and there.
DESK = {
    "desk": "/archive", "desk-table": "/archive/articles", "desk-names": "/archive/v_articles?_facet=year",
    "desk-found": "/archive/article_texts?_search=thanh", "desk-row": "/archive/articles/1",
    "desk-version": "/archive/versions/1", "desk-question": "/archive/bai-theo-thang",
    "desk-sql": "/archive?sql=select+1+as+mot",
}  # fmt: skip

#: What is wrong with the page as drawn. (The width is given: on a phone ``innerWidth`` grows with what overflows.)
FAULTS = """return (wide => {
  const faults = [];
  const drawn = document.scrollingElement.scrollWidth;
  if (drawn > wide) faults.push(`page is ${drawn} wide`);
  for (const e of document.querySelectorAll('body *')) {
    const box = e.getBoundingClientRect(), name = e.tagName + '.' + (e.getAttribute('class') || '');
    const away = e.closest('.skip, .unseen');
    if (!away && !e.closest('.scroll > *') && box.right > wide + 1) faults.push(`${name} ends at ${box.right}`);
    const own = [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim());
    if (own && !e.closest('sub, sup') && parseFloat(getComputedStyle(e).fontSize) < 16) faults.push(`${name} is small`);
    if (e.tagName == 'IMG' && !e.naturalWidth) faults.push(`${name} did not load: ${e.src}`);
  }
  if (document.styleSheets.length != 1) faults.push('the stylesheet did not load');
  if (document.scripts.length) faults.push('there is a script');
  return [...new Set(faults)];
})(arguments[0])"""

#: Text with Vietnamese letters that is not said to be Vietnamese, so that a voice would read it as English.
UNMARKED = """return [...document.querySelectorAll('*')].flatMap(e => [
    ...[...e.childNodes].filter(n => n.nodeType == 3).map(n => n.data),
    ...['alt', 'title', 'aria-label', 'placeholder'].map(name => e.getAttribute(name) || ''),
  ].filter(text => /[ăđơư\u1ea0-\u1ef9]/i.test(text) && (e.closest('[lang]') || {}).lang != 'vi'
    && !e.closest('title')))"""

AXE = """const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ['violations']}).then(found => done(found.violations
  .filter(v => ['serious', 'critical'].includes(v.impact))
  .map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')}`)))"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 412, 320])
@pytest.mark.parametrize("name", PAGES)
def test_pages_fit_the_screen_and_ask_nobody_else(browser: Any, name: str, width: int, dark: bool) -> None:
    browser.open(PAGES[name], width, dark)
    assert browser.run(FAULTS, width) == []
    expected = 404 if name == "missing" else 200
    assert browser.run("return performance.getEntriesByType('navigation')[0].responseStatus") == expected
    assert [text for text in browser.problems() if expected == 200 or "404" not in text] == []
    save(browser, f"{name}-{width}-{'dark' if dark else 'light'}")


@pytest.mark.parametrize("name", PAGES)
def test_english_pages_say_what_is_vietnamese(browser: Any, name: str) -> None:
    browser.open(PAGES[name] + ("&" if "?" in PAGES[name] else "?") + "lang=en")
    assert browser.run("return document.documentElement.lang") == "en"
    assert browser.run(UNMARKED) == []


@pytest.mark.parametrize("width", [1280, 412])
@pytest.mark.parametrize("name", DESK)
def test_pages_of_the_desk_fit_the_screen_too(desk: Any, name: str, width: int) -> None:
    desk.open(DESK[name], width)
    assert desk.run("return document.scrollingElement.scrollWidth") == width
    assert desk.run("return performance.getEntriesByType('navigation')[0].responseStatus") == 200
    assert desk.problems() == []
    save(desk, f"{name}-{width}")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", {**PAGES, **DESK})
def test_axe_finds_no_serious_fault(browser: Any, desk: Any, name: str, dark: bool) -> None:
    at = desk if name in DESK else browser
    at.open({**PAGES, **DESK}[name], 412 if dark else 1280, dark)
    at.run(Path(os.environ["AXE"]).read_text(encoding="utf-8"))
    at.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert at.driver.execute_async_script(AXE) == []


def test_the_checks_see_what_is_wrong(browser: Any) -> None:
    browser.open("/bai/1", 412)
    browser.run("document.querySelector('h1').style.width = '600px'")
    assert any("wide" in fault for fault in browser.run(FAULTS, 412))
    browser.run("document.querySelector('img').removeAttribute('alt')")
    browser.run(Path(os.environ["AXE"]).read_text(encoding="utf-8"))
    assert any("image-alt" in fault for fault in browser.driver.execute_async_script(AXE))
    browser.run("fetch('http://127.0.0.1:9/').catch(() => 0)")
    assert browser.wait(browser.problems, "the policy stops a request to another place")


def save(browser: Any, name: str) -> None:
    """The whole page as PNG, where a folder for screenshots is named."""
    if folder := os.environ.get("SCREENSHOTS"):
        width, height = browser.run("const e = document.documentElement; return [e.clientWidth, e.scrollHeight]")
        size = {"width": width, "height": min(height, 6000), "deviceScaleFactor": 1, "mobile": False}
        browser.command("Emulation.setDeviceMetricsOverride", **size)
        Path(folder).mkdir(parents=True, exist_ok=True)
        browser.driver.save_screenshot(str(Path(folder) / f"{name}.png"))
