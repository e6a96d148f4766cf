"""What reading captures again loads: each of its processes would have to, and more of that than of the work."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["khotin.extract", "khotin.rereading", "khotin.intake"])
def test_reading_loads_neither_crawler_engine_nor_tools_for_schemas(module: str) -> None:
    code = f"import sys, {module}; print(*(name for name in sys.modules if '.' not in name))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"sqlite_utils", "pandas", "scrapy", "twisted", "datasette", "asyncio"} & set(run.stdout.split())
