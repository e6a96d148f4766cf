"""Made-up articles that a search engine cannot tell from real ones by their figures: seeded, so that two machines make
the same. An article has a topic, whose words it repeats, names people and places, and is 325 syllables long in the mean.

    python -m bench.corpus 3                                 three articles, to be looked at
"""

import itertools
import random
import sys
from dataclasses import dataclass
from typing import Final

from bench.vocabulary import SEED, people, places, vocabulary

TOPICS: Final = 60
#: Words of a topic, and the share of an article's words that come from it.
TOPIC_WORDS, TOPIC_SHARE = 400, 0.3
#: People whom the articles name, drawn so that few are named often.
PEOPLE: Final = 40_000
#: Words drawn for one article: median and spread of a log-normal law; no fewer than the least.
MEDIAN_WORDS, SPREAD, LEAST_WORDS = 135, 0.55, 30
ROLES: Final = ("Bí thư Tỉnh đoàn", "Phó Bí thư Tỉnh đoàn", "Bí thư Huyện đoàn", "Chủ tịch Hội LHTN", "Ủy viên BTV",
                "Bí thư Đoàn xã", "Trưởng ban Phong trào", "đoàn viên", "sinh viên", "giáo viên Tổng phụ trách")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """One article: a body of paragraphs, a line each; ``names`` are the people in it, with exact accents."""

    title: str
    lead: str
    body: str
    captions: tuple[str, ...]
    names: tuple[str, ...]


class Corpus:
    """Article n is the same in every corpus, whatever its size."""

    def __init__(self) -> None:
        draw = random.Random(SEED + 1)
        self.words, self.sums = vocabulary()
        rare = self.words[300:]
        self.topics = [draw.sample(rare, TOPIC_WORDS) for _ in range(TOPICS)]
        self.topic_sums = list(itertools.accumulate((rank + 3) ** -0.9 for rank in range(TOPIC_WORDS)))
        self.people = people(draw, PEOPLE)
        self.fame = list(itertools.accumulate((rank + 10) ** -0.8 for rank in range(PEOPLE)))
        self.places = places()

    def text(self, number: int) -> Text:
        """Article ``number``."""
        draw = random.Random(SEED * 7 + number)
        length = max(LEAST_WORDS, int(draw.lognormvariate(0, SPREAD) * MEDIAN_WORDS))
        said = self._words(draw, length + 60)
        names = tuple(
            dict.fromkeys(draw.choices(self.people, cum_weights=self.fame, k=draw.choice((0, 1, 2, 2, 3, 5))))
        )
        place = draw.choice(self.places)
        title = _sentence(said[:9])[:-1]
        lead = f"Ngày {1 + number % 28}/{1 + number % 12}/{2008 + number % 18}, tại {place}, {_sentence(said[9:34]).lower()}"
        captions = tuple(_sentence(said[34 + 7 * n : 41 + 7 * n]) for n in range(draw.choice((0, 1, 1, 2, 3))))
        return Text(title, lead, _body(draw, said[60:], names, place), captions, names)

    def _words(self, draw: random.Random, count: int) -> list[str]:
        of_topic = int(count * TOPIC_SHARE)
        topic = self.topics[draw.randrange(TOPICS)]
        said = draw.choices(self.words, cum_weights=self.sums, k=count - of_topic)
        said += draw.choices(topic, cum_weights=self.topic_sums, k=of_topic)
        draw.shuffle(said)
        return said


def _sentence(said: list[str]) -> str:
    text = " ".join(said)
    return text[:1].upper() + text[1:] + "."


def _body(draw: random.Random, said: list[str], names: tuple[str, ...], place: str) -> str:
    """Paragraphs of a few sentences; a sentence of its own names each person."""
    sentences, at = [], 0
    while at < len(said):
        length = draw.randint(9, 26)
        sentences.append(_sentence(said[at : at + length]))
        at += length
    for name in names:
        role = draw.choice(ROLES)
        spoken = f"Đồng chí {name}, {role} {place}, {_sentence(said[: draw.randint(5, 12)]).lower()}"
        sentences.insert(draw.randrange(len(sentences) + 1), spoken)
    breaks = sorted(draw.sample(range(1, len(sentences)), min(len(sentences) - 1, len(sentences) // 3)))
    return "\n".join(" ".join(sentences[a:b]) for a, b in itertools.pairwise([0, *breaks, len(sentences)]))


if __name__ == "__main__":
    corpus = Corpus()
    for number in range(int(sys.argv[1])):
        print(corpus.text(number), end="\n\n")
