"""Exit codes: one table in errors.py, in the docs as in the code; of several the one to look at first."""

import re
from pathlib import Path

import pytest

from crawler import errors
from crawler.errors import BY_WEIGHT, EXIT_CODES, KhotinError, exit_code, heaviest, reason_of

DOC = (Path(__file__).parents[1] / "docs/decisions.md").read_text("utf-8")
RAISED = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, KhotinError)]


def test_the_document_has_the_table_of_the_code() -> None:
    rows = dict(re.findall(r"^\| (\d+) \| (.+?) \|", DOC, re.MULTILINE))
    for code in {*EXIT_CODES.values()}:
        said = set(re.findall(r"`(\w+)`", rows[str(code)]))
        assert said == {reason for reason, number in EXIT_CODES.items() if number == code}
    assert {int(code) for code in rows} == {*BY_WEIGHT}


@pytest.mark.parametrize("kind", RAISED, ids=lambda kind: kind.__name__)
def test_every_error_leaves_with_a_code_that_is_weighed(kind: type[KhotinError]) -> None:
    assert kind.exit_code in BY_WEIGHT


@pytest.mark.parametrize(
    "problem",
    [errors.UnreachableError("x"), errors.ArchiveError("x"), errors.DiskFullError("x"), errors.CaptureError("x"),
     errors.LeaseLostError("x"), errors.RateLimitedError("x")],
    ids=lambda problem: type(problem).__name__,
)  # fmt: skip
def test_the_row_and_the_process_agree(problem: KhotinError) -> None:
    assert exit_code(reason_of(problem)) == problem.exit_code


def test_failed_is_9_whatever_the_reason_and_an_unknown_end_is_an_error() -> None:
    assert (exit_code("finished", "failed"), exit_code("limit", "failed")) == (9, 9)
    assert (exit_code("finished", "passed"), exit_code("cancelled")) == (0, 1)


@pytest.mark.parametrize(
    ("codes", "worst"),
    [([], 0), ([0, 0], 0), ([0, 11], 11), ([9, 11, 18], 9), ([1, 9], 1), ([4, 2, 1], 1), ([1, 3], 3)],
)
def test_of_several_the_most_serious(codes: list[int], worst: int) -> None:
    assert heaviest(codes) == worst
