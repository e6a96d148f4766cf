"""The pages in a real browser: nothing wider than a phone's screen, text of readable size, no blocked resource.

Chromium is driven over its debugging pipe with the standard library. As a script it takes screenshots:
``python tests/publish/test_browser.py http://127.0.0.1:8001/bai/1 412 out.png``.
"""

import base64
import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import uvicorn

from publish.application import make_datasette

FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--disable-extensions",
    "--hide-scrollbars", "--remote-debugging-pipe",
]  # fmt: skip
PAGES = ["/", "/?lang=en", "/bai/1", "/bai/1?lang=en", "/bai/13", "/tim-kiem?q=doan+thanh+nien",
         "/tim-kiem?q=khongcogica", "/tim-kiem?q=" + "x" * 300, "/don-vi/kien_giang", "/bai/999"]  # fmt: skip

#: What is wrong with the page as drawn: too wide, too small, an image that did not load.
#: (The width is given: on a phone ``innerWidth`` grows with what overflows.)
FAULTS = """(wide => {
  const faults = [];
  const drawn = document.scrollingElement.scrollWidth;
  if (drawn > wide) faults.push(`page is ${drawn} wide`);
  for (const e of document.querySelectorAll('body *')) {
    const box = e.getBoundingClientRect(), name = e.tagName + '.' + (e.getAttribute('class') || '');
    const away = e.closest('.skip, .unseen');
    if (!away && !e.closest('.scroll > *') && box.right > wide + 1) faults.push(`${name} ends at ${box.right}`);
    const own = [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim());
    if (own && !e.closest('sub, sup') && parseFloat(getComputedStyle(e).fontSize) < 16) faults.push(`${name} is small`);
    if (e.tagName == 'IMG' && !(e.complete && e.naturalWidth)) faults.push(`${name} did not load: ${e.src}`);
  }
  if (document.documentElement.lang != 'vi' && !document.querySelector('[lang=vi]')) faults.push('no lang');
  return [...new Set(faults)];
})"""


class Chromium:
    """One headless Chromium with one tab."""

    def __init__(self, program: str, profile: str) -> None:
        to_child, self._to = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 50) for end in os.pipe())
        self._from, from_child = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 50) for end in os.pipe())

        def connect() -> None:
            os.dup2(to_child, 3)
            os.dup2(from_child, 4)

        self._process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=connect, pass_fds=(3, 4), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_child)
        os.close(from_child)
        self._serial, self._left, self._session = 0, b"", None
        tabs = self._call("Target.getTargets")["targetInfos"]
        tab = next(tab["targetId"] for tab in tabs if tab["type"] == "page")
        self._session = self._call("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        self._call("Page.enable")

    def open(self, url: str, width: int, dark: bool = False) -> None:
        """Load ``url`` at ``width`` CSS pixels and wait until it is complete."""
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", features=[scheme])
        self.value("window.before = true")
        self._call("Page.navigate", url=url)
        for _ in range(100):
            if self.value("!window.before && document.readyState == 'complete'"):
                break
            time.sleep(0.05)
        self.value("document.querySelectorAll('img').forEach(i => i.loading = 'eager')")
        time.sleep(0.15)

    def value(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page (the debugger may run it, the page itself runs none)."""
        return self._call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def picture(self) -> bytes:
        """A PNG of the whole page."""
        size = self._call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        return base64.b64decode(self._call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)["data"])

    def close(self) -> None:
        """End the browser."""
        with suppress(OSError, AssertionError):
            self._session = None
            self._call("Browser.close")
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._to)
        os.close(self._from)

    def _call(self, method: str, **params: Any) -> Any:
        self._serial += 1
        message = {"id": self._serial, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self._left:
                more = os.read(self._from, 65536)
                assert more, "Chromium ended early"
                self._left += more
            line, _, self._left = self._left.partition(b"\0")
            answer = json.loads(line)
            if answer.get("id") == self._serial:
                assert "error" not in answer, answer
                return answer["result"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        reason = "Chromium is not installed, so the pages were not drawn (Debian: apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Chromium(program, profile)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(make_datasette(archive).app(), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.mark.parametrize("width", [1280, 412, 320])
def test_pages_fit_the_screen(chromium: Chromium, address: str, width: int) -> None:
    faults = {}
    for page in PAGES:
        chromium.open(address + page, width)
        assert chromium.value("document.styleSheets.length") == 1, page
        assert chromium.value("document.scripts.length") == 0, page
        if found := chromium.value(f"{FAULTS}({width})"):
            faults[page] = found
    assert faults == {}


def test_the_check_sees_what_is_too_wide(chromium: Chromium, address: str) -> None:
    chromium.open(address + "/bai/1", 412)
    chromium.value("document.querySelector('h1').style.width = '600px'")
    assert any("wide" in fault for fault in chromium.value(f"{FAULTS}(412)"))


if __name__ == "__main__":
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        tab = Chromium(shutil.which("chromium") or "chromium", folder)
        tab.open(sys.argv[1], int(sys.argv[2]), dark="dark" in sys.argv)
        Path(sys.argv[3]).write_bytes(tab.picture())
        tab.close()
