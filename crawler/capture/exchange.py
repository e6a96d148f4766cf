"""One exchange with a server as its bytes crossed the wire: what the download handler sees and the WARC keeps."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

#: A media type that begins a Content-Type header, or a further one of several.
_MEDIA_TYPE: Final = re.compile(r"(?:^|,)[ \t]*([\w!#$&^.+-]+/[\w!#$&^.+-]+)")


def media_type_of(content_type: str) -> str:
    """The media type in lower case without parameters, of several headers or a list the last, as in browsers; what is
    none (``html``, ``/``) as it stands, empty where none is said."""
    said: list[str] = _MEDIA_TYPE.findall(content_type.strip())
    plain = said[-1] if said else content_type.partition(";")[0].strip()
    return "text/html" if plain.lower() in ("html", ".html") else plain.lower()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and all that came back for it.

    ``sent`` and ``received`` are the socket's bytes: ``received`` is the final response alone, head and body in the
    framing it came in (chunks with extensions and trailers), ended where the message ends. 1xx heads before it are in
    ``interim``, bytes behind it in ``excess``; both are empty as a rule. ``head_length`` says how many bytes of
    ``received`` the head takes, its blank line included; ``payload`` is the body without transfer-coding, its
    content-coding kept. ``truncated`` is WARC's word for why the message ends too early (``length``, ``time``,
    ``disconnect``), else None. ``repaired`` names what of the head had to be mended before it could be read;
    ``tls_verified`` is None for plain http; ``ip`` is None behind a proxy.
    """

    url: str
    method: str
    captured_at: datetime
    sent: bytes
    received: bytes
    head_length: int
    payload: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    ip: str | None
    interim: bytes = b""
    excess: bytes = b""
    truncated: str | None = None
    repaired: tuple[str, ...] = ()
    proxied: bool = False
    tls_verified: bool | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name (any case), latin-1 text, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def media_type(self) -> str | None:
        """Media type in lower case without parameters, or None."""
        return media_type_of(",".join(v for k, v in self.headers if k.lower() == "content-type")) or None
