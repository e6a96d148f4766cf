"""Pace as the servers see it: several crawls at once, each a process of its own. ``bench/politeness.py`` measures the
same for a minute and more."""

from pathlib import Path

from bench.politeness import CROWD, broken, measure


def test_hosts_on_one_address_share_its_pace_and_others_are_not_slowed(tmp_path: Path) -> None:
    figures = measure(tmp_path, seconds=10, latency=1.2)
    assert broken(figures) == []
    assert set(figures.crowded.came) == set(CROWD), "each of them gets its turns"
    assert min(map(len, figures.crowded.came.values())) >= 2
    assert figures.crowded.at_once == 2
