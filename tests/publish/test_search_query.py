"""What a reader may type, against the index itself: never an error, đ found by d, operators only ours."""

import random
import sqlite3
import unicodedata
from collections.abc import Iterator

import pytest

from publish.hits import marked
from publish.search_query import MAX_WORDS, parse
from publish.spelling import exact, fold, words

TEXTS = {
    1: "Đoàn thanh niên cộng sản",
    2: "Doanh nghiệp thanh niên",
    3: "đoạn đường thanh niên",
    4: "thanh thiếu niên xã đoàn",
    5: "Kế hoạch 65-KH/TĐTN hoà bình",
}


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table f using fts5(body, tokenize='unicode61 remove_diacritics 2')")
    connection.executemany("insert into f(rowid, body) values (?, ?)", TEXTS.items())
    yield connection
    connection.close()


def ids(index: sqlite3.Connection, expression: str | None) -> set[int]:
    return {row[0] for row in index.execute("select rowid from f where f match ?", [expression])}


@pytest.mark.parametrize(
    ("typed", "broad", "narrow"),
    [
        ("doan thanh nien", {1, 3, 4}, {1}),
        ("đoàn thanh niên", {1, 3, 4}, {1}),
        ("ĐOÀN THANH NIÊN", {1, 3, 4}, {1}),
        ("Ðoàn thanh niên", {1, 3, 4}, {1}),  # U+00D0, not đ
        (unicodedata.normalize("NFD", "đoàn thanh niên"), {1, 3, 4}, {1}),
        ('"thanh niên"', {1, 2, 3}, None),
        ("“thanh niên”", {1, 2, 3}, None),
        ('"thanh niên', {1, 2, 3}, None),
        ("thanh niên -doanh", {1, 3, 4}, {1, 3}),
        ('thanh niên -"cộng sản"', {2, 3, 4}, {2, 3}),
        ("65-KH/TDTN", {5}, None),
        ("65-kh/tđtn kế", {5}, set()),
        ("hòa bình", {5}, {5}),
        ("đoanh", set(), None),
    ],
)
def test_finds(index: sqlite3.Connection, typed: str, broad: set[int], narrow: set[int] | None) -> None:
    query = parse(typed)
    assert ids(index, query.broad()) == broad
    assert (ids(index, query.narrow()) if query.narrow() else None) == narrow


@pytest.mark.parametrize("typed", ["", "   ", "-", "--", '"', '""', "*", "()", "'", "-đoàn", "\x00", "!?…", "́"])
def test_nothing_to_look_for(typed: str) -> None:
    assert not parse(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "AND",
        "OR NOT",
        "NEAR(a b)",
        "a*",
        "^a",
        "title:a",
        "a AND",
        "(a",
        "{a b}:c",
        "a + b",
        "a'b",
        "a\x00b",
        "a;drop table f",
    ],
)
def test_operators_of_the_index_are_words(index: sqlite3.Connection, typed: str) -> None:
    ids(index, parse(typed).broad())


def test_no_text_makes_the_index_fail(index: sqlite3.Connection) -> None:
    letters = [*"dđĐaAấ\"-*():^+{}' \t\n“”.,%_\\/0", "AND", "OR", "NOT", "NEAR", "\U0001f600", "\ud800"]
    chance = random.Random(15)
    for _ in range(3000):
        query = parse("".join(chance.choices(letters, k=chance.randrange(1, 40))))
        if query:
            ids(index, query.broad().encode("utf-8", "replace").decode())
            if narrow := query.narrow():
                ids(index, narrow)


def test_long_questions_are_cut_and_say_so(index: sqlite3.Connection) -> None:
    query = parse("đoàn " * 100)
    assert query.cut
    assert len(query.plain) == MAX_WORDS
    many = parse("d " * 20 + "dddddddddd")
    assert many.narrow() is None
    ids(index, many.broad())
    assert not parse("đoàn viên").cut


def test_excluded_words_alone_find_nothing() -> None:
    query = parse("-đoàn -hội")
    assert not query
    assert query.excluded == (("đoàn",), ("hội",))


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("Khoẻ", "khỏe"), ("thuý", "thúy"), ("uỷ ban", "ủy ban"), ("HOÀ BÌNH", "hòa bình")],
)
def test_tone_marks_may_stand_on_either_vowel(one: str, other: str) -> None:
    assert exact(one) == exact(other)


def test_spelling() -> None:
    assert exact("quý") == "quý"
    assert exact("hoàn toàn") == "hoàn toàn"
    assert exact("đoàn") != exact("đoan")
    assert fold("Đoàn Thanh-niên") == "doan thanh nien"
    assert words("65-KH/TĐTN") == ["65", "kh", "tđtn"]


def test_marks_escape_everything_and_stay_balanced() -> None:
    assert marked("a<b> \x02Đoàn\x03 & \x02x") == "a&lt;b&gt; <mark>Đoàn</mark> &amp; x"
    assert marked("\x02Đoàn\x03 \x02đoạn\x03", {"đoàn"}) == "<mark>Đoàn</mark> đoạn"
    assert marked("\x02đoạn\x03", {"đoàn"}) == "<mark>đoạn</mark>"
