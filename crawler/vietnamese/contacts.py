"""Telephone numbers and e-mail addresses in Vietnamese texts, made unreadable."""

import re
from typing import Final

#: ``0912 345 678``, ``(+84) 912.345.678``, ``0270.3823.xxx``: digits (some of them hidden already) in groups.
_PHONE: Final = re.compile(
    r"(?<![\w/=&%+#@.,(-])(?P<start>\(?\+84\)?[ .\-\u00a0]?(?:\(0\))?|\(?0(?=\d))"
    r"(?P<rest>\d{1,9}\)?(?:[ .\-\u2013\u00a0]{1,3}[\dxX]{2,8}){0,4})(?![\w/%@]|[.,-]\d)"
)
_EMAIL: Final = re.compile(r"(?<![\w.+-])([\w.+-]{0,63}\w)@((?:[\w-]{1,63}\.){1,6}[a-zA-Z]{2,24})\b")
#: Numbers as they are dialled: mobile ones of ten digits (of eleven until 2018), lines with an area code.
_DIALLED: Final = re.compile(r"0(?:[35789]\d{8}|1[2689]\d{8}|2\d{8,9}|[2-8]\d{8})")
#: Mailboxes of public bodies are nobody's own.
_PUBLIC: Final = ("gov.vn",)
_KEPT: Final = 3  # digits by which a reader sees what sort of number it was


def masked(text: str) -> str:
    """``text`` with the digits of telephone numbers but the first three as ``x`` and names in e-mail addresses as
    ``***``; addresses of public bodies (``gov.vn``) stay. Years, dates, sums, document numbers and counts are no
    telephone numbers, nor is what stands in a URL. Masking twice changes nothing."""
    return _EMAIL.sub(_without_name, _PHONE.sub(_without_digits, text))


def _without_digits(found: re.Match[str]) -> str:
    rest = re.sub("[^0-9xX]", "", found["rest"]).lower()
    groups = re.findall("[0-9xX]+", found["rest"])
    is_date = len(groups) > 2 and all(len(group) < 3 for group in groups[:2])
    if is_date or not _DIALLED.fullmatch("0" + rest.replace("x", "0")):
        return found[0]
    national, shown = found["start"].strip("( ").startswith("0"), 0
    limit = _KEPT - 1 if national else _KEPT
    masked_rest = ""
    for sign in found["rest"]:
        shown += sign.isdigit()
        masked_rest += "x" if sign.isdigit() and shown > limit else sign
    return found["start"] + masked_rest


def _without_name(found: re.Match[str]) -> str:
    host = found[2].lower()
    is_public = any(host == known or host.endswith(f".{known}") for known in _PUBLIC)
    return found[0] if is_public else f"***@{found[2]}"
