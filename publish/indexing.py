"""For search engines: robots.txt, and sitemaps (sitemaps.org 0.9) of all articles that may be published.

Articles' pages, lists and files are theirs to index. The data desk and the search, whose addresses have no end, and
captured pages, which are other sites' texts a second time, are not.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from xml.etree import ElementTree as ET

from datasette.utils.asgi import Response

from publish.answering import archive, archive_name, missing
from publish.figures import figures
from publish.pages import HEADERS, address

NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
#: Addresses of one sitemap; the protocol allows no more than 50,000.
MOST: Final = 50_000
_TIME_LIMIT_MS: Final = 10_000
_CLOSED: Final = ("/tim-kiem", "/bai/*/chup/", "/bai/*/phien-ban", "/-/")
_PARTS: Final = f"""select id / {MOST} as part, max(changed_at) as changed from articles where status <> 'hidden'
  group by id / {MOST} order by 1"""
_ARTICLES: Final = """select id, changed_at as changed from articles
  where id >= :first and id < :first + :most and status <> 'hidden' order by id"""
_LISTS: Final = """select '/don-vi/' || slug as path from sites union all
  select distinct '/thang/' || month from articles where month is not null and status <> 'hidden' order by 1"""
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


async def robots(datasette: Any, request: Any) -> Response:
    """``/robots.txt`` (RFC 9309)."""
    own = datasette.urls.path("/").rstrip("/")
    closed = [f"Disallow: {own}{path}" for path in (*_CLOSED, f"/{archive_name(datasette)}")]
    lines = ["User-agent: *", *closed, "", f"Sitemap: {address(datasette, request, '/sitemap.xml')}", ""]
    return Response("\n".join(lines), headers=dict(HEADERS), content_type="text/plain; charset=utf-8")


async def index(datasette: Any, request: Any) -> Response:
    """``/sitemap.xml``: one sitemap for the lists, and one for each 50,000 ids of articles."""
    parts = await figures(archive(datasette), _PARTS)
    entries: list[Mapping[str, Any]] = [{"path": "/sitemap-danh-sach.xml"}]
    entries += [{"path": f"/sitemap-{row['part']}.xml", "changed": row["changed"]} for row in parts]
    return _answer(datasette, request, "sitemapindex", entries)


async def part(datasette: Any, request: Any) -> Response:
    """``/sitemap-<n>.xml``: articles with ids from n times 50,000 on; 404 where there is none."""
    first = int(request.url_vars["part"]) * MOST
    options = {"truncate": False, "custom_time_limit": _TIME_LIMIT_MS}
    found = await archive(datasette).execute(_ARTICLES, {"first": first, "most": MOST}, **options)
    if not found.rows:
        return missing(datasette, request)
    entries = ({"path": f"/bai/{row['id']}", "changed": row["changed"]} for row in found.rows)
    return _answer(datasette, request, "urlset", entries)


async def lists(datasette: Any, request: Any) -> Response:
    """``/sitemap-danh-sach.xml``: the home page and the lists."""
    found = await figures(archive(datasette), _LISTS)
    paths = ["/", "/tinh", "/tinh-trang", "/xuat", "/tu-dien", *(row["path"] for row in found)]
    return _answer(datasette, request, "urlset", ({"path": path} for path in paths[:MOST]))


def _answer(datasette: Any, request: Any, kind: str, entries: Iterable[Mapping[str, Any]]) -> Response:
    """Sitemap or index (``kind``) of ``entries``: ``path``, and ``changed`` (UTC) where it is known."""
    root = address(datasette, request, "/").rstrip("/")
    top = ET.Element(kind, xmlns=NAMESPACE)
    for entry in entries:
        one = ET.SubElement(top, "url" if kind == "urlset" else "sitemap")
        ET.SubElement(one, "loc").text = root + entry["path"]
        if _INSTANT.fullmatch(entry.get("changed") or ""):
            ET.SubElement(one, "lastmod").text = entry["changed"]
    body = ET.tostring(top, encoding="utf-8", xml_declaration=True).decode()
    return Response(body, headers=dict(HEADERS), content_type="application/xml; charset=utf-8")
