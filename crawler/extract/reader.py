"""One page to its Reading: profile layouts first, then the family's rules, then the generic reader (decision 8)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from crawler.article import Flag
from crawler.extract import layout
from crawler.extract.generic import read_generic
from crawler.extract.nukeviet.reader import read_nukeviet
from crawler.extract.opinion import with_opinion
from crawler.extract.paging import Paging, find_paging
from crawler.extract.reading import Reading, of_article
from crawler.extract.tampering import flags_of, without_tampering
from crawler.page import Page, Signal
from crawler.profiles import Profile

_FAMILIES: Mapping[str, Callable[[Page, Profile], Reading]] = {"nukeviet": read_nukeviet}


def read(page: Page, profile: Profile) -> Reading:
    """What ``page`` is and its article, if it is one. Pure: the same page and profile give the same reading.

    Never raises for what a site serves; a page that cannot be read has kind ``empty`` or ``unknown``.
    """
    flags = flags_of(page, profile)
    if flags:
        page = without_tampering(page, profile)
    paging = find_paging(page, profile)
    reading = _read_page(page, profile)
    if profile.second_opinion:
        reading = with_opinion(page, profile, reading)
    article, told = reading.article, _beside(flags, paging, profile)
    return replace(reading, article=replace(article, **told)) if article is not None and told else reading


def _beside(flags: tuple[Flag, ...], paging: Paging, profile: Profile) -> dict[str, Any]:
    """What an article has besides what its page says of it: signs of tampering, its further pages, and which memory of
    the site it was read with."""
    told: dict[str, Any] = {"flags": flags} if flags else {}
    if paging.first:
        told |= {"page_number": paging.number, "first_page": paging.first, "next_pages": paging.others}
    if profile.memory.version:
        told["memory_version"] = profile.memory.version
    return told


def _read_page(page: Page, profile: Profile) -> Reading:
    choice = layout.choose_layout(page, profile)
    if choice is not None and layout.stands_alone(choice):
        return of_article(*layout.read_layout(page, profile, choice, None))
    reading = _FAMILIES.get(profile.family, read_generic)(page, profile)
    if choice is None:
        if reading.article is not None and layout.has_layouts(profile):
            return replace(reading, signals=(*reading.signals, _unknown_layout(page, profile)))
        return reading
    if "body" not in choice.layout.fields and reading.article is None:
        return reading
    article, signals = layout.read_layout(page, profile, choice, reading.article)
    if not (article.title or article.paragraphs or article.images):
        return replace(reading, signals=(*reading.signals, *signals))
    return of_article(article, (*reading.signals, *signals))


def _unknown_layout(page: Page, profile: Profile) -> Signal:
    return Signal(
        code="layout.unknown",
        message=f"{page.url} matches none of the layouts of {profile.slug}; it was read without them.",
        advice="The site may have been redesigned: look at the capture and add a layout whose `when` matches it.",
        file=profile.file or None,
        key="eras",
    )
