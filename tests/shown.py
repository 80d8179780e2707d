"""What a page shows, read from its HTML."""

import re
from typing import Any

from bs4 import BeautifulSoup, Tag

SUM = re.compile(r"−?\d+(?:,\d\d)? ?€")
"""45 €, 1234,50 €: thousands already joined."""


def soup(response: Any) -> BeautifulSoup:
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def words(tag: Tag) -> str:
    return " ".join(tag.get_text().replace("\xa0", " ").split())


def cents(text: str) -> int:
    """The one sum in Swedish or Finnish words: "Från budgeten 1 234,50 €" is 123450."""
    (found,) = SUM.findall(re.sub(r"(?<=\d)\s+(?=\d\d\d)", "", text.replace("\xa0", " ")))
    euros, _, rest = found.removesuffix("€").strip().partition(",")
    return int(euros.replace("−", "-") + (rest or "00"))


def three(tag: Tag) -> list[int]:
    """The sums of a card or a page's head: you pay, from the budget, left after this. Empty without numbers."""
    return [cents(words(sum_)) for sum_ in tag.select("dl.three dd")]


def table(tag: Tag) -> list[list[str]]:
    """The words of each row's cells, without the labels for small screens."""
    for label in tag.select(".lab"):
        label.decompose()
    return [[words(cell) for cell in row.select("th, td")] for row in tag.select("tr")]
