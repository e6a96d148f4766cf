"""An article's stored HTML as plain blocks: paragraphs, headings, lists, data tables, images in their places.

The markup was sanitised when it was stored; here it is read again and rebuilt from an allow-list of our own, so that
nothing of the original's styling, scripts or layout tables reaches the page.
"""

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

_INLINE: Final = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "u": "u", "sub": "sub", "sup": "sup"}
_BLOCK_KINDS: Final = {"li": "li", "blockquote": "quote", **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "h")}
_BREAKING: Final = {
    "p", "div", "section", "article", "ul", "ol", "figure", "figcaption", "center", "dl", "dt", "dd", "pre", "hr",
    "address", "main", "aside", "header", "footer", "tbody", "thead", "tfoot", "caption",
}  # fmt: skip
_IGNORED: Final = {"script", "style", "noscript", "template", "iframe", "object", "svg"}


@dataclass(slots=True)
class Block:
    """One block. ``kind``: ``p``, ``h``, ``li``, ``quote``, ``table`` (``html`` is safe) or ``image`` (``url``)."""

    kind: str
    html: str = ""
    text: str = ""
    url: str = ""


@dataclass(slots=True)
class _Table:
    rows: list[list[list[Block]]] = field(default_factory=list)


def blocks(html: str) -> list[Block]:
    """Read ``html`` (any markup, closed or not) into blocks, none empty. Links keep http, https and mailto."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.result()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[Block] = []
        self._tables: list[_Table] = []
        self._block = Block("p")
        self._open: list[tuple[str, str]] = []  # inline elements: the source's name and our start tag
        self._ignored = 0
        self._breaks = 0

    def result(self) -> list[Block]:
        self._end_block()
        while self._tables:
            self._end_table()
        return self._blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _IGNORED:
            self._ignored += 1
        elif tag in _INLINE:
            self._start_inline(tag, f"<{_INLINE[tag]}>")
        elif tag == "a":
            self._start_link(dict(attrs).get("href") or "")
        elif tag == "br":
            self._breaks += 1
        elif tag == "img":
            self._image(dict(attrs).get("src") or "")
        elif tag in ("table", "tr", "td", "th"):
            self._start_cells(tag)
        elif tag in _BLOCK_KINDS or tag in _BREAKING:
            self._end_block(_BLOCK_KINDS.get(tag, "p"))

    def handle_endtag(self, tag: str) -> None:
        if tag in _IGNORED:
            self._ignored = max(0, self._ignored - 1)
        elif tag in _INLINE or tag == "a":
            self._end_inline(tag)
        elif tag == "table":
            self._end_block()
            self._end_table()
        elif tag in ("td", "th", "tr") or tag in _BLOCK_KINDS or tag in _BREAKING:
            self._end_block()

    def handle_data(self, data: str) -> None:
        if self._ignored:
            return
        text = " ".join(data.split())
        if not text:
            self._block.html += " " if self._block.html and not self._block.html.endswith((" ", ">")) else ""
            self._block.text += " "
            return
        if self._breaks:
            self._after_breaks()
        text = (" " if data[0].isspace() else "") + text + (" " if data[-1].isspace() else "")
        self._block.text += text
        self._block.html += escape(text)

    def _after_breaks(self) -> None:
        """Two line breaks part paragraphs; one stays a line break."""
        if self._breaks > 1:
            self._end_block(self._block.kind)
        elif self._block.text.strip():
            self._block.html += "<br>"
            self._block.text += "\n"
        self._breaks = 0

    def _start_inline(self, tag: str, start: str) -> None:
        if self._breaks:
            self._after_breaks()
        self._open.append((tag, start))
        self._block.html += start

    def _start_link(self, href: str) -> None:
        if urlsplit_scheme(href) in ("http", "https", "mailto"):
            self._start_inline("a", f'<a href="{escape(href)}" rel="nofollow noopener external">')

    def _end_inline(self, tag: str) -> None:
        """Close ``tag`` and what was opened inside it; an end without a start is nothing."""
        if tag not in (name for name, _ in self._open):
            return
        while self._open:
            name, start = self._open.pop()
            self._block.html += _end_of(start)
            if name == tag:
                return

    def _end_block(self, next_kind: str = "p") -> None:
        """Put the block away; inline elements still open go on in the next one."""
        block, self._breaks = self._block, 0
        block.html += "".join(_end_of(start) for _, start in reversed(self._open))
        block.text = block.text.strip()
        block.html = block.html.strip()
        if block.text.strip("\u200b\ufeff\xa0 "):
            self._target().append(block)
        self._block = Block(next_kind, "".join(start for _, start in self._open))

    def _image(self, source: str) -> None:
        self._end_block()
        if urlsplit_scheme(source) in ("http", "https"):
            self._target().append(Block("image", url=source))

    def _start_cells(self, tag: str) -> None:
        self._end_block()
        if tag == "table":
            self._tables.append(_Table())
        elif self._tables and tag == "tr":
            self._tables[-1].rows.append([])
        elif self._tables:
            rows = self._tables[-1].rows
            if not rows:
                rows.append([])
            rows[-1].append([])

    def _target(self) -> list[Block]:
        """Where the next block goes: the open table's last cell, or the article itself."""
        for table in reversed(self._tables):
            if table.rows and table.rows[-1]:
                return table.rows[-1][-1]
        return self._blocks

    def _end_table(self) -> None:
        if not self._tables:
            return
        rows = [row for row in self._tables.pop().rows if any(row)]
        inside = [block for row in rows for cell in row for block in cell]
        self._target().extend([_data_table(rows)] if _holds_data(rows, inside) else inside)


def urlsplit_scheme(url: str) -> str:
    """The scheme of ``url`` in lower case; empty for a relative or malformed one."""
    if url.startswith(("https://", "http://")) and "[" not in url:  # nearly all are, and a page has dozens
        return url.partition(":")[0]
    try:
        return urlsplit(url.strip()).scheme.lower()
    except ValueError:
        return ""


def _end_of(start: str) -> str:
    return f"</{start[1:].partition(' ')[0].rstrip('>')}>"


def _holds_data(rows: list[list[list[Block]]], inside: list[Block]) -> bool:
    """Data has rows and columns of text; a table around photos, captions or one column only places things."""
    broad = sum(1 for row in rows if sum(1 for cell in row if cell) > 1)
    return broad > 1 and not any(block.kind in ("image", "table") for block in inside)


def _data_table(rows: list[list[list[Block]]]) -> Block:
    lines = ["".join(f"<td>{'<br>'.join(block.html for block in cell)}</td>" for cell in row) for row in rows]
    text = "\n".join(" ".join(block.text for cell in row for block in cell) for row in rows)
    return Block("table", "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>", text)
