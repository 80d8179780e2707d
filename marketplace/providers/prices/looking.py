"""A change of prices as its pages show it: beside what holds that day, what is wrong, what it does to clients."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder

from catalogue.actions.prices import bases_of, check_terms
from catalogue.importing.problems import Problem
from catalogue.models import Listing, Organiser, PriceVersion
from catalogue.offers import load_offers
from catalogue.price_rules import PriceDays, cap_trouble
from catalogue.terms import Terms

from ..models import PriceChange, PriceChangeRow
from .moves import Move, moves, places
from .reach import Pair, Reach, reach


@dataclass(frozen=True)
class RowLook:
    """One listing of a change."""

    row: PriceChangeRow
    listing: Listing
    old: Terms | None
    new: Terms
    moves: list[Move]
    pair: Pair
    troubles: list[str]

    @property
    def title(self) -> str:
        text = self.listing.text()
        return text.title if text else str(self.listing)

    @property
    def warnings(self) -> list[str]:
        """What may be a slip of the hand; it can be sent all the same."""
        return [move.warning for move in self.moves if move.warning]

    @property
    def is_first(self) -> bool:
        """It had no price before."""
        return self.old is None

    @property
    def is_changed(self) -> bool:
        return bool(self.moves)


@dataclass(frozen=True)
class Look:
    """All of a change. `on` is today; `day` the first day of the prices, or the earliest one while none is chosen."""

    change: PriceChange
    on: dt.date
    days: PriceDays
    rows: list[RowLook]

    @property
    def day(self) -> dt.date:
        return first_day(self.change, self.days)

    @property
    def changed(self) -> list[RowLook]:
        return [row for row in self.rows if row.is_changed]

    @property
    def unchanged(self) -> list[RowLook]:
        return [row for row in self.rows if not row.is_changed]

    @property
    def problems(self) -> list[tuple[int, str]]:
        """Rows of the list that cannot be taken, with what is wrong in words."""
        return [(found["row"], str(Problem.from_json(found))) for found in self.change.problems]

    @cached_property
    def day_trouble(self) -> str:
        found = self.days.trouble(self.change.valid_from)
        return str(found) if found else ""

    @property
    def is_ready(self) -> bool:
        troubles = self.day_trouble or self.change.problems or any(row.troubles for row in self.rows)
        return bool(self.changed) and not troubles

    @cached_property
    def needs_yes(self) -> bool:
        """Whether the organiser's rules ask for an official's yes: a price that rises by more than so many per cent."""
        most = self.days.rules.price_confirm_percent
        return most is not None and any(move.rises_above(most) for row in self.changed for move in row.moves)

    @cached_property
    def reach(self) -> list[tuple[RowLook, Reach]]:
        """Of each changed listing that has a price already; asks the database when it is read."""
        known = [row for row in self.changed if row.old is not None]
        found = reach([row.pair for row in known], self.day)
        return [(row, found[row.listing.pk]) for row in known]

    @property
    def fingerprint(self) -> str:
        """Says whether what is sent is what was shown: the day, and every price before and after it."""
        shown = [[row.listing.pk, row.old and row.old.to_json(), row.new.to_json()] for row in self.rows]
        text = json.dumps([str(self.change.valid_from), shown], cls=DjangoJSONEncoder)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def first_day(change: PriceChange, days: PriceDays) -> dt.date:
    return max(change.valid_from or days.first_choice, days.on)


def look_at(change: PriceChange, organiser: Organiser, on: dt.date) -> Look:
    """Constant queries, however many listings it has. `change` as `PriceChange.objects.with_rows()` gives it."""
    rows = list(change.rows.all())
    ids = [row.listing_id for row in rows]
    days = PriceDays(organiser.rules(on), on, has_price=have_price(ids, on))
    day = first_day(change, days)
    bases, offers, versions = bases_of(change.provider), load_offers(ids, day), versions_before(change, ids, day)
    news = {row.pk: Terms.from_json(row.terms) for row in rows}
    wanted = {part.service_id for terms in news.values() for part in terms.parts}
    services = Listing.objects.select_related("category").in_bulk(wanted)
    looks = []
    for row in rows:
        old, offer = versions.get(row.listing_id), offers[row.listing_id]
        prices = news[row.pk].price_list(day, bases, services)
        pair = Pair(offer, replace(offer, later=(), **vars(prices)))
        troubles = [str(found) for found in cap_trouble(offer, prices, organiser.pk, day)]
        troubles = _wrong(row.listing, news[row.pk], bases) or troubles
        differs = _moves(row.listing, old, news[row.pk], bases, only_terms=bool(change.file_name))
        terms = Terms.of(old) if old else None
        looks.append(RowLook(row, row.listing, terms, news[row.pk], differs, pair, troubles))
    return Look(change, on, days, looks)


def have_price(ids: Iterable[int], on: dt.date) -> bool:
    """Whether a price holds that clients have seen, for any of them: then they need time before another one."""
    seen = PriceVersion.objects.filter(listing__in=list(ids), listing__first_published_at__isnull=False)
    return seen.filter(valid_from__lte=on).exists()


def versions_on(ids: Iterable[int], day: dt.date) -> dict[int, PriceVersion]:
    """The versions in force that day by listing id, with lines, options and items."""
    found = PriceVersion.objects.filter(listing__in=list(ids)).in_force(day)
    return {version.listing_id: version for version in found.prefetch_related("lines", "options", "items")}


def versions_before(change: PriceChange, ids: list[int], day: dt.date) -> dict[int, PriceVersion]:
    """What holds that day without the change: once it was taken, what held when it was."""
    made = [row.version_id for row in change.rows.all() if row.version_id]
    if not made:
        return versions_on(ids, day)
    older = PriceVersion.objects.filter(listing__in=ids, valid_from__lte=day, pk__lt=min(made))
    found = older.order_by("valid_from", "pk").prefetch_related("lines", "options", "items")
    return {version.listing_id: version for version in found}


def _moves(
    listing: Listing, old: PriceVersion | None, new: Terms, bases: list[dict[str, Any]], *, only_terms: bool
) -> list[Move]:
    found = moves(Terms.of(old) if old else None, new, listing.unit)
    if old is None or (only_terms and not found) or not (new.travel.cents_per_km or new.travel.max_m):
        return found
    return found + places(old.bases, bases)


def _wrong(listing: Listing, terms: Terms, bases: list[dict[str, Any]]) -> list[str]:
    try:
        check_terms(listing, terms, bases)
    except ValidationError as error:
        return list(error.messages)
    return []
