"""A crawl of a made-up site by its address alone, and how far what it archived is what the site's database says."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from click.testing import CliRunner

from crawler.article import Article, RawArticle
from crawler.extract.joining import join
from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profile_files import for_url, with_family
from crawler.run import RunOptions, crawl_in_child
from khotin.main import cli
from pipelines.normalise import normalise
from tests.families.mutations import mutated
from tests.families.site import running
from tests.families.stories import SECTIONS, TAGS, Story
from tests.families.stories import stories as all_stories

Change = Callable[[str], str]


@dataclass
class Verdict:
    """What went wrong: by story and field, with what was read and what is true."""

    found: int = 0
    strays: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    wrong: list[tuple[str, str, Any, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def told(self) -> str:
        """All of it, a line each."""
        lines = [f"{field:11} {path}\n    read {read!r}\n    true {true!r}" for path, field, read, true in self.wrong]
        return "\n".join([*lines, f"missing {self.missing}", f"strays {self.strays}"])


def crawled(site: Any, stories: Sequence[Story], archive: Path, change: Change | None = None) -> Verdict:
    """Crawl ``site`` printed with ``stories`` (each page changed by ``change``) and judge the export."""
    answers = site.answers(stories)
    with running(mutated(answers, change) if change else answers, site.missing(), site.headers) as origin:
        crawl_in_child(for_url(origin + "/"), archive, RunOptions(delay=0))
    output = archive / "articles.jsonl"
    done = CliRunner().invoke(cli, ["export", "--format", "jsonl", "--output", str(output), "--archive", str(archive)])
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    return judge(site, stories, rows)


def read_pages(site: Any, stories: Sequence[Story], family: str, change: Change | None = None) -> list[dict[str, Any]]:
    """Rows like the export's, from the article pages alone: read by the rules of ``family``, their parts joined."""
    host = "tinhdoan.example"
    profile = with_family(for_url(f"http://{host}/"), family)
    answers = mutated(site.answers(stories), change) if change else site.answers(stories)

    def article(url: str) -> RawArticle | None:
        body = answers[url.removeprefix(f"http://{host}")].payload.replace(b"{origin}", f"http://{host}".encode())
        return read(parse_page(body, "text/html; charset=utf-8", url), profile).article

    rows = []
    for story in stories:
        first = article(f"http://{host}{site.path(story)}")
        if first is not None:
            parts = [part for url in first.next_pages if (part := article(url)) is not None]
            rows.append(_row(normalise(join(first, parts), profile)))
    return rows


def _row(article: Article) -> dict[str, Any]:
    row = {name: getattr(article, name) for name in ("source_id", "url", "alternate_urls", "title", "lead", "body_text", "byline",
           "source", "section", "read_count", "tags")}  # fmt: skip
    return row | {
        "kind": str(article.kind),
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "published_precision": article.published_precision,
        "images": [{"url": image.url, "caption": image.caption} for image in article.images],
        "attachments": [{"url": attachment.url} for attachment in article.attachments],
        "related": [{"url": link.url} for link in article.related],
    }


def share_right(site: Any, stories: Sequence[Story], rows: list[dict[str, Any]]) -> tuple[float, Verdict]:
    """How many of all fields of all stories were read as they are; a story not read has none right. What only a name
    tells (``by_name``) is not asked for."""
    verdict = judge(site, stories, rows)
    verdict.wrong = [finding for finding in verdict.wrong if finding[1] not in getattr(site, "by_name", ())]
    counted = sum(len(truth(site, story)) for story in stories)
    lost = sum(len(truth(site, story)) for story in stories if site.path(story) in verdict.missing)
    return 1 - (len(verdict.wrong) + lost) / counted, verdict


def judge(site: Any, stories: Sequence[Story], rows: list[dict[str, Any]]) -> Verdict:
    """Compare exported rows with the stories."""
    verdict = Verdict(rows=rows)
    by_path = {_path(url): row for row in rows for url in [*row["alternate_urls"], row["url"]]}
    used = []
    for story in stories:
        row = by_path.get(site.path(story))
        if row is None:
            verdict.missing.append(site.path(story))
            continue
        used.append(id(row))
        verdict.found += 1
        for name, true in truth(site, story).items():
            if (read := shown(name, row)) != true:
                verdict.wrong.append((site.path(story), name, read, true))
    verdict.strays = [row["url"] for row in rows if id(row) not in used and row["kind"] in ("article", "document")]
    return verdict


def truth(site: Any, story: Story) -> dict[str, Any]:
    """The fields that the site prints, as the export should have them."""
    stories = {other.id: other for other in all_stories()}
    hidden = getattr(site, "hidden", ())
    found = {
        "source_id": site.source_id(story),
        "title": story.title,
        "lead": story.lead or None,
        "body": story.paragraphs,
        "author": story.credit or None,
        "source": story.source or None,
        "published": story.published.isoformat()[: getattr(site, "precision", 16)],
        "section": SECTIONS.get(story.section, story.section),
        "read_count": story.hits,
        "tags": sorted(TAGS.get(tag, tag) for tag in story.tags),
        "images": sorted(picture.file for picture in story.pictures),
        "captions": sorted((picture.file, picture.caption) for picture in story.pictures if picture.caption),
        "attachments": sorted(story.files),
        "related": sorted(site.path(stories[number]) for number in story.related) or None,
    }
    return {name: value for name, value in found.items() if name not in hidden}


def shown(name: str, row: dict[str, Any]) -> Any:
    """One field of an exported row in the form of ``truth``."""
    if name == "body":
        return row["body_text"].split("\n")
    if name == "author":
        return (row["byline"] or "").partition(": ")[2] or row["byline"]
    if name == "published":
        stamp = row["published_at"] or ""
        return stamp[:10] if row["published_precision"] == "day" else stamp[:16]
    if name == "tags":
        return sorted(row["tags"])
    if name == "images":
        return sorted(_file(image["url"]) for image in row["images"])
    if name == "captions":
        return sorted((_file(image["url"]), image["caption"]) for image in row["images"] if image["caption"])
    if name == "attachments":
        return sorted(_file(attachment["url"]) for attachment in row["attachments"])
    if name == "related":
        return sorted(_path(link["url"]) for link in row["related"]) or None
    return row[name]


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _file(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]
