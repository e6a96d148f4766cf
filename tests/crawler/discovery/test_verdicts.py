"""What is remembered of links means the same as what is judged anew, from whatever page they are met."""

import random

from crawler.discovery.verdicts import Verdicts
from crawler.profile_files import for_url, with_family

BASES = ("http://a.vn", "http://b.vn", "http://a.vn/", "http://a.vn/x/y.html?z=/q/w", "http://a.vn/x/", "https://a.vn/x/y",
         "http://b.vn/x/y.html", "http://[", "tin/")  # fmt: skip
PLACES = ("tin-1.html", "../tin-2.html", "?id=3", "#cuoi", "/tin-4.html", "//b.vn/5", "http://a.vn/6.html", "",
          "javascript:7", "a.pdf", "./8", "mailto:a@a.vn", "HTTP://A.VN/9.html")  # fmt: skip


def test_from_every_base_in_any_order() -> None:
    profile = with_family(for_url("http://a.vn/"), "generic")
    known, draw = Verdicts(profile), random.Random(3)
    for _ in range(2_000):
        base, place = draw.choice(BASES), draw.choice(PLACES)
        assert known.at(base)(place) == Verdicts(profile).at(base)(place), (base, place)
