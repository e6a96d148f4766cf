"""Which URLs a style sheet asks for: ``@import``, ``url()``, ``image-set()``, and of a font's files the one that a
browser takes. Tokens as in CSS Syntax Level 3.

A scanner of our own: only two of the language's tokens matter here. A whole parser in Python (tinycss2) takes six to
ten times as long, 0.3 s for 200 KB, on the loop that every connection waits for.
"""

import re
from dataclasses import dataclass

#: A string with its quotes; a line may not end within it unless escaped.
_STRING = r"(?:\"(?:[^\"\\\n]|\\.|\\\n)*+\"|'(?:[^'\\\n]|\\.|\\\n)*+')"
_BARE = r"(?:[^\s\"'()\\]|\\[0-9a-f]{1,6}\s?+|\\.)*+"
#: Quantifiers are possessive, so that no text makes the search go back and take long.
_TOKEN = re.compile(
    rf"""(?xis)
    /\*.*?(?:\*/|\Z)
    | @(?:namespace|charset|(?:-moz-)?document)\b [^;{{]*+
    | (?<![\w-]) (?:-webkit-)? image-set\( (?P<set> (?: {_STRING} | \([^()]*+\) | [^()"'] )*+ ) \)
    | (?P<importing>@import \s*+) (?P<imported>{_STRING})
    | (?: (?P<fetching>@import \s*+) | (?<![\w-]) ) url\( \s*+ (?: (?P<quoted>{_STRING}) | (?P<bare>{_BARE}) ) \s*+
      \) (?P<format> \s*+ format\( [^)]*+ \) )?
    | {_STRING}
    """
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(\n)|(.))", re.DOTALL)
_COMMA = re.compile(r"(?:\s*(?:tech|format)\([^)]*\))?\s*,\s*")
#: Font formats that no browser of today takes.
_OLD_FONT = re.compile(r"(?i)\bembedded-opentype\b|\bsvg\b")
_OLD_FILE = re.compile(r"(?i)\.(?:eot|htc)(?:[?#]|$)")
_CHARSET = re.compile(rb'\A(?:\xef\xbb\xbf)?@charset "([A-Za-z0-9_-]+)"')


@dataclass(frozen=True, slots=True)
class CssUrls:
    """What a piece of CSS asks for, as written: further style sheets, and files (images, fonts)."""

    imports: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


NOTHING = CssUrls()


def css_text(body: bytes, charset: str | None) -> str:
    """A style sheet's text: by the charset of its header, else its own ``@charset``, else UTF-8; latin-1 where that
    fails, since addresses are almost always ASCII."""
    own = _CHARSET.match(body)
    for name in (charset, own[1].decode("ascii") if own else None, "utf-8-sig"):
        try:
            if name:
                return body.decode(name)
        except (ValueError, LookupError):
            continue
    return body.decode("latin-1")


def css_urls(text: str) -> CssUrls:
    """The URLs of a style sheet, a ``<style>`` element or a ``style`` attribute, as written, each once, in order."""
    if "(" not in text and "@" not in text:
        return NOTHING
    imports: dict[str, None] = {}
    files: dict[str, None] = {}
    font_end = -1
    for token in _TOKEN.finditer(text):
        if token["set"]:
            files |= dict.fromkeys(_of_set(token["set"]))
        url = _plain(token["imported"] or token["quoted"] or token["bare"] or "")
        if (token["importing"] or token["fetching"]) and url:
            imports[url] = None
            continue
        listed = font_end >= 0 and token["format"] and _COMMA.fullmatch(text, font_end, token.start())
        old = _OLD_FILE.search(url) or (token["format"] and _OLD_FONT.search(token["format"]))
        if listed:  # a browser has taken the one before
            font_end = token.end()
        elif url and not old:
            files[url] = None
            font_end = token.end() if token["format"] else -1
    return CssUrls(tuple(imports), tuple(files))


def _of_set(text: str) -> list[str]:
    """The images of an ``image-set()``: strings, or ``url()``; its ``type()`` names none."""
    text = re.sub(r"(?i)(?<![\w-])type\([^)]*\)", "", text)
    tokens = re.finditer(rf"(?is)url\(\s*({_STRING}|[^)]*)\)|({_STRING})", text)
    return [url for token in tokens if (url := _plain((token[1] or token[2]).strip()))]


def _plain(place: str) -> str:
    """A string or bare URL without quotes and escapes."""
    text = place[1:-1] if place[:1] in ("'", '"') else place
    return _ESCAPE.sub(_unescaped, text).strip() if "\\" in text else text.strip()


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        code = int(match[1], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return match[3] or ""
