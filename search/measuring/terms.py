"""A table of concepts with their names in three languages: who asks for one name also asks for the others."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from ..analysis.words import LANGUAGES, split
from .sets import BadSet

Label = tuple[str, str]
"""Language and words."""


class TermTable:
    def __init__(self, concepts: Iterable[list[Label]]) -> None:
        self._concepts = list(concepts)
        self._by_label: dict[str, list[int]] = defaultdict(list)
        for number, labels in enumerate(self._concepts):
            for key in {_key(words) for _, words in labels}:
                self._by_label[key].append(number)

    @classmethod
    def read(cls, path: Path) -> "TermTable":
        """Columns `fi sv en` and `alt_fi alt_sv alt_en`, several names in one parted by “ | ”. Raises `BadSet`."""
        try:
            with path.open(encoding="utf-8", newline="") as file:
                rows = csv.DictReader(file)
                if not set(LANGUAGES) <= set(rows.fieldnames or ()):
                    raise BadSet(f"{path}: the columns fi, sv and en are expected")
                return cls([_labels(row) for row in rows])
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise BadSet(f"{path}: {error}") from error

    def others(self, words: str) -> list[Label]:
        """The other names of the concepts that are called so, each once."""
        asked = _key(words)
        named = (label for number in self._by_label.get(asked, ()) for label in self._concepts[number])
        return [label for label in dict.fromkeys(named) if _key(label[1]) != asked]


def _labels(row: dict[str, str]) -> list[Label]:
    return [
        (code, words.strip())
        for code in LANGUAGES
        for cell in (row.get(code), row.get(f"alt_{code}"))
        for words in (cell or "").split(" | ")
        if words.strip()
    ]


def _key(words: str) -> str:
    return " ".join(split(words))
