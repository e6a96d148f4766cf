"""One article: its page, its citation in four forms, its versions side by side."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from textwrap import shorten
from typing import Any, Final

from datasette.utils.asgi import Response
from markupsafe import Markup

from publish import charts, citation, rows
from publish.answering import archive, download, missing, page, whole
from publish.body import Part, compose, excerpt
from publish.catalogue import number, texts
from publish.changes import compare
from publish.markup import urlsplit_scheme
from publish.moments import day
from publish.pages import address, language_of
from publish.publication import is_masked

#: Characters; search engines cut longer ones.
_SUMMARY: Final = 200
#: The cause of a version that is another reading of ours, not a change of the site's.
READ_AGAIN: Final = "re-extraction"
_KINDS: Final = ("related", "newer", "older", "same_section")


async def article(datasette: Any, request: Any) -> Response:
    """``/bai/<id>``: one article with its evidence; 404 where it is unknown or hidden."""
    db = archive(datasette)
    article_id = whole(request.url_vars["id"])
    row, lists = await rows.whole(db, article_id)
    if row is None:
        return missing(datasette, request)
    permalink = address(datasette, request, f"/bai/{article_id}")
    values = {
        "parts": _parts(row, lists),
        "permalink": permalink,
        "summary": _summary(row),
        "citation": citation.plain(citation.work(row, lists["credits"], permalink)),
        "as_captured": not await is_masked(db),
        "chart": _reads(lists["reads"], language_of(request)),
    }
    if row["rights_publish"] != "full":
        lists |= {"versions": [], "images": [], "attachments": []}
    row["safe_url"] = _followed(row["url"])
    return page(datasette, request, "article.html", {"article": row, **values, **_linkable(lists)})


async def cited(datasette: Any, request: Any) -> Response:
    """``/bai/<id>/trich-dan.<txt|bib|ris|json>``: the citation as a file."""
    db = archive(datasette)
    article_id, ending = whole(request.url_vars["id"]), request.url_vars["format"]
    row, lists = await rows.whole(db, article_id)
    if row is None:
        return missing(datasette, request)
    write, media_type = citation.FORMATS[ending]
    text = write(citation.work(row, lists["credits"], address(datasette, request, f"/bai/{article_id}")))
    return download(text, media_type, f"khotin-{article_id}.{ending}")


async def versions(datasette: Any, request: Any) -> Response:
    """``/bai/<id>/phien-ban?tu=&den=``: two versions side by side; where none are named, what the site changed last,
    and where it changed nothing, the last two. A version that is another reading of ours is told from a change.

    404 where the article has fewer than two, or its site does not allow its text to be shown.
    """
    db = archive(datasette)
    article_id = whole(request.url_vars["id"])
    row = await rows.article(db, article_id)
    known = await rows.versions(db, article_id) if row and row["rights_publish"] == "full" else []
    if row is None or len(known) < 2:
        return missing(datasette, request)
    numbers = [version["number"] for version in known]
    last = max((at for at, version in enumerate(known) if at and version["cause"] == "change"), default=len(known) - 1)
    old = _chosen(request.args.get("tu"), numbers, numbers[last - 1])
    new = _chosen(request.args.get("den"), numbers, numbers[last])
    between = {version["cause"] for version in known if min(old, new) < version["number"] <= max(old, new)}
    both = await rows.version_texts(db, article_id, (old, new))
    values = {
        "article": row,
        "versions": known,
        "old": both[old],
        "new": both[new],
        "only_read_again": between == {READ_AGAIN},
        "parts": compare(both[old], both[new]),
    }
    return page(datasette, request, "versions.html", values)


def _chosen(asked: str | None, numbers: list[int], default: int) -> int:
    wanted = whole(asked or "")
    return wanted if wanted in numbers else default


def _parts(row: rows.Row, lists: Mapping[str, list[rows.Row]]) -> list[Part]:
    """The body as far as the site's rights allow it; the lead is dropped where only metadata may be shown."""
    if row["rights_publish"] == "full":
        shown = (row["title"], row["lead"], row["byline"])
        return compose(row["body_html"] or "", row["body"] or "", lists["images"], shown)
    if row["rights_publish"] == "excerpt":
        return excerpt(row["body"] or "", row["lead"])
    row["lead"] = None
    return []


def _summary(row: rows.Row) -> str:
    """What search engines and messengers show of it: the lead, else the first paragraph, as far as the rights allow."""
    if row["rights_publish"] == "metadata":
        return ""
    text = row["lead"] or (row["body"] or "").partition("\n")[0]
    return shorten(text[: 4 * _SUMMARY], _SUMMARY, placeholder=" …")  # it would split all of a long text into words


def _reads(reads: list[rows.Row], language: str) -> Markup:
    points = [(read["seen_at"], read["read_count"]) for read in reversed(reads)]
    if len(points) < 2:
        return Markup("")
    ends = (day(points[0][0], language), day(points[-1][0], language))
    return charts.line(texts(language)["read_history"], points, ends, number(max(n for _, n in points), language))


def _followed(url: str) -> str | None:
    """``url`` where a browser may follow it, None for any other scheme."""
    return url if urlsplit_scheme(url) in ("http", "https") else None


def _linkable(lists: dict[str, list[rows.Row]]) -> Mapping[str, Any]:
    """The lists with related links parted by kind, and only addresses that a browser may follow."""
    for name in ("attachments", "related", "images"):
        for row in lists[name]:
            row["safe_url"] = _followed(row["url"])
    for row in lists["attachments"]:
        row["extension"] = PurePosixPath(row["url"].partition("?")[0]).suffix[1:6].upper()
    groups = [(kind, [row for row in lists["related"] if row["kind"] == kind]) for kind in _KINDS]
    return {**lists, "related": [(kind, links) for kind, links in groups if links]}
