"""For how many clients the own share would change. Numbers are told in classes of five, so that nobody stands out.

Small numbers are hidden. Trying one price after the other and comparing the answers tells little more: one client more
or fewer shows only where a class ends.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from catalogue.models import PostalArea
from catalogue.pricing import Offer, Place, card_quote, unit_quote
from marketplace.foundation.dates import month_of
from marketplace.plans.models import PlanVersion
from marketplace.selections.models import ShortlistItem
from marketplace.selections.rules import plan_allows

FEWEST = 5
"""Below this no number is told, not even that it is none."""


@dataclass(frozen=True)
class About:
    """A number of people, as it may be told: `low`–`high`, or fewer than FEWEST (both None)."""

    low: int | None
    high: int | None

    @classmethod
    def of(cls, count: int) -> "About":
        low = count // FEWEST * FEWEST
        return cls(low, low + FEWEST - 1) if low else cls(None, None)


@dataclass(frozen=True)
class Reach:
    """Clients whose own share would change: by a plan that allows it, and by having saved it."""

    plans: About
    saved: About


@dataclass(frozen=True)
class Pair:
    """A listing's offer on the first day of the new prices: as it would be without them, and with them."""

    old: Offer
    new: Offer


def reach(pairs: Iterable[Pair], on: dt.date) -> dict[int, Reach]:
    """By listing id, as of the day `on`; a constant number of queries."""
    by_id = {pair.old.listing_id: pair for pair in pairs}
    planned, saved = _planned(by_id.values(), on), _saved(by_id)
    areas = {area for found in (planned, saved) for clients in found.values() for area in clients.values()}
    places = {
        area.pk: Place.of(area) for area in PostalArea.objects.select_related("municipality").filter(pk__in=areas)
    }
    return {
        pk: Reach(_count(pair, planned[pk], places, on), _count(pair, saved[pk], places, on))
        for pk, pair in by_id.items()
    }


Where = dict[int, int]
"""Client id -> id of the postal area."""


def _planned(pairs: Iterable[Pair], on: dt.date) -> dict[int, Where]:
    """Clients with a plan in force that month which allows the listing: the newest decided version holds."""
    month = month_of(on)
    versions = PlanVersion.objects.decided().filter(from_month__lte=month, until_month__gte=month)
    newest = {
        version.client_id: version for version in versions.with_needs().select_related("client").order_by("number")
    }
    found: dict[int, Where] = defaultdict(dict)
    for client_id, version in newest.items():
        for pair in pairs:
            if plan_allows(version, pair.new):
                found[pair.new.listing_id][client_id] = version.client.postal_area_id
    return found


def _saved(ids: Iterable[int]) -> dict[int, Where]:
    found: dict[int, Where] = defaultdict(dict)
    rows = ShortlistItem.objects.filter(listing__in=list(ids))
    for listing_id, client_id, area in rows.values_list("listing_id", "client_id", "client__postal_area_id"):
        found[listing_id][client_id] = area
    return found


def _count(pair: Pair, where: Where, places: dict[int, Place], on: dt.date) -> About:
    @cache
    def changes(area: int) -> bool:
        return own_share_changes(pair, places[area], on)

    return About.of(sum(changes(area) for area in where.values()))


def own_share_changes(pair: Pair, place: Place, on: dt.date) -> bool:
    """On a card, or for one unit at any time of the week. Where it is not served before and after: no."""
    old, new = card_quote(pair.old, place, on), card_quote(pair.new, place, on)
    if old.refusal == new.refusal == "NOT_SERVED":
        return False
    return (old.own, old.refusal) != (new.own, new.refusal) or _shares(pair.old, place, on) != _shares(
        pair.new, place, on
    )


def _shares(offer: Offer, place: Place, on: dt.date) -> dict[object, int | None]:
    return {band: unit_quote(offer, place, on, band).own for band in offer.lines}
