"""Suggestions while typing: kinds of help, towns and postal codes, providers. Public facts only, out of memory.

There are few of them even in a whole country, so every process keeps them and needs no engine. What it keeps is a
minute old at most, as public pages are: the catalogue's changes in this process drop it at once.
"""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from django.db.models import Exists, OuterRef, Q

from catalogue.models import Category, Listing, Municipality, Organiser, PostalArea, Provider
from marketplace.foundation.dates import today

from .analysis.words import LANGUAGES, fold, split
from .near import beginning, nearly_beginning

MOST = 8
MOST_LISTED = 60
KEPT_SECONDS = 60.0
KINDS = ("category", "town", "area", "provider")
SHORTEST_INSIDE = 3
"""From so many letters on they may stand inside a word: "städ" in "hemstädning"."""
LETTERS_FOR_TYPOS = ((8, 2), (4, 1))
"""(letters typed, typos forgiven)."""
BEGINS, INSIDE, NEAR = range(3)


@dataclass(frozen=True)
class Suggestion:
    """`code`: a category's code, a municipality's, a postal code, or a provider's id. `value` goes into the box."""

    kind: str
    code: str
    value: str
    words: str


@dataclass(frozen=True)
class Entry:
    kind: str
    code: str
    names: tuple[str, str, str]
    """As shown, in the order of LANGUAGES."""
    also: tuple[str, ...] = ()
    """Other words that find it."""

    def name(self, lang: str) -> str:
        return self.names[LANGUAGES.index(lang)]

    def in_language(self, lang: str) -> Suggestion:
        words = self.name(lang)
        return Suggestion(self.kind, self.code, self.code if self.kind == "area" else words, words)


class Directory:
    """All entries and their words in order; made once, so that looking up has little left to do."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries, key=lambda entry: (KINDS.index(entry.kind), entry.code))
        places: dict[str, set[int]] = defaultdict(set)
        for place, entry in enumerate(self.entries):
            for text in (*entry.names, *entry.also):
                for word in split(text):
                    places[fold(word)].add(place)
        self.words = sorted(places)
        self.places = [tuple(sorted(places[word])) for word in self.words]
        self.shown = {lang: [fold(" ".join(split(entry.name(lang)))) for entry in self.entries] for lang in LANGUAGES}
        self.rank = {lang: self._ranked(shown) for lang, shown in self.shown.items()}

    def _ranked(self, shown: list[str]) -> list[int]:
        """The place of each entry in the order of kind, then name."""
        kinds = [KINDS.index(entry.kind) for entry in self.entries]
        rank = [0] * len(shown)
        for number, place in enumerate(sorted(range(len(shown)), key=lambda place: (kinds[place], shown[place]))):
            rank[place] = number
        return rank

    def find(self, typed: str, lang: str, kinds: Iterable[str], most: int = MOST) -> list[Suggestion]:
        """The best few: every word typed must be there. Those whose shown name begins so come first."""
        tokens = [fold(word) for word in split(typed)]
        if not tokens:
            return []
        shown, rank, wanted = self.shown[lang], self.rank[lang], frozenset(kinds)
        found = (
            (how, not shown[place].startswith(tokens[0]), rank[place], place)
            for place, how in self._all_matching(tokens).items()
            if self.entries[place].kind in wanted
        )
        return [self.entries[row[-1]].in_language(lang) for row in nsmallest(most, found)]

    def _all_matching(self, tokens: list[str]) -> dict[int, int]:
        """How well each entry that has all tokens matches, the best least."""
        far = self._matching(tokens[0])
        for token in tokens[1:]:
            other = self._matching(token)
            far = {place: far[place] + other[place] for place in far.keys() & other.keys()}
        return far

    def _matching(self, token: str) -> dict[int, int]:
        """Typos are forgiven only to who finds nothing without."""
        far = self._inside(token) | self._reached(BEGINS, [beginning(self.words, token)])
        if far or token.isdigit():
            return far
        typos = next((typos for letters, typos in LETTERS_FOR_TYPOS if len(token) >= letters), 0)
        return self._reached(NEAR, nearly_beginning(self.words, token, typos)) if typos else {}

    def _inside(self, token: str) -> dict[int, int]:
        if len(token) < SHORTEST_INSIDE or token.isdigit():
            return {}
        return self._reached(INSIDE, [[spot for spot, word in enumerate(self.words) if token in word]])

    def _reached(self, how: int, found: Iterable[Iterable[int]]) -> dict[int, int]:
        return {place: how for spots in found for spot in spots for place in self.places[spot]}


_kept: tuple[dt.date, float, Directory] | None = None


def suggest(typed: str, lang: str, kinds: Iterable[str] = KINDS, most: int = MOST) -> list[Suggestion]:
    """At most `most` suggestions for what was typed so far, in that language."""
    return directory().find(typed, lang, kinds, most)


def all_of(kind: str, lang: str, most: int = MOST_LISTED) -> list[str]:
    """The names of a kind, in order; of more than `most` none, for a page must stay small."""
    known = directory()
    places = [place for place, entry in enumerate(known.entries) if entry.kind == kind]
    if len(places) > most:
        return []
    return [known.entries[place].name(lang) for place in sorted(places, key=known.rank[lang].__getitem__)]


def directory() -> Directory:
    global _kept
    on, now = today(), time.monotonic()
    if _kept is None or _kept[0] != on or _kept[1] < now:
        _kept = (on, now + KEPT_SECONDS, Directory(_entries(on)))
    return _kept[2]


def forget() -> None:
    global _kept
    _kept = None


def _entries(on: dt.date) -> Iterator[Entry]:
    """Only what leads to something that can be chosen on that day; a constant number of queries per organiser."""
    choosable = [Listing.objects.choosable(on, organiser) for organiser in Organiser.objects.all()]
    yield from _categories(_any_of(choosable, "category"))
    yield from _places()
    for provider in Provider.objects.filter(_any_of(choosable, "provider")):
        yield Entry("provider", str(provider.pk), (provider.name,) * 3)


def _any_of(choosable: list, field: str) -> Q:
    there = Q(pk__in=[])
    for listings in choosable:
        there |= Q(Exists(listings.filter(**{field: OuterRef("pk")})))
    return there


def _categories(offered: Q) -> Iterator[Entry]:
    """Those with something to choose, and those above them."""
    lines = {code for row in Category.objects.filter(offered) for code in row.lineage}
    for category in Category.objects.filter(code__in=lines):
        terms = (category.search_terms_sv, category.search_terms_fi)
        yield Entry("category", category.code, _names(category), tuple(term for term in terms if term))


def _places() -> Iterator[Entry]:
    areas = list(PostalArea.objects.select_related("municipality"))
    towns = {area.municipality_id: area.municipality for area in areas}
    for town in towns.values():
        yield Entry("town", town.code, _names(town))
    for area in areas:
        town = area.municipality
        names = tuple(f"{area.code} {name}" for name in _names(area))
        yield Entry("area", area.code, names, _names(town))  # type: ignore[arg-type]


def _names(row: Category | Municipality | PostalArea) -> tuple[str, str, str]:
    sv, fi, en = (row.in_language("name", code) for code in LANGUAGES)
    return sv, fi, en
