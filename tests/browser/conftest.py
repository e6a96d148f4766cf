"""Debian's Chromium, headless, driven by Selenium over the pages of a small archive that a real server serves.

`make test-browser` installs axe-core and names its file in AXE; without it nothing here is collected, so that `make
test` needs no browser. Where the lane runs, a missing browser or a missing axe-core fails it.
"""

import importlib.util
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

if "AXE" not in os.environ:
    collect_ignore_glob = ["test_*.py"]
else:
    import uvicorn
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    from publish.application import make_datasette
    from tests.publish import attacked

FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--disable-extensions",
    "--hide-scrollbars",
]  # fmt: skip


class Browser:
    """One Chromium with one window, and what went wrong in it since the last page was opened."""

    def __init__(self, driver: Any, root: str, downloads: Path) -> None:
        self.driver, self.root, self.downloads = driver, root, downloads

    def open(self, path: str, width: int = 1280, dark: bool = False) -> None:
        """Load ``path`` at ``width`` CSS pixels; every picture is loaded, not only those in sight."""
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1,
                     mobile=width < 600)  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.command("Emulation.setEmulatedMedia", features=[scheme])
        for log in ("browser", "performance"):
            self.driver.get_log(log)
        self.driver.get(self.root + path)
        self.run("document.querySelectorAll('img').forEach(i => i.loading = 'eager')")
        self.until("[...document.images].every(i => i.complete)")

    def command(self, name: str, **parameters: Any) -> Any:
        """A command of Chromium's debugging protocol."""
        return self.driver.execute_cdp_cmd(name, parameters)

    def run(self, script: str, *arguments: Any) -> Any:
        """The value of a script in the page (the driver may run one; the page has none)."""
        return self.driver.execute_script(script, *arguments)

    def until(self, condition: str, *arguments: Any) -> Any:
        """Wait until the JavaScript ``condition`` is true; its value. Fails after 20 seconds."""
        return self.wait(lambda: self.run(f"return {condition}", *arguments), condition)

    @staticmethod
    def wait(condition: Callable[[], Any], name: str) -> Any:
        """Wait until ``condition`` gives something true; fails with ``name`` after 20 seconds."""
        for _ in range(400):
            if value := condition():
                return value
            time.sleep(0.05)
        raise AssertionError(f"never became true: {name}")

    def problems(self) -> list[str]:
        """Errors on the console and requests to other places since the page was opened."""
        said = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
        return said + [f"request to {url}" for url in self.requests() if not self._is_ours(url)]

    def requests(self) -> list[str]:
        """Addresses that were asked for since the page was opened, or since the last call."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]

    def _is_ours(self, url: str) -> bool:
        return url.startswith(self.root + "/") or urlsplit(url).scheme in ("data", "about", "chrome")


def _archive(folder: Path) -> Path:
    """The small archive that the other tests of the pages use, and its files to take away."""
    place = Path(__file__).parents[1] / "publish" / "conftest.py"
    spec = importlib.util.spec_from_file_location("publish_archive", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    path: Path = module.build(folder)
    export = [sys.executable, "-m", "khotin", "export", "--format", "all", "--archive", str(folder)]
    subprocess.run(export, cwd=Path(__file__).parents[2], check=True, capture_output=True, timeout=100)
    return path


@contextmanager
def served(database: Path) -> Iterator[str]:
    """Where a real server serves ``database``."""
    datasette = make_datasette(database)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(datasette.app(), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the archive is served."""
    with served(_archive(tmp_path_factory.mktemp("kho"))) as address:
        yield address


@pytest.fixture(scope="session")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The same window at an archive that withholds nothing, so that all tables of its desk are open."""
    database = _archive(tmp_path_factory.mktemp("mo"))
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("update articles set status = 'gone' where status = 'hidden'")
        connection.execute("update sites set rights_publish = 'full'")
    with served(database) as address:
        yield Browser(browser.driver, address, browser.downloads)


@pytest.fixture(scope="session")
def hostile(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The same window at an archive of attacks."""
    with served(attacked.build(tmp_path_factory.mktemp("tan-cong"))) as address:
        yield Browser(browser.driver, address, browser.downloads)


@pytest.fixture(scope="session")
def browser(root: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium at the archive."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    manager = shutil.which("chromedriver")
    if not program or not manager:
        pytest.fail("Chromium and its driver are not installed (Debian: apt-get install chromium chromium-driver)")
    downloads = tmp_path_factory.mktemp("downloads")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in FLAGS:
        options.add_argument(flag)
    options.add_experimental_option(
        "prefs", {"download.default_directory": str(downloads), "intl.accept_languages": "vi"}
    )
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(manager))
    try:
        yield Browser(driver, root, downloads)
    finally:
        driver.quit()


if __name__ == "__main__":  # an archive to look at: python tests/browser/conftest.py FOLDER
    sys.stdout.write(f"{_archive(Path(sys.argv[1]))}\n")
