"""Whole numbers, worked out by hand."""

import pytest

from search.analysis.chain import query_words, with_near
from search.documents import document, name_order, tie
from search.scoring import Counting, Counts, build, how_many, leaf_score
from search.tree import AtLeast, Best, Prefix, Term, Words


def leaves(node) -> list[Term | Prefix | AtLeast]:
    if isinstance(node, Best | Words):
        return [leaf for each in node.nodes for leaf in leaves(each)]
    return [node]


def test_a_leaf_is_sixteen_times_a_whole_number() -> None:
    assert leaf_score(1.0, 2.0, 1.0) == 256
    assert leaf_score(0.8, 1.0, 1.0) == 96  # 8 × .8 = 6.4 → 6
    assert leaf_score(0.25, 1.0, 0.1) == 16  # never nothing


def test_rare_words_count_more_and_unknown_ones_most() -> None:
    counts = Counts(99, {"sv:stad": 99, "sv:sno": 9})
    assert counts.idf(["sv:stad"]) == 1.0
    assert counts.idf(["sv:sno"]) == pytest.approx(3.3026, abs=0.0001)
    assert counts.idf(["sv:okand"]) > 5


def test_all_of_two_words_and_two_thirds_of_more() -> None:
    assert [how_many(words) for words in (1, 2, 3, 4, 5, 6)] == [1, 2, 2, 3, 4, 4]


def test_the_page_language_weighs_more() -> None:
    tree = build(query_words("städning", "sv"), Counts(9, {}))
    stems = {leaf.token: leaf.score for leaf in leaves(tree) if isinstance(leaf, Term) and leaf.field == "lem_title"}
    assert stems["sv:stadning"] > stems["fi:stadning"]


def test_every_score_is_whole_and_a_multiple_of_sixteen() -> None:
    tree = build(query_words("snöskottning på gården i byn", "sv"), Counts(123, {"sv:gard": 7}))
    scores = [leaf.score for leaf in leaves(tree)]
    assert scores
    assert all(isinstance(score, int) and score % 16 == 0 for score in scores)


def test_fillers_only_add_unless_they_are_all_there_is() -> None:
    tree = build(query_words("hjälp hemma städning", "sv"), Counts(9, {}))
    assert (len(tree.nodes), len(tree.fillers), tree.needed) == (1, 2, 1)
    alone = build(query_words("hjälp", "sv"), Counts(9, {}))
    assert (len(alone.nodes), alone.fillers) == (1, ())
    assert build([], Counts()) is None


def test_ties_are_unique_and_change_with_the_day() -> None:
    for day in range(7):
        assert len({tie(pk, day) for pk in range(1, 5000)}) == 4999
    orders = {tuple(sorted(range(1, 30), key=lambda pk: tie(pk, day))) for day in range(7)}
    assert len(orders) == 7


def test_names_order_as_the_alphabet_does() -> None:
    names = ["Aftonro", "Ärlig hjälp", "Åbo", "Zebra", "Österhjälp", "2 timmar", "hem", "Hem och hus", "Hemhjälp"]
    ordered = sorted(names, key=name_order)
    assert ordered == [
        "2 timmar",
        "Aftonro",
        "hem",
        "Hem och hus",
        "Hemhjälp",
        "Zebra",
        "Åbo",
        "Ärlig hjälp",
        "Österhjälp",
    ]
    assert name_order("ö" * 40) < 2**63


def test_a_document_says_where_it_is_served_by_its_columns() -> None:
    from search.documents import Words as Texts

    made = document(
        7, Texts(title=[("sv", "Städning")]), {"kind": ["service"]}, {"p_base": 1, "b65100": 1, "o65100": 2}
    )
    assert made["served"] == ["65100"]
    assert made["lem_title"] == ["sv:stadning"]
    assert (made["kind"], made["speaks"]) == (["service"], [])


def test_counts_are_of_documents_and_remember_words_as_written() -> None:
    from search.documents import Words as Texts

    counting = Counting()
    counting.add(document(1, Texts(title=[("sv", "Städningen och städning")], body=[("sv", "Städning, mat")]), {}, {}))
    counting.add(document(2, Texts(title=[("sv", "Städning")], category=[("fi", "Siivousta")]), {}, {}))
    counts = counting.counts()
    assert counts.documents == 2
    assert counts.stems == {"sv:stadning": 2, "sv:mat": 1, "fi:siivou": 1}
    assert counts.forms == {"sv:stadning": "städning", "fi:siivou": "siivousta"}
    assert Counts.from_json(counts.to_json()) == counts


def parts_leaves(word: str, language: str) -> dict[tuple[str, tuple[str, ...], int], int]:
    tree = build(query_words(word, language), Counts(0, {f"{language}:{word}": 0}))
    return {
        (leaf.field, leaf.tokens, leaf.needed): leaf.score
        for leaf in leaves(tree)
        if isinstance(leaf, AtLeast) and leaf.field.startswith("par")
    }


def test_all_parts_count_half_and_two_thirds_of_them_less_in_title_and_category() -> None:
    """idf 1: 8 × .5 × 2 = 8, 8 × .35 × 2 = 5.6 → 6, and the body half of that."""
    parts = ("=home", "=sick", "=care")
    found = parts_leaves("kotisairaanhoito", "fi")
    assert found["par_title", parts, 3] == found["par_category", parts, 3] == 128
    assert found["par_body", parts, 3] == 64
    assert found["par_title", parts, 2] == 96
    assert ("par_body", parts, 2) not in found
    assert found["par_title", ("=sick", "=care"), 2] == 96
    assert found["par_body", ("=sick", "=care"), 2] == 48


def test_two_parts_of_which_one_says_little() -> None:
    found = parts_leaves("ateriapalvelu", "fi")
    assert found["par_title", ("=meal", "=service"), 2] == 128
    assert found["par_title", ("=meal",), 1] == 96
    assert parts_leaves("päivätoiminta", "fi").keys() == {
        (f"par_{name}", ("=day", "=activity"), 2) for name in ("title", "category", "body")
    }


def test_a_word_that_is_known_nowhere_holds_nothing_back_where_few_are_found() -> None:
    """Strictly all of two words must match; then the unknown one only adds, unless it is all there is."""
    counts = Counts(9, {"sv:stadning": 3})
    words = with_near(query_words("städning xyzzyq", "sv"), counts.vocabulary)
    assert [(word.word, word.lost) for word in words] == [("städning", False), ("xyzzyq", True)]
    strict, relaxed = build(words, counts), build(words, counts, 0.4)
    assert (len(strict.nodes), strict.needed, len(strict.fillers)) == (2, 2, 0)
    assert (len(relaxed.nodes), relaxed.needed, len(relaxed.fillers)) == (1, 1, 1)
    alone = with_near(query_words("hjälp xyzzyq", "sv"), counts.vocabulary)
    assert (len(build(alone, counts, 0.4).nodes), len(build(alone, counts, 0.4).fillers)) == (1, 1)
