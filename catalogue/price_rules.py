"""On which days a provider's new prices may begin, and how high they may be. Pure, from the organiser's rules."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst

from marketplace.foundation.dates import add_months, month_of
from marketplace.foundation.templatetags.ui import day_long, euro

from .enums import PriceRefusal, PriceWindow
from .models import OrganiserRules
from .pricing import Offer
from .snapshots import Band, PriceList, Values
from .words import band_name

MONTHS = {
    PriceWindow.MONTH: frozenset(range(1, 13)),
    PriceWindow.QUARTER: frozenset({1, 4, 7, 10}),
    PriceWindow.HALF_YEAR: frozenset({1, 7}),
    PriceWindow.YEAR: frozenset({1}),
}
"""In which months new prices may begin, on the first day."""


@dataclass(frozen=True)
class PriceTrouble:
    """A refusal with what stands in its words; said in the active language."""

    refusal: PriceRefusal
    facts: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.refusal.label % self.facts


@dataclass(frozen=True)
class PriceDays:
    """The days on which new prices may begin, as seen from `on`. `first`: for a service without a price it is `on`."""

    rules: OrganiserRules
    on: dt.date
    has_price: bool = True

    @property
    def first(self) -> dt.date:
        notice = dt.timedelta(days=self.rules.price_notice_days)
        return self.on + notice if self.has_price else self.on

    @property
    def first_choice(self) -> dt.date:
        """The earliest day that can be chosen."""
        return next(iter(self.listed()), self.first)

    @property
    def last(self) -> dt.date:
        """The last day of the month so many months ahead."""
        return add_months(month_of(self.on), self.rules.price_ahead_months + 1) - dt.timedelta(days=1)

    @property
    def is_free(self) -> bool:
        """Any day will do: where the rules say so, or where no price holds that could change."""
        return not self.has_price or self.rules.price_window == PriceWindow.ANY_DAY

    def listed(self) -> list[dt.date]:
        """The first days of months to choose from; empty where any day will do."""
        return [] if self.is_free else list(self._firsts())

    def _firsts(self) -> Iterator[dt.date]:
        month = month_of(self.first)
        while month <= self.last:
            if month >= self.first and month.month in MONTHS[PriceWindow(self.rules.price_window)]:
                yield month
            month = add_months(month, 1)

    def trouble(self, day: dt.date | None) -> PriceTrouble | None:
        if day is None:
            return PriceTrouble(PriceRefusal.NO_DAY)
        if day < self.first:
            return PriceTrouble(PriceRefusal.TOO_SOON, {"first": day_long(self.first_choice)})
        if day > self.last:
            return PriceTrouble(PriceRefusal.TOO_FAR, {"last": day_long(self.last)})
        listed = self.listed()
        if self.is_free or day in listed:
            return None
        nearest = next((first for first in listed if first >= day), listed[-1] if listed else self.first)
        window = PriceWindow(self.rules.price_window).label
        return PriceTrouble(PriceRefusal.OUTSIDE_WINDOW, {"window": window, "next": day_long(nearest)})


def cap_trouble(offer: Offer, prices: PriceList, organiser_id: int, on: dt.date) -> list[PriceTrouble]:
    """Where the category is free by law the voucher's value is the highest price: above it nobody could choose it.

    The lowest value among the municipalities served; the municipality's own units and packages have no such limit.
    """
    if not offer.free_by_law or offer.is_own_unit or offer.is_package:
        return []
    found = []
    for band, cents in prices.lines.items():
        cap = _cap(offer.values, offer, organiser_id, band, on)
        if cap is not None and cents > cap:
            facts = {"time": capfirst(band_name(band)), "cap": euro(cap)}
            found.append(PriceTrouble(PriceRefusal.ABOVE_CAP, facts))
    return found


def _cap(values: Values, offer: Offer, organiser_id: int, band: Band, on: dt.date) -> int | None:
    towns: list[int | None] = sorted(offer.served) or [None]
    found = [values.find(organiser_id, town, offer.category_path, offer.unit, band, on) for town in towns]
    return min((value.cents for value in found if value is not None and value.cents is not None), default=None)
