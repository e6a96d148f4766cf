"""How to cite an article: plain text, BibTeX, RIS and CSL-JSON, made from one set of facts.

RIS: the tags of the Research Information Systems format, one ``XX  - value`` a line, lines end with CR LF. CSL-JSON:
citeproc's input schema, type ``article-newspaper``.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

_SPECIAL: Final = re.compile(r"[\\{}$&#%_^~]")
_BRACED: Final = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited. ``date`` is the site's own stamp as ``YYYY-MM-DD``, empty where the page gives none; ``seen`` the
    day of our capture, ``YYYY-MM-DD``; ``permalink`` the article's page in this archive."""

    id: int
    title: str
    authors: tuple[str, ...]
    site: str
    date: str
    seen: str
    url: str
    permalink: str


def work(article: Mapping[str, Any], credits_: list[dict[str, Any]], permalink: str) -> Work:
    """The facts of an ``article`` row and its ``credits_``; photographers are no authors."""
    names = tuple(dict.fromkeys(_line(person["name"]) for person in credits_ if person["role"] != "photo"))
    return Work(
        id=article["id"],
        title=_line(article["title"] or ""),
        authors=names,
        site=_line(article["site"]),
        date=(article["published_at"] or "")[:10],
        seen=(article["captured_at"] or article["first_seen_at"])[:10],
        url=article["url"],
        permalink=permalink,
    )


def plain(cited: Work) -> str:
    """One line: authors, title, site, date, source address, permalink."""
    authors = f"{', '.join(cited.authors)}. " if cited.authors else ""
    date = f", {cited.date}" if cited.date else ""
    return f"{authors}“{cited.title}”. {cited.site}{date}. {cited.url} (Kho Tin Đoàn, {cited.seen}: {cited.permalink})"


def bibtex(cited: Work) -> str:
    """One ``@misc`` entry in UTF-8; BibTeX's own characters are escaped."""
    fields = {
        "title": f"{{{_tex(cited.title)}}}",
        "author": " and ".join(f"{{{_tex(name)}}}" for name in cited.authors),
        "organization": _tex(cited.site),
        "year": cited.date[:4],
        "date": cited.date,
        "url": _tex_url(cited.url),
        "urldate": cited.seen,
        "note": rf"Kho Tin Đoàn: \url{{{_tex_url(cited.permalink)}}}",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{khotin{cited.id},\n" + ",\n".join(lines) + "\n}\n"


def ris(cited: Work) -> str:
    """One RIS record of type NEWS."""
    pairs = [("TY", "NEWS"), ("TI", cited.title), *(("AU", name) for name in cited.authors), ("T2", cited.site)]
    if cited.date:
        pairs += [("PY", cited.date[:4]), ("DA", cited.date.replace("-", "/"))]
    pairs += [
        ("UR", cited.url),
        ("L2", cited.permalink),
        ("Y2", cited.seen.replace("-", "/")),
        ("LA", "vi"),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in pairs)


def csl(cited: Work) -> str:
    """A CSL-JSON array with one item; names are literal, for Vietnamese names are not given name, family name."""
    item: dict[str, Any] = {
        "id": f"khotin-{cited.id}",
        "type": "article-newspaper",
        "title": cited.title,
        "container-title": cited.site,
        "URL": cited.url,
        "accessed": _parts(cited.seen),
        "language": "vi",
        "archive": "Kho Tin Đoàn",
        "archive_location": cited.permalink,
    }
    if cited.authors:
        item["author"] = [{"literal": name} for name in cited.authors]
    if cited.date:
        item["issued"] = _parts(cited.date)
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


#: Ending of the address -> how it is written, and its media type.
FORMATS: Final[Mapping[str, tuple[Callable[[Work], str], str]]] = {
    "txt": (lambda cited: plain(cited) + "\n", "text/plain; charset=utf-8"),
    "bib": (bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (ris, "application/x-research-info-systems; charset=utf-8"),
    "json": (csl, "application/vnd.citationstyles.csl+json; charset=utf-8"),
}


def _line(text: str) -> str:
    """``text`` on one line: a line break would end a RIS field and begin one of the text's choosing."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _parts(date: str) -> dict[str, Any]:
    return {"date-parts": [[int(part) for part in date.split("-")]]}


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda match: _BRACED.get(match.group(), "\\" + match.group()), text)


def _tex_url(url: str) -> str:
    """An address inside braces: only what would unbalance them is coded."""
    return _line(url).replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")
