"""Check page, receipt, visits and budget tell the same cents, whatever the pattern."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings

from catalogue.models import Listing
from marketplace.budgets.models import Reservation
from marketplace.budgets.querysets import months_with_money
from marketplace.clients.models import Client
from marketplace.foundation.dates import month_of
from marketplace.selections.models import Selection
from marketplace.selections.pattern import Pattern

from . import world
from .test_offers import PATTERNS

pytestmark = pytest.mark.django_db
HUNDRED = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def what() -> Listing:
    """37,35 € an hour, of which the voucher pays 32,50 €."""
    world.value(3250)
    return world.listing(3735)


@HUNDRED
@given(pattern=PATTERNS)
def test_check_page_receipt_and_reserved_cents_are_equal(what: Listing, pattern: Pattern) -> None:
    client = world.client(500_000, user=world.user(f"aino{Client.objects.count()}"))
    draft = world.draft(client, what, pattern)
    browser = world.browser(client.user)
    url = f"/sv/for/{client.number}/check/{draft.pk}/"
    context = browser.get(url).context
    made = context["check"]
    if made.refusal:
        assert made.refusal in {"NO_SERVICE_THAT_DAY", "PLAN_NOT_IN_FORCE"}
        return
    receipt = browser.post(url, {"key": draft.key, "shown": made.fingerprint}, follow=True).context
    held = by_month(Reservation.objects.filter(budget__client=client).values_list("on", "amount"))
    assert {row.month: row.budget for row in made.rows if row.budget} == held
    assert [(row.month, row.budget, row.own) for row in made.rows] == [
        (row["month"], row["budget"], row["own"]) for row in receipt["months"]
    ]
    assert (receipt["budget"], receipt["own"]) == (made.budget, made.own)
    money = months_with_money(client)
    assert {month: view.reserved for month, view in money.items() if view.reserved} == held
    assert {row.month: row.left for row in made.rows} == {row.month: money[row.month].remaining for row in made.rows}
    assert Selection.objects.get(client=client).visits.count() == len(made.visits)


def by_month(rows: list[tuple[dt.date, int]]) -> dict[dt.date, int]:
    sums: dict[dt.date, int] = {}
    for day, cents in rows:
        sums[month_of(day)] = sums.get(month_of(day), 0) + cents
    return sums
