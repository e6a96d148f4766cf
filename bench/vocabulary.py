"""Words for made-up Vietnamese texts: the commonest words and set phrases of youth union news in their order, then
made-up two-syllable words of real syllables, drawn by the Zipf-Mandelbrot law; names of people and of places.

Letters, tones, lengths of words and how often a word recurs are those of the language; what is said is not. Names come
in families that differ by accents alone (Hoa, Hòa, Hoá), which is what a search without accents has to tell apart.
"""

import itertools
import random
import unicodedata
from typing import Final

from crawler.vietnamese.provinces import provinces
from crawler.vietnamese.wordlists import phrases, words

SEED: Final = 20_251_123
#: Words in the vocabulary.
SIZE: Final = 24_000
#: Rank + SHIFT to the power of -SLOPE: how often a word stands (Mandelbrot 1953).
SHIFT, SLOPE = 2.7, 1.05

#: The commonest words of Vietnamese news, roughly by rank.
COMMON: Final = words("""
và của các trong cho được có đã là với những tại đến về từ này một để người năm không khi cùng trên nhiều ra vào theo
cũng như còn đó qua sau đây nhằm sẽ việc lại phải bằng do hơn vì trước mọi đang rất nên chỉ thì mà nhất hai ba bốn mới
""")
#: Words and set phrases of the field, roughly by rank; a phrase recurs whole.
FIELD: Final = phrases("""
thanh niên|đoàn viên|Đoàn|tổ chức|hoạt động|tham gia|chương trình|tỉnh|thanh thiếu nhi|công tác|đồng chí|tuổi trẻ|xã|Tỉnh đoàn
đoàn viên, thanh niên|Ban Thường vụ Tỉnh đoàn|Bí thư Tỉnh đoàn|phong trào|tình nguyện|học sinh|sinh viên|địa phương|Hội LHTN Việt Nam
cơ sở|xây dựng|thực hiện|phát huy|tuyên truyền|trao tặng|công trình|Đảng|nhân dân|huyện|thi đua|phát động|triển khai|kết quả
Đoàn TNCS Hồ Chí Minh|Phó Bí thư Tỉnh đoàn|chiến dịch|mùa hè xanh|hội nghị|đại hội|phát biểu tại buổi lễ|tổng kết|ra quân|tập huấn
phát biểu chỉ đạo|ĐVTN|LHTN|TNCS|BCH|BTV|TNTP Hồ Chí Minh|Đội|Hội|thiếu nhi|quà tặng|học bổng|hoàn cảnh khó khăn|vượt khó|hiến máu
khởi nghiệp|chuyển đổi số|nông thôn mới|bảo vệ môi trường|trồng cây xanh|an toàn giao thông|tiếp sức mùa thi|ngày chủ nhật xanh
đền ơn đáp nghĩa|gia đình chính sách|liệt sĩ|mẹ Việt Nam anh hùng|biên giới|hải đảo|văn nghệ|thể thao|hội thi|diễn đàn|cuộc thi
nhân dịp|kỷ niệm|ngày thành lập|góp phần|nâng cao chất lượng|học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh
trách nhiệm|sáng tạo|xung kích|lực lượng|nhiệm vụ|giải pháp|mô hình|hiệu quả|đời sống|kinh tế|xã hội|văn hóa|giáo dục|quốc phòng
trên địa bàn tỉnh|trong thời gian tới|với sự tham gia của|đại diện lãnh đạo|các cấp bộ Đoàn|cán bộ Đoàn|chi đoàn|đoàn trường|đoàn xã
""")
FAMILY: Final = words("Nguyễn " * 30 + "Trần " * 11 + "Lê " * 9 + "Phạm " * 7 + "Hoàng Huỳnh Phan Vũ Võ Đặng Bùi " * 3
                      + "Đỗ Hồ Ngô Dương Lý Đinh Trịnh Đoàn Lương Mai Trương Tạ Hà Châu Lò Sùng Giàng Thạch Ksor")  # fmt: skip
MIDDLE: Final = words(
    "Văn " * 14 + "Thị " * 14 + "Hữu Đức Minh Ngọc Thanh Quốc Xuân Đình Hoàng Công Anh Kim Thu Bảo Gia"
)
#: Given names in families of one spelling without accents.
GIVEN: Final = words("""
Hùng Hưng Hừng Dũng Dung Đùng Hoa Hòa Hoà Hoá Thủy Thúy Thùy Thuỷ Lan Lân Lành Lanh Quân Quán Quang Quảng An Ân Bảo Báo Bạo Tú Tư Tứ
Hương Hường Hưởng Phương Phượng Minh Mình Tuấn Tuân Nam Năm Hà Hạ Hả Linh Lĩnh Lịnh Sơn Són Long Lộng Hải Hai Hài Thảo Thạo Thao
Trang Tráng Tràng Ngân Ngạn Giang Giáng Đạt Dat Đức Tùng Tụng Cường Cương Thắng Thăng Thẳng Khánh Khanh Vinh Vĩnh Bình Binh Huy Tiến Tiên Yến Yên
""")

_ONSETS: Final = words("b c ch d đ g h kh l m n ng nh ph qu s t th tr v x")
_RIMES: Final = words("""
a ai ao am an ang anh ac ach at ap ay au ăm ăn ăng ăt âm ân âng ât âu ây e em en et eo ên ênh êt i im in inh it iêm iên iêng iêt iêu
o oi om on ong oc ot oa oan oang oai ô ôi ôm ôn ông ôc ôt ơ ơi ơm ơn ơt u ui um un ung uc ut ua uôi uôn uông uân ư ưng ưt ưa ươi ương ươc ươn ươt y yên uy uyên
""")
_TONES: Final = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_VOWELS: Final = frozenset("aăâeêioôơuưy")


def syllables(draw: random.Random, count: int) -> list[str]:
    """Syllables that the language could have, each once."""
    made: dict[str, None] = {}
    while len(made) < count:
        rime = draw.choice(_RIMES)
        stopped = rime.endswith(("c", "ch", "t", "p"))
        made[draw.choice(_ONSETS) + _toned(rime, draw.choice(_TONES[2::3] if stopped else _TONES))] = None
    return list(made)


def _toned(rime: str, tone: str) -> str:
    """``rime`` with ``tone`` on its main vowel: the marked one, or the last but one of an open rime."""
    vowels = [i for i, letter in enumerate(rime) if letter in _VOWELS]
    marked = [i for i in vowels if rime[i] in "ăâêôơư"]
    place = marked[-1] if marked else vowels[-2] if len(vowels) > 1 and vowels[-1] == len(rime) - 1 else vowels[-1]
    return unicodedata.normalize("NFC", rime[: place + 1] + tone + rime[place + 1 :])


def vocabulary() -> tuple[list[str], list[float]]:
    """Words by rank, and the running sums of how often they stand, for ``random.choices``."""
    draw = random.Random(SEED)
    sounds = syllables(draw, 2_600)
    weights = list(itertools.accumulate((rank + 20) ** -0.7 for rank in range(len(sounds))))
    # The field's words lie among the common ones: one of each in turn, until the shorter list ends.
    paired = itertools.zip_longest(COMMON, FIELD)
    ranked = dict.fromkeys(word for pair in paired for word in pair if word)
    while len(ranked) < SIZE:
        parts = 2 if draw.random() < 0.72 else 1
        ranked[" ".join(draw.choices(sounds, cum_weights=weights, k=parts))] = None
    sums = itertools.accumulate((rank + 1 + SHIFT) ** -SLOPE for rank in range(len(ranked)))
    return list(ranked), list(sums)


def people(draw: random.Random, count: int) -> list[str]:
    """Full names, some more than once."""
    return [f"{draw.choice(FAMILY)} {draw.choice(MIDDLE)} {draw.choice(GIVEN)}" for _ in range(count)]


def places() -> list[str]:
    """The provinces that there were on the day before the mergers of 2025."""
    return [one.name for one in provinces() if one.until is not None or one.name == one.successor]
