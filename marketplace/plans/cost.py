"""Why this amount: hours × reference price + travel allowance, line by line. Pure; a change of it is a change of money.

Amounts a week become amounts a month by 52 weeks ÷ 12 months, so that twelve months hold the weeks of a year (by
4 weeks a month every client would lose four weeks of help a year). The month's amount is rounded half up to two
decimals, as it is shown, and each line is rounded to whole cents once.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from catalogue.money import half_up

from .enums import CostKind, Per

WEEKS_A_YEAR, MONTHS_A_YEAR = 52, 12


@dataclass(frozen=True)
class Reference:
    """A reference price: cents for one unit, for a category and all below it; municipality None is everywhere."""

    path: str
    municipality: int | None
    unit: str
    cents: int
    valid_from: dt.date


@dataclass(frozen=True)
class Allowance:
    """The organiser's travel allowance: cents for each km one way beyond the free ones."""

    cents_per_km: int
    free_km: int


@dataclass(frozen=True)
class Line:
    """quantity × unit_cents = cents a month. `need` is the number of the need in the plan; travel has none."""

    kind: CostKind
    need: int | None
    quantity: Decimal
    unit_cents: int
    cents: int


def a_month(amount: Decimal, per: str) -> Decimal:
    """2 hours a week are 8.67 a month."""
    if per == Per.MONTH:
        return amount
    return (amount * WEEKS_A_YEAR / MONTHS_A_YEAR).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def reference_cents(prices: Iterable[Reference], path: str, municipality: int, unit: str) -> int | None:
    """The nearest category's price, its municipality's own before everyone's, then the newest. None: not set."""
    fitting = [
        price
        for price in prices
        if price.unit == unit and path.startswith(price.path) and price.municipality in (None, municipality)
    ]
    best = max(fitting, key=lambda p: (len(p.path), p.municipality is not None, p.valid_from), default=None)
    return best.cents if best else None


def help_line(need: int, amount: Decimal, per: str, unit_cents: int) -> Line:
    quantity = a_month(amount, per)
    return Line(CostKind.HELP, need, quantity, unit_cents, half_up(quantity * unit_cents))


def travel_line(trips: Decimal, km: int, allowance: Allowance) -> Line | None:
    """The km of a month beyond the free ones; None where there are none."""
    quantity = trips * max(0, km - allowance.free_km)
    cents = half_up(quantity * allowance.cents_per_km)
    return Line(CostKind.TRAVEL, None, quantity, allowance.cents_per_km, cents) if cents else None


def change_line(suggested: int, wanted: int) -> Line | None:
    """What the case manager adds (or takes, negative) to reach the wanted sum."""
    difference = wanted - suggested
    return Line(CostKind.CHANGE, None, Decimal(1), difference, difference) if difference else None


def total(lines: Iterable[Line]) -> int:
    return sum(line.cents for line in lines)
