"""Lines of a page: how their links are made absolute."""

import random
from urllib.parse import urljoin

from crawler.extract.markup.lines import absolute


def test_addresses_are_joined_as_the_standard_library_joins_them() -> None:
    """Most are put together without it; hostile ones are not (RFC 3986, 5.2)."""
    draw = random.Random(7)
    parts = [
        "/",
        "//",
        "a",
        "..",
        ".",
        "?",
        "x=1",
        "#f",
        "é",
        "%20",
        "&",
        ";p",
        "@",
        ":8",
        "\\",
        "[",
        " ",
        "http://b.vn",
    ]
    bases = [
        "http://a.vn/",
        "http://a.vn:81/x/y?z=1",
        "https://a.vn",
        "http://a.vn/b;c",
        "http://u:p@a.vn/",
        "ftp://a/",
    ]
    for _ in range(5_000):
        base, href = draw.choice(bases), "".join(draw.choices(parts, k=draw.randint(0, 6)))
        try:
            expected = urljoin(base, href.strip())
        except ValueError:
            expected = href.strip()
        assert absolute(base, href) == expected
