"""What makes a version: a digest over an article's own content, deaf to white space, tone placement and hosts."""

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from crawler.article import Attachment, Image
from crawler.vietnamese.text import comparison_key, key_of_line

#: A query after a file name only busts caches or carries a token; after a script it names the file.
_STATIC_FILE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|svg|pdf|docx?|xlsx?|pptx?|zip|rar)$", re.IGNORECASE)


def content_digest(
    texts: Sequence[str | None], paragraphs: Sequence[str], images: Sequence[Image], attachments: Sequence[Attachment]
) -> str:
    """SHA-256 in hex over ``texts`` (title, lead, byline), paragraphs, images with captions and attachments.

    ``paragraphs`` are clean lines. Texts are compared by their comparison key; files by path without scheme and host,
    since sites move between hosts; never counts, related links, dates or markup.
    """
    parts = (
        [comparison_key(text or "") for text in texts],
        [key for paragraph in paragraphs if (key := key_of_line(paragraph))],
        [
            (_file(image.url), comparison_key(image.caption or ""), comparison_key(image.credit or ""))
            for image in images
        ],
        [(_file(file.url), comparison_key(file.name)) for file in attachments],
    )
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _file(url: str) -> str:
    parts = urlsplit(url)
    path = unquote(parts.path)
    return path if _STATIC_FILE.search(path) or not parts.query else f"{path}?{parts.query}"
