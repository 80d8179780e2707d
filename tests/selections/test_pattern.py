"""Dates of a pattern, written down by hand. Weekdays: 0 is Monday."""

import datetime as dt
from decimal import Decimal

import pytest

from catalogue.models import Listing
from catalogue.offers import load_offers
from catalogue.pricing import Offer, Place
from marketplace.selections.enums import PatternKind
from marketplace.selections.pattern import Pattern, dates, expand, kinds_for

from . import world

D = dt.date
FAR = D(2030, 12, 31)


def weekly(first: D, every: int, *weekdays: int, **changes) -> Pattern:
    return Pattern(PatternKind.WEEKLY, first, Decimal(2), every_weeks=every, weekdays=weekdays, **changes)


@pytest.mark.parametrize(
    ("pattern", "last", "expected"),
    [
        (Pattern(PatternKind.ONCE, D(2026, 12, 1), Decimal(1)), FAR, [D(2026, 12, 1)]),
        (Pattern(PatternKind.ONCE, D(2026, 12, 1), Decimal(1)), D(2026, 11, 30), []),
        (
            weekly(D(2026, 12, 1), 2, 1),
            D(2027, 2, 28),
            [
                D(2026, 12, 1),
                D(2026, 12, 15),
                D(2026, 12, 29),
                D(2027, 1, 12),
                D(2027, 1, 26),
                D(2027, 2, 9),
                D(2027, 2, 23),
            ],
        ),
        # From a Thursday on Mondays and Thursdays: the Monday of the first week is past.
        (
            weekly(D(2026, 12, 3), 1, 0, 3),
            D(2026, 12, 14),
            [D(2026, 12, 3), D(2026, 12, 7), D(2026, 12, 10), D(2026, 12, 14)],
        ),
        # Weeks are counted from the first date's week, whatever weekday comes first in it.
        (weekly(D(2026, 12, 3), 2, 0), D(2026, 12, 31), [D(2026, 12, 14), D(2026, 12, 28)]),
        (weekly(D(2026, 12, 3), 4, 4), D(2027, 1, 31), [D(2026, 12, 4), D(2027, 1, 1), D(2027, 1, 29)]),
        # Over the turn of the year, with the wished end included.
        (
            weekly(D(2026, 12, 30), 1, 2, until_on=D(2027, 1, 13)),
            FAR,
            [D(2026, 12, 30), D(2027, 1, 6), D(2027, 1, 13)],
        ),
        # The Sunday on which summer time ends is a day like others; so is 29 February.
        (weekly(D(2026, 10, 18), 1, 6), D(2026, 11, 1), [D(2026, 10, 18), D(2026, 10, 25), D(2026, 11, 1)]),
        (weekly(D(2028, 2, 22), 1, 1), D(2028, 3, 7), [D(2028, 2, 22), D(2028, 2, 29), D(2028, 3, 7)]),
        (
            weekly(D(2026, 12, 1), 1, 1, left_out=frozenset({D(2026, 12, 8)})),
            D(2026, 12, 15),
            [D(2026, 12, 1), D(2026, 12, 15)],
        ),
        (
            Pattern(PatternKind.MONTHLY, D(2028, 1, 17), Decimal(1), until_on=D(2028, 3, 10)),
            FAR,
            [D(2028, 1, 17), D(2028, 2, 1), D(2028, 3, 1)],
        ),
        (Pattern(PatternKind.MONTHLY, D(2026, 12, 31), Decimal(1)), D(2026, 12, 31), [D(2026, 12, 31)]),
    ],
)
def test_the_dates_of_a_pattern(pattern: Pattern, last: D, expected: list[D]) -> None:
    assert list(dates(pattern, last)) == expected


def test_by_the_month_is_only_and_always_for_month_priced_services() -> None:
    assert kinds_for("month") == (PatternKind.MONTHLY,)
    assert kinds_for("hour") == (PatternKind.ONCE, PatternKind.WEEKLY)


def test_a_pattern_comes_back_from_its_fields_as_it_was() -> None:
    pattern = weekly(D(2026, 12, 1), 2, 1, 3, start=dt.time(10, 30), left_out=frozenset({D(2026, 12, 8)}))
    assert Pattern.of(type("Row", (), pattern.fields())()) == pattern


@pytest.mark.django_db
class TestExpand:
    def test_days_without_a_price_are_left_out_and_listed(self) -> None:
        """Christmas Day 2026 is a Friday, counts as Sunday, and has no price."""
        offer, place = self.offer()
        found = expand(world.weekly(weekdays=(4,)), offer, place, last=D(2027, 1, 1))
        assert [visit.on for visit in found.visits] == [D(2026, 12, 4), D(2026, 12, 11), D(2026, 12, 18), D(2027, 1, 1)]
        assert found.no_service == (D(2026, 12, 25),)
        assert [visit.quote.price for visit in found.visits] == [9000] * 4

    def test_only_days_without_a_price_is_a_refusal(self) -> None:
        offer, place = self.offer()
        found = expand(world.weekly(weekdays=(6,)), offer, place, last=D(2027, 1, 1))
        assert (found.visits, found.refusal) == ((), "NO_SERVICE_THAT_DAY")

    def test_each_visit_has_the_price_of_its_own_day(self) -> None:
        offer, place = self.offer(later=5000)
        found = expand(world.weekly(2), offer, place, last=D(2026, 12, 31))
        assert [(visit.on.day, visit.quote.price) for visit in found.visits] == [(1, 9000), (15, 10000), (29, 10000)]

    def test_the_first_and_last_month_are_pro_rata(self) -> None:
        """100 € a month from 17 January 2028 to 10 March: 15/31, whole, 10/31. The value (80 €) as well."""
        world.value(8000, "month")
        what = world.listing(10000, unit="month", prices={"largest": Decimal(1)})
        offer, place = world_offer(what), world_place()
        pattern = Pattern(PatternKind.MONTHLY, D(2028, 1, 17), Decimal(1), until_on=D(2028, 3, 10))
        found = expand(pattern, offer, place, last=FAR)
        assert [(visit.on, visit.until_on) for visit in found.visits] == [
            (D(2028, 1, 17), D(2028, 1, 31)),
            (D(2028, 2, 1), D(2028, 2, 29)),
            (D(2028, 3, 1), D(2028, 3, 10)),
        ]
        assert [visit.quote.price for visit in found.visits] == [4839, 10000, 3226]
        assert [visit.quote.budget for visit in found.visits] == [3871, 8000, 2581]
        assert [visit.quote.own for visit in found.visits] == [968, 2000, 645]

    @staticmethod
    def offer(later: int | None = None) -> tuple[Offer, Place]:
        world.value(4500)
        what = world.listing(4500)
        if later:
            world.price(what, later, valid_from=D(2026, 12, 10))
        return world_offer(what), world_place()


def world_offer(what: Listing) -> Offer:
    return load_offers([what.pk], world.ON)[what.pk]


def world_place() -> Place:
    return Place.of(world.area())
