"""What a reader does, in Chromium: search without accents, open, switch language, read a change, take a list away,
follow a feed, look at the page as captured; all of it once more by keyboard alone."""

import hashlib
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

HERE = "document.activeElement"


def click(browser: Any, text: str) -> None:
    """Follow the first link with this text and wait for its page."""
    browser.run("window.before = true")
    browser.driver.find_element(By.PARTIAL_LINK_TEXT, text).click()
    browser.until("!window.before && document.readyState == 'complete'")


def shown(browser: Any, selector: str) -> str:
    """Text of the first element of ``selector``."""
    return str(browser.driver.find_element(By.CSS_SELECTOR, selector).text)


def test_search_without_accents_open_and_switch_language(browser: Any) -> None:
    browser.open("/", 412)
    box = browser.driver.find_element(By.NAME, "q")
    box.send_keys("doan thanh nien ra quan", Keys.ENTER)
    browser.until("location.pathname == '/tim-kiem' && document.readyState == 'complete'")
    assert shown(browser, "mark") == "Đoàn"
    click(browser, "Đoàn thanh niên ra quân")
    assert shown(browser, "h1") == "Đoàn thanh niên ra quân Tháng Thanh niên năm 2026"
    click(browser, "English")
    assert browser.run("return document.documentElement.lang") == "en"
    assert "Published 26 March 2026, 08:15" in shown(browser, "article header")
    assert browser.run("return document.querySelector('.text').lang") == "vi"
    click(browser, "Tỉnh đoàn Kiên Giang")
    assert browser.run("return location.search") == "?lang=en"
    assert browser.problems() == []


def test_the_browsers_language_decides_where_none_is_asked(browser: Any) -> None:
    browser.command("Network.enable")
    try:
        browser.command("Network.setExtraHTTPHeaders", headers={"Accept-Language": "en-GB,en;q=0.9"})
        browser.open("/")
        assert browser.run("return document.documentElement.lang") == "en"
        click(browser, "Tiếng Việt")
        assert browser.run("return document.documentElement.lang") == "vi"
    finally:
        browser.command("Network.setExtraHTTPHeaders", headers={})


def test_read_what_changed(browser: Any) -> None:
    browser.open("/bai/1")
    click(browser, "So sánh phiên bản")
    assert "250" in [one.text for one in browser.driver.find_elements(By.TAG_NAME, "del")]
    assert "300" in [one.text for one in browser.driver.find_elements(By.TAG_NAME, "ins")]


def test_take_a_list_away_as_csv(browser: Any) -> None:
    browser.open("/tim-kiem?q=doan")
    browser.driver.find_element(By.LINK_TEXT, "CSV").click()
    file = browser.downloads / "tim-kiem.csv"
    browser.wait(file.exists, "the file is there")
    text = file.read_text(encoding="utf-8-sig")
    assert text.startswith("id,title,site,")
    assert "Đoàn thanh niên ra quân" in text


def test_take_the_whole_archive_away(browser: Any) -> None:
    browser.open("/xuat")
    browser.driver.find_element(By.LINK_TEXT, "articles.csv").click()
    file = browser.downloads / "articles.csv"
    browser.wait(file.exists, "the file is there")
    row = browser.driver.find_element(By.XPATH, "//tr[th/a = 'articles.csv']").text
    assert hashlib.sha256(file.read_bytes()).hexdigest() in row


def test_follow_a_feed(browser: Any) -> None:
    browser.open("/don-vi/kien_giang")
    address = browser.run("return document.querySelector('link[type=\"application/atom+xml\"]').href")
    answer = browser.run(
        "const r = new XMLHttpRequest(); r.open('GET', arguments[0], false); return r.responseURL", address
    )
    assert answer == ""  # the page itself may ask for nothing: its policy allows no connection
    browser.driver.get(address)
    source = browser.driver.page_source
    assert "http://www.w3.org/2005/Atom" in source
    assert "Tháng Thanh niên năm 2026" in source


def test_the_captured_page_is_drawn_and_runs_nothing(browser: Any) -> None:
    browser.open("/bai/1/chup/1")
    assert browser.problems() == []
    browser.driver.switch_to.frame(0)
    try:
        assert "Trang như lúc chụp." in browser.driver.find_element(By.TAG_NAME, "body").text
        assert browser.run("return document.images[0].naturalWidth") == 640
        assert browser.run("return document.scripts.length") == 0
        assert browser.run("return self.origin") == "null"
    finally:
        browser.driver.switch_to.default_content()


def test_by_keyboard_alone(browser: Any) -> None:
    browser.open("/")
    press(browser, Keys.TAB)
    assert focused(browser) == "Đến nội dung chính"
    assert browser.run(f"return {HERE}.getBoundingClientRect().left") >= 0  # seen when it has the focus
    press(browser, Keys.ENTER)
    tab_to(browser, f"{HERE}.name == 'q'")
    press(browser, *"doan thanh nien ra quan", Keys.ENTER)
    browser.until("location.pathname == '/tim-kiem' && document.readyState == 'complete'")
    tab_to(browser, f"{HERE}.className == 'headline'")
    outline = f"return getComputedStyle({HERE}).outlineStyle + getComputedStyle({HERE}).outlineWidth"
    assert browser.run(outline) == "solid3px"
    press(browser, Keys.ENTER)
    browser.until("location.pathname == '/bai/1' && document.readyState == 'complete'")
    tab_to(browser, f"{HERE}.tagName == 'SUMMARY'")
    press(browser, Keys.ENTER)
    assert browser.until(f"{HERE}.parentElement.open")
    tab_to(browser, f"{HERE}.hreflang == 'en'", Keys.SHIFT + Keys.TAB)


@pytest.mark.parametrize("path", ["/bai/1", "/tim-kiem?q=doan", "/"])
def test_print_leaves_the_furniture_out(browser: Any, path: str) -> None:
    browser.open(path)
    browser.command("Emulation.setEmulatedMedia", media="print")
    try:
        hidden = (
            "return [...document.querySelectorAll('.top, .foot')].every(e => getComputedStyle(e).display == 'none')"
        )
        assert browser.run(hidden)
    finally:
        browser.command("Emulation.setEmulatedMedia", media="")


def press(browser: Any, *keys: str) -> None:
    """Press keys where the focus is."""
    browser.driver.switch_to.active_element.send_keys(*keys)


def focused(browser: Any) -> str:
    """Text of what has the focus."""
    return str(browser.run(f"return {HERE}.textContent")).strip()


def tab_to(browser: Any, condition: str, key: str = Keys.TAB) -> None:
    """Go on by Tab until ``condition`` holds of what has the focus; what has it is always in sight of the page."""
    for _ in range(80):
        press(browser, key)
        if browser.run(f"return {condition}"):
            return
    raise AssertionError(f"no element by Tab: {condition}")
