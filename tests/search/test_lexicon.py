"""The words of our field: the form of every line, and examples by hand."""

import re
from collections import Counter

import pytest

from search.analysis import lexicon as book
from search.analysis.chain import pieces, query_words, streams
from search.analysis.lexicon import entries, forms, lexicon, parts, synonym, weighty
from search.analysis.words import LANGUAGES, STOP, fold, stem

ENTRIES = list(entries())


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.concept for entry in ENTRIES])
def test_a_line_has_a_name_a_kind_and_words_of_both_languages(entry) -> None:
    assert re.fullmatch(r"[a-z][a-z-]+", entry.concept)
    assert entry.kind in {"part", "light", "word"}
    assert entry.words["sv"]
    assert entry.words["fi"]
    for code, words in entry.words.items():
        assert len(set(words)) == len(words)
        for word in words:
            assert re.fullmatch(r"[a-zåäö]{3,}", word), word
            assert word not in STOP[code], word


def test_concepts_are_named_once() -> None:
    assert [name for name, count in Counter(entry.concept for entry in ENTRIES).items() if count > 1] == []


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("whole", [False, True], ids=["parts", "words"])
def test_no_stem_stands_on_two_lines_of_a_kind(code, whole) -> None:
    lines = [
        (token, entry.concept)
        for entry in ENTRIES
        if (entry.kind == "word") == whole
        for token in {
            token for word in entry.words[code] for token in ([stem(word, code)] if whole else forms(word, code))
        }
    ]
    double = [token for token, count in Counter(token for token, _ in lines).items() if count > 1]
    assert {token: [concept for each, concept in lines if each == token] for token in double} == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_part_is_made_of_other_parts(code) -> None:
    """What is taken apart is never taken apart again: no cycle can arise."""
    known = lexicon().parts[code]
    for form, concept in known.items():
        others = {other: name for other, name in known.items() if name != concept}
        assert len(book._covered(form, others, code)) < 2, form


@pytest.mark.parametrize(
    ("word", "code", "expected"),
    [
        ("kotisairaanhoitaja", "fi", ("=home", "=sick", "=care")),
        ("kotisairaanhoitajan", "fi", ("=home", "=sick", "=care")),
        ("ikkunanpesua", "fi", ("=window", "=wash")),
        ("siivouspalvelulta", "fi", ("=clean", "=service")),
        ("siivouksen", "fi", ("=clean",)),
        ("turvapuhelimen", "fi", ("=safety", "=phone")),
        ("lumityöt", "fi", ("=snow", "=work")),
        ("hemstädning", "sv", ("=home", "=clean")),
        ("hemstädningen", "sv", ("=home", "=clean")),
        ("avlastningsvård", "sv", ("=relief", "=care")),
        ("trygghetstelefonen", "sv", ("=safety", "=phone")),
        ("stadning", "sv", ("=clean",)),
        ("föreställningsservice", "sv", ("sv:forestallning", "=service")),
        ("vaalipalvelut", "fi", ("fi:vaali", "=service")),
        ("klubb", "sv", ()),
        ("förslag", "sv", ()),
        ("suunnitelma", "fi", ("=plan",)),
        ("suunnittelemme", "fi", ()),  # nothing to do with mouths
        ("vapaaehtoista", "fi", ("=volunteer",)),
        ("carpet", "en", ("=carpet",)),
        ("carport", "en", ()),
        ("automat", "sv", ()),
        ("fotografi", "sv", ()),
        ("badminton", "sv", ()),
    ],
)
def test_compounds_come_apart(word, code, expected) -> None:
    assert parts(stem(word, code), code) == expected


def test_another_languages_word_comes_apart_only_as_a_whole() -> None:
    assert parts(stem("klubbservice", "sv"), "sv", loose=False) == ()
    assert parts(stem("hemservice", "sv"), "sv", loose=False) == ("=home", "=service")


@pytest.mark.parametrize(
    ("word", "code", "expected"),
    [
        ("larmknapp", "sv", "=safety-phone"),
        ("turvaranneke", "fi", "=safety-phone"),
        ("turvapuhelimen", "fi", "=safety-phone"),
        ("pedikyr", "sv", "=foot-care"),
        ("chiropody", "en", "=foot-care"),
        ("kirjasto", "fi", ""),
    ],
)
def test_whole_words_mean_the_same(word, code, expected) -> None:
    assert synonym(stem(word, code), code) == expected


def test_what_says_little_is_left_out_where_something_is_left() -> None:
    assert weighty(("=meal", "=service")) == ("=meal",)
    assert weighty(("=day", "=activity")) == ("=day", "=activity")
    assert weighty(("sv:bibliotek", "=service")) == ("sv:bibliotek",)


def test_a_text_keeps_parts_or_the_stem() -> None:
    lem, par, _ = streams([("sv", "Hemstädning i klubben"), ("fi", "siivousta")])
    assert lem == ["sv:hemstadning", "sv:klubb", "fi:siivou"]
    assert par == ["=home", "=clean", "=home-cleaning", "sv:klubb"]
    assert pieces("kaupunki", "fi") == ("fi:kaupunki",)


def test_a_question_has_its_parts_in_each_language() -> None:
    (word,) = query_words("hemstädning", "fi")
    assert word.parts == {"fi": (), "sv": ("=home", "=clean"), "en": ()}
    assert word.synonyms == {"fi": "", "sv": "=home-cleaning", "en": ""}


def test_the_file_is_in_the_fingerprint(monkeypatch) -> None:
    from search.fingerprint import code_fingerprint

    before = code_fingerprint()
    code_fingerprint.cache_clear()
    monkeypatch.setattr(book, "digest", lambda: "other")
    assert code_fingerprint() != before
    code_fingerprint.cache_clear()


def test_forms_are_folded() -> None:
    assert forms("siivous", "fi") == ["siivous", "siivoukse", "siivouks", "siivou"]
    assert all(form == fold(form) for form in lexicon().parts["sv"])
