"""Addresses that are none spoil no page, wherever they stand."""

import re

import pytest

from crawler.extract.markup.addresses import split
from tests.fuzz.corpus import Sample, samples

NONE = ("http://[::1", "http://[x]/a.pdf", "//[/tin-12.html", "http://a℀b.vn/a.pdf", "http://℀.vn/2/")
#: The port is no number, which shows only when somebody asks for it.
WITHOUT_PORT = ("http://a:b/anh.jpg", "http://a:99999999/tin-12.html")
HEAD = '<head><base href="{0}"><link rel="canonical" href="{0}"><meta property="og:url" content="{0}">'
#: A page of each made-up system and a fixture of each family.
PAGES = {
    sample.name.partition("/")[0]: sample for sample in samples() if "/" not in sample.name or "sample/" in sample.name
}


def everywhere(body: bytes, address: str) -> bytes:
    return re.sub(rb'\b(href|src|content)="[^"]*"', rb'\1="' + address.encode() + b'"', body)


def before(body: bytes, address: str) -> bytes:
    return re.sub(rb'\b(href|src)="', rb"\g<0>" + address.encode(), body)


def above(body: bytes, address: str) -> bytes:
    return body.replace(b"<head>", HEAD.format(address).encode(), 1)


@pytest.mark.parametrize("put", [everywhere, before, above])
@pytest.mark.parametrize("sample", PAGES.values(), ids=PAGES)
def test_a_page_with_addresses_that_are_none_is_read(sample: Sample, put: object) -> None:
    assert callable(put)
    for address in NONE + WITHOUT_PORT:
        for reading in sample.read(put(sample.body, address)):
            article = reading.article
            assert article is None or address in WITHOUT_PORT or address not in str(article.images + article.related)


def test_what_is_no_address_has_no_parts() -> None:
    assert {part for address in NONE for part in split(address)} <= {""}
    assert split("https://a.vn/b?c=1").path == "/b"
