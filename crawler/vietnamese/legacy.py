"""The Vietnamese font encodings of the years before Unicode: TCVN3 (ABC, fonts ``.Vn…``) and VNI (fonts ``VNI-…``).

Both abuse Latin-1 code points, so a converter maps Latin-1 *text*; bytes are read as Latin-1 first.
"""

import re
from typing import Final

from crawler.vietnamese.text import nfc

_TCVN3_LATIN: Final = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_VIETNAMESE: Final = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3: Final = str.maketrans(_TCVN3_LATIN, _TCVN3_VIETNAMESE)

#: VNI: a mark follows its vowel as a character of its own; a mark of a circumflex or breve carries the tone as well.
_VNI_TONES: Final = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX: Final = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE: Final = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_ALONE: Final = {
    "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ",
}  # fmt: skip


def _vni_table() -> dict[str, str]:
    pairs: dict[str, str] = dict(_VNI_ALONE)
    for base, shown in {**{v: v for v in "aeouy"}, "ô": "ơ", "ö": "ư"}.items():
        pairs |= {base + mark: nfc(shown + tone) for mark, tone in _VNI_TONES.items()}
    for base in "aeo":
        pairs |= {base + mark: nfc(base + "\u0302" + tone) for mark, tone in _VNI_CIRCUMFLEX.items()}
    pairs |= {"a" + mark: nfc("a\u0306" + tone) for mark, tone in _VNI_BREVE.items()}
    # A capital vowel takes capital marks; writers mixed them, so a capital vowel with a small mark is read too.
    mixed = {k[0].upper() + k[1:]: v.upper() for k, v in pairs.items() if len(k) == 2}
    return pairs | mixed | {k.upper(): v.upper() for k, v in pairs.items()}


_VNI: Final = _vni_table()
_VNI_PATTERN: Final = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_FONT: Final = re.compile(r"\.vn[a-z]|\bvni[-\s]", re.IGNORECASE)
_CAPITAL_FONT: Final = re.compile(r"\.vn[a-z ]*h\b", re.IGNORECASE)


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """Latin-1 text that TCVN3 bytes give, as NFC Vietnamese. ``capitals``: the font was one of capitals
    (``.VnTimeH``), in which small letters are shown as capitals."""
    shown = nfc(text.translate(_TCVN3))
    return shown.upper() if capitals else shown


def from_vni(text: str) -> str:
    """Latin-1 text that VNI bytes give, as NFC Vietnamese."""
    return nfc(_VNI_PATTERN.sub(lambda m: _VNI[m[0]], text))


def legacy_font(face: str) -> str | None:
    """``tcvn3`` or ``vni`` where a font name or style (``.VnTime``, ``VNI-Times``) says so, else None."""
    found = _FONT.search(face)
    if not found:
        return None
    return "tcvn3" if found[0].startswith(".") else "vni"


def from_font(text: str, face: str) -> str:
    """Text set in the font ``face``, as Vietnamese; unchanged where the font is none of the legacy ones."""
    match legacy_font(face):
        case "tcvn3":
            return from_tcvn3(text, capitals=bool(_CAPITAL_FONT.search(face)))
        case "vni":
            return from_vni(text)
        case _:
            return text
