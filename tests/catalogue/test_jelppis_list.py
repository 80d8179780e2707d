"""The real price list of Jelppis-Tiimi (price_references_fi/price_facts.csv), row by row, in literal cents.

Column `level` of the services: 2024 (evening 18–21, night 21–06, free within 10 km) and 2017 (18–22, 22–07, 5 km).
"""

import csv
import datetime as dt
from decimal import Decimal

import pytest

from catalogue.enums import ProviderKind
from catalogue.geo import Point
from catalogue.pricing import Band, Offer, Place, Quote, quote
from tests import extras

WEEKDAY, SATURDAY, SUNDAY = dt.date(2026, 11, 25), dt.date(2026, 11, 28), dt.date(2026, 11, 29)
MORNING, EVENING = dt.time(9), dt.time(19)
VASA = Place("65100", 905, 63.1, 21.6, 1)
ONE = Decimal(1)

# Service, level: weekday day, weekday evening, Saturday, Saturday evening, Sunday, Sunday evening. 36 band prices.
HOURS = {
    ("Hemservice", 2024): (4195, 4825, None, None, None, None),
    ("Närståendevårdarens lediga dag", 2024): (4760, 5475, 6190, 9520, 9520, 9520),
    ("Hemvård", 2024): (4470, 5140, 5810, 8940, 8940, 8940),
    ("Hemvård 2", 2024): (4760, 5475, 6190, 9520, 9520, 9520),
    ("Hemsjukvård", 2024): (4795, 5515, None, None, None, None),
    ("Hemservice", 2017): (3250, 3410, None, None, None, None),
    ("Närståendevårdarens lediga dag", 2017): (3400, 3550, 4420, 6600, 6600, 6600),
    ("Hemvård/hemsjukvård", 2017): (3610, 3710, 4690, 7100, 7100, 7100),
}
STARTS = [(day, start) for day in (WEEKDAY, SATURDAY, SUNDAY) for start in (MORNING, EVENING)]
BANDS = [Band(day, part) for day in ("weekday", "saturday", "sunday") for part in ("day", "evening")]
ROWS = [
    (*service, day, start, cents)
    for service, prices in HOURS.items()
    for (day, start), cents in zip(STARTS, prices, strict=True)
    if cents is not None
]
LEVELS = {
    2024: {"evening_from": dt.time(18), "night_from": dt.time(21), "night_until": dt.time(6), "travel_free_m": 10000},
    2017: {"evening_from": dt.time(18), "night_from": dt.time(22), "night_until": dt.time(7), "travel_free_m": 5000},
}


def offer(service: str, level: int, **changes: object) -> Offer:
    """As set_price writes it: night is 130 % of the day line of the same day type."""
    lines = {band: c for band, c in zip(BANDS, HOURS.get((service, level), ()), strict=False) if c is not None}
    fields = {
        "listing_id": 1,
        "provider_id": 1,
        "provider_kind": ProviderKind.MUNICIPALITY,
        "category_id": 1,
        "category_path": "/p4/p4-3/",
        "unit": "hour",
        "lines": lines,
        "largest": Decimal(8),
        "served": frozenset({905}),
        "bases": (Point(63.1, 21.6),),
        "travel_cents_per_km": 60,
    }
    return Offer(**(fields | LEVELS[level] | changes))


def price(found: Offer, day: dt.date, start: dt.time | None, quantity: Decimal = ONE, options=()) -> Quote:
    return quote(found, VASA, day, start, quantity, options)


def test_there_are_36_band_prices() -> None:
    assert len(ROWS) == 36


@pytest.mark.parametrize(("service", "level", "day", "start", "cents"), ROWS)
def test_each_band_price_of_the_list(service: str, level: int, day: dt.date, start: dt.time, cents: int) -> None:
    assert price(offer(service, level), day, start).price == cents


@pytest.mark.parametrize(
    ("level", "start", "part"),
    [
        (2024, dt.time(5, 59), "night"),
        (2024, dt.time(6), "day"),
        (2024, dt.time(17, 59), "day"),
        (2024, dt.time(18), "evening"),
        (2024, dt.time(20, 59), "evening"),
        (2024, dt.time(21), "night"),
        (2024, dt.time(0), "night"),
        (2017, dt.time(6, 59), "night"),
        (2017, dt.time(7), "day"),
        (2017, dt.time(21, 59), "evening"),
        (2017, dt.time(22), "night"),
    ],
)
def test_the_two_sets_of_hours(level: int, start: dt.time, part: str) -> None:
    assert offer("Hemservice", level).part(start) == part


@pytest.mark.parametrize(
    ("level", "metres_free", "beyond"), [(2024, 10000, 0), (2017, 5000, 300)], ids=["within 10 km", "within 5 km"]
)
def test_the_two_free_radii(level: int, metres_free: int, beyond: int) -> None:
    """About 10,000 m north of the base: 0.0899° of latitude is 9,996 m; 4,996 m beyond are 5 started km × 60."""
    found = offer("Hemservice", level, bases=(Point(63.1 + 0.0899, 21.6),))
    seen = price(found, WEEKDAY, MORNING)
    assert (found.travel_free_m, seen.metres, seen.travel) == (metres_free, 9996, beyond)


def test_own_equipment_is_an_option_once_a_visit() -> None:
    found = offer("Hemservice", 2024, options={"equipment": 1500})
    assert price(found, WEEKDAY, MORNING, Decimal(2), ("equipment",)).price == 2 * 4195 + 1500 == 9890


def test_a_certificate_is_a_piece_without_travel() -> None:
    lines = {Band("none", "none"): 600}
    found = offer("Intyg", 2024, unit="piece", lines=lines, bases=(Point(63.5, 21.6),))
    assert price(found, SUNDAY, None).price == 600


def test_the_payment_reminder_cannot_be_bought() -> None:
    """It is no service and no option: there is nothing to ask for it by."""
    assert price(offer("Hemservice", 2024), WEEKDAY, MORNING, ONE, ("payment-reminder",)).refusal == "BAD_QUANTITY"


@pytest.mark.data
def test_the_table_holds_exactly_these_rows() -> None:
    folder = extras.data()
    assert folder is not None
    path = folder / "price_references_fi" / "price_facts.csv"
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["organisation"].startswith("Jelppis")]
    hours = sorted(round(float(row["amount_eur"]) * 100) for row in rows if row["unit"] == "hour")
    assert (len(rows), hours) == (39, sorted(row[-1] for row in ROWS))
