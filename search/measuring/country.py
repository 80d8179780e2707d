"""A drawn catalogue in the shape of Finland: derived, not real; only postal areas and service classes are.

All of Finland needs the shared file of postal areas; without it there are the 120 areas of one county. Nothing touches
the database: documents are made as a rebuild would make them.
"""

import csv
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

from django.conf import settings

from catalogue.geo import Point, distance_m

from ..documents import OWN_STEP, Words, document

FACTS = settings.BASE_DIR / "catalogue" / "facts"
ORDINARY = "1"
"""Type of a postal code that people live at."""
REACH = 60_000
"""Metres that a provider drives at most."""
MOST_AREAS = 40
TEXT_WORDS, OWN_WORDS, OTHERS_WORDS = 45, 20, 3
"""Of a listing's text, of its own class, of any other; the rest are rare words. So drawn, one of our judged queries
finds about as large a part of the listings as in the demo's catalogue (14 %; among 250 real descriptions 9 %)."""
RARE_WORDS = 30_000
SYLLABLES = "ka lo mi ra su ne vi to ha le ri pa jo tu sa me ki no va ly".split()
KINDS = ("company", "company", "company", "association", "municipality")
LANGUAGE_NAMES = (("fi",), ("fi",), ("sv",), ("fi", "sv"))


@dataclass(frozen=True)
class Area:
    code: str
    municipality: str
    at: Point
    people: int


@dataclass(frozen=True)
class Class:
    code: str
    lineage: tuple[str, ...]
    names: dict[str, str]
    words: dict[str, str]

    def told(self, code: str) -> list[str]:
        return f"{self.names[code]} {self.words[code]}".split()


def county_areas() -> list[Area]:
    rows = _rows(FACTS / "places.csv")
    return [
        Area(row["postcode"], row["municipality_code"], Point(float(row["lat"]), float(row["lon"])), 1) for row in rows
    ]


def country_areas(file: Path) -> list[Area]:
    """Raises `OSError` where the file is not there."""
    return [
        Area(
            row["postcode"],
            row["municipality_code"],
            Point(float(row["latitude"]), float(row["longitude"])),
            int(float(row["population_2022"] or 1)),
        )
        for row in _rows(file)
        if row["type_code"] == ORDINARY and row["latitude"]
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def classes() -> list[Class]:
    rows = {row["code"]: row for row in _rows(FACTS / "categories.csv")}
    parents = {row["parent"] for row in rows.values()}

    def lineage(code: str) -> tuple[str, ...]:
        return (*lineage(rows[code]["parent"]), code) if code else ()

    return [
        Class(
            code,
            lineage(code),
            {language: row[f"name_{language}"] for language in ("sv", "fi", "en")},
            {
                language: f"{row[f'description_{language}']} {row[f'search_terms_{language}']}"
                for language in ("sv", "fi")
            },
        )
        for code, row in rows.items()
        if code not in parents
    ]


class Country:
    """`documents(n)` draws the first n listings; the same seed gives the same ones."""

    def __init__(self, areas: Sequence[Area], seed: int = 2026) -> None:
        self.areas, self.seed, self.classes = areas, seed, classes()

    @cached_property
    def _near(self) -> dict[str, list[tuple[int, Area]]]:
        """The areas that someone at home in each one may serve, nearest first, with metres."""
        cells: dict[tuple[int, int], list[Area]] = defaultdict(list)
        for area in self.areas:
            cells[_cell(area.at)].append(area)
        return {area.code: sorted(_around(area, cells), key=lambda pair: pair[0])[:MOST_AREAS] for area in self.areas}

    @cached_property
    def _vocabulary(self) -> dict[str, list[str]]:
        """All that any class is told with."""
        return {code: [word for each in self.classes for word in each.told(code)] for code in ("sv", "fi")}

    @cached_property
    def _rare(self) -> tuple[list[str], list[float]]:
        """Words that are of no class, the n-th n times rarer than the first, with their summed weights."""
        chance = random.Random(self.seed)
        words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))) for _ in range(RARE_WORDS)]
        return words, list(accumulate(1 / number for number in range(1, RARE_WORDS + 1)))

    def _text(self, kind: Class, code: str, chance: random.Random) -> str:
        rare, weights = self._rare
        own, others, rest = OWN_WORDS, OTHERS_WORDS, TEXT_WORDS - OWN_WORDS - OTHERS_WORDS
        words = chance.choices(kind.told(code), k=own) + chance.choices(self._vocabulary[code], k=others)
        return " ".join(words + chance.choices(rare, cum_weights=weights, k=rest))

    def documents(self, count: int, version: int = 0) -> Iterator[dict[str, Any]]:
        """In the order of their homes, as a rebuild reads them: see `sources.all_ids`."""
        homes = random.Random(self.seed).choices(self.areas, [area.people for area in self.areas], k=count)
        for pk, home in sorted(enumerate(homes, start=1), key=lambda pair: pair[1].code):
            yield self.one(pk, home, random.Random(self.seed * 1_000_003 + pk)) | {"version": version}

    def one(self, pk: int, home: Area, chance: random.Random, extra: str = "") -> dict[str, Any]:
        served = self._near[home.code][: chance.randint(3, MOST_AREAS)]
        kind = chance.choice(self.classes)
        name = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
        texts = {code: self._text(kind, code, chance) for code in ("sv", "fi")}
        words = Words(
            title=[(code, f"{kind.names[code]} {name} {extra}") for code in ("sv", "fi")],
            category=[*kind.names.items(), *kind.words.items()],
            body=list(texts.items()),
            names=kind.names,
        )
        facts = {
            "category": kind.lineage,
            "municipality": sorted({area.municipality for _, area in served}),
            "provider_kind": [chance.choice(KINDS)],
            "kind": ["service"],
            "speaks": chance.choice(LANGUAGE_NAMES),
            "unit": ["hour"],
        }
        return document(pk, words, facts, _prices(served, chance))


def _cell(at: Point) -> tuple[int, int]:
    """Cells half a degree high and a degree wide: neighbours hold all within reach."""
    return int(at.lat * 2), int(at.lon)


def _around(area: Area, cells: dict[tuple[int, int], list[Area]]) -> Iterator[tuple[int, Area]]:
    row, column = _cell(area.at)
    for up in (-1, 0, 1):
        for right in (-2, -1, 0, 1, 2):
            for other in cells.get((row + up, column + right), ()):
                if (metres := distance_m(area.at, other.at)) <= REACH:
                    yield metres, other


def _prices(served: Sequence[tuple[int, Area]], chance: random.Random) -> dict[str, int]:
    """A price by the hour, travel by the distance, and a voucher value that pays most of it."""
    base, value = chance.randrange(3500, 6500, 50), chance.randrange(3500, 5000, 100)
    columns = {"p_base": base}
    for metres, area in served:
        price = base + metres // 1000 * 10
        own = max(0, price - value)
        columns |= {f"b{area.code}": price - own, f"o{area.code}": own * OWN_STEP + price, f"d{area.code}": metres}
    return columns
