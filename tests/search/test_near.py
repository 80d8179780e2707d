"""Slips of the hand: which known words are near, and what they are worth."""

import pytest

from search.analysis.chain import query_words, with_near
from search.analysis.near import Near, Vocabulary
from search.scoring import Counts, build
from search.tree import Best, Term, Words

KNOWN = Vocabulary(
    {"sv:stadning": 3, "fi:siivous": 2, "sv:sno": 1, "sv:fonst": 1, "fi:kotisairaanhoitaj": 1, "sv:1234": 1}
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("stadnng", [Near(1, "sv:stadning")]),  # one left out
        ("staadning", [Near(1, "sv:stadning")]),  # one put in
        ("stadming", [Near(1, "sv:stadning")]),  # one changed
        ("stadnign", [Near(1, "sv:stadning")]),  # two swapped count as one
        ("atadning", [Near(1, "sv:stadning")]),  # the first one
        ("siivuos", [Near(1, "fi:siivous")]),
        ("sivuos", []),  # two slips in a short word
        ("kotisairanhoitja", [Near(2, "fi:kotisairaanhoitaj")]),
        ("kotsairanhotaja", []),  # three
        ("sna", []),  # too short
        ("1235", []),
        ("", []),
    ],
)
def test_near_words(typed, expected) -> None:
    assert KNOWN.near([typed]) == expected


def test_the_nearest_of_all_forms_is_taken() -> None:
    both = Vocabulary({"sv:fonster": 1, "sv:fonstre": 1, "fi:fonster": 1})
    assert both.near(["fonstar", "fonster"]) == [Near(0, "fi:fonster"), Near(0, "sv:fonster")]
    assert KNOWN.near(["stadningx", "stadningxx"]) == [Near(1, "sv:stadning")]


def test_dots_left_out_are_no_slip() -> None:
    (word,) = with_near(query_words("stadning", "sv"), KNOWN)
    assert word.near == ()


@pytest.mark.parametrize("known", ["städning", "kotisiivous", "larmknapp", "hemservice"])
def test_known_words_have_no_others(known) -> None:
    """In the index, in the lexicon, or made of such words."""
    (word,) = with_near(query_words(known, "sv"), Counts(9, {"sv:stadning": 1}).vocabulary)
    assert word.near == ()


def test_a_slip_in_a_word_of_the_lexicon_is_seen_too() -> None:
    (word,) = with_near(query_words("larmknap", "sv"), Counts().vocabulary)
    assert word.near == (Near(1, "sv:larmknapp"),)


def title_scores(node) -> dict[str, int]:
    if isinstance(node, Best | Words):
        return {token: score for each in node.nodes for token, score in title_scores(each).items()}
    return {node.token: node.score} if isinstance(node, Term) and node.field == "lem_title" else {}


def test_one_letter_is_worth_seven_tenths_and_two_the_half() -> None:
    counts = Counts(9, {"sv:promenad": 9, "fi:kotisairaanhoitaj": 9})
    one = build(with_near(query_words("promnad", "sv"), counts.vocabulary), counts)
    two = build(with_near(query_words("kotisairanhoitja", "sv"), counts.vocabulary), counts)
    assert title_scores(one)["sv:promenad"] == 176  # 16 × round(8 × .7 × 2 × 1.0 = 11.2)
    assert title_scores(two)["fi:kotisairaanhoitaj"] == 128  # 16 × (8 × .5 × 2)


def test_a_slip_is_no_part_of_a_compound() -> None:
    """Without its parts "nign" would be worth as much as "hem" and "städ"."""
    typed = query_words("hemstädnign", "sv")
    assert typed[0].parts["sv"] == ("=home", "=clean", "sv:nign")
    (near,) = with_near(typed, Counts(9, {"sv:hemstadning": 1}).vocabulary)
    assert (near.parts["sv"], near.lost) == ((), False)
    (lost,) = with_near(query_words("hemqqqqwww", "sv"), Counts(9, {"sv:hemstadning": 1}).vocabulary)
    assert lost.lost


def test_only_the_commonest_are_asked_for() -> None:
    counts = Counts(9, {f"sv:kat{letter}nen": number for number, letter in enumerate("abcdefgh")})
    (word,) = with_near(query_words("katxnen", "sv"), counts.vocabulary)
    assert len(word.near) == 8
    assert [near.token for near in counts.nearest(word)] == ["sv:kathnen", "sv:katgnen", "sv:katfnen", "sv:katenen"]
