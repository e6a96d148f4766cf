"""What feeds and sitemaps lead to, also broken ones."""

import pytest

from crawler.discovery.feeds import ADDRESSES_MAX, discover_feed, discover_sitemap
from crawler.discovery.found import Found
from crawler.page import PageKind
from crawler.profile_files import for_url, with_family
from crawler.profiles import Profile

SITE: Profile = with_family(for_url("http://a.vn/"), "wordpress")
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Tin</title><link>http://a.vn/</link>
<item><title>Lớp học cuối tuần</title><link>
  http://a.vn/lop-hoc-cuoi-tuan-o-xom-nui/?utm_source=rss </link><guid>http://a.vn/?p=812</guid></item>
<item><title>Bạn</title><link>http://b.vn/x/</link></item>
<item><title>Tìm</title><link><![CDATA[http://a.vn/?s=x]]></link></item>
<item><title>không nơi đến</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="http://a.vn/"/>
<entry><link rel="alternate" href="/bai-3.html"/><link rel="edit" href="/edit/3"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item rdf:about="x"><link>http://a.vn/bai-4.html</link></item></rdf:RDF>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>http://a.vn/wp-sitemap-posts-post-1.xml</loc></sitemap>
<sitemap><loc>http://a.vn/wp-sitemap-taxonomies-category-1.xml</loc></sitemap>
<sitemap><loc>http://a.vn/wp-sitemap-users-1.xml</loc></sitemap>
<sitemap><loc>http://cdn.b.vn/sitemap.xml</loc></sitemap></sitemapindex>"""
URLSET = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://www.a.vn/lop-hoc-cuoi-tuan-o-xom-nui/</loc><lastmod>2024-05-01</lastmod></url>
<url><loc>http://a.vn/tag/he/</loc></url><url><loc>http://a.vn/anh.jpg</loc></url></urlset>"""


def urls(found: Found) -> list[str]:
    return [link.url for link in found.links]


def test_rss() -> None:
    found = discover_feed(RSS.encode(), "http://a.vn/feed/", SITE)
    assert urls(found) == ["http://a.vn/lop-hoc-cuoi-tuan-o-xom-nui/"]
    assert found.links[0].kind is PageKind.ARTICLE
    assert {refusal.reason for refusal in found.refusals} == {"offsite", "trap:search"}


@pytest.mark.parametrize(("text", "url"), [(ATOM, "http://a.vn/bai-3.html"), (RDF, "http://a.vn/bai-4.html")])
def test_other_kinds_of_feed(text: str, url: str) -> None:
    assert urls(discover_feed(text.encode(), "http://a.vn/feed", SITE)) == [url]


def test_a_sitemap_index_gives_the_parts_that_can_list_articles() -> None:
    found = discover_sitemap(INDEX.encode(), "http://a.vn/wp-sitemap.xml", SITE)
    assert urls(found) == ["http://a.vn/wp-sitemap-posts-post-1.xml"]
    assert found.links[0].kind is PageKind.SITEMAP


def test_a_host_with_such_a_word_loses_no_parts() -> None:
    index = INDEX.replace("http://a.vn/", "http://video.a.vn/")
    profile = with_family(for_url("http://video.a.vn/"), "wordpress")
    found = discover_sitemap(index.encode(), "http://video.a.vn/wp-sitemap.xml", profile)
    assert urls(found) == ["http://video.a.vn/wp-sitemap-posts-post-1.xml"]


def test_sitemap() -> None:
    found = discover_sitemap(URLSET.encode(), "http://a.vn/sitemap.xml", SITE)
    assert urls(found) == ["http://a.vn/lop-hoc-cuoi-tuan-o-xom-nui/"]
    assert [refusal.reason for refusal in found.refusals] == ["trap:archive"]


@pytest.mark.parametrize("reader", [discover_feed, discover_sitemap])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00",
        b"<html><body>404</body></html>",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><urlset><url><loc>http://a.vn/&e;</loc></url></urlset>',
        b"\x1f\x8b\x08\x00broken",
    ],
)
def test_what_is_no_feed_leads_nowhere_far(reader: object, body: bytes) -> None:
    found = reader(body, "http://a.vn/x.xml", SITE)  # type: ignore[operator]
    assert set(urls(found)) <= {"http://a.vn/"}


def test_a_truncated_feed_gives_what_can_be_read() -> None:
    assert urls(discover_feed(RSS[:400].encode(), "http://a.vn/feed/", SITE)) == [
        "http://a.vn/lop-hoc-cuoi-tuan-o-xom-nui/"
    ]


def test_blanks_before_the_declaration_are_forgiven() -> None:
    assert len(urls(discover_feed(b"\n\n  " + RSS.encode(), "http://a.vn/feed/", SITE))) == 1


def test_a_compressed_sitemap() -> None:
    import gzip

    found = discover_sitemap(gzip.compress(URLSET.encode()), "http://a.vn/sitemap.xml.gz", SITE)
    assert urls(found) == ["http://a.vn/lop-hoc-cuoi-tuan-o-xom-nui/"]


@pytest.mark.parametrize(
    "feed",
    [
        RSS.replace("utf-8", "utf-16"),
        RSS.replace("utf-8", "tcvn-5712"),
        f"<br />\n<b>Warning</b>: mysql_connect() in <b>/a.php</b>\n{RSS}",
        RSS.encode("utf-16"),
    ],
)
def test_a_feed_that_lies_about_its_encoding_or_begins_with_something_else(feed: str | bytes) -> None:
    body = feed if isinstance(feed, bytes) else feed.encode()
    if isinstance(feed, bytes):
        body = feed.decode("utf-16").replace("utf-8", "utf-16").encode("utf-16")
    assert [link.url for link in discover_feed(body, "http://a.vn/feed/", SITE).links] == [
        "http://a.vn/lop-hoc-cuoi-tuan-o-xom-nui/"
    ]


def test_a_bare_ampersand_in_a_link_loses_no_parameter() -> None:
    item = "<item><link>http://a.vn/?muc=2&id=71&amp;trang=3</link><title>Đoàn & Hội</title></item>"
    body = f"<rss><channel>{item}</channel></rss>".encode()
    assert [link.url for link in discover_feed(body, "http://a.vn/rss", for_url("http://a.vn/")).links] == [
        "http://a.vn/?muc=2&id=71&trang=3"
    ]


def test_no_entity_is_resolved() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    body = f"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "ha"><!ENTITY p SYSTEM "file:///etc/passwd">{laughs}]>
<rss><channel><item><link>http://a.vn/bai-1/&p;</link><title>&a11;</title></item></channel></rss>""".encode()
    assert all("root" not in link.url for link in discover_feed(body, "http://a.vn/rss", SITE).links)


def test_of_an_endless_sitemap_the_first_addresses_are_taken() -> None:
    urls = b"".join(b"<url><loc>http://a.vn/bai-%d.html</loc></url>" % number for number in range(ADDRESSES_MAX + 500))
    found = discover_sitemap(b"<urlset>" + urls + b"</urlset>", "http://a.vn/sitemap.xml", for_url("http://a.vn/"))
    assert len(found.links) == ADDRESSES_MAX


def test_a_feed_in_utf_16_keeps_its_entities() -> None:
    text = '<?xml version="1.0" encoding="utf-16"?><rss><channel><item><link>http://a.vn/?muc=2&amp;id=71</link></item>'
    found = discover_feed(f"{text}</channel></rss>".encode("utf-16"), "http://a.vn/rss", for_url("http://a.vn/"))
    assert [link.url for link in found.links] == ["http://a.vn/?muc=2&id=71"]


def test_an_ampersand_in_cdata_is_one() -> None:
    item = "<item><title>A & B</title><link><![CDATA[http://a.vn/hoi-thi-A&B-5.html]]></link></item>"
    body = f"<rss><channel>{item}<item><link>http://a.vn/?muc=2&id=71</link></item></channel></rss>".encode()
    assert [link.url for link in discover_feed(body, "http://a.vn/rss", for_url("http://a.vn/")).links] == [
        "http://a.vn/hoi-thi-A&B-5.html",
        "http://a.vn/?muc=2&id=71",
    ]


def test_pictures_of_a_sitemap_take_no_page_its_place() -> None:
    picture = b"<image:image><image:loc>http://a.vn/1.jpg</image:loc></image:image>" * 3
    urls = b"".join(b"<url><loc>http://a.vn/bai-%d.html</loc>%b</url>" % (number, picture) for number in range(20_000))
    found = discover_sitemap(b"<urlset>" + urls + b"</urlset>", "http://a.vn/sitemap.xml", for_url("http://a.vn/"))
    assert len(found.links) == 20_000
