"""Why a query finds what it finds, reckoned in Python from the tree over the documents' own tokens: free of engines."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .analysis.chain import QueryWord, query_words, with_near
from .engine import Engine
from .plan import run
from .query import SearchQuery, SearchResult
from .scoring import GRAM_SHARES, Counts, build, needed_first
from .sources import read
from .tree import AtLeast, Best, Node, Prefix, Term, Words

Document = Mapping[str, Any]
Leaf = Term | Prefix | AtLeast


@dataclass(frozen=True)
class WordScore:
    """What one word of the question gives a hit; `leaves`: those that matched, best first, before ties."""

    word: QueryWord
    score: int
    leaves: Sequence[Leaf]


@dataclass(frozen=True)
class Hit:
    """`share`: of a word's grams, from which the listing was found; below the first it only resembles the words."""

    pk: int
    score: int
    share: float
    words: Sequence[WordScore]

    @property
    def relaxed(self) -> bool:
        return self.share < GRAM_SHARES[0]


@dataclass(frozen=True)
class Explanation:
    words: Sequence[QueryWord]
    needed: int
    """How many of the words, fillers not counted, a listing must have."""
    counts: Counts
    result: SearchResult
    hits: Sequence[Hit]


def explain(engine: Engine, query: SearchQuery, on: dt.date) -> Explanation:
    """The page of hits with the parts of their scores. Raises `SearchUnavailable`."""
    result, counts = run(engine, query, on), engine.counts()
    words = with_near(query_words(query.q, query.lang), counts.vocabulary)
    documents = {each["id"]: each for each in read(result.ids, on, []).documents}
    hits = [_hit(words, counts, documents[pk]) for pk in result.ids if pk in documents]
    needed = getattr(build(words, counts), "needed", 0)
    return Explanation(words, needed, counts, result, [hit for hit in hits if hit])


def _hit(words: list[QueryWord], counts: Counts, document: Document) -> Hit | None:
    for share in GRAM_SHARES:
        node = build(words, counts, share)
        if isinstance(node, Words) and (score := score_of(node, document)) is not None:
            ordered = [word for group in needed_first(words, share) for word in group]
            return Hit(document["id"], round(score), share, _word_scores(ordered, node, document))
    return None


def _word_scores(words: list[QueryWord], tree: Words, document: Document) -> list[WordScore]:
    found = []
    for word, node in zip(words, (*tree.nodes, *tree.fillers), strict=True):
        if (score := score_of(node, document)) is not None:
            leaves = sorted(matching(node, document), key=lambda leaf: -leaf.score)
            found.append(WordScore(word, round(score), leaves))
    return found


def score_of(node: Node, document: Document) -> float | None:
    """What every engine gives the document for this tree; None where it does not match."""
    if isinstance(node, Best):
        scores = [score for each in node.nodes if (score := score_of(each, document)) is not None]
        return max(scores) + node.tie * (sum(scores) - max(scores)) if scores else None
    if isinstance(node, Words):
        scores = [score for each in node.nodes if (score := score_of(each, document)) is not None]
        more = [score for each in node.fillers if (score := score_of(each, document)) is not None]
        return sum(scores) + sum(more) if len(scores) >= node.needed else None
    return float(node.score) if _matches(node, document) else None


def matching(node: Node, document: Document) -> list[Leaf]:
    if isinstance(node, Best | Words):
        below = (*node.nodes, *node.fillers) if isinstance(node, Words) else node.nodes
        return [leaf for each in below for leaf in matching(each, document)]
    return [node] if _matches(node, document) else []


def _matches(leaf: Leaf, document: Document) -> bool:
    tokens = document[leaf.field]
    if isinstance(leaf, Term):
        return leaf.token in tokens
    if isinstance(leaf, Prefix):
        return any(token.startswith(leaf.token) for token in tokens)
    return sum(token in tokens for token in leaf.tokens) >= leaf.needed
