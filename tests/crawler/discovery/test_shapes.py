"""The URL rule that a few articles share."""

import re

import pytest

from crawler.discovery.shapes import article_rule


@pytest.mark.parametrize(
    ("targets", "fits", "never"),
    [
        (("/news.php?id=12", "/news.php?id=7"), "/news.php?id=99", "/news.php?nt=4"),
        (("/chi-tiet/le-ra-quan-123", "/chi-tiet/hoi-thi-7"), "/chi-tiet/a-b-2", "/chi-tiet/gioi-thieu"),
        (("/tin/a-b-1.html", "/bai/c-2.html"), "/khac/x-3.html", "/khac/x.html"),
        (("/i12-le-ra-quan.aspx", "/i9-hoi-thi.aspx"), "/i4-x.aspx", "/x.aspx"),
        (("/12", "/9"), "/7", "/7/8"),
        (("/post/12/a-b", "/post/9/c"), "/post/3/d", "/post/3"),
    ],
)
def test_a_shared_shape_gives_the_id(targets: tuple[str, ...], fits: str, never: str) -> None:
    rule = article_rule(f"http://a.vn{target}" for target in targets)
    assert rule is not None
    for target in (*targets, fits):
        found = re.search(rule, target)
        assert found is not None
        assert found["id"] == re.findall(r"\d+", target)[-1]
    assert not re.search(rule, never)


@pytest.mark.parametrize(
    "targets",
    [
        ("/a-1",),
        ("/le-ra-quan", "/hoi-thi"),
        ("/a-1", "/b/c-2"),
        ("/2024/5/a", "/2023/6/b"),
        ("/nam-2024/a", "/nam-2024/b"),
    ],
    ids=["one", "no number", "two shapes", "two numbers", "a number that all share"],
)
def test_no_rule_is_guessed_where_the_urls_do_not_show_one(targets: tuple[str, ...]) -> None:
    assert article_rule(f"http://a.vn{target}" for target in targets) is None
