"""For how many clients a new price would change the own share: the right clients, and no small numbers."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue import actions
from catalogue.enums import DayPart, DayType
from catalogue.models import Listing
from catalogue.offers import load_offers
from catalogue.snapshots import WEEKDAY_DAY, Band
from marketplace.providers.prices.reach import About, Pair, reach
from marketplace.selections.actions.shortlist import keep
from tests.selections.world import area, client, listing, plan, price, user, value

pytestmark = pytest.mark.django_db

DAY = dt.date(2027, 1, 1)
EVENING = Band(DayType.WEEKDAY, DayPart.EVENING)


def pair_of(what: Listing, cents: int, **changes: Any) -> Pair:
    """With that price on a weekday, from DAY on."""
    old = load_offers([what.pk], DAY)[what.pk]
    return Pair(old, replace(old, lines={**old.lines, WEEKDAY_DAY: cents}, **changes))


def found(what: Listing, cents: int, **changes: Any) -> tuple[About, About]:
    result = reach([pair_of(what, cents, **changes)], DAY)[what.pk]
    return result.plans, result.saved


def clients(count: int, **fields: Any) -> list[Any]:
    return [client(**fields) for _ in range(count)]


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, None, None), (1, None, None), (4, None, None), (5, 5, 9), (9, 5, 9), (10, 10, 14), (101, 100, 104)],
)
def test_numbers_are_told_in_steps_of_five(count: int, low: int | None, high: int | None) -> None:
    assert About.of(count) == About(low, high)


def test_clients_whose_plan_has_it() -> None:
    """The value is 40 €: at 45 € one pays 5 €, at 46 € six."""
    value(4000)
    what = listing(4500)
    clients(5)
    assert found(what, 4600) == (About(5, 9), About(None, None))


def test_who_pays_nothing_before_and_after_is_not_counted() -> None:
    value(5000)
    what = listing(4500)
    clients(6)
    assert found(what, 4600) == (About(None, None), About(None, None))
    assert found(what, 5100) == (About(5, 9), About(None, None))


def test_a_plan_for_something_else_or_of_another_time_does_not_count() -> None:
    value(4000)
    what = listing(4500)
    clients(4)
    other = client(None)
    plan(other, "cleaning")
    over = client(None)
    plan(over, "home-help", first=dt.date(2026, 11, 1), last=dt.date(2026, 12, 1))
    assert found(what, 4600) == (About(None, None), About(None, None))
    later = client(None)
    plan(later, "home-help", first=dt.date(2027, 1, 1))
    assert found(what, 4600) == (About(5, 9), About(None, None))


def test_the_newest_plan_of_the_month_holds() -> None:
    value(4000)
    what = listing(4500)
    for each in clients(5):
        plan(each, "cleaning")
    assert found(what, 4600) == (About(None, None), About(None, None))


def test_where_it_is_not_served_nothing_changes() -> None:
    value(4000)
    what = listing(4500)
    clients(5, postal_area=area("64200", "Narpes", 62.5, 21.3))
    assert found(what, 4600) == (About(None, None), About(None, None))


def test_who_has_saved_it() -> None:
    value(4000)
    what, other = listing(4500), listing(4500, title="Annat")
    for each in clients(5, cents=None):
        keep(client=each, listing=what, user=user("someone"))
        keep(client=each, listing=other, user=user("someone"))
    assert found(what, 4600) == (About(None, None), About(5, 9))


def test_a_new_price_of_the_evening_alone_counts() -> None:
    value(4000)
    what = listing(4500)
    evening = {"lines": [actions.Line("weekday", "day", 4500), actions.Line("weekday", "evening", 5000)]}
    price(what, 0, DAY, hours=actions.Hours(evening_from=dt.time(18)), **evening)
    clients(5)
    old = load_offers([what.pk], DAY)[what.pk]
    new = replace(old, lines={**old.lines, EVENING: 5500})
    assert reach([Pair(old, new)], DAY)[what.pk].plans == About(5, 9)


def test_a_dearer_drive_counts_where_it_is_driven() -> None:
    """From 22,2 km north: three started kilometres beyond the free ones."""
    value(10000)
    provider_base = {"name": "Norr", "lat": 63.3, "lon": 21.6}
    what = listing(9900)
    actions.add_base(provider=what.provider, **provider_base)
    price(what, 9900, DAY, travel=actions.Travel(free_m=20_000, cents_per_km=10))
    clients(5)
    old = load_offers([what.pk], DAY)[what.pk]
    assert reach([Pair(old, replace(old, travel_cents_per_km=20))], DAY)[what.pk].plans == About(None, None)
    assert reach([Pair(old, replace(old, travel_cents_per_km=60))], DAY)[what.pk].plans == About(5, 9)


def test_queries_stay_the_same_with_more_listings_and_clients() -> None:
    value(4000)
    first = [listing(4500, title=f"{number}") for number in range(2)]
    clients(2)

    def count(what: list[Listing]) -> int:
        pairs = [pair_of(each, 4600) for each in what]
        with CaptureQueriesContext(connection) as seen:
            reach(pairs, DAY)
        return len(seen)

    few = count(first)
    assert few > 0
    clients(4)
    assert count([*first, *(listing(4500, title=f"ny {number}") for number in range(4))]) == few
