"""Official documents: their numbers (``65-KH/TĐTN``) and the titles that announce one."""

import re
from typing import Final

from crawler.vietnamese.text import clean_line, fold
from crawler.vietnamese.wordlists import words

#: Codes of the kinds of document, as they stand in numbers.
_KINDS: Final = words(
    "KH CV HD NQ QĐ TB BC CT CTr TTr TT ĐA ĐC GM TM KL QC QyĐ QĐi NĐ CTPH TTLT BB GGT TL PA Tr QT CTHĐ KHPH NQLT HDLT"
)
_NUMBER: Final = re.compile(
    r"(?<![\w/.-])(?P<number>\d{1,5}[a-zA-Z]?(?:/(?:19|20)\d\d)?\s?(?P<s>[-–/_])\s?"
    r"(?P<code>[A-ZĐƯ][A-Za-zĐđƯư&]*(?:\s?[-–/]\s?[A-ZĐƯ][A-Za-zĐđƯư.&0-9]*)*))(?!\w)"
)
_LABELLED: Final = re.compile(r"(?:^|\b)(?:số|so)\s*[:.]?\s*$", re.IGNORECASE)
_TITLE_KINDS: Final = (
    "ke hoach", "cong van", "huong dan", "nghi quyet", "quyet dinh", "thong bao", "bao cao", "chi thi", "chuong trinh",
    "de an", "to trinh", "giay moi", "ket luan", "quy che", "quy dinh", "the le", "dieu le", "thong tri", "thu keu goi",
    "de cuong", "cong dien", "thu moi", "bien ban",
)  # fmt: skip
#: What a document is titled by, after its kind: "V/v", "về việc", "số 12", or its own number.
_TITLE: Final = re.compile(
    rf"^(?:\[?van ban\]?\s*[:-]\s*)?(?:{'|'.join(_TITLE_KINDS)})(?:\s+(?:lien tich|phoi hop|lien nganh))?\s*[:,-]?\s*"
    r"(?:so\s*:?\s*\d|\d+\s*[-/]|v/v|"
    r"(?:ve|ve viec|ket qua|to chuc|trien khai|thuc hien|tuyen dung|tuyen sinh|thi tuyen|moi)\b)"
)
#: Kinds that also are everyday words of news ("Chương trình về nguồn", "Hướng dẫn về kỹ năng"): a number is required.
_NEED_NUMBER: Final = ("chuong trinh", "bao cao", "de an", "quy dinh")


def document_number(text: str) -> str | None:
    """The first document number in ``text`` (``65-KH/TĐTN``, ``246-KH/TĐTN-TCKT``, ``12/QĐ-TĐTN``), without ``Số`` and
    inner spaces; None where there is none. A kind (``KH``, ``QĐ`` …) or the word ``Số`` before it is required."""
    line = clean_line(text)
    for found in _NUMBER.finditer(line):
        parts = re.split(r"\s?[-–/]\s?", found["code"])
        known = any(part in _KINDS for part in parts)
        labelled = bool(_LABELLED.search(line[: found.start()])) and sum(c.isupper() for c in found["code"]) > 1
        if known or labelled:
            return re.sub(r"\s", "", found["number"]).replace("–", "-").rstrip(".")
    return None


def is_document_title(title: str) -> bool:
    """Whether a title announces an official document (``Kế hoạch số 65-KH/TĐTN về …``, ``Thông báo kết quả …``), not
    news that mentions one."""
    line = clean_line(title)
    first = _NUMBER.match(line)
    if first and document_number(line[: first.end()]):
        return True
    key = fold(line)
    if not _TITLE.match(key):
        return False
    return not key.startswith(_NEED_NUMBER) or document_number(line) is not None
