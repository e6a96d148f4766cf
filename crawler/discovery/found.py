"""What discovery gives for one page."""

from dataclasses import dataclass

from crawler.page import Link, Refusal


@dataclass(frozen=True, slots=True)
class Found:
    """Links to follow (each URL once, in page order) and URLs refused with their reasons."""

    links: tuple[Link, ...] = ()
    refusals: tuple[Refusal, ...] = ()
