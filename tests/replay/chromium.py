"""A headless Chromium, driven over its debugging protocol."""

import base64
import fcntl
import json
import os
import subprocess
import time
from contextlib import suppress
from typing import Any

FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--disable-extensions",
    "--hide-scrollbars", "--remote-debugging-pipe",
]  # fmt: skip


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
