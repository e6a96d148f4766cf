"""Times and sizes as people write them on a command line."""

import re
from typing import Final

import click

#: Seconds.
TIMES: Final = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}
#: Bytes; as disks are sold, in steps of 1000.
SIZES: Final = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}


class Quantity(click.ParamType):  # type: ignore[type-arg]  # generic from 8.2 on
    """A number with a unit out of ``units`` (letter -> factor); several may follow one another, like ``1h30m``."""

    def __init__(self, name: str, units: dict[str, int], hint: str) -> None:
        self.name, self._units, self._hint = name, units, hint
        unit = "[" + "".join(units) + "]"
        self._part = re.compile(
            rf"(\d+(?:\.\d+)?) ?({unit}?)(?:i?b)?" if "k" in units else rf"(\d+(?:\.\d+)?) ?({unit}?)"
        )

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The sum of the parts, in seconds or bytes. Fails for anything else, and for nothing at all (0)."""
        text, total, place = str(value).strip().lower(), 0.0, 0
        while place < len(text) and (part := self._part.match(text, place)) is not None and part.end() > place:
            total += float(part[1]) * self._units[part[2]]
            place = part.end()
        if place < len(text) or total < 1:
            self.fail(f"{value!r} is no {self.name}: write it like {self._hint}.", param, ctx)
        return total


DURATION: Final = Quantity("time", TIMES, "90, 90s, 15m or 1h30m")
SIZE: Final = Quantity("size", SIZES, "500M or 2G")
