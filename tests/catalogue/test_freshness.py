"""The freshness lease: how long a provider's word holds, by dated rules, over the ends of months, years and summer."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils.translation import override

from catalogue import actions
from catalogue.freshness import hidden_from, leases
from catalogue.models import ApprovalPeriod, FreshnessCheck, Listing

from .conftest import ON, WEEKDAY

DATE = dt.date.fromisoformat
NINETY = [(dt.date(2025, 1, 1), 90)]


@pytest.mark.parametrize(
    ("checked_on", "hidden_on"),
    [
        ("2026-07-27", "2026-10-25"),  # the day summer time ends
        ("2026-12-28", "2027-03-28"),  # the day it begins
        ("2027-12-01", "2028-02-29"),
        ("2028-02-29", "2028-05-29"),
        ("2026-10-03", "2027-01-01"),
    ],
)
def test_ninety_days(checked_on: str, hidden_on: str) -> None:
    on = DATE(checked_on)
    assert hidden_from(on, NINETY, on) == DATE(hidden_on)
    assert hidden_from(on, NINETY, dt.date(2029, 1, 1)) == DATE(hidden_on)


@pytest.mark.parametrize(
    ("rules", "on", "expected"),
    [
        ([("2026-01-01", 90), ("2026-02-01", 30)], "2026-01-10", "2026-02-09"),  # shortened before its end
        ([("2026-01-01", 90), ("2026-03-01", 30)], "2026-01-10", "2026-03-01"),  # shortened below its age
        ([("2026-01-01", 30), ("2026-03-01", 90)], "2026-02-15", "2026-02-09"),  # still hidden
        ([("2026-01-01", 30), ("2026-03-01", 90)], "2026-03-05", "2026-04-10"),  # lengthened: it is back
        ([("2026-01-01", 30), ("2026-03-01", 20)], "2026-03-05", "2026-02-09"),  # hidden before and after
        ([("2026-03-01", 90)], "2026-01-10", "2026-04-10"),
        ([], "2026-01-10", None),
    ],
)
def test_rules_that_change(rules: list, on: str, expected: str | None) -> None:
    """Checked on 10 January."""
    dated = [(DATE(day), days) for day, days in rules]
    assert hidden_from(DATE("2026-01-10"), dated, DATE(on)) == (DATE(expected) if expected else None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "words"),
    [(89, "Valid until 22 February 2027"), (90, "Hidden from new choices since 23 February 2027")],
)
def test_a_lease_says_what_choosing_does(make_listing, organiser, days: int, words: str) -> None:
    """Checked on 25 November 2026."""
    listing, day = make_listing(), ON + dt.timedelta(days=days)
    (lease,) = leases(Listing.objects.with_last_check(day), organiser, day)
    with override("en"):
        assert str(lease).replace("\xa0", " ") == words
    assert lease.is_over is not Listing.objects.choosable(day, organiser).filter(pk=listing.pk).exists()


@pytest.mark.django_db
def test_the_latest_word_counts_and_none_is_no_lease(make_listing, organiser) -> None:
    listing, other = make_listing(), make_listing()
    actions.confirm_fresh(listing=listing, by=None, on=ON + dt.timedelta(days=10))
    other.freshness_checks.all().delete()
    (lease,) = leases(Listing.objects.with_last_check(ON + dt.timedelta(days=20)), organiser, ON)
    assert (lease.listing, lease.checked_on) == (listing, ON + dt.timedelta(days=10))


@pytest.mark.django_db
def test_several_are_confirmed_once_a_day_and_never_another_providers(make_listing, company, olof, changes) -> None:
    listings = [make_listing() for _ in range(2)]
    strange = actions.add_provider(name="Annan", kind="company", languages=["sv"])
    later = ON + dt.timedelta(days=40)
    changes.clear()
    facts = {"ids": [row.pk for row in listings], "by": olof, "on": later}
    assert actions.confirm_several(provider=strange, **facts) == 0
    assert not changes
    assert [actions.confirm_several(provider=company, **facts) for _ in range(2)] == [2, 2]
    assert changes == [(sorted(facts["ids"]), None)]
    assert list(FreshnessCheck.objects.filter(on=later).values_list("listing", "by").order_by("listing")) == [
        (row.pk, olof.pk) for row in listings
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("checked_on", "last", "first"),
    [
        ("2026-07-27", "2026-10-24T23:59:00+03:00", "2026-10-25T00:01:00+03:00"),
        ("2026-07-27", "2026-10-24T20:59:00+00:00", "2026-10-25T03:30:00+02:00"),
        ("2027-12-01", "2028-02-28T23:59:00+02:00", "2028-02-29T00:01:00+02:00"),
    ],
)
def test_the_page_follows_at_local_midnight(client: Client, make_listing, checked_on: str, last: str, first: str):
    listing = make_listing()
    set_price(listing, DATE(checked_on))
    listing.freshness_checks.update(on=DATE(checked_on))
    ApprovalPeriod.objects.update(from_on=DATE(checked_on))
    shown = []
    for moment in (last, first):
        with time_machine.travel(dt.datetime.fromisoformat(moment), tick=False):
            page = client.get(f"/en/listings/{listing.pk}/")
        shown.append((page.context["choosable"], "has not told us since" in page.content.decode()))
    assert shown == [(True, False), (False, True)]


def set_price(listing: Listing, on: dt.date) -> None:
    actions.set_price(listing=listing, by=None, on=on, valid_from=on, lines=[actions.Line(**WEEKDAY, cents=4500)])
