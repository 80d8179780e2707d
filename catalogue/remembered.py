"""The catalogue as pages show it, kept in the process's memory until the catalogue changes.

One statement reads the catalogue's stamp, which every commit that changes the catalogue renews (`foundation.stamped`):
as long as it is the same, what was read before still holds. So a committed change is seen by the next request of every
process. For pages only: what moves money reads the database (`offers.load_offers`).
"""

import datetime as dt
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from marketplace.foundation.dates import today

from .models import CatalogueStamp, Category, Listing, Municipality, Organiser, PostalArea
from .offers import Shared, offers_of
from .pricing import NOT_CHOOSABLE, CardQuote, Offer, Place, card_quote

MOST_LISTINGS = 1000
"""A listing with its words and its offer takes about 10 kB."""
LARGEST_ID = 2**63 - 1
"""Databases fail on larger numbers."""
MOST_MADE = 5000
"""Quotes, cards and other things made of it: about 1 kB each."""

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """At most so many values; the ones put in first go first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.values: dict[Key, Value] = {}
        self.lock = threading.Lock()

    def put(self, found: dict[Key, Value]) -> None:
        with self.lock:
            self.values.update(found)
            for key in list(self.values)[: max(0, len(self.values) - self.most)]:
                del self.values[key]

    def one(self, key: Key, make: Callable[[], Value]) -> Value:
        try:
            return self.values[key]
        except KeyError:
            made = make()
            self.put({key: made})
            return made

    def many(self, keys: Iterable[Key], make: Callable[[list[Key]], dict[Key, Value]]) -> dict[Key, Value]:
        """Values by key in the order asked for, the missing ones made together; unknown keys are left out."""
        wanted = list(keys)
        found = {key: self.values[key] for key in wanted if key in self.values}
        if missing := [key for key in wanted if key not in found]:
            made = make(missing)
            self.put(made)
            found |= made
        return {key: found[key] for key in wanted if key in found}


class Remembered:
    """The catalogue on one day. Rows are shared between requests: never change them, never save them."""

    def __init__(self, on: dt.date, stamp: str | None = None) -> None:
        self.on, self.stamp = on, stamp
        self._listings: Kept[int, Listing] = Kept(MOST_LISTINGS)
        self._offers: Kept[int, Offer] = Kept(MOST_LISTINGS)
        self._made: Kept[Hashable, Any] = Kept(MOST_MADE)

    @cached_property
    def organisers(self) -> dict[int, Organiser]:
        return {row.pk: row for row in Organiser.objects.order_by("pk")}

    @property
    def organiser(self) -> Organiser | None:
        """Whose site this is: the first one."""
        return next(iter(self.organisers.values()), None)

    @cached_property
    def municipalities(self) -> dict[int, Municipality]:
        """By id, in the order of their names."""
        rows = {row.pk: row for row in Municipality.objects.all()}
        for row in rows.values():
            link(row, "organiser", self.organisers)
        return rows

    @cached_property
    def areas_by_id(self) -> dict[int, PostalArea]:
        """In the order of their codes, each with its municipality and organiser."""
        rows = {row.pk: row for row in PostalArea.objects.all()}
        for row in rows.values():
            link(row, "municipality", self.municipalities)
        return rows

    @cached_property
    def areas(self) -> dict[str, PostalArea]:
        """By postal code."""
        return {row.code: row for row in self.areas_by_id.values()}

    @cached_property
    def categories(self) -> dict[int, Category]:
        """By id, in the catalogue's order, each with the one above it."""
        rows = {row.pk: row for row in Category.objects.all()}
        for row in rows.values():
            link(row, "parent", rows)
        return rows

    @cached_property
    def leaves(self) -> list[Category]:
        """The categories with none below them."""
        above = {row.parent_id for row in self.categories.values()}
        return [row for row in self.categories.values() if row.pk not in above]

    @cached_property
    def _shared(self) -> Shared:
        return Shared.load(self.organisers.values())

    def listings(self, ids: Iterable[int]) -> dict[int, Listing]:
        """With texts, provider, category and photo, in the order of `ids`; unknown ones are left out."""
        return self._listings.many(ids, self._read_listings)

    def _read_listings(self, ids: list[int]) -> dict[int, Listing]:
        found = Listing.objects.select_related("provider", "photo").prefetch_related("texts").in_bulk(ids)
        for listing in found.values():
            link(listing, "category", self.categories)
        return found

    def published(self, pk: int) -> Listing | None:
        """The listing, if it was ever public."""
        found = self.listings([pk]).get(pk) if pk <= LARGEST_ID else None
        return found if found is not None and found.first_published_at else None

    def choosable(self, category_id: int, organiser_id: int, municipality_id: int | None, most: int) -> list[int]:
        """The first so many ids of a category that can be chosen there (without a place: anywhere)."""
        return self.keep(
            ("choosable", category_id, organiser_id, municipality_id, most),
            lambda: self._read_choosable(category_id, organiser_id, municipality_id, most),
        )

    def _read_choosable(self, category_id: int, organiser_id: int, municipality_id: int | None, most: int) -> list[int]:
        found = Listing.objects.choosable(self.on, self.organisers[organiser_id]).filter(category=category_id)
        found = found.serving(municipality_id) if municipality_id else found
        return list(found.order_by("pk").values_list("pk", flat=True)[:most])

    def offers(self, ids: Iterable[int]) -> dict[int, Offer]:
        """Frozen offers, as `offers.load_offers` gives them for that day."""
        return self._offers.many(ids, self._read_offers)

    def _read_offers(self, ids: list[int]) -> dict[int, Offer]:
        return offers_of(self.listings(ids).values(), self.on, self._shared)

    def card_quote(self, offer: Offer, place: Place | None) -> CardQuote:
        """`offer` as it was given by `offers`. What cannot be chosen there now has no price for anyone."""
        return self.keep(("quote", offer.listing_id, place), lambda: self._card_quote(offer, place))

    def _card_quote(self, offer: Offer, place: Place | None) -> CardQuote:
        quote = card_quote(offer, place, self.on)
        if quote.refusal or (place.organiser_id in offer.choosable_by if place else offer.choosable):
            return quote
        return replace(quote, refusal=NOT_CHOOSABLE, price=None, budget=None, own=None, lines=())

    def keep(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Something else that depends on the catalogue, the day and the key alone. Never change it afterwards."""
        return self._made.one(key, make)


def link(row: Model, name: str, rows: Mapping[int, Model]) -> None:
    """Sets the row that a foreign key points to. One written a moment ago is left to be read when it is asked for."""
    if found := rows.get(getattr(row, f"{name}_id")):
        setattr(row, name, found)


_latest: Remembered | None = None
_of_request: ContextVar[list[Remembered] | None] = ContextVar("remembered_of_request", default=None)


def remembered(on: dt.date | None = None) -> Remembered:
    """What is known of the catalogue now; one statement, and inside `one_look` only the first time."""
    day = on or today()
    looks = _of_request.get()
    if looks is None:
        return _look(day)
    known = next((look for look in looks if look.on == day), None)
    if known is None:
        known = _look(day)
        looks.append(known)
    return known


def _look(on: dt.date) -> Remembered:
    """Inside a transaction nothing is kept: it may see what nobody else will ever see."""
    global _latest
    stamp = None if _in_transaction() else CatalogueStamp.objects.now()
    if stamp is None:
        return Remembered(on)
    if _latest is None or (_latest.stamp, _latest.on) != (stamp, on):
        _latest = Remembered(on, stamp)
    return _latest


def forget() -> None:
    """As right after a change of the catalogue."""
    global _latest
    _latest = None


def _in_transaction() -> bool:
    return connection.in_atomic_block


@contextmanager
def one_look() -> Iterator[None]:
    """While this lasts the stamp is read once."""
    token = _of_request.set([])
    try:
        yield
    finally:
        _of_request.reset(token)


class OneLook:
    """Middleware: a page that only shows looks at the stamp once; one that may change something looks each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with one_look():
            return self.get_response(request)
