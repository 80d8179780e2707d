"""What was delivered: recorded by the provider, confirmed by somebody else or by time, captured by the frozen quote."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from catalogue.actions import Line, add_member, set_price
from catalogue.enums import DayPart, DayType
from catalogue.models import ApprovalPeriod
from marketplace.budgets.models import Entry
from marketplace.demo.world import World
from marketplace.selections.actions.requests import accept_request
from marketplace.selections.actions.visits import (
    cancel_visit,
    confirm_by_time,
    confirm_visit,
    delivered_budget_cents,
    dispute_visit,
    record_visit,
)
from marketplace.selections.models import Selection, ServiceEvent, Visit

from .acting import THURSDAY, choose, money, once, only_visit

DAY = dt.date(2026, 12, 15)
NEXT = dt.date(2026, 12, 16)
TWO = Decimal(2)


@pytest.fixture
def visit(stage: World) -> Visit:
    """Two hours at 45 €, all from the budget, accepted: 90 € held."""
    return accepted(stage, choose(stage, once(DAY)))


def accepted(stage: World, asked: Selection) -> Visit:
    worker = stage.workers[asked.provider_id]
    assert accept_request(selection=asked, user=worker, key=f"yes {asked.pk}", on=THURSDAY).ok
    return only_visit(asked)


def record(stage: World, visit: Visit, quantity: Decimal = TWO, *, on: dt.date = DAY, key: str = "record"):
    worker = stage.workers[visit.selection.provider_id]
    return record_visit(visit=visit, user=worker, quantity=quantity, key=key, on=on)


def state_of(visit: Visit) -> str:
    return Visit.objects.get(pk=visit.pk).state


@pytest.mark.parametrize(
    ("quantity", "cents"),
    [("2", 9_000), ("1.5", 6_750), ("1.25", 5_625), ("0.01", 45), ("0.5", 2_250)],
)
def test_less_was_done_and_the_rest_comes_back(stage: World, visit: Visit, quantity: str, cents: int) -> None:
    assert money(stage) == (25_800, 0, 22_200)
    assert record(stage, visit, Decimal(quantity)).data == {"cents": cents}
    assert money(stage) == (25_800, 0, 22_200)
    answer = confirm_visit(visit=visit, user=stage.users["aino"], key="confirm", on=NEXT)
    assert (answer.ok, answer.data) == (True, {"cents": cents})
    assert money(stage) == (16_800, cents, 31_200 - cents)
    assert Entry.objects.get(command_id="confirm").amount == cents
    assert state_of(visit) == "confirmed"


def test_above_the_voucher_value_the_client_pays_her_part_of_less_too(stage: World) -> None:
    """49 € an hour against a value of 45 €: of one hour instead of two the budget pays 45 €, not 49 €."""
    visit = accepted(stage, choose(stage, once(DAY), listing="sjoboda.cleaning"))
    assert (visit.price_cents, visit.budget_cents, visit.own_cents) == (9_800, 9_000, 800)
    assert record(stage, visit, Decimal(1)).data == {"cents": 4_500}


def test_a_later_price_changes_nothing_that_was_chosen(stage: World, visit: Visit) -> None:
    petra, listing = stage.users["petra"], stage.listings["tranbaret.cleaning"]
    dear = Line(DayType.WEEKDAY, DayPart.DAY, cents=9_900)
    quantities = {"smallest": Decimal(1), "largest": Decimal(8), "step": Decimal(1)}
    set_price(listing=listing, by=petra, on=THURSDAY, valid_from=DAY, lines=[dear], **quantities)
    assert record(stage, visit, Decimal("1.5")).data == {"cents": 6_750}


@pytest.mark.parametrize(
    ("unit", "extra", "value", "quantity", "cents"),
    [
        (4_545, 0, None, "1.5", 6_818),
        (4_500, 300, 9_000, "1", 4_500),
        (4_000, 300, 9_000, "1", 4_300),
        (4_333, 0, 8_333, "1", 4_167),
        (9_000, 0, None, "1.9", 9_000),
    ],
)
def test_part_of_a_frozen_quote(unit: int, extra: int, value: int | None, quantity: str, cents: int) -> None:
    """Half a cent goes up; never above the value's part, never above what is held (90 €)."""
    quote = {"unit_cents": unit, "extra_cents": extra, "value_cents": value}
    visit = Visit(quantity=TWO, budget_cents=9_000, quote=quote)
    assert delivered_budget_cents(visit, Decimal(quantity)) == cents


@pytest.mark.parametrize("quantity", ["0", "-1", "2.01"])
def test_not_more_than_agreed(stage: World, visit: Visit, quantity: str) -> None:
    assert record(stage, visit, Decimal(quantity)).refusal == "BAD_AMOUNT"
    assert state_of(visit) == "planned"


def test_not_before_the_day(stage: World, visit: Visit) -> None:
    assert record(stage, visit, on=DAY - dt.timedelta(days=1)).refusal == "NOT_YET"
    assert record(stage, visit, on=DAY, key="record 2").ok


def test_not_before_the_yes(stage: World) -> None:
    asked = only_visit(choose(stage, once(DAY)))
    assert record(stage, asked).refusal == "NOT_OPEN"


@pytest.mark.parametrize("who", ["aino", "antti", "otto", "kaisa"])
def test_only_the_providers_people_record(stage: World, visit: Visit, who: str) -> None:
    answer = record_visit(visit=visit, user=stage.users[who], quantity=TWO, key="record", on=DAY)
    assert answer.refusal == "NOT_YOURS"


def test_another_provider_does_not_record(stage: World, visit: Visit) -> None:
    other = stage.workers[stage.providers["larkan"].pk]
    assert record_visit(visit=visit, user=other, quantity=TWO, key="record", on=DAY).refusal == "NOT_YOURS"


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("aino", None), ("antti", None), ("kaisa", None), ("anna", "NO_MANDATE"), ("petra", "NO_MANDATE")],
)
def test_who_may_choose_confirms(stage: World, visit: Visit, who: str, refusal: str | None) -> None:
    record(stage, visit)
    assert confirm_visit(visit=visit, user=stage.users[who], key="confirm", on=NEXT).refusal == refusal
    assert money(stage)[1] == (0 if refusal else 9_000)


def test_a_relative_who_joins_the_provider_confirms_nothing(stage: World, visit: Visit) -> None:
    record(stage, visit)
    add_member(provider=stage.providers["tranbaret"], user=stage.users["antti"], role="recorder", on=DAY)
    answer = confirm_visit(visit=visit, user=stage.users["antti"], key="confirm", on=NEXT)
    assert answer.refusal == "CONFLICT"
    assert money(stage)[1] == 0


def test_who_recorded_never_confirms(stage: World, visit: Visit) -> None:
    """Not even the client herself, if she works there; and the database holds it, whoever forgets to ask."""
    aino = stage.users["aino"]
    add_member(provider=stage.providers["tranbaret"], user=aino, role="recorder", on=DAY)
    assert record_visit(visit=visit, user=aino, quantity=TWO, key="record", on=DAY).ok
    assert confirm_visit(visit=visit, user=aino, key="confirm", on=NEXT).refusal == "SAME_PERSON"
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceEvent.objects.filter(visit=visit).update(confirmed_on=NEXT, confirmed_by=aino)


def test_confirmed_is_captured_once(stage: World, visit: Visit) -> None:
    record(stage, visit)
    aino = stage.users["aino"]
    assert confirm_visit(visit=visit, user=aino, key="confirm", on=NEXT).ok
    assert confirm_visit(visit=visit, user=aino, key="confirm", on=NEXT).replayed
    assert confirm_visit(visit=visit, user=aino, key="confirm 2", on=NEXT).refusal == "NOT_OPEN"
    assert confirm_by_time(visit=visit, on=dt.date(2027, 1, 1)).refusal == "NOT_OPEN"
    assert money(stage) == (16_800, 9_000, 22_200)


def test_a_dispute_stops_the_money_until_it_is_corrected(stage: World, visit: Visit) -> None:
    record(stage, visit)
    aino = stage.users["aino"]
    assert dispute_visit(visit=visit, user=aino, reason="Bara en timme", key="dispute", on=NEXT).ok
    event = ServiceEvent.objects.get(visit=visit)
    assert (event.disputed_on, event.disputed_by, event.dispute_reason) == (NEXT, aino, "Bara en timme")
    assert confirm_visit(visit=visit, user=aino, key="confirm", on=NEXT).refusal == "NOT_OPEN"
    assert confirm_by_time(visit=visit, on=dt.date(2027, 2, 1)).refusal == "NOT_OPEN"
    assert money(stage) == (25_800, 0, 22_200)
    assert record(stage, visit, Decimal(1), on=NEXT, key="corrected").data == {"cents": 4_500}
    assert confirm_visit(visit=visit, user=aino, key="confirm 2", on=NEXT).data == {"cents": 4_500}
    assert money(stage) == (16_800, 4_500, 26_700)


def test_only_what_is_recorded_is_disputed(stage: World, visit: Visit) -> None:
    answer = dispute_visit(visit=visit, user=stage.users["aino"], reason="?", key="dispute", on=DAY)
    assert answer.refusal == "NOT_OPEN"


def test_nothing_is_paid_for_a_day_without_approval(stage: World, visit: Visit) -> None:
    record(stage, visit)
    periods = ApprovalPeriod.objects.filter(approval__provider=stage.providers["tranbaret"])
    periods.update(until_on=DAY - dt.timedelta(days=1))
    aino = stage.users["aino"]
    assert confirm_visit(visit=visit, user=aino, key="confirm", on=NEXT).refusal == "PROVIDER_NOT_APPROVED"
    assert confirm_by_time(visit=visit, on=dt.date(2027, 1, 1)).refusal == "PROVIDER_NOT_APPROVED"
    assert money(stage) == (25_800, 0, 22_200)
    periods.update(until_on=DAY)
    assert confirm_visit(visit=visit, user=aino, key="confirm 2", on=NEXT).ok


def test_cancelled_by_the_provider_all_comes_back(stage: World, visit: Visit) -> None:
    answer = cancel_visit(visit=visit, user=stage.users["petra"], key="cancel", on=DAY)
    assert (answer.ok, answer.data) == (True, {"cents": 9_000})
    assert (state_of(visit), money(stage)) == ("cancelled", (16_800, 0, 31_200))


def test_a_disputed_visit_can_be_cancelled(stage: World, visit: Visit) -> None:
    record(stage, visit)
    dispute_visit(visit=visit, user=stage.users["aino"], reason="Ingen kom", key="dispute", on=NEXT)
    answer = cancel_visit(visit=visit, user=stage.users["petra"], key="cancel", on=NEXT)
    assert (answer.ok, answer.data) == (True, {"cents": 9_000})
    assert (state_of(visit), money(stage)) == ("cancelled", (16_800, 0, 31_200))
    assert not ServiceEvent.objects.filter(visit=visit).exists()


def test_a_recorded_visit_is_not_cancelled(stage: World, visit: Visit) -> None:
    record(stage, visit)
    assert cancel_visit(visit=visit, user=stage.users["petra"], key="cancel", on=NEXT).refusal == "NOT_OPEN"
