"""The syllables of Vietnamese: which strings can be one. Tells a right decoding from a wrong one, a name from noise."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from crawler.vietnamese.text import TONES, fold, nfc
from crawler.vietnamese.wordlists import words

_ONSETS: Final = ("", *words("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph r s t th tr v x"))
_RIMES: Final = words("""
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt yêu
o oc oi om on ong op ot oong ooc oa oac oach oai oam oan oang oanh oao oap oat oay
oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ôông ơ ơi ơm ơn ơp ơt ơng
u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ
uy uya uych uynh uyt uyu uyp uyn uyên uyêt
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y
""")
_AFTER_QU: Final = words("""
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eo et ê ên ênh êt êch i it ich ôc
y ynh yt ych yên yêt yêu ơ
""")
_SYLLABLES: Final = frozenset([o + r for o in _ONSETS for r in _RIMES] + ["qu" + r for r in _AFTER_QU])
_BARE: Final = frozenset(map(fold, _SYLLABLES))

_TONE_MARKS: Final = re.compile(f"[{TONES}]")
_STOPPED: Final = re.compile(r"(?:c|ch|p|t)$")
#: In a stopped syllable only sắc and nặng are possible.
_STOPPED_TONES: Final = frozenset("\u0301\u0323")
_WORD: Final = re.compile(r"""[^\s!-/:-@\[-`{-~“”‘’…–—•°\u200b\ufeff\u00a0]+""")


def is_syllable(word: str) -> bool:
    """Whether ``word`` (any case, any normal form) can be one Vietnamese syllable with at most one tone mark.

    A letter without any mark passes too (``Tin``); a stopped syllable (ending in c, ch, p, t) must carry sắc or nặng
    where it carries a tone at all.
    """
    bare = unicodedata.normalize("NFD", word.lower())
    tones = _TONE_MARKS.findall(bare)
    letters = nfc(_TONE_MARKS.sub("", bare))
    if len(tones) > 1 or letters not in _SYLLABLES:
        return False
    return not (tones and _STOPPED.search(letters) and tones[0] not in _STOPPED_TONES)


def is_bare_syllable(word: str) -> bool:
    """Whether ``word``, in small letters without any marks, can be a syllable spelt without its accents."""
    return word in _BARE


def _marked_words(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(text) if not word.isascii())


def share_of_syllables(text: str) -> tuple[float, int]:
    """Of the words that hold a non-ASCII character, the share (0..1) that are valid syllables, and how many such
    words there are. ``(0.0, 0)`` where there is none. Markup should be taken out before."""
    words = list(_marked_words(text))
    if not words:
        return 0.0, 0
    return sum(is_syllable(word) for word in words) / len(words), len(words)
