"""What ``khotin demo`` tells to try next."""

import shlex
from pathlib import Path

from khotin.demo import next_steps


def test_a_folder_with_blanks_is_quoted_for_the_shell() -> None:
    folder = Path("kho số 1")
    serve, export, _ = next_steps("khotin", folder)
    assert shlex.split(serve)[:4] == ["khotin", "serve", "--archive", "kho số 1"]
    assert shlex.split(export)[-4:] == ["--output", "kho số 1/export", "--archive", "kho số 1"]


def test_the_current_folder_is_not_named() -> None:
    assert "--archive" not in " ".join(next_steps("khotin", Path()))
