"""Whatever becomes of a page's bytes, reading it raises nothing and takes no longer than a page may.

FUZZ_CASES says how many pages are tried (500 by default, always the same ones), FUZZ_SEED which ones; ``make
test-fuzz`` tries 20,000 others each time. What fails is shown as the smallest page found that fails.
"""

import os
import statistics
import time
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st

from tests.fuzz.corpus import Sample, samples
from tests.fuzz.spoiling import Change, changes, spoilt

CASES = int(os.environ.get("FUZZ_CASES", "500"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
#: Parts that run side by side, each with pages of its own.
PARTS = 8
#: A reading may take so many times the median of the pages that nothing has happened to.
SLOWEST = 50
TRIES = settings(
    max_examples=-(-CASES // PARTS),
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


@cache
def median() -> float:
    """CPU seconds of reading a page that nothing has happened to."""
    return statistics.median(_seconds(sample, sample.body) for sample in samples() for _ in range(3))


def _seconds(sample: Sample, body: bytes) -> float:
    begun = time.process_time()
    sample.read(body)
    return time.process_time() - begun


def cost(sample: Sample, body: bytes) -> float:
    """How often the median a reading takes; what is dear is tried again, so that no other program's work counts."""
    spent = _seconds(sample, body)
    for _ in range(3):
        if spent > SLOWEST * median():
            spent = min(spent, _seconds(sample, body))
    return spent / median()


@pytest.mark.timeout(120 + CASES)
@pytest.mark.parametrize("part", range(PARTS))
def test_a_spoilt_page_is_read_without_error_and_in_time(part: int) -> None:
    tried = 0

    @seed(SEED * PARTS + part)
    @TRIES
    @given(sample=st.sampled_from(samples()), changes=changes([sample.body for sample in samples() if sample.body]))
    def attempt(sample: Sample, changes: list[Change]) -> None:
        nonlocal tried
        tried += 1
        body = spoilt(sample.body, changes)
        note(f"{sample.name} at {sample.url} as {body!r}")
        assert cost(sample, body) <= SLOWEST

    attempt()
    assert tried >= TRIES.max_examples
