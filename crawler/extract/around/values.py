"""What is found around an article while a page is read: values by field, and where the article lies."""

from collections.abc import Collection
from dataclasses import dataclass, field

from crawler.extract.around.yielding import yields_to
from crawler.extract.markup.lines import Line


@dataclass(slots=True)
class Cues:
    """Values by field with the line that printed them, and the lines that are labels rather than text; ``clock``: a
    time whose day stands elsewhere."""

    values: dict[str, tuple[str, Line]] = field(default_factory=dict)
    spent: set[int] = field(default_factory=set)
    clock: str = ""

    def take(self, name: str, value: str, line: Line) -> None:
        """Keep the first value of a field; the line is spent either way."""
        known = self.values.get(name)
        if known and value and yields_to(name, known[1], line):
            known = self.values.pop(name)
        if known and value and name == "author" and line.index == known[1].index + 1:
            self.values[name] = f"{known[0]} - {value}", line  # who wrote and who took the pictures, a line each
        elif value:
            self.values.setdefault(name, (value, line))
        self.spent.add(line.index)

    def leave(self, lines: Collection[int]) -> None:
        """Forget what lines of these indexes gave: they are another thing's fields, and no text either."""
        self.values = {name: found for name, found in self.values.items() if found[1].index not in lines}
        self.spent.update(lines)


@dataclass(frozen=True, slots=True)
class Extent:
    """Line indexes of an article: headline, first and last line of running text, first line that is no part of it."""

    title: int
    first: int
    last: int
    end: int
