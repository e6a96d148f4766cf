"""One TOML table, read strictly: every key is asked for by type, and what was never asked for is an error."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cssselect import GenericTranslator, SelectorError

from crawler.errors import ConfigurationError

_MISSING = object()


class Table:
    """A TOML table with its place (``file`` with its folder, dotted ``path``). ``done()`` raises for every key never
    taken.

    All methods raise ConfigurationError naming file and key where the value has the wrong type or does not compile.
    """

    def __init__(self, file: str, data: Mapping[str, Any], path: str = "") -> None:
        self.file, self.path = file, path
        self._data = dict(data)
        self._asked: set[str] = set()

    def key(self, name: str) -> str:
        """The dotted path of one of this table's keys."""
        return f"{self.path}.{name}" if self.path else name

    def error(self, name: str, problem: str) -> ConfigurationError:
        """The error that names this file and key, for the caller to raise."""
        return ConfigurationError(self.file, self.key(name), problem)

    def missing(self, name: str, need: str) -> ConfigurationError:
        """The error for a key that must be there, with the key that is there and may be meant."""
        near = difflib.get_close_matches(name, [key for key in self._data if key not in self._asked], 1)
        return self.error(name, f"is missing; {need}" + (f"; did you mean it by {near[0]!r}?" if near else ""))

    def _take(self, name: str, kind: type, words: str) -> Any:
        self._asked.add(name)
        value = self._data.get(name, _MISSING)
        if value is _MISSING:
            return _MISSING
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise self.error(name, f"must be {words}, not {value!r}")
        return value

    def text(self, name: str, default: str = "") -> str:
        """A string."""
        value = self._take(name, str, "a string in quotes")
        return default if value is _MISSING else str(value)

    def flag(self, name: str, default: bool = False) -> bool:
        """true or false."""
        value = self._take(name, bool, "true or false")
        return default if value is _MISSING else bool(value)

    def number(self, name: str, default: float = 0) -> float:
        """An integer or a fraction."""
        self._asked.add(name)
        value = self._data.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise self.error(name, f"must be a number of 0 or more, not {value!r}")
        return value

    def texts(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of strings."""
        value = self._take(name, list, "a list of strings")
        if value is _MISSING:
            return default
        if not all(isinstance(item, str) and item for item in value):
            raise self.error(name, f"must be a list of strings, not {value!r}")
        return tuple(value)

    def table(self, name: str) -> "Table":
        """A table of its own, empty where it is not given."""
        value = self._take(name, dict, "a table")
        return Table(self.file, {} if value is _MISSING else value, self.key(name))

    def tables(self, name: str) -> tuple["Table", ...]:
        """A list of tables; each knows its place as ``name[0]``, ``name[1]`` …"""
        value = self._take(name, list, "a list of tables")
        if value is _MISSING:
            return ()
        if not all(isinstance(item, dict) for item in value):
            raise self.error(name, f"must be a list of tables like {{ key = value }}, not {value!r}")
        return tuple(Table(self.file, item, f"{self.key(name)}[{i}]") for i, item in enumerate(value))

    def pattern(self, name: str) -> re.Pattern[str]:
        """A regular expression, required."""
        text = self.text(name)
        if not text:
            raise self.error(name, "is missing; give a regular expression")
        try:
            return re.compile(text)
        except re.error as problem:
            raise self.error(name, f"is no regular expression: {problem}") from problem

    def selectors(self, name: str) -> tuple[str, ...]:
        """One CSS selector or a list of them, each compiled once to prove it."""
        self._asked.add(name)
        value = self._data.get(name)
        found = (value,) if isinstance(value, str) else self.texts(name)
        for selector in found:
            try:
                GenericTranslator().css_to_xpath(selector)
            except SelectorError as problem:
                raise self.error(name, f"is no CSS selector: {selector!r}: {problem}") from problem
        return found

    def __contains__(self, name: str) -> bool:
        self._asked.add(name)
        return name in self._data

    def done(self) -> None:
        """Raise ConfigurationError for the first key that was never asked for, with the nearest known one."""
        for name in self._data:
            if name not in self._asked:
                near = difflib.get_close_matches(name, self._asked, 1)
                known = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(sorted(self._asked))}"
                raise self.error(name, f"unknown key; {known}")


def read_table(file: Path) -> Table:
    """Read a TOML file, also one that begins with the mark of Windows' editors. Raises ConfigurationError where it is
    unreadable, not UTF-8 or no TOML."""
    try:
        return Table(str(file), tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise ConfigurationError(str(file), "", f"cannot be read: {problem}") from problem
