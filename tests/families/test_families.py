"""Every system, crawled by its address alone: all articles found, nothing else taken for one, every field as the site's
database has it; and its pages under themes that name nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.families.engines import ENGINES
from tests.families.judging import crawled, judge, read_pages, share_right
from tests.families.mutations import MUTATIONS
from tests.families.stories import stories

#: Share of fields that must be read right where a theme names nothing.
FLOOR = 0.98


@pytest.mark.parametrize("name", ENGINES)
def test_a_site_is_archived_as_it_is(name: str, tmp_path: Path) -> None:
    verdict = crawled(ENGINES[name], stories(), tmp_path)
    assert (verdict.missing, verdict.strays, verdict.wrong) == ([], [], []), verdict.told()
    about = [row["kind"] for row in verdict.rows if row["title"] == "Giới thiệu"]
    assert set(about) <= {"page"}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
@pytest.mark.parametrize("name", ENGINES)
def test_a_theme_that_names_nothing_is_read(name: str, mutation: Callable[[str], str]) -> None:
    site = ENGINES[name]
    share, verdict = share_right(site, stories(), read_pages(site, stories(), site.family, mutation))
    assert share >= FLOOR, verdict.told()


@pytest.mark.parametrize("name", ENGINES)
def test_pages_are_read_without_knowing_the_system(name: str) -> None:
    site = ENGINES[name]
    verdict = judge(site, stories(), read_pages(site, stories(), "generic"))
    wrong = [finding for finding in verdict.wrong if finding[1] != "source_id"]  # the system's rules know its number
    assert len(wrong) <= (1 - FLOOR) * 12 * len(stories()), verdict.told()
    assert verdict.missing == []
