"""Times and sizes as people write them on a command line."""

import re
from typing import Final

import click

#: Seconds.
TIMES: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
#: Bytes; as disks are sold, in steps of 1000. A ``b`` after the letter changes nothing.
SIZES: Final = {"k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_NUMBER: Final = r"\d+(?:\.\d+)?"


class Quantity(click.ParamType):  # type: ignore[type-arg]  # generic from 8.2 on
    """A number alone, or numbers each with a unit out of ``units`` (letter -> factor), like ``1h30m``."""

    def __init__(self, name: str, units: dict[str, int], hint: str, suffix: str = "", least: float = 1) -> None:
        """``suffix``: a letter that may follow each unit; ``least``: what is less is refused."""
        self.name, self._units, self._hint, self._least = name, units, hint, least
        self._part = re.compile(rf"({_NUMBER})([{''.join(units)}]){suffix and suffix + '?'}")

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The sum of the parts, in seconds or bytes. Fails for anything else, and for too little."""
        text = "".join(str(value).lower().split())
        if re.fullmatch(_NUMBER, text):
            total = float(text)
        elif self._part.sub("", text):
            total = 0.0  # something is left over
        else:
            total = sum(float(number) * self._units[unit] for number, unit in self._part.findall(text))
        if total < self._least or not text:
            self.fail(f"{value!r} is no {self.name}: write it like {self._hint}.", param, ctx)
        return total


DURATION: Final = Quantity("time", TIMES, "90, 90s, 15m or 1h30m")
#: A time that may be none at all.
SPAN: Final = Quantity("time", TIMES, "0, 90s, 12h or 1d12h", least=0)
SIZE: Final = Quantity("size", SIZES, "500M or 2G", "b")
