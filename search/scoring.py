"""The one definition of relevance: from a question's words to a tree of whole-number scores.

No engine's own weights are used, so that every engine gives the same order, whatever its shards, segments and
deleted documents.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from .analysis.chain import QueryWord
from .analysis.lexicon import known_words, parts, synonym, weighty
from .analysis.near import Near, Vocabulary
from .analysis.words import marked, stem
from .documents import FORMS, LEM
from .tree import AtLeast, Best, Node, Prefix, Term, Words

FIELD_WEIGHTS = {"title": 2.0, "category": 2.0, "body": 1.0}
HEAD = ("title", "category")
"""Where two thirds of a compound's parts are enough: in a text they stand far apart."""
GRAM_WEIGHTS = {"head": 2.0, "body": 1.0}
STEM, PART, ALL_PARTS, CORE_PARTS, MOST_PARTS, PREFIX, GRAMS = 1.0, 0.6, 0.5, 0.35, 0.35, 0.35, 0.25
NEAR = {0: 0.7, 1: 0.7, 2: 0.5}
"""Of a known word for an unknown one, by the letters between them (none: the word as it is, its ending kept)."""
MOST_NEAR = 4
OTHER_LANGUAGE, OTHER_NAME = 0.8, 0.8
FIELD_TIE, ALTERNATIVE_TIE = 0.5, 0.25
GRAM_SHARES = (0.6, 0.4, 0.25)
"""How many of a word's grams must be there; the later ones are tried when few are found."""
FEW = 4
SHORTEST_PREFIX = 3
UNIT = 16
"""Makes every half and quarter of a score whole."""


@dataclass(frozen=True)
class Counts:
    """How many documents there are, and how many hold each marked stem, when the index was built.

    `forms`: a word as people write it for each marked stem of a title, a category or a search term.
    """

    documents: int = 0
    stems: Mapping[str, int] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)

    def idf(self, tokens: list[str]) -> float:
        """Of a word by its best-known stem; the highest for one that is nowhere."""
        known = max((self.stems.get(token, 0) for token in tokens), default=0)
        return 1.0 + math.log((self.documents + 1) / (known + 1))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.stems, self.spellings)

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Whole words that are rightly spelled, by their marked stems: from titles, categories and the lexicon."""
        known = {token: (form,) for token, form in self.forms.items()}
        return known | {token: (*known.get(token, ()), *words) for token, words in known_words().items()}

    def nearest(self, word: QueryWord) -> list[Near]:
        """Of the known words near it, those that most documents have."""
        return sorted(word.near, key=lambda near: (near.distance, -self.stems.get(near.token, 0), near.token))[
            :MOST_NEAR
        ]

    def to_json(self) -> str:
        """What an engine keeps beside its index."""
        kept = {"documents": self.documents, "stems": self.stems, "forms": self.forms}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        return cls(**json.loads(text))


class Counting:
    """Makes the `Counts` while an index is built: every document goes through `add`."""

    def __init__(self) -> None:
        self._documents = 0
        self._stems: Counter[str] = Counter()
        self._forms: dict[str, str] = {}

    def add(self, document: Mapping[str, Any]) -> None:
        self._documents += 1
        self._stems.update({token for name in LEM for token in document[name]})
        for form in document.get(FORMS, ()):
            code, word = form.split(":", 1)
            token = marked(stem(word, code), code)
            self._forms[token] = min(word, self._forms.get(token, word), key=lambda each: (len(each), each))

    def counts(self) -> Counts:
        return Counts(self._documents, dict(self._stems), self._forms)


def leaf_score(alternative: float, weight: float, idf: float) -> int:
    return UNIT * max(1, round(8 * alternative * weight * idf))


def build(
    words: list[QueryWord], counts: Counts, share: float = GRAM_SHARES[0], also: Sequence[list[QueryWord]] = ()
) -> Node | None:
    """The tree of a question, None without words. All of one or two must match, two thirds of more.

    With less than the first share of grams, words that are known nowhere only add, like fillers.
    `also`: other names of what was asked for, each of which is found only as a whole.
    """
    asked, fillers = needed_first(words, share)
    if not asked:
        return None
    question = Words(
        tuple(_word(word, counts, share) for word in asked),
        how_many(len(asked)),
        tuple(_word(word, counts, share) for word in fillers),
    )
    names = tuple(_name(name, counts) for name in also if name)
    return Best((question, *names), ALTERNATIVE_TIE) if names else question


def needed_first(words: list[QueryWord], share: float) -> tuple[list[QueryWord], list[QueryWord]]:
    """Words that must match, and those that only add; all must where none would be left."""
    relaxed = share < GRAM_SHARES[0]
    only_add = [word for word in words if word.filler or (relaxed and word.lost)]
    if len(only_add) == len(words):
        only_add = [word for word in words if word.filler]
    if len(only_add) == len(words):
        only_add = []
    return [word for word in words if word not in only_add], only_add


def _name(words: list[QueryWord], counts: Counts) -> Words:
    return Words(tuple(_word(word, counts, weight=OTHER_NAME) for word in words), len(words))


def how_many(words: int) -> int:
    return words if words <= 2 else math.ceil(words * 2 / 3)


def _word(word: QueryWord, counts: Counts, share: float = 1.0, weight: float = 1.0) -> Best:
    tokens = [marked(token, code) for code, token in word.stems.items()]
    idf = counts.idf(tokens)
    nodes: list[Node] = []
    for position, (code, token) in enumerate(word.stems.items()):
        factor = weight * (OTHER_LANGUAGE if position else 1.0)
        nodes += _alternatives(code, token, word, factor, idf)
    for near in counts.nearest(word):
        nodes += _near(near, counts.idf([near.token]), weight)
    if word.grams:
        nodes.append(_grams(word, share, idf))
    return Best(tuple(nodes), ALTERNATIVE_TIE)


def _alternatives(code: str, token: str, word: QueryWord, factor: float, idf: float) -> list[Node]:
    whole, parts, concept = marked(token, code), word.parts[code], word.synonyms[code]
    nodes: list[Node] = [_fields("lem", whole, STEM * factor, idf), *_pieces(parts, concept, factor, idf)]
    if not parts:
        nodes.append(_fields("par", whole, PART * factor, idf))
    if len(parts) > 2:
        nodes.append(_parts(parts, how_many(len(parts)), MOST_PARTS * factor, idf, HEAD))
    if (core := weighty(parts)) != parts:
        nodes.append(_parts(core, len(core), CORE_PARTS * factor, idf))
    if len(token) >= SHORTEST_PREFIX:
        nodes.append(_prefix(whole, PREFIX * factor, idf))
    return nodes


def _pieces(parts: tuple[str, ...], concept: str, factor: float, idf: float) -> list[Node]:
    """The one part that a word is, or all that a compound has, and what means the same as the whole."""
    single = [each for each in (*(parts if len(parts) == 1 else ()), concept) if each]
    nodes: list[Node] = [_fields("par", each, PART * factor, idf) for each in single]
    return nodes + ([_parts(parts, len(parts), ALL_PARTS * factor, idf)] if len(parts) > 1 else [])


def _near(near: Near, idf: float, weight: float) -> list[Node]:
    """As the known word would be found, for less."""
    code, _, token = near.token.partition(":")
    factor = NEAR[near.distance] * weight
    return [
        _fields("lem", near.token, STEM * factor, idf),
        *_pieces(parts(token, code), synonym(token, code), factor, idf),
    ]


def _prefix(whole: str, alternative: float, idf: float) -> Best:
    return Best(
        tuple(
            Prefix(f"lem_{name}", whole, leaf_score(alternative, weight, idf)) for name, weight in FIELD_WEIGHTS.items()
        ),
        FIELD_TIE,
    )


def _fields(stream: str, token: str, alternative: float, idf: float) -> Best:
    return Best(
        tuple(
            Term(f"{stream}_{name}", token, leaf_score(alternative, weight, idf))
            for name, weight in FIELD_WEIGHTS.items()
        ),
        FIELD_TIE,
    )


def _parts(
    parts: tuple[str, ...], needed: int, alternative: float, idf: float, names: Iterable[str] = FIELD_WEIGHTS
) -> Best:
    return Best(
        tuple(
            AtLeast(f"par_{name}", parts, needed, leaf_score(alternative, FIELD_WEIGHTS[name], idf)) for name in names
        ),
        FIELD_TIE,
    )


def _grams(word: QueryWord, share: float, idf: float) -> Best:
    needed = max(1, math.ceil(len(word.grams) * share))
    return Best(
        tuple(
            AtLeast(f"ng_{name}", word.grams, needed, leaf_score(GRAMS, weight, idf))
            for name, weight in GRAM_WEIGHTS.items()
        ),
        FIELD_TIE,
    )
