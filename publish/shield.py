"""Security headers on every answer, Datasette's own pages and errors included.

Our pages bring a policy without any script. Datasette's have scripts of their own: those that stand in its templates
get a nonce while Jinja reads the templates (``desk.Mended``), new for each request; what a value could bring along has
none and does not run.
"""

import base64
import hashlib
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from contextvars import ContextVar
from typing import Any, Final

from publish.pages import HEADERS

Message = MutableMapping[str, Any]
App = Callable[[Message, Any, Any], Awaitable[None]]

#: The one handler that stands in an attribute of Datasette's templates (1.0: the choice of columns on a phone).
HANDLER: Final = "openColumnChooser()"
_HANDLER_SUM: Final = base64.b64encode(hashlib.sha256(HANDLER.encode()).digest()).decode()
#: The content policy of pages that bring none.
DESK_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; script-src-attr 'unsafe-hashes' 'sha256-"
    f"{_HANDLER_SUM}"
    "'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_nonce: ContextVar[str] = ContextVar("nonce", default="")


def csp_nonce() -> str:
    """The nonce of the request that is being answered."""
    return _nonce.get()


def _by_language(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """``headers`` with one ``vary`` that says that the answer hangs on the reader's language, beside what it says."""
    said = [value for name, value in headers if name.lower() == b"vary"]
    if any(b"accept-language" in value.lower() for value in said):
        return headers
    rest = [header for header in headers if header[0].lower() != b"vary"]
    return [*rest, (b"vary", b", ".join([*said, b"accept-language"]))]


class Shield:
    """An ASGI layer around everything that adds the headers which an answer does not bring itself."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Any, send: Callable[[Message], Awaitable[None]]) -> None:
        """Answer a request; what is none passes as it is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        wanted = HEADERS | {"content-security-policy": DESK_POLICY.format(nonce=nonce)}

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = list(message.get("headers", ()))
                brought = {name.decode("latin-1").lower() for name, _ in own}
                lacking = [(name.encode(), value.encode()) for name, value in wanted.items() if name not in brought]
                message = {**message, "headers": _by_language(own + lacking)}
            await send(message)

        token = _nonce.set(nonce)
        try:
            await self._app(scope, receive, guarded)
        finally:
            _nonce.reset(token)
