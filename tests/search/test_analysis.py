"""The chain in literal words: what a text becomes, and what a question becomes."""

import pytest

from search.analysis.chain import query_words, streams
from search.analysis.grams import grams
from search.analysis.words import fold, split, stem, stems


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("städning", "sv", "stadning"),
        ("städningen", "sv", "stadning"),
        ("städningarna", "sv", "stadning"),
        ("siivous", "fi", "siivous"),
        ("siivouspalvelu", "fi", "siivouspalvelu"),
        ("siivouspalvelua", "fi", "siivouspalvelu"),
        ("siivouspalvelun", "fi", "siivouspalvelu"),
        ("kotihoidon", "fi", "kotihoido"),
        ("måltider", "sv", "maltid"),
        ("smärtlöst", "sv", "smartlos"),
        ("cleaning", "en", "clean"),
    ],
)
def test_a_stem_is_folded_after_stemming(word: str, language: str, expected: str) -> None:
    assert stem(word, language) == expected


def test_dots_and_accents_fold() -> None:
    assert [fold(word) for word in ("åäö", "é", "ø", "städhjälp")] == ["aao", "e", "o", "stadhjalp"]


def test_words_split_at_what_is_no_letter() -> None:
    assert split("Städ-hjälp, 2 h/vecka! A\u030ang") == ["städ", "hjälp", "2", "h", "vecka", "ång"]


def test_stop_words_go_in_their_own_language() -> None:
    assert stems("hjälp med städning", "sv") == ["hjalp", "stadning"]
    assert stems("siivous ja pyykki", "fi") == ["siivous", "pyyk"]


def test_grams_mark_where_a_word_begins_and_ends() -> None:
    assert grams("siivous") == ("^sii", "siiv", "iivo", "ivou", "vous", "ous$")
    assert grams("mat") == ("^mat", "mat$")
    assert grams("vi") == ()


def test_a_text_becomes_distinct_tokens_with_their_language() -> None:
    lem, par, ng = streams([("sv", "Städning, städning och mat"), ("fi", "siivous")])
    assert lem == ["sv:stadning", "sv:mat", "fi:siivous"]
    assert par == ["=clean", "=food"]
    assert len(ng) == len(set(ng))
    assert {"^sta", "ing$", "^mat", "ous$"} <= set(ng)


def test_a_question_has_the_page_language_first_and_each_word_once() -> None:
    words = query_words("städning Städningen hjälp", "sv")
    assert [list(word.stems) for word in words] == [["sv", "fi", "en"]] * 2
    assert [(word.word, word.filler) for word in words] == [("städning", False), ("hjälp", True)]


def test_a_question_of_signs_has_no_words() -> None:
    assert query_words(" !? – ", "sv") == []
