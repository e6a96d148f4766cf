import pytest

from pipelines.normalise.markup import sanitise


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        ("<p>Đoàn</p><script>alert(1)</script>", "<p>Đoàn</p>"),
        ('<p onclick="a()" style="color:red" class="x">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="nofollow noopener noreferrer">a</a>'),
        ('<a href="JaVa\tScript:alert(1)">a</a>', '<a rel="nofollow noopener noreferrer">a</a>'),
        ('<img src="data:image/png;base64,AA" alt="b">', '<img alt="b">'),
        ('<img src="http://a.vn/a.jpg" onerror="x()">', '<img src="http://a.vn/a.jpg">'),
        ('<iframe src="http://a.vn"></iframe><p>a</p>', "<p>a</p>"),
        ("<style>p{}</style><!-- c --><svg><script>x</script></svg>a", "a"),
        ('<form><input name="a">a</form>', "a"),
        ("", ""),
    ],
)
def test_markup_is_made_safe(html: str, safe: str) -> None:
    assert sanitise(html) == safe


def test_links_do_not_vouch() -> None:
    assert sanitise('<a href="http://a.vn/" target="_blank" rel="follow">a</a>') == (
        '<a href="http://a.vn/" rel="nofollow noopener noreferrer">a</a>'
    )


def test_tables_and_figures_stay() -> None:
    kept = '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table><figure><figcaption>b</figcaption></figure>'
    assert sanitise(kept) == kept


def test_markup_is_composed() -> None:
    assert sanitise("<p>Đa\u0309ng</p>") == "<p>Đảng</p>"
