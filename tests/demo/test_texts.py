"""Plain words: every listing is complete, different from the others, and easy to read."""

import re

import pytest
from stdnum.fi import ytunnus

from marketplace.demo.market import business_ids, words
from marketplace.demo.texts import listings, read

ROWS = listings()


def lix(text: str) -> float:
    """Björnsson's readability index: words a sentence + per cent of words longer than six letters."""
    found = re.findall(r"[\wåäöÅÄÖ-]+", text)
    sentences = max(1, len(re.findall(r"[.!?:\n]+(?:\s|$)", text)))
    return len(found) / sentences + 100 * sum(len(word) > 6 for word in found) / len(found)


def test_titles_are_not_repeated() -> None:
    for language in ("sv", "fi", "en"):
        titles = [row[language][0] for row in ROWS]
        assert len(titles) == len(set(titles))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])
def test_swedish_is_plain(row: dict) -> None:
    text = words("sv", row["sv"])
    assert lix(text["body"]) <= 50
    assert lix(text["easy_body"]) <= 40


def test_swedish_is_plain_as_a_whole() -> None:
    assert lix("\n".join(words("sv", row["sv"])["body"] for row in ROWS)) <= 40
    assert lix("\n".join(words("sv", row["sv"])["easy_body"] for row in ROWS)) <= 30


def test_business_ids_are_right_and_enough() -> None:
    numbers = [number for number, _ in zip(business_ids(), read("providers"), strict=False)]
    assert len(set(numbers)) == 30
    assert all(ytunnus.is_valid(number) and number.startswith("999") for number in numbers)
