"""Hostile articles and questions in a real browser: nothing of them runs, nothing is asked of another place."""

from typing import Any
from urllib.parse import quote

from tests.publish.attacked import ATTACKS, HOSTILE


def ran(window: Any, path: str) -> list[str]:
    """What went wrong at ``path`` after every link was pressed in thought: handlers, dialogs, requests, errors."""
    window.driver.get_log("browser")
    window.driver.get_log("performance")
    window.driver.get(window.root + path)  # fails where a dialog is open
    found = [f"{path}: it ran"] if window.run("return 'hit' in window.top") else []
    wild = """return [...document.querySelectorAll('*')].flatMap(e => [...e.attributes]
      .filter(a => /^on/i.test(a.name) || /^[\\s\\x00-\\x20]*(javascript|vbscript|data):/i.test(a.value)
        && ['href', 'src', 'action'].includes(a.name))).map(a => `${a.name}=${a.value}`)"""
    return found + [f"{path}: {fault}" for fault in (*window.run(wild), *window.problems())]


def test_hostile_articles_do_not_run(hostile: Any) -> None:
    found: list[str] = []
    for number in range(1, len(HOSTILE) + 1):
        found += ran(hostile, f"/bai/{number}")
        if number % 5 == 1:
            found += ran(hostile, f"/bai/{number}/phien-ban")
            found += ran(hostile, f"/bai/{number}/chup/{number}")
    assert found == []


def test_hostile_questions_and_lists_do_not_run(hostile: Any) -> None:
    found = [fault for page in range(1, 9) for fault in ran(hostile, f"/tim-kiem?q=thanh+nien&trang={page}")]
    found += [fault for attack in ATTACKS["markup"][::3] for fault in ran(hostile, f"/tim-kiem?q={quote(attack)}")]
    for path in ("/", "/don-vi/mau", "/tinh", "/tinh-trang", "/thang/2026-11"):
        found += ran(hostile, path)
    assert found == []


def test_hostile_articles_do_not_run_at_the_data_desk(hostile: Any) -> None:
    tables = ("articles", "article_texts", "v_articles", "images", "attachments", "versions", "authors", "flags")
    found = [fault for table in tables for fault in ran(hostile, f"/archive/{table}?_size=max")]
    found += [fault for word in ATTACKS["markup"][::9]
              for fault in ran(hostile, f"/archive/articles?title__contains={quote(word)}")]  # fmt: skip
    assert found == []
