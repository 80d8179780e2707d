"""The one definition of relevance: from a question's words to a tree of whole-number scores.

No engine's own weights are used, so that every engine gives the same order, whatever its shards, segments and
deleted documents.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from .analysis.chain import QueryWord
from .analysis.words import marked
from .tree import AtLeast, Best, Node, Prefix, Term, Words

FIELD_WEIGHTS = {"title": 2.0, "category": 2.0, "body": 1.0}
GRAM_WEIGHTS = {"head": 2.0, "body": 1.0}
STEM, PART, ALL_PARTS, PREFIX, GRAMS = 1.0, 0.6, 0.5, 0.35, 0.25
OTHER_LANGUAGE = 0.8
FIELD_TIE, ALTERNATIVE_TIE = 0.5, 0.25
GRAM_SHARES = (0.6, 0.4, 0.25)
"""How many of a word's grams must be there; the later ones are tried when few are found."""
FEW = 4
SHORTEST_PREFIX = 3
UNIT = 16
"""Makes every half and quarter of a score whole."""


@dataclass(frozen=True)
class Counts:
    """How many documents there are, and how many hold each marked stem, when the index was built."""

    documents: int = 0
    stems: Mapping[str, int] = field(default_factory=dict)

    def idf(self, tokens: list[str]) -> float:
        """Of a word by its best-known stem; the highest for one that is nowhere."""
        known = max((self.stems.get(token, 0) for token in tokens), default=0)
        return 1.0 + math.log((self.documents + 1) / (known + 1))


def leaf_score(alternative: float, weight: float, idf: float) -> int:
    return UNIT * max(1, round(8 * alternative * weight * idf))


def build(words: list[QueryWord], counts: Counts, share: float = GRAM_SHARES[0]) -> Words | None:
    """The tree of a question, None without words. All of one or two must match, two thirds of more."""
    needed = [word for word in words if not word.filler]
    fillers = [word for word in words if word.filler] if needed else []
    asked = needed or words
    if not asked:
        return None
    return Words(
        tuple(_word(word, counts, share) for word in asked),
        how_many(len(asked)),
        tuple(_word(word, counts, share) for word in fillers),
    )


def how_many(words: int) -> int:
    return words if words <= 2 else math.ceil(words * 2 / 3)


def _word(word: QueryWord, counts: Counts, share: float) -> Best:
    tokens = [marked(token, code) for code, token in word.stems.items()]
    idf = counts.idf(tokens)
    nodes: list[Node] = []
    for position, (code, token) in enumerate(word.stems.items()):
        factor = OTHER_LANGUAGE if position else 1.0
        nodes += _alternatives(code, token, word, factor, idf)
    if word.grams:
        nodes.append(_grams(word, share, idf))
    return Best(tuple(nodes), ALTERNATIVE_TIE)


def _alternatives(code: str, token: str, word: QueryWord, factor: float, idf: float) -> list[Node]:
    whole = marked(token, code)
    nodes: list[Node] = [_fields("lem", whole, STEM * factor, idf), _fields("par", whole, PART * factor, idf)]
    if parts := word.parts[code]:
        nodes.append(_all_parts(tuple(marked(part, code) for part in parts), ALL_PARTS * factor, idf))
    if len(token) >= SHORTEST_PREFIX:
        nodes.append(
            Best(
                tuple(
                    Prefix(f"lem_{name}", whole, leaf_score(PREFIX * factor, weight, idf))
                    for name, weight in FIELD_WEIGHTS.items()
                ),
                FIELD_TIE,
            )
        )
    return nodes


def _fields(stream: str, token: str, alternative: float, idf: float) -> Best:
    return Best(
        tuple(
            Term(f"{stream}_{name}", token, leaf_score(alternative, weight, idf))
            for name, weight in FIELD_WEIGHTS.items()
        ),
        FIELD_TIE,
    )


def _all_parts(parts: tuple[str, ...], alternative: float, idf: float) -> Best:
    return Best(
        tuple(
            AtLeast(f"par_{name}", parts, len(parts), leaf_score(alternative, weight, idf))
            for name, weight in FIELD_WEIGHTS.items()
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
