"""Poems: pages whose text has no sentence."""

from crawler.extract.generic import read_generic
from crawler.extract.markup.decode import parse_page
from crawler.extract.reading import Reading
from crawler.profile_files import with_family
from crawler.profiles import Profile

VERSES = (
    "Em về qua bến sông xưa",
    "Nghe câu hát cũ như vừa hôm qua",
    "Áo xanh thắm giữa phù sa",
    "Mùa hè tình nguyện chan hòa nắng mai",
    "Đường quê bước nhỏ bước dài",
    "Mồ hôi rơi xuống hương nhài thoảng bay",
)
BESIDE = "<div><div>Video</div><iframe src='http://a.example/v'></iframe></div><div>Thống kê<br>Online: 5</div>"


def reading(text: str) -> Reading:
    profile = with_family(Profile("mau", "Huyện đoàn Mẫu", ("doan.example",)), "generic")
    body = (
        f"<div><div><h2>Áo xanh tình nguyện</h2><div>20/06/2018</div><div>{text}</div></div><div>{BESIDE}</div></div>"
    )
    markup = f"<html><head><title>Huyện đoàn Mẫu</title></head><body>{body}</body></html>"
    return read_generic(parse_page(markup.encode(), "text/html; charset=utf-8", "http://doan.example/tho/1"), profile)


def test_verses_below_a_headline_are_its_text() -> None:
    stanzas = "".join(f"<p>{'<br>'.join(VERSES[n : n + 3])}</p>" for n in (0, 3))
    found = reading(f"{stanzas}<p style='text-align:right'><em>Thạch Sa Rương</em></p>").article
    assert found is not None
    assert (found.title, found.paragraphs, found.byline) == ("Áo xanh tình nguyện", VERSES, "Thạch Sa Rương")


def test_a_list_of_names_is_no_poem() -> None:
    entries = "".join(f"<li>{verse}</li>" for verse in VERSES)
    found = reading(f"<ul>{entries}</ul>").article
    assert found is None or found.paragraphs != VERSES


def test_a_poem_may_share_its_cell_with_its_headline() -> None:
    profile = with_family(Profile("mau", "Huyện đoàn Mẫu", ("doan.example",)), "generic")
    text = f"<b><font size=4>Nhớ mùa chiến dịch</font></b><br><br>{'<br>'.join(VERSES)}<br><br><b>Lê Văn Mẫu</b>"
    cell = f"<td><center>{text}</center></td>"
    markup = f"<body><table><tr><td>Trang chủ | Tin tức</td></tr><tr>{cell}</tr></table></body>"
    url = "http://doan.example/tin/61"
    found = read_generic(parse_page(markup.encode(), "text/html; charset=utf-8", url), profile).article
    assert found is not None
    assert (found.title, found.paragraphs, found.byline) == ("Nhớ mùa chiến dịch", VERSES, "Lê Văn Mẫu")
