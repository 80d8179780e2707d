"""“Did you mean”, by hand."""

import pytest

from search.analysis.chain import query_words, with_near
from search.meant import did_you_mean
from search.scoring import Counts

COUNTS = Counts(
    9,
    {"sv:stadning": 5, "sv:fonst": 2, "fi:siivous": 3, "sv:promenad": 1, "sv:promenaderna": 4, "en:cleanig": 1},
    {"sv:stadning": "städning", "fi:siivous": "siivous", "sv:fonst": "fönster"},
)


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("städnng", "sv", "städning"),
        ("Hjälp med Stadnng!", "sv", "Hjälp med städning!"),
        ("städnng, FÖMSTER", "sv", "städning, fönster"),
        ("siivuos", "fi", "siivous"),
        ("siivuos", "sv", ""),  # no Finnish word on a Swedish page
        ("larmknap", "sv", "larmknapp"),  # of the lexicon
        ("promnader", "sv", "promenader"),
        ("cleening", "en", "cleaning"),
        ("städning", "sv", ""),
        ("xyzzyqq", "sv", ""),
        ("", "sv", ""),
    ],
)
def test_unknown_words_are_put_right(typed, language, expected) -> None:
    words = with_near(query_words(typed, language), COUNTS.vocabulary)
    assert did_you_mean(typed, words, COUNTS, language) == expected
