"""The cost model by hand-worked cents."""

import datetime as dt
from decimal import Decimal

import pytest

from marketplace.plans.cost import (
    Allowance,
    Line,
    Reference,
    a_month,
    change_line,
    help_line,
    reference_cents,
    total,
    travel_line,
)

JANUARY, JUNE = dt.date(2026, 1, 1), dt.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("amount", "per", "expected"),
    [
        ("2", "week", "8.67"),  # 2 × 52 ÷ 12 = 8.666…
        ("1", "week", "4.33"),  # 4.333…
        ("0.75", "week", "3.25"),  # exactly
        ("1.5", "week", "6.50"),  # exactly
        ("0.03", "week", "0.13"),  # exactly
        ("8", "month", "8"),
        ("1.25", "month", "1.25"),
    ],
)
def test_weeks_become_months_by_52_over_12(amount: str, per: str, expected: str) -> None:
    assert a_month(Decimal(amount), per) == Decimal(expected)


def test_a_help_line_is_rounded_once() -> None:
    # 2 h a week are 8.67 h a month; × 41.50 € = 359.805 €, half up 359.81 €.
    line = help_line(0, Decimal("2"), "week", 4_150)
    assert (line.quantity, line.unit_cents, line.cents) == (Decimal("8.67"), 4_150, 35_981)
    assert help_line(0, Decimal("1"), "month", 4_150).cents == 4_150


@pytest.mark.parametrize(
    ("trips", "km", "quantity", "cents"),
    [
        ("8", 15, "80", 4_000),  # 8 × (15 − 5) km × 0.50 €
        ("8.67", 6, "8.67", 434),  # 8.67 km × 0.50 € = 4.335 €, half up
        ("8", 5, None, 0),
        ("0", 40, None, 0),
    ],
)
def test_travel_counts_the_km_beyond_the_free_ones(trips: str, km: int, quantity: str | None, cents: int) -> None:
    line = travel_line(Decimal(trips), km, Allowance(cents_per_km=50, free_km=5))
    if quantity is None:
        assert line is None
    else:
        assert line is not None
        assert (line.quantity, line.cents) == (Decimal(quantity), cents)


def test_the_nearest_category_then_the_own_municipality_then_the_newest_price() -> None:
    prices = [
        Reference("/p4/", None, "hour", 4_000, JANUARY),
        Reference("/p4/", 905, "hour", 4_100, JANUARY),
        Reference("/p4/", None, "hour", 4_200, JUNE),
        Reference("/p4/cleaning/", None, "hour", 3_800, JANUARY),
        Reference("/p4/cleaning/", None, "hour", 3_900, JUNE),
        Reference("/p4/cleaning/", 231, "hour", 3_700, JUNE),
    ]
    assert reference_cents(prices, "/p4/cleaning/windows/", 905, "hour") == 3_900
    assert reference_cents(prices, "/p4/cleaning/", 231, "hour") == 3_700
    assert reference_cents(prices, "/p4/meals/", 905, "hour") == 4_100
    assert reference_cents(prices, "/p4/meals/", 231, "hour") == 4_200
    assert reference_cents(prices, "/p4/meals/", 905, "visit") is None
    assert reference_cents(prices, "/p5/", 905, "hour") is None


def test_a_change_is_a_line_of_its_own() -> None:
    lines = [help_line(0, Decimal("2"), "week", 4_000), travel_line(Decimal(8), 15, Allowance(50, 5))]
    assert total(line for line in lines if line) == 34_680 + 4_000
    assert change_line(38_680, 38_680) is None
    assert change_line(38_680, 40_000) == Line("change", None, Decimal(1), 1_320, 1_320)  # type: ignore[arg-type]
    less = change_line(38_680, 30_000)
    assert less is not None and less.cents == -8_680
