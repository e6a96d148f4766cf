"""Lists that are turned by script: ASP.NET's grids post a form, and no address leads to what lies behind page 1."""

import re
from typing import Final

from crawler.page import Page
from crawler.vietnamese.text import clean_line

_POST: Final = re.compile(r"javascript:\s*(?:__doPostBack|WebForm_DoPostBackWithOptions)\(", re.IGNORECASE)
#: What the link to page 2 is called.
_SECOND: Final = "2"


def is_turned_by_script(page: Page) -> bool:
    """Whether a page of a list has a pager whose links post a form instead of leading anywhere."""
    posts = (anchor for href, anchor in page.anchors if _POST.match(href))
    return any(clean_line(anchor.text_content()) == _SECOND for anchor in posts)
