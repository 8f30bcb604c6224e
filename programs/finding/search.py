"""Search over the small catalogue in three languages, forgiving endings and typos.

Pure Python over texts in memory: the same on every database. Letters are folded one for
one (case, ё, Kazakh letters typed on a Russian keyboard), so that a word found in the
folded text stands at the same place in the text itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from programs.finding.spelling import ONE_SLIP, closeness

WORD = re.compile(r"\d+(?:-\d+)*|[^\W\d_]+")
_ALIKE = str.maketrans("ёәғқңөұүһі", "еагкноуухи")
BEST_FEW = 60
NEAREST_WORDS = 40
ABOVE_TYPOS = ONE_SLIP + 0.005


def fold(text: str) -> str:
    """Lower case and letters that people type for each other, as long as the text itself."""
    lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(_ALIKE)


@dataclass(frozen=True)
class Passage:
    """A text in one language; ``weight`` ranks a name above a condition."""

    text: str
    language: str
    weight: int = 1


@dataclass(frozen=True)
class Document:
    """A thing that can be found: ``kind`` groups, ``key`` tells the caller which it is."""

    kind: str
    key: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Hit:
    """``words`` are the folded words that matched; ``passage`` the best place."""

    document: Document
    passage: Passage
    words: frozenset[str]
    score: float


@dataclass(frozen=True)
class Found:
    """``complete`` is False where no document has all the words, only some of them."""

    hits: tuple[Hit, ...]
    complete: bool = True


@dataclass(frozen=True)
class Index:
    documents: tuple[Document, ...]

    @cached_property
    def places(self) -> Mapping[str, set[tuple[int, int]]]:
        """Word → (document, passage), every word folded."""
        found: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for number, document in enumerate(self.documents):
            for place, passage in enumerate(document.passages):
                for word in WORD.findall(fold(passage.text)):
                    found[word].add((number, place))
        return found

    @cached_property
    def pairs(self) -> Mapping[str, set[str]]:
        """Two letters → the words that have them."""
        found: dict[str, set[str]] = defaultdict(set)
        for word in self.places:
            for pair in _pairs(word):
                found[pair].add(word)
        return found

    def near(self, asked: str) -> dict[str, float]:
        """Words like ``asked``, with how near each is: 1 is the word itself."""
        if asked[0].isdigit():
            return {asked: 1.0} if asked in self.places else {}
        shared: dict[str, int] = defaultdict(int)
        for pair in _pairs(asked):
            for word in self.pairs.get(pair, ()):
                shared[word] += 1
        likely = [word for word, count in shared.items() if count * 3 >= len(asked) - 1]
        found = {word: near for word in likely if (near := closeness(asked, word))}
        return _best_words(found)


def search(index: Index, query: str, language: str = "") -> Found:
    """What has every word of ``query``, best first; else what has most of them.

    Of equal places in a document the one in ``language`` is shown.
    """
    asked = list(dict.fromkeys(WORD.findall(fold(query))))
    if not asked:
        return Found(())
    tallies = _tallies(index, asked)
    most = max((len(tally.by_word) for tally in tallies.values()), default=0)
    hits = [
        tally.hit(index.documents[number], language)
        for number, tally in tallies.items()
        if len(tally.by_word) == most
    ]
    ranked = sorted(hits, key=lambda hit: -hit.score)
    return Found(tuple(ranked[:BEST_FEW]), complete=most in (0, len(asked)))


@dataclass
class _Tally:
    """What a document has of the words asked for."""

    by_word: dict[str, float] = field(default_factory=dict)
    by_passage: dict[int, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    words: set[str] = field(default_factory=set)

    def add(self, asked: str, word: str, place: int, score: float) -> None:
        self.words.add(word)
        self.by_word[asked] = max(score, self.by_word.get(asked, 0))
        here = self.by_passage[place]
        here[asked] = max(score, here.get(asked, 0))

    def hit(self, document: Document, language: str) -> Hit:
        def rank(place: int) -> tuple[int, float, bool, int]:
            here, passage = self.by_passage[place], document.passages[place]
            return len(here), sum(here.values()), passage.language == language, -place

        best = max(self.by_passage, key=rank)
        score = sum(self.by_word.values()) + sum(self.by_passage[best].values())
        return Hit(document, document.passages[best], frozenset(self.words), score)


def _tallies(index: Index, asked: Iterable[str]) -> dict[int, _Tally]:
    found: dict[int, _Tally] = defaultdict(_Tally)
    for one in asked:
        for word, near in index.near(one).items():
            for number, place in index.places[word]:
                weight = index.documents[number].passages[place].weight
                found[number].add(one, word, place, near * weight)
    return found


def _best_words(found: dict[str, float]) -> dict[str, float]:
    """Where the word itself exists, typos are left out; with forms, mere likenesses."""
    if not found:
        return {}
    best = max(found.values())
    floor = (best > 0.9 and ABOVE_TYPOS) or (0.8 if best >= 0.8 else best - 0.1)
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return dict([item for item in ranked if item[1] >= floor][:NEAREST_WORDS])


def _pairs(word: str) -> set[str]:
    return {word[i : i + 2] for i in range(len(word) - 1)} or {word}
