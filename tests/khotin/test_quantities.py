"""Times and sizes on the command line."""

import click
import pytest

from khotin.quantities import DURATION, SIZE


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90),
        ("90s", 90),
        ("15m", 900),
        ("6h", 21_600),
        ("1h30m", 5400),
        ("1.5h", 5400),
        ("2D", 172_800),
        ("1h 5m", 3900),
    ],
)
def test_times(text: str, seconds: float) -> None:
    assert DURATION.convert(text, None, None) == seconds


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1000", 1000),
        ("500M", 500 * 10**6),
        ("2G", 2 * 10**9),
        ("2gb", 2 * 10**9),
        ("1.5k", 1500),
        ("20 MB", 2 * 10**7),
    ],
)
def test_sizes(text: str, number: float) -> None:
    assert SIZE.convert(text, None, None) == number


@pytest.mark.parametrize("text", ["", "0", "0s", "-5", "1x", "m", "1h30x", "h1", "1e3", "1,5h", "nan", "inf"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(click.BadParameter, match="90s, 15m or 1h30m") as caught:
        DURATION.convert(text, None, None)
    assert repr(text) in caught.value.message


@pytest.mark.parametrize("text", ["", "0", "0M", "-5M", "5X", "M", "5MM5", "1h", "nan"])
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(click.BadParameter, match="500M or 2G"):
        SIZE.convert(text, None, None)
