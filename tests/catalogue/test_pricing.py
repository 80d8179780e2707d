import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.calendar import Calendar
from catalogue.enums import DayType, ListingKind, ProviderKind
from catalogue.geo import Point, distance_m
from catalogue.models import PriceLine
from catalogue.money import half_up
from catalogue.offers import resolve
from catalogue.pricing import (
    NO_BAND,
    WEEKDAY_DAY,
    Band,
    Item,
    Offer,
    Place,
    ValueRow,
    Values,
    card_quote,
    quote,
    quote_month,
)

ON = dt.date(2026, 11, 25)
LONG_AGO = dt.date(2020, 1, 1)
PATH = "/p4/p4-3/"
VASA = Place("65100", 905, 63.1, 21.6, 1)
EVENING = Band("weekday", "evening")


def values(*rows: tuple) -> Values:
    """Rows of (path, unit, band, municipality, valid_from, cents)."""
    found: dict = {}
    for path, unit, band, municipality, valid_from, cents in rows:
        found.setdefault((1, path, unit, *band), []).append(ValueRow(municipality, valid_from, cents))
    return Values({key: tuple(sorted(r, key=lambda row: row.valid_from, reverse=True)) for key, r in found.items()})


def an_hour(cents: int | None, **changes: object) -> Values:
    return values((PATH, "hour", WEEKDAY_DAY, None, LONG_AGO, cents))


def offer(**changes: object) -> Offer:
    fields = {
        "listing_id": 1,
        "provider_id": 1,
        "provider_kind": ProviderKind.COMPANY,
        "category_id": 1,
        "category_path": PATH,
        "unit": "hour",
        "lines": {WEEKDAY_DAY: 4500},
        "step": Decimal("0.5"),
        "largest": Decimal(8),
        "served": frozenset({905}),
        "values": an_hour(4000),
        "approved_by": frozenset({1}),
    }
    return Offer(**(fields | changes))


def ask(found: Offer, quantity: str = "2", on: dt.date = ON, start: dt.time | None = dt.time(9), **more):
    return quote(found, VASA, on, start, Decimal(quantity), **more)


def shares(found) -> tuple:
    return found.refusal, found.price, found.budget, found.own


# What the budget pays


def test_the_budget_pays_the_value_and_the_rest_is_ones_own() -> None:
    assert shares(ask(offer())) == (None, 9000, 8000, 1000)


def test_below_the_value_the_budget_pays_the_price() -> None:
    assert shares(ask(offer(values=an_hour(5000)))) == (None, 9000, 9000, 0)


def test_no_row_is_a_refusal_and_no_price_for_me() -> None:
    assert shares(ask(offer(values=Values()))) == ("NO_VALUE_SET", 9000, None, None)


def test_no_ceiling_is_said_explicitly() -> None:
    assert shares(ask(offer(values=an_hour(None)))) == (None, 9000, 9000, 0)


def test_a_zero_value_is_a_value() -> None:
    assert shares(ask(offer(values=an_hour(0)))) == (None, 9000, 0, 9000)


def test_an_own_unit_takes_all_from_the_budget_and_needs_no_value() -> None:
    assert shares(ask(offer(provider_kind=ProviderKind.MUNICIPALITY, values=Values()))) == (None, 9000, 9000, 0)


def test_free_by_law_is_free_or_cannot_be_chosen() -> None:
    assert shares(ask(offer(free_by_law=True, values=an_hour(4500)))) == (None, 9000, 9000, 0)
    assert shares(ask(offer(free_by_law=True, values=an_hour(4499)))) == ("ABOVE_VALUE", 9000, None, None)


def test_the_municipality_goes_before_all_and_the_nearest_category_before_its_parent() -> None:
    rows = [
        ("/p4/", "hour", WEEKDAY_DAY, 905, LONG_AGO, 100),
        (PATH, "hour", WEEKDAY_DAY, None, LONG_AGO, 3000),
        (PATH, "hour", WEEKDAY_DAY, 499, LONG_AGO, 200),
    ]
    assert ask(offer(values=values(*rows))).budget == 6000
    assert ask(offer(values=values(*rows, (PATH, "hour", WEEKDAY_DAY, 905, LONG_AGO, 3500)))).budget == 7000
    assert ask(offer(values=values(rows[0]))).budget == 200


def test_the_newest_value_in_force_holds() -> None:
    rows = [(PATH, "hour", WEEKDAY_DAY, None, day, c) for day, c in [(LONG_AGO, 3000), (ON + dt.timedelta(1), 4000)]]
    assert [ask(offer(values=values(*rows)), on=ON + dt.timedelta(d)).budget for d in (0, 1)] == [6000, 8000]


# Rounding


@pytest.mark.parametrize(("cents", "whole"), [("12.5", 13), ("12.49", 12), ("13.5", 14), ("0.5", 1)])
def test_half_a_cent_goes_up(cents: str, whole: int) -> None:
    assert half_up(Decimal(cents)) == whole


def test_each_line_is_rounded_once_and_the_sum_is_of_rounded_cents() -> None:
    """41.95 € × 1.5 h = 62.925 € → 62.93 €; the value 30.33 € × 1.5 = 45.495 € → 45.50 €."""
    found = ask(offer(lines={WEEKDAY_DAY: 4195}, values=an_hour(3033)), "1.5")
    assert shares(found) == (None, 6293, 4550, 1743)


def test_a_percentage_is_of_the_same_days_day_line_rounded_once() -> None:
    """130 % of 41.95 € = 54.535 € → 54.54 €; of Saturday's 58.10 € = 75.53 €."""
    lines = [
        PriceLine(day_type="weekday", part="day", cents=4195),
        PriceLine(day_type="weekday", part="night", percent=130),
        PriceLine(day_type="saturday", part="night", percent=130),
        PriceLine(day_type="saturday", part="day", cents=5810),
    ]
    found = resolve(lines)
    assert (found[Band("weekday", "night")], found[Band("saturday", "night")]) == (5454, 7553)


# Quantity, place, time


@pytest.mark.parametrize("quantity", ["0", "-1", "0.25", "8.5", "10000", "1.001", "NaN", "Infinity", "1.3"])
def test_a_bad_quantity_is_refused(quantity: str) -> None:
    assert ask(offer(), quantity).refusal == "BAD_QUANTITY"


def test_a_place_not_served_or_too_far_is_refused() -> None:
    assert ask(offer(served=frozenset({499}))).refusal == "NOT_SERVED"
    near = {"bases": (Point(63.11, 21.6),)}  # 1,112 m
    assert ask(offer(travel_max_m=1112, **near)).refusal is None
    assert ask(offer(travel_max_m=1111, **near)).refusal == "NOT_SERVED"


@pytest.mark.parametrize(("free", "cents"), [(1112, 0), (1111, 60), (112, 60), (111, 120), (0, 120)])
def test_travel_per_started_kilometre_beyond_the_free_metres(free: int, cents: int) -> None:
    found = ask(offer(bases=(Point(63.11, 21.6),), travel_free_m=free, travel_cents_per_km=60))
    assert (found.metres, found.travel, found.price) == (1112, cents, 9000 + cents)


@pytest.mark.parametrize(
    ("unit", "travels"), [("hour", 1), ("visit", 1), ("day", 1), ("once", 1), ("month", 0), ("piece", 0)]
)
def test_travel_once_per_visit_never_on_month_or_piece(unit: str, travels: int) -> None:
    lines = {WEEKDAY_DAY: 100, NO_BAND: 100}
    own = offer(unit=unit, lines=lines, provider_kind=ProviderKind.MUNICIPALITY)
    found = ask(replace(own, bases=(Point(63.11, 21.6),), travel_cents_per_km=60), "3")
    assert found.price == 300 + travels * 120


def test_the_nearest_base_counts_in_whole_metres() -> None:
    assert distance_m(Point(63.1, 21.6), Point(63.1, 21.6)) == 0
    assert distance_m(Point(63, 21), Point(64, 21)) == 111195  # π × 6,371,008.8 / 180 = 111,195.08
    assert distance_m(Point(0, 0), Point(90, 0)) == 10007557  # a quarter of the circle: 10,007,557.2
    assert ask(offer(bases=(Point(64, 22), Point(63.11, 21.6)))).metres == 1112


def test_a_time_without_a_price_is_refused() -> None:
    found = offer(evening_from=dt.time(18))
    assert ask(found, start=dt.time(18)).refusal == "NO_SERVICE_THAT_DAY"
    assert ask(found, start=dt.time(17, 59)).refusal is None
    assert ask(found, on=dt.date(2026, 11, 28)).refusal == "NO_SERVICE_THAT_DAY"


def test_a_visit_over_a_band_lies_in_the_band_of_its_start() -> None:
    found = offer(evening_from=dt.time(18), lines={WEEKDAY_DAY: 4500, EVENING: 6000}, values=an_hour(9900))
    assert ask(found, "4", start=dt.time(17, 30)).price == 18000


def test_a_night_past_midnight_has_the_day_type_of_its_date() -> None:
    found = offer(night_from=dt.time(21), night_until=dt.time(6))
    place_band = found.band(VASA, dt.date(2026, 11, 29), dt.time(2))
    assert place_band == ("sunday", "night")


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (dt.date(2026, 12, 24), DayType.SATURDAY),
        (dt.date(2026, 12, 25), DayType.SUNDAY),
        (dt.date(2026, 12, 23), DayType.WEEKDAY),
        (dt.date(2026, 12, 26), DayType.SUNDAY),
        (dt.date(2026, 12, 19), DayType.SATURDAY),
        (dt.date(2026, 12, 20), DayType.SUNDAY),
    ],
)
def test_holidays_are_sundays_and_eves_saturdays(day: dt.date, kind: DayType) -> None:
    days = {24: "eve", 25: "holiday", 26: "holiday"}
    assert Calendar({dt.date(2026, 12, d): k for d, k in days.items()}).day_type(day) == kind


# Month


def month_offer(cents: int = 10000, value: int | None = 9000) -> Offer:
    rows = values((PATH, "month", NO_BAND, None, LONG_AGO, value))
    return offer(unit="month", lines={NO_BAND: cents}, step=Decimal(1), largest=Decimal(1), values=rows)


def test_a_part_of_a_month_is_by_days_price_and_value_each_rounded_once() -> None:
    """10 of 31 days: 100 € → 32.258 → 32.26 €; 90 € → 29.032 → 29.03 €."""
    month = dt.date(2026, 12, 1)
    found = quote_month(month_offer(), VASA, month, dt.date(2026, 12, 22), dt.date(2026, 12, 31))
    assert shares(found) == (None, 3226, 2903, 323)


def test_a_whole_month_is_whole() -> None:
    found = quote_month(month_offer(), VASA, dt.date(2028, 2, 1), dt.date(2028, 2, 1), dt.date(2028, 2, 29))
    assert shares(found) == (None, 10000, 9000, 1000)


# Packages

ITEMS = (Item(2, 2, PATH, "hour", Decimal("1.5")), Item(3, 3, "/p4/meals/", "piece", Decimal(2)))
MEAL = ("/p4/meals/", "piece", NO_BAND, None, LONG_AGO, 501)


def package(unit: str, *rows: tuple, band: Band = NO_BAND) -> Offer:
    return offer(
        kind=ListingKind.PACKAGE, unit=unit, lines={band: 20000}, items=ITEMS, values=values(*rows), step=Decimal(1)
    )


def test_a_packages_value_is_the_sum_of_its_items_each_in_its_unit() -> None:
    """1.5 h × 40.33 € = 60.495 → 60.50 €; 2 × 5.01 € = 10.02 €; together 70.52 €."""
    row = (PATH, "hour", WEEKDAY_DAY, None, LONG_AGO, 4033)
    found = card_quote(package("month", row, MEAL), VASA, ON)
    assert (found.price, found.budget, found.own) == (20000, 7052, 12948)


def test_a_package_per_visit_takes_the_visits_band() -> None:
    rows = [(PATH, "hour", EVENING, None, LONG_AGO, 6000), (PATH, "hour", WEEKDAY_DAY, None, LONG_AGO, 4000)]
    found = replace(package("visit", *rows, MEAL, band=EVENING), evening_from=dt.time(18))
    assert ask(found, "1", start=dt.time(19)).budget == 9000 + 1002


def test_one_item_without_a_value_leaves_the_package_without() -> None:
    assert card_quote(package("month", MEAL), VASA, ON).refusal == "NO_VALUE_SET"


def test_one_item_without_a_ceiling_lifts_the_packages() -> None:
    row = (PATH, "hour", WEEKDAY_DAY, None, LONG_AGO, None)
    assert card_quote(package("month", row, MEAL), VASA, ON).own == 0


# Card


def test_a_card_takes_the_smallest_amount_in_the_first_priced_band() -> None:
    lines = {Band("sunday", "day"): 9000, Band("saturday", "night"): 7000}
    rows = values((PATH, "hour", Band("saturday", "night"), None, LONG_AGO, 5000))
    found = card_quote(offer(lines=lines, smallest=Decimal("1.5"), values=rows), VASA, ON)
    assert (found.band, found.quantity, found.price, found.budget) == (
        ("saturday", "night"),
        Decimal("1.5"),
        10500,
        7500,
    )


def test_a_card_without_a_place_has_no_travel() -> None:
    found = offer(bases=(Point(63.11, 21.6),), travel_cents_per_km=60)
    assert card_quote(found, None, ON).price == 4500
    assert card_quote(found, VASA, ON).price == 4620


# Whatever the numbers are

CENTS = st.integers(0, 50_000)
AMOUNTS = st.integers(2, 16).map(lambda halves: Decimal(halves) / 2)


@given(CENTS, CENTS, AMOUNTS, st.integers(0, 500), st.floats(63.1, 64))
def test_the_shares_always_sum_up(price: int, value: int, quantity: Decimal, per_km: int, lat: float) -> None:
    found = offer(
        lines={WEEKDAY_DAY: price}, values=an_hour(value), bases=(Point(lat, 21.6),), travel_cents_per_km=per_km
    )
    seen = quote(found, VASA, ON, dt.time(9), quantity)
    assert seen.price == seen.budget + seen.own == sum(line.cents for line in seen.lines)
    assert 0 <= seen.budget <= half_up(value * quantity)
    assert seen.own >= 0


@given(CENTS, CENTS, CENTS, AMOUNTS)
def test_a_higher_value_never_makes_it_dearer(price: int, low: int, more: int, quantity: Decimal) -> None:
    own = [
        quote(offer(lines={WEEKDAY_DAY: price}, values=an_hour(v)), VASA, ON, None, quantity).own
        for v in (low, low + more)
    ]
    assert own[0] >= own[1]


@given(st.integers(1, 100_000), st.integers(1, 31))
def test_the_days_of_a_month_never_cost_more_than_a_cent_a_piece_beside_the_month(cents: int, cut: int) -> None:
    found, month = month_offer(cents), dt.date(2026, 12, 1)
    last = dt.date(2026, 12, 31)
    parts = [quote_month(found, VASA, month, month, dt.date(2026, 12, cut)).price]
    if cut < 31:
        parts.append(quote_month(found, VASA, month, dt.date(2026, 12, cut + 1), last).price)
    assert abs(sum(parts) - cents) <= 1
