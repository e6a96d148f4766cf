"""The layouts that ``bench.extract`` times give the record that the family's rules give."""

from pathlib import Path

import pytest

from bench.extract import LAYOUTS, load
from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profile_files import load as read_profile

CAPTURES = Path(__file__).parent.parent.parent / "shared" / "realsites"
FIELDS = ("source_id", "kind", "title", "lead", "byline", "source", "section", "read_count", "paragraphs", "tags",
          "related", "attachments", "next_pages")  # fmt: skip


@pytest.mark.parametrize("name", ["nukeviet", "wordpress"])
def test_a_layout_reads_what_the_family_reads(name: str) -> None:
    profile = read_profile(name, LAYOUTS)
    assert profile.eras[0].layouts[0].alone
    capture = CAPTURES / name / "capture-1.warc.gz"
    if not capture.exists():
        pytest.skip(f"{capture.name} of {name} is not beside the project: its layout was loaded, not compared")
    site = load(capture)
    for page in site.articles[::10]:
        parsed = parse_page(page.body, page.content_type, page.url)
        by_layout, by_family = read(parsed, profile).article, read(parsed, site.family).article
        assert by_layout is not None
        for field in FIELDS:
            ours, theirs = getattr(by_layout, field), getattr(by_family, field)
            assert (
                (set(ours), field) == (set(theirs), field) if field == "related" else (ours, field) == (theirs, field)
            )
