"""What pages of real sites say, in markups of our own: read under an unknown host, and with the site's profile."""

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

import pytest

from crawler.profile_files import for_url
from crawler.profiles import Profile
from tests.page_cases.cases import FILE, LEFT_OUT, Case, cases
from tests.page_cases.scoring import FIELDS, said, score, table
from tests.page_cases.wrapping import WRAPPINGS, Wrapping

PRECISION, RECALL = 0.98, 0.90
#: What is reached, (precision, recall) by field; no change may fall below it.
REACHED = {
    "title": (0.99, 0.99),
    "published": (1.0, 1.0),
    "author": (1.0, 1.0),
    "read_count": (1.0, 1.0),
    "captions": (1.0, 1.0),
}
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason=f"{FILE.name} is not part of the repository")


def unknown(case: Case) -> tuple[str, Profile]:
    """The page under a host that no profile knows."""
    url = urlunsplit(urlsplit(case.url)._replace(netloc="tuoitre.example"))
    return url, for_url("http://tuoitre.example/")


def known(case: Case) -> tuple[str, Profile]:
    """The page under its own address."""
    return case.url, for_url(case.url)


@pytest.mark.parametrize("site", [unknown, known], ids=lambda site: str(site.__name__))
def test_pages_say_what_a_person_reads(site: Callable[[Case], tuple[str, Profile]]) -> None:
    scores = score(cases(), WRAPPINGS, site)
    print(f"\n{site.__name__}\n{table(scores)}")
    for name, found in scores.items():
        told = f"{name}\n" + "\n".join(found.wrong)
        assert found.precision >= max(PRECISION, REACHED[name][0]), told
        assert found.recall >= max(RECALL, REACHED[name][1]), told


@pytest.mark.parametrize("wrapping", WRAPPINGS, ids=lambda wrapping: str(wrapping.__name__))
def test_no_markup_is_read_worse_than_another(wrapping: Wrapping) -> None:
    """Each markup by itself, by the generic rules alone."""
    for name, found in score(cases(), [wrapping], unknown).items():
        told = f"{name}\n" + "\n".join(found.wrong)
        assert found.precision >= min(PRECISION, REACHED[name][0] - 0.02), told
        assert found.recall >= RECALL, told


def test_nothing_is_read_where_the_page_says_nothing() -> None:
    for case in cases():
        missing = [name for name in FIELDS if not said(case, name)]
        scores = score([case], WRAPPINGS, unknown)
        assert not [(case.url, name, scores[name].wrong) for name in missing if scores[name].read]


def test_few_cases_are_left_out() -> None:
    assert len(LEFT_OUT) <= 5
