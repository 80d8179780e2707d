"""Price for me: what a visit costs, what the budget pays and what is the client's own share. Pure.

Each line is rounded half up once and sums are of rounded cents. What is left of a budget plays no part here.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from marketplace.foundation.dates import days_in_month

from .enums import UNBANDED_UNITS, Unit
from .money import half_up
from .snapshots import (
    BAND_ORDER,
    NO_BAND,
    WEEKDAY_DAY,
    ApprovedFor,
    Band,
    Ceiling,
    Item,
    Offer,
    Place,
    PriceList,
    ValueRow,
    Values,
)

__all__ = [
    "BAND_ORDER",
    "NO_BAND",
    "WEEKDAY_DAY",
    "ApprovedFor",
    "Band",
    "CardQuote",
    "Ceiling",
    "Item",
    "Offer",
    "Place",
    "PriceList",
    "Quote",
    "QuoteLine",
    "ValueRow",
    "Values",
    "card_quote",
    "quote",
    "quote_month",
    "unit_quote",
]

NOT_CHOOSABLE = "NOT_CHOOSABLE"
NOT_SERVED = "NOT_SERVED"
BAD_QUANTITY = "BAD_QUANTITY"
NO_SERVICE_THAT_DAY = "NO_SERVICE_THAT_DAY"
NO_VALUE_SET = "NO_VALUE_SET"
ABOVE_VALUE = "ABOVE_VALUE"

WHOLE = Decimal(1)


@dataclass(frozen=True)
class QuoteLine:
    """One rounded line of a price. Kinds: unit, month, option, travel; `words` holds what its sentence needs."""

    kind: str
    words: dict[str, Any]
    cents: int


@dataclass(frozen=True)
class Quote:
    """What one visit (or one month) costs. With a refusal, budget and own are None: there is no price for me."""

    refusal: str | None
    price: int | None = None
    budget: int | None = None
    own: int | None = None
    value: int | None = None
    """What the voucher pays at most for this quantity; None: no ceiling, own unit, or not known."""
    lines: tuple[QuoteLine, ...] = ()
    band: Band | None = None
    metres: int | None = None
    quantity: Decimal = WHOLE
    unit_cents: int | None = None
    travel: int = 0
    price_version_id: int | None = None


@dataclass(frozen=True)
class CardQuote(Quote):
    """The one quote of card, compare, listing head and index columns."""


@dataclass(frozen=True)
class _Case:
    """All that one quote is reckoned from."""

    offer: Offer
    place: Place | None
    on: dt.date
    band: Band
    quantity: Decimal
    options: Sequence[str] = ()
    days: tuple[int, int] | None = None
    """These many days of the month's days; None: no part of a month."""
    metres: int | None = None


def quote(
    offer: Offer,
    place: Place,
    on: dt.date,
    start: dt.time | None,
    quantity: Decimal,
    options: Sequence[str] = (),
) -> Quote:
    """The price of one visit on that day from that time, with the price list and values in force on that day."""
    offer = offer.at(on)
    band = offer.band(place, on, start)
    case = _Case(offer, place, on, band, Decimal(quantity), tuple(options), metres=offer.metres(place))
    return _quote(case, Quote)


def quote_month(offer: Offer, place: Place, month: dt.date, from_day: dt.date, until_day: dt.date) -> Quote:
    """The price of a month-priced service from–to (both days included) in one month: pro rata by days."""
    offer = offer.at(from_day)
    days, of = (until_day - from_day).days + 1, days_in_month(month)
    case = _Case(offer, place, from_day, NO_BAND, WHOLE, (), (days, of), offer.metres(place))
    return _quote(case, Quote)


def card_quote(offer: Offer, place: Place | None, on: dt.date) -> CardQuote:
    """Smallest quantity in the first priced band, a month or a package whole. Without a place: without travel."""
    offer = offer.at(on)
    whole = offer.is_package or offer.unit == Unit.MONTH
    quantity = max(WHOLE, offer.smallest) if whole else offer.smallest
    band = offer.first_band() or NO_BAND
    return _quote(_Case(offer, place, on, band, quantity, metres=offer.metres(place)), CardQuote)  # type: ignore[return-value]


def unit_quote(offer: Offer, place: Place | None, on: dt.date, band: Band) -> Quote:
    """One unit in a band for the price table: no travel, whatever the smallest quantity is."""
    case = _Case(offer, place, on, band, WHOLE)
    cents = offer.lines[band]
    return _shared(case, Quote, cents, {"band": band, "unit_cents": cents})


def _quote(case: _Case, kind: type[Quote]) -> Quote:
    facts: dict[str, Any] = {"band": case.band, "metres": case.metres, "quantity": case.quantity}
    facts["price_version_id"] = case.offer.price_version_id
    unit_cents = case.offer.lines.get(case.band)
    if refusal := _refusal(case, unit_cents):
        return kind(refusal, unit_cents=unit_cents, **facts)
    lines = tuple(_lines(case, unit_cents))  # type: ignore[arg-type]
    price = sum(line.cents for line in lines)
    facts |= {"lines": lines, "unit_cents": unit_cents}
    facts["travel"] = sum(line.cents for line in lines if line.kind == "travel")
    return _shared(case, kind, price, facts)


def _refusal(case: _Case, unit_cents: int | None) -> str | None:
    """What stands in the way before money is reckoned."""
    offer = case.offer
    if case.place is not None and not _served(offer, case.place, case.metres):
        return NOT_SERVED
    if not _quantity_fits(offer, case.quantity) or not set(case.options) <= set(offer.options):
        return BAD_QUANTITY
    return NO_SERVICE_THAT_DAY if unit_cents is None else None


def _served(offer: Offer, place: Place, metres: int | None) -> bool:
    too_far = offer.travel_max_m is not None and metres is not None and metres > offer.travel_max_m
    return place.municipality_id in offer.served and not too_far


def _quantity_fits(offer: Offer, quantity: Decimal) -> bool:
    if not quantity.is_finite() or quantity.as_tuple().exponent < -2:  # type: ignore[operator]
        return False
    return offer.smallest <= quantity <= offer.largest and quantity % offer.step == 0


def _lines(case: _Case, unit_cents: int) -> list[QuoteLine]:
    offer, quantity = case.offer, case.quantity
    words: dict[str, Any] = {"unit_cents": unit_cents, "quantity": quantity, "unit": offer.unit}
    if case.days:
        words |= {"days": case.days[0], "of": case.days[1]}
    kind = "month" if case.days and case.days[0] != case.days[1] else "unit"
    lines = [QuoteLine(kind, words, _part(case, Decimal(unit_cents) * quantity))]
    lines += [QuoteLine("option", {"code": code}, offer.options[code]) for code in case.options]
    if travel := _travel(case):
        lines.append(travel)
    return lines


def _part(case: _Case, cents: Decimal) -> int:
    """Cents of the case's part of a month, rounded once (days before division, so that nothing is lost)."""
    return half_up(cents * case.days[0] / case.days[1] if case.days else cents)


def _travel(case: _Case) -> QuoteLine | None:
    """Started kilometres one way beyond the free metres, once per visit."""
    offer = case.offer
    if not offer.has_travel or case.metres is None or case.metres <= offer.travel_free_m:
        return None
    km = -(-(case.metres - offer.travel_free_m) // 1000)
    cents = km * offer.travel_cents_per_km
    words = {"km": km, "cents_per_km": offer.travel_cents_per_km, "metres": case.metres}
    return QuoteLine("travel", words, cents) if cents else None


def _shared(case: _Case, kind: type[Quote], price: int, facts: dict[str, Any]) -> Quote:
    """The price shared between the budget and the client."""
    if case.offer.is_own_unit:
        return kind(None, price, price, 0, **facts)
    ceiling = _ceiling(case)
    if ceiling is None:
        return kind(NO_VALUE_SET, price, **facts)
    value = ceiling.cents
    if case.offer.free_by_law and value is not None and price > value:
        return kind(ABOVE_VALUE, price, value=value, **facts)
    budget = price if value is None else min(price, value)
    return kind(None, price, budget, price - budget, value, **facts)


def _ceiling(case: _Case) -> Ceiling | None:
    """The value of the whole quantity; None if any part of it is not set."""
    if not case.offer.is_package:
        return _value(case, case.offer.category_path, case.offer.unit, case.band, case.quantity)
    values = [_item_value(case, item) for item in case.offer.items]
    if not values or any(value is None for value in values):
        return None
    cents = [value.cents for value in values if value]
    return Ceiling(None if None in cents else sum(cents))  # type: ignore[arg-type]


def _item_value(case: _Case, item: Item) -> Ceiling | None:
    """Each item in its own unit: in a per-visit package in the visit's band, else as on a weekday's day."""
    visit_band = case.band if case.offer.is_banded else WEEKDAY_DAY
    band = NO_BAND if item.unit in UNBANDED_UNITS else visit_band
    return _value(case, item.category_path, item.unit, band, item.quantity * case.quantity)


def _value(case: _Case, path: str, unit: str, band: Band, quantity: Decimal) -> Ceiling | None:
    place = case.place
    organiser_id = place.organiser_id if place else case.offer.home_organiser_id
    if organiser_id is None:
        return None
    municipality_id = place.municipality_id if place else None
    found = case.offer.values.find(organiser_id, municipality_id, path, unit, band, case.on)
    if found is None or found.cents is None:
        return found
    return Ceiling(_part(case, found.cents * quantity))
