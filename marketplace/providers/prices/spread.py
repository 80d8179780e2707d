"""How the prices of a kind of help lie, for the official: lowest, quartiles, highest, this old and this new."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles

from catalogue.models import Listing, Organiser
from catalogue.money import half_up
from catalogue.offers import load_offers
from catalogue.snapshots import BAND_ORDER, Band, Offer

from .looking import RowLook

WIDTH = 400
"""Of the picture, in its own units."""


@dataclass(frozen=True)
class Spread:
    """Prices of one unit at one time, in cents. `count`: others' listings; without any the five are None."""

    band: Band
    count: int
    lowest: int | None
    lower: int | None
    middle: int | None
    upper: int | None
    highest: int | None
    old: int | None
    new: int | None

    @property
    def places(self) -> dict[str, int]:
        """Where each price stands in the picture: from the lowest of all on the left to the highest on the right."""
        five = {"lowest": self.lowest, "lower": self.lower, "middle": self.middle, "upper": self.upper}
        known = {**five, "highest": self.highest, "old": self.old, "new": self.new}
        sums = {name: cents for name, cents in known.items() if cents is not None}
        least, most = min(sums.values()), max(sums.values())
        return {name: half_up(Decimal(cents - least) * WIDTH / (most - least or 1)) for name, cents in sums.items()}

    @property
    def box(self) -> int:
        """How wide the middle half is in the picture."""
        return self.places["upper"] - self.places["lower"]


def spreads(rows: Iterable[RowLook], organiser: Organiser, on: dt.date, day: dt.date) -> dict[int, list[Spread]]:
    """By listing id, for each of its times. Others' listings that can be chosen today, at their prices of `day`."""
    looks = list(rows)
    others = _others(looks, organiser, on)
    return {row.listing.pk: [_spread(row, band, others, day) for band in _bands(row)] for row in looks}


def _bands(row: RowLook) -> list[Band]:
    cents = row.new.cents
    return [band for band in BAND_ORDER if band in cents]


Kind = tuple[int, str]
"""Category id and unit."""


def _others(looks: list[RowLook], organiser: Organiser, on: dt.date) -> dict[Kind, list[Offer]]:
    own = {row.listing.provider_id for row in looks}
    found = Listing.objects.choosable(on, organiser).exclude(provider__in=own)
    found = found.filter(category__in={row.listing.category_id for row in looks})
    by_kind: dict[Kind, list[Offer]] = defaultdict(list)
    for offer in load_offers(found.values_list("pk", flat=True), on).values():
        by_kind[offer.category_id, offer.unit].append(offer)
    return by_kind


def _spread(row: RowLook, band: Band, others: dict[Kind, list[Offer]], day: dt.date) -> Spread:
    peers = [offer.at(day).lines.get(band) for offer in others[row.listing.category_id, row.listing.unit]]
    prices = sorted(cents for cents in peers if cents is not None)
    old = row.old.cents.get(band) if row.old else None
    return Spread(band, len(prices), *five_of(prices), old, row.new.cents[band])


def five_of(prices: list[int]) -> tuple[int | None, int | None, int | None, int | None, int | None]:
    """Lowest, lower quartile, middle, upper quartile, highest, of sorted prices; quartiles half up to cents.

    Between two prices the quartile lies in proportion (the "inclusive" way: the prices are all there are).
    """
    if not prices:
        return (None,) * 5
    if len(prices) == 1:
        return (prices[0],) * 5
    lower, middle, upper = (half_up(each) for each in quantiles(map(Decimal, prices), n=4, method="inclusive"))
    return prices[0], lower, middle, upper, prices[-1]
