"""What becomes of a link as a page writes it, remembered: a site repeats its menus on every page."""

from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.discovery.urls import canonical, link_to, refusal
from crawler.page import Link
from crawler.profiles import Profile

#: Links remembered a profile, and profiles: a crawl has one, and one more where the site moves to another scheme.
_LINKS, _PROFILES = 4096, 8
#: Such an address means the same from every page of a host.
_ROOTED = ("/", "http://", "https://")


class Verdict(NamedTuple):
    """The canonical URL, None for what is none; and the link to follow, or why it is not followed."""

    url: str | None
    link: Link | None = None
    reason: str | None = None


class Verdicts:
    """The verdicts on one profile's links."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._known: dict[tuple[str, str], Verdict] = {}

    def of(self, place: str, base: str, origin: str) -> Verdict:
        """The verdict on ``place`` as written on a page with address ``base``, whose scheme and host are ``origin``."""
        key = (origin if place.startswith(_ROOTED) else base, place)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _LINKS:
                self._known.clear()
            found = self._known[key] = self._judge(place, base)
        return found

    def _judge(self, place: str, base: str) -> Verdict:
        url = canonical(place, self.profile, base)
        if url is None:
            return Verdict(None)
        reason = refusal(url, self.profile)
        return Verdict(url, reason=reason) if reason is not None else Verdict(url, link_to(url, self.profile))


def origin_of(base: str) -> str:
    """Scheme and host of a page's address; the address itself where it has none."""
    try:
        parts = urlsplit(base)
    except ValueError:
        return base
    return f"{parts.scheme}://{parts.netloc}"


_BY_PROFILE: dict[int, Verdicts] = {}


def verdicts_for(profile: Profile) -> Verdicts:
    """What is remembered for ``profile``, told by identity: a profile never changes, and this keeps it alive."""
    found = _BY_PROFILE.get(id(profile))
    if found is None:
        if len(_BY_PROFILE) >= _PROFILES:
            _BY_PROFILE.clear()
        found = _BY_PROFILE[id(profile)] = Verdicts(profile)
    return found
