"""What becomes of a link as a page writes it, remembered: a site repeats its menus on every page."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from crawler.discovery.urls import canonical, link_to, refusal
from crawler.page import Link, Refusal
from crawler.profiles import Profile

#: Links remembered a profile, and profiles: a crawl has one, and one more where the site moves to another scheme.
_LINKS, _PROFILES, _ORIGINS = 4096, 8, 16
#: Such an address means the same from every page of a host; one without these, from every page of a folder.
_ROOTED, _OWN = ("/", "http://", "https://"), ("?", "#")
_NO_PLACE = ("#", "javascript:", "mailto:", "tel:", "data:", "zalo:", "skype:")


_Key = TypeVar("_Key")


class Verdict(NamedTuple):
    """The canonical URL, None for what is none; and the link to follow, or why it is not followed: None for what every
    page has by the dozen, which is not worth a row each."""

    url: str | None
    link: Link | None = None
    refusal: Refusal | None = None


#: The verdict on what leads to no page: nothing, a script, a mailbox, a place on the page itself.
NOWHERE = Verdict(None)


class Verdicts:
    """The verdicts on one profile's links."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._rooted: dict[str, dict[str, Verdict]] = {}
        self._others: dict[tuple[str, str], Verdict] = {}
        self._last = ("", "")

    def address(self, url: str) -> str:
        """A page's own address in the site's canonical spelling; as it stands where it has none. Asked several times of
        each page."""
        if url != self._last[0]:
            self._last = url, canonical(url, self.profile) or url
        return self._last[1]

    def at(self, base: str) -> Callable[[str], Verdict]:
        """What gives the verdict on an address as written, without blanks around, on a page whose addresses are
        relative to ``base``."""
        if len(self._rooted) > _ORIGINS:
            self._rooted.clear()
        origin = _origin_of(base)
        rooted = self._rooted.setdefault(origin, {})
        path = base.partition("?")[0].removeprefix(origin)  # empty where only a host is named
        folder = f"{origin}{path.rpartition('/')[0]}/"

        def judge(place: str) -> Verdict:
            found = rooted.get(place)
            if found is None and not place.startswith(_ROOTED):
                key = (base if place.startswith(_OWN) else folder, place)
                return self._others.get(key) or _kept(self._others, key, self._judge(place, base))
            return found or _kept(rooted, place, self._judge(place, base))

        return judge

    def _judge(self, place: str, base: str) -> Verdict:
        if not place or place.lower().startswith(_NO_PLACE):
            return NOWHERE
        url = canonical(place, self.profile, base)
        if url is None:
            return Verdict(None)
        reason = refusal(url, self.profile)
        if reason is None:
            return Verdict(url, link_to(url, self.profile))
        return Verdict(url, refusal=Refusal(url, reason) if reason != "asset" else None)


def _kept(known: dict[_Key, Verdict], key: _Key, verdict: Verdict) -> Verdict:
    if len(known) >= _LINKS:
        known.clear()
    known[key] = verdict
    return verdict


def _origin_of(base: str) -> str:
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
