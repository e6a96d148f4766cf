"""``Lượt truy cập`` counts a whole site's visits, but on some sites those of the article: told by where it stands."""

import re

from crawler.extract.around.stamp import has_year_and_day
from crawler.extract.markup.lines import Line
from crawler.vietnamese.counts import parse_count

_VISITS = re.compile(
    r"(?:^|[\s|•·,;(–-]+)(?:số )?lượt truy cập\s*[:：]?\s*(?P<n>\d[\d.,]*)\s*(?:lượt)?\)?$", re.IGNORECASE
)
_LONGEST = 160


def visits_of(line: Line, last: Line, above: bool) -> tuple[str, str] | None:
    """(count, what the line says before it) where a line counts the article's visits; else None.

    ``last`` is the text's last paragraph, ``above``: the line stands between headline and text. The article's are those
    behind its stamp, those ``above``, and those in a paragraph among its paragraphs.
    """
    found = _VISITS.search(line.text) if len(line.text) < _LONGEST else None
    if found is None or parse_count(found["n"]) is None:
        return None
    before = line.text[: found.start()].strip()
    beside = line.block.tag == last.block.tag == "p" and line.block.getparent() is last.block.getparent()
    if above or has_year_and_day(before) or (beside and not before):
        return found["n"], before
    return None
