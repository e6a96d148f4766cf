"""One number for how a crawl was set: two crawls with the same digest asked in the same way."""

import hashlib
import json
import re
from typing import Any, Final
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

#: Who runs the crawl and where, and what is only shown; the user agent names the operator.
_LEFT_OUT: Final = frozenset({"ARCHIVE", "CLOCK", "CONTACT", "USER_AGENT", "PROGRESS", "PROGRESS_BAR"})
#: Secrets and paths by their names, and the log, which changes nothing in the archive.
_NAMES: Final = re.compile(
    r"(^|_)(KEY|SECRET|PASS|PASSWORD|TOKEN|USER|USERNAME|ACCESS|DIR|FILE|STORE|PATH|URI)$|DIR$|_ID$|^LOG"
)


def settings_digest(settings: BaseSettings) -> str:
    """SHA-256 (hex) of all settings in force, as JSON with sorted keys. Secrets (a proxy's password too), paths, the
    operator and what is only shown are left out."""
    said = {
        name: value for name, value in _plain(settings).items() if name not in _LEFT_OUT and not _NAMES.search(name)
    }
    said["PROXY"] = without_password(settings.get("PROXY") or "")
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, default=_named).encode()).hexdigest()


def without_password(proxy: str) -> str:
    """A proxy's URL without user and password; empty for an empty one."""
    return f"http://{urlsplit(proxy).netloc.rpartition('@')[2]}" if proxy else ""


def _plain(settings: Any) -> Any:
    """Settings within settings as dicts, keys as text."""
    if isinstance(settings, BaseSettings | dict):
        return {str(name): _plain(value) for name, value in settings.items()}
    return settings


def _named(value: Any) -> str:
    """A class or function by its name, never by its address in memory."""
    kind = value if hasattr(value, "__qualname__") else type(value)
    return f"{kind.__module__}.{kind.__qualname__}"
