"""What narrows and orders a search, as the address of the page says it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from publish.spelling import fold, nfc

#: Order -> its SQL for articles ``a`` where there is no question: best match (or newest), newest, most read, changed
#: last, vanished last.
ORDERS: Final[Mapping[str, str]] = {
    "": "a.published_at desc", "moi": "a.published_at desc", "doc": "a.read_count desc", "sua": "a.changed_at desc",
    "mat": "a.status_since desc",
}  # fmt: skip
_LONGEST: Final = 200
_YEAR: Final = re.compile("[0-9]{4}")
_MONTH: Final = re.compile("[0-9]{4}-(?:0[1-9]|1[0-2])")
_SWITCHES: Final = ("images", "documents", "gone", "changed", "expand")

#: Field of Filters -> its parameter in the address.
PARAMETERS: Final[Mapping[str, str]] = {
    "site": "site", "province_old": "tinh_cu", "province_new": "tinh_moi", "section": "muc", "author": "tac_gia",
    "year": "nam", "month": "thang", "images": "co_anh", "documents": "co_tep", "gone": "da_mat", "changed": "da_sua",
    "order": "xep", "expand": "viet_tat",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """A site's slug, names of provinces before and after the mergers of 2025, names of a section and an author (in any
    spelling), a year, a month (``YYYY-MM``); only articles with photos, with documents, gone from their source, changed
    by their site.

    ``order`` is one of ORDERS; ``expand`` looks for abbreviations in their long form too.
    """

    site: str = ""
    province_old: str = ""
    province_new: str = ""
    section: str = ""
    author: str = ""
    year: str = ""
    month: str = ""
    images: bool = False
    documents: bool = False
    gone: bool = False
    changed: bool = False
    order: str = ""
    expand: bool = False

    @property
    def narrowing(self) -> bool:
        """Whether anything is left out or an order is asked for, so that there is a list without a question."""
        return any(getattr(self, field.name) for field in fields(self) if field.name != "expand")

    def named(self) -> tuple[str, ...]:
        """What is asked for by name: site, provinces, section, author, month or year."""
        said = (self.site, self.province_old, self.province_new, self.section, self.author, self.month or self.year)
        return tuple(filter(None, said))

    def address(self, **other: Any) -> dict[str, Any]:
        """The filters as parameters of an address, with those of ``other`` added or in their place."""
        own = {name: getattr(self, field) for field, name in PARAMETERS.items()}
        return {name: 1 if value is True else value for name, value in {**own, **other}.items() if value}

    def condition(self) -> tuple[str, dict[str, Any]]:
        """SQL for articles ``a``, true where nothing is asked, and its parameters."""
        wanted = [sql for field, sql in _CONDITIONS.items() if getattr(self, field)]
        params = {field: getattr(self, field) for field in ("site", "province_old", "province_new", "month")}
        params |= {"year": self.year, "section": fold(self.section), "author": fold(self.author)}
        return " and ".join(wanted) or "true", params


#: Sections are few and their names have no folded form in the archive: SQL asks ``khotin_fold`` (see plugin).
_CONDITIONS: Final = {
    "site": "a.site_id = (select id from sites where slug = :site)",
    "province_old": "a.site_id in (select id from sites where province_old = :province_old)",
    "province_new": "a.site_id in (select id from sites where province_new = :province_new)",
    "section": "a.section_id in (select id from sections where khotin_fold(name) = :section)",
    "author": "a.id in (select article_id from article_authors where author_id in "
    "(select id from authors where name_fold = :author))",
    "year": "a.year = cast(:year as integer)",
    "month": "a.month = :month",
    "images": "a.image_count > 0",
    "documents": "a.attachment_count > 0",
    "gone": "a.status in ('gone', 'replaced')",
    "changed": "a.versions > 1",
}


def filters_of(arguments: Any) -> Filters:
    """The filters in a request's arguments; what has no sense is as if it were not there."""
    given = {field: _text(arguments.get(name)) for field, name in PARAMETERS.items()}
    year, month = given["year"], given["month"]
    chosen: dict[str, Any] = {
        **given,
        "year": year if _YEAR.fullmatch(year) else "",
        "month": month if _MONTH.fullmatch(month) else "",
        "order": given["order"] if given["order"] in ORDERS else "",
    }
    return Filters(**chosen | {field: given[field] not in ("", "0") for field in _SWITCHES})


def _text(value: str | None) -> str:
    return " ".join(nfc(value or "").replace("\x00", " ").split())[:_LONGEST]
