"""From values to a response: our own templates, two languages, strict headers, no script anywhere."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from datasette.utils.asgi import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publish import moments
from publish.catalogue import LANGUAGES, number, texts

_HERE: Final = Path(__file__).parent
STYLESHEET: Final = (_HERE / "static" / "style.css").read_text(encoding="utf-8")
STYLE_PATH: Final = "/-/khotin/style.css"

#: Archived pages are foreign material: nothing but our stylesheet and our captured images may load, nothing may run.
CONTENT_POLICY: Final = (
    "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals.update(published=moments.published, day=moments.day, minute=moments.minute)


class Links:
    """Addresses inside the archive; they keep the reader's language and Datasette's ``base_url``."""

    def __init__(self, base: str, database: str, language: str) -> None:
        self._base, self._database, self._language = base.rstrip("/"), database, language

    def to(self, path: str, **query: Any) -> str:
        """``path`` (from ``/``) with the query parameters that have a value."""
        given = {name: str(value) for name, value in query.items() if value not in (None, "", False)}
        if self._language != LANGUAGES[0]:
            given.setdefault("lang", self._language)
        return self._base + path + ("?" + urlencode(given) if given else "")

    def plain(self, path: str) -> str:
        """``path`` without a language: files and Datasette's own pages."""
        return self._base + path

    def desk(self, path: str = "") -> str:
        """A page of the data desk: ``articles``, ``articles/12``, or the database itself."""
        return self.plain(f"/{self._database}" + (f"/{path}" if path else ""))


def language_of(request: Any) -> str:
    """``en`` where ``?lang=en`` asks for it, else ``vi``."""
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def render(datasette: Any, request: Any, template: str, values: Mapping[str, Any]) -> Response:
    """``template`` as an HTML response with our headers; ``values['status']`` is the HTTP status, 200 if missing.

    Templates see ``t`` (interface texts), ``links``, ``lang``, ``number``, ``q`` (the search box's content), ``here``
    (this page in the other language).
    """
    language = language_of(request)
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    database = values["database"]
    here = [(name, value) for name in request.args for value in request.args.getlist(name) if name != "lang"]
    if other != LANGUAGES[0]:
        here.append(("lang", other))
    base = datasette.setting("base_url")
    html = _templates.get_template(template).render(
        {"q": "", **values},
        t=texts(language),
        lang=language,
        other=other,
        here=request.path + ("?" + urlencode(here) if here else ""),
        links=Links(base, database, language),
        style=base.rstrip("/") + STYLE_PATH,
        number=lambda value: number(value, language),
    )
    return Response.html(html, status=values.get("status", 200), headers=dict(HEADERS))
