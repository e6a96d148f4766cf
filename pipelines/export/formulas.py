"""Texts that a spreadsheet would run as a formula, made harmless in CSV, and taken back without loss."""

import re
from typing import Final

#: What a spreadsheet takes for a formula or a command at the start of a cell (OWASP, "CSV Injection"), also behind
#: white space and behind apostrophes of the text itself, so that taking the mark away is unambiguous.
_FORMULA: Final = re.compile(r"'*(?:\s*[=+\-@|%＝＋－＠]|[\t\r\n])")
MARK: Final = "'"


def guarded(text: str) -> str:
    """``text`` with an apostrophe in front where a spreadsheet might run it, else as it is."""
    return MARK + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text from which ``guarded`` made ``text``."""
    return text[1:] if text.startswith(MARK) and _FORMULA.match(text[1:]) else text
