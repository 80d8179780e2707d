"""Figures worked out by hand from the published formulas."""

import pytest

from marketplace.foundation.readability import reading, syllables


def test_lix_is_words_a_sentence_and_per_cent_of_long_words() -> None:
    # 10 words in 2 sentences; longer than six letters: kommer (6, no), dammsuger, golven (6, no), tisdagar = 2 of 10.
    found = reading("Vi kommer till dig. Vi dammsuger och moppar på tisdagar.", "sv")
    assert found is not None
    assert (found.name, found.words, found.sentences, found.value) == ("lix", 10, 2, 25.0)
    assert found.level == "easy"


def test_wiio_counts_words_whose_base_form_has_four_syllables() -> None:
    # sairaanhoitaja (sai-raan-hoi-ta-ja) of 4 words: 2.7 + 0.3 × 25 = 10.2
    found = reading("Sairaanhoitaja tulee joka maanantai.", "fi")
    assert found is not None
    assert (found.name, found.value, found.level) == ("wiio", 10.2, "hard")


@pytest.mark.parametrize(("word", "value"), [("Asiakas", 10.2), ("Hoitaja", 2.7)])
def test_four_syllables_are_long_and_three_are_not(word: str, value: float) -> None:
    found = reading(f"{word} tulee tänne kotiin.", "fi")
    assert found is not None
    assert found.value == value


def test_a_long_form_of_a_short_finnish_word_is_not_long() -> None:
    # siivoamme and kotonasi are siivota and koti: 2.7 is the least that the formula gives
    found = reading("Siivoamme kotonasi.", "fi")
    assert found is not None
    assert (found.value, found.level) == (2.7, "easy")


@pytest.mark.parametrize("text", ["", "   ", "- 12 %\n\n…"])
def test_without_words_there_is_no_figure(text: str) -> None:
    assert reading(text, "sv") is None


def test_lines_of_a_list_are_sentences() -> None:
    found = reading("Det här ingår:\n- Golv\n- Badrum", "sv")
    assert found is not None
    assert (found.words, found.sentences) == (5, 3)


@pytest.mark.parametrize(
    ("word", "count"),
    [("talo", 2), ("asiakas", 4), ("kauppa", 2), ("aivoituksia", 5), ("lääkäri", 3), ("hoitaja", 3), ("työ", 1)],
)
def test_syllables_of_finnish(word: str, count: int) -> None:
    assert syllables(word) == count
