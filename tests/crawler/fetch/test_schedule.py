"""A profile's time of day, in Vietnam."""

from datetime import UTC, datetime, time

import pytest

from crawler.fetch.schedule import open_for

NIGHT, DAY = (time(22), time(5)), (time(8, 30), time(17))


@pytest.mark.parametrize(
    ("window", "utc", "hours"),
    [
        (NIGHT, "14:59:59", 0.0),
        (NIGHT, "15:00:00", 7.0),  # 22:00 at +07:00
        (NIGHT, "17:00:00", 5.0),
        (NIGHT, "21:30:00", 0.5),
        (NIGHT, "22:00:00", 0.0),
        (DAY, "01:29:59", 0.0),
        (DAY, "01:30:00", 8.5),
        (DAY, "09:59:00", 1 / 60),
        (DAY, "10:00:00", 0.0),
        ((time(0), time(6)), "17:00:00", 6.0),
        ((time(20), time(0)), "16:00:00", 1.0),
    ],
)
def test_seconds_until_it_closes(window: tuple[time, time], utc: str, hours: float) -> None:
    now = datetime.fromisoformat(f"2026-11-23T{utc}").replace(tzinfo=UTC)
    assert open_for(window, now) == pytest.approx(hours * 3600)
