"""From values to a response: our own templates, two languages, strict headers, no script anywhere."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from datasette.utils.asgi import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publish.catalogue import LANGUAGES, number, preferred, size, texts
from publish.moments import writers

_HERE: Final = Path(__file__).parent
STYLESHEET: Final = (_HERE / "static" / "style.css").read_text(encoding="utf-8")
STYLE_PATH: Final = "/-/khotin/style.css"
CAPTURED_STYLESHEET: Final = (_HERE / "static" / "captured.css").read_text(encoding="utf-8")
CAPTURED_STYLE_PATH: Final = "/-/khotin/captured.css"
DESK_STYLESHEET: Final = (_HERE / "static" / "desk.css").read_text(encoding="utf-8")
DESK_STYLE_PATH: Final = "/-/khotin/desk.css"

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


class _RowsFirst(Environment):
    """Templates say ``row.title``: in a dictionary that is looked for among the keys first, not among the methods."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value of ``obj`` that a template names ``attribute``."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


_templates = _RowsFirst(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,  # else each page looks at the files of its templates
)


class Links:
    """Addresses inside the archive; they keep the language that the reader asked for and Datasette's ``base_url``."""

    def __init__(self, base: str, database: str, asked: str | None) -> None:
        self._base, self._database, self._asked = base.rstrip("/"), database, asked

    def to(self, path: str, **query: Any) -> str:
        """``path`` (from ``/``) with the query parameters that have a value."""
        given = {name: str(value) for name, value in query.items() if value not in (None, "", False)}
        if self._asked:
            given.setdefault("lang", self._asked)
        return self._base + path + ("?" + urlencode(given) if given else "")

    def plain(self, path: str, **query: Any) -> str:
        """``path`` without a language: files, feeds and Datasette's own pages."""
        given = {name: str(value) for name, value in query.items() if value not in (None, "", False)}
        return self._base + path + ("?" + urlencode(given) if given else "")

    def desk(self, path: str = "") -> str:
        """A page of the data desk: ``articles``, ``articles/12``, or the database itself."""
        return self.plain(f"/{self._database}" + (f"/{path}" if path else ""))


def asked_language(request: Any) -> str | None:
    """The language that ``?lang=`` asks for, None where it asks for none of ours."""
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else None


def language_of(request: Any) -> str:
    """The language that ``?lang=`` asks for, else the browser's (``Accept-Language``), else Vietnamese."""
    return asked_language(request) or preferred(request.headers.get("accept-language") or "")


def address(datasette: Any, request: Any, path: str) -> str:
    """``path`` (from ``/``) with scheme and host, as citations and feeds need it."""
    return str(datasette.absolute_url(request, datasette.urls.path(path)))


def render(datasette: Any, request: Any, template: str, values: Mapping[str, Any]) -> Response:
    """``template`` as an HTML response with our headers; ``values['status']`` is the HTTP status, 200 if missing,
    ``values['policy']`` another content policy than the strict one.

    Templates see ``t`` (interface texts), ``links``, ``lang``, ``asked`` (the language in the address), ``number``,
    ``day`` and the other ways to write a date, ``q`` (the search box's content), ``feed`` (the address of this page's
    feed), ``here`` (this page in the other language).
    """
    language = language_of(request)
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    here = [(name, value) for name in request.args for value in request.args.getlist(name) if name != "lang"]
    base = datasette.setting("base_url")
    html = _templates.get_template(template).render(
        {"q": "", "feed": None, **values},
        t=texts(language),
        lang=language,
        other=other,
        asked=asked_language(request),
        here=request.path + "?" + urlencode([*here, ("lang", other)]),
        links=Links(base, values["database"], asked_language(request)),
        style=base.rstrip("/") + STYLE_PATH,
        number=lambda value: number(value, language),
        size=lambda value: size(value, language),
        **writers(language),
    )
    headers = {**HEADERS, "vary": "accept-language"}
    if "policy" in values:
        headers["content-security-policy"] = values["policy"]
    return Response.html(html, status=values.get("status", 200), headers=headers)
