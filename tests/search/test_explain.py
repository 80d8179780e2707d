"""Scores by hand; `test_judged` compares them with an engine's order."""

import pytest

from search import explain as explaining
from search.documents import Words as Texts
from search.documents import document
from search.engines import current_engine
from search.explain import explain, matching, score_of
from search.query import SearchQuery
from search.scoring import GRAM_SHARES
from search.tree import AtLeast, Best, Prefix, Term, Words

MADE = document(1, Texts(title=[("sv", "Hemstädning")], body=[("sv", "Vi städar fönster.")]), {}, {})
YES, NO = Term("lem_title", "sv:hemstadning", 32), Term("lem_title", "sv:fonst", 64)
ALSO = Term("lem_body", "sv:fonst", 48)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (YES, 32),
        (NO, None),
        (Prefix("lem_title", "sv:hem", 16), 16),
        (Prefix("lem_title", "sv:stad", 16), None),
        (AtLeast("par_title", ("=home", "=clean", "=snow"), 2, 16), 16),
        (AtLeast("par_title", ("=home", "=clean", "=snow"), 3, 16), None),
        (Best((YES, NO, ALSO), 0.5), 64),  # 48 + 32 / 2
        (Best((NO,), 0.5), None),
        (Words((YES, ALSO), 2), 80),
        (Words((YES, NO), 2), None),
        (Words((YES, NO), 1, (ALSO, NO)), 80),
        (Words((NO,), 1, (ALSO,)), None),
    ],
)
def test_scores_by_hand(node, expected) -> None:
    assert score_of(node, MADE) == expected


def test_leaves_that_match() -> None:
    assert matching(Words((Best((YES, NO), 0.5),), 1, (ALSO,)), MADE) == [YES, ALSO]


@pytest.fixture
def catalogue(stage):
    from search.indexing import rebuild

    rebuild(stage.anchor)


def test_a_hit_tells_its_words(stage, catalogue) -> None:
    told = explain(current_engine(), SearchQuery(q="hjälp med hemstädnign", lang="sv"), stage.anchor)
    assert [(word.word, word.filler, bool(word.near)) for word in told.words] == [
        ("hjälp", True, False),
        ("hemstädnign", False, True),
    ]
    assert told.needed == 1
    assert [hit.pk for hit in told.hits] == list(told.result.ids)
    first = told.hits[0]
    assert first.pk == stage.listings["tranbaret.cleaning"].pk
    assert not first.relaxed
    assert first.score == sum(each.score for each in first.words)
    assert first.words[0].word.word == "hemstädnign"
    terms = {(leaf.field, leaf.token) for leaf in first.words[0].leaves if isinstance(leaf, Term)}
    assert ("lem_title", "sv:hemstadning") in terms
    assert first.words[0].score >= first.words[0].leaves[0].score >= first.words[0].leaves[-1].score
    assert [hit.score for hit in told.hits] == sorted((hit.score for hit in told.hits), reverse=True)


def test_what_only_resembles_the_words_is_told_apart(stage, catalogue) -> None:
    told = explain(current_engine(), SearchQuery(q="promenixstav", lang="sv"), stage.anchor)
    assert told.result.relaxed
    assert {hit.share for hit in told.hits} <= set(GRAM_SHARES[1:])
    assert all(hit.relaxed for hit in told.hits)


def test_signs_alone_explain_nothing(stage, catalogue) -> None:
    told = explain(current_engine(), SearchQuery(q="!?", lang="sv"), stage.anchor)
    assert (list(told.words), told.needed, list(told.hits)) == ([], 0, [])
    assert explaining.build([], told.counts) is None
