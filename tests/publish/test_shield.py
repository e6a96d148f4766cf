"""Every answer has the security headers; scripts of Datasette's templates run by a nonce, and no others."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from publish.application import make_datasette
from publish.pages import HEADERS

PATHS = ("/", "/bai/1", "/bai/1/chup/1/trang", "/tim-kiem.json?q=doan", "/tim-kiem.atom", "/khong-co", "/bai/999",
         "/archive", "/archive/articles", "/archive/articles/1", "/archive/articles.json", "/archive/articles.csv",
         "/archive/khong-co", "/-/static/app.css", "/-/khotin/style.css", "/-/versions.json", "/robots.txt",
         "/sitemap.xml", "/xuat", "/tep/1", "/archive/articles?_sort=khong_co")  # fmt: skip
SCRIPT = re.compile(r"<script\b([^>]*)>")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_the_headers(path: str, get: Callable[..., Any]) -> None:
    headers = get(path).headers
    assert [name for name in HEADERS if name not in headers] == []
    assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe-inline" not in headers["content-security-policy"].partition("style-src")[0]
    assert len(headers.get_list("content-security-policy")) == 1


@pytest.mark.parametrize("path", ["/archive", "/archive/v_articles", "/archive/sites", "/archive/sites/1"])
def test_each_script_of_the_desk_has_the_nonce_of_its_answer(path: str, get: Callable[..., Any]) -> None:
    answer = get(path)
    (nonce,) = re.findall(r"'nonce-([\w-]{20,})'", answer.headers["content-security-policy"])
    scripts = SCRIPT.findall(answer.text)
    assert scripts
    assert [script for script in scripts if f'nonce="{nonce}"' not in script] == []


def test_a_nonce_is_used_once(archive: Path) -> None:
    datasette = make_datasette(archive)

    async def ask() -> list[str]:
        await datasette.invoke_startup()
        answers = await asyncio.gather(*(datasette.client.get("/archive") for _ in range(8)))
        assert all(SCRIPT.search(answer.text) for answer in answers)
        return [answer.headers["content-security-policy"] for answer in answers]

    policies = asyncio.run(ask())
    assert len(set(policies)) == len(policies)
