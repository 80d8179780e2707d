"""Deciding a plan: the rows, the money of all its months, and every no."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from marketplace.budgets.models import Budget, Entry
from marketplace.plans.actions import ask_review, decide, save_draft
from marketplace.plans.data import NeedData, PlanData
from marketplace.plans.facts import last_decided, plan_on, plans_on
from marketplace.plans.models import CostLine, Decision, PlanDraft, PlanVersion, ReviewRequest
from marketplace.plans.signals import plan_decided, review_asked
from tests.budgets import world as money

from .world import APRIL, FEBRUARY, MARCH, MAY, TODAY, aino_of, case_manager, cleaning_plan, decided, reference, rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def kaisa():
    return case_manager()


@pytest.fixture
def aino(kaisa):
    reference(money.category(), 4_000)
    return aino_of(kaisa)


def granted(client) -> dict[dt.date, int]:
    return dict(Budget.objects.filter(client=client).values_list("month", "granted"))


def test_a_decision_grants_all_months_at_once(aino, kaisa) -> None:
    answer = decided(aino, kaisa, cleaning_plan())
    assert answer.ok
    assert granted(aino) == {FEBRUARY: 34_680, MARCH: 34_680, APRIL: 34_680}
    assert answer.command.entries.count() == 3
    version = PlanVersion.objects.get()
    assert answer.data == {"version": version.pk, "number": f"2026-{version.pk:05d}"}
    assert (version.number, version.monthly_cents, version.decision.command_id) == (1, 34_680, answer.key)
    line = version.cost_lines.get()
    assert (line.kind, line.quantity, line.unit_cents, line.cents) == ("help", Decimal("8.67"), 4_000, 34_680)
    assert line.need == version.needs.get()
    assert not PlanDraft.objects.exists()
    call_command("audit_money")
    call_command("audit_trace")


def test_a_replay_decides_nothing_again(aino, kaisa) -> None:
    draft = save_draft(client=aino, user=kaisa, data=cleaning_plan(), on=TODAY)
    first, again = (decide(client=aino, user=kaisa, key=draft.key, on=TODAY) for _ in range(2))
    assert (again.replayed, again.data) == (True, first.data)
    assert (Decision.objects.count(), Entry.objects.count()) == (1, 3)


def test_a_change_of_the_sum_needs_a_reason_and_is_a_line(aino, kaisa) -> None:
    changed = cleaning_plan(monthly_cents=40_000)
    assert decided(aino, kaisa, changed).refusal == "NO_REASON"
    assert decided(aino, kaisa, replace(changed, change_reason="  ")).refusal == "NO_REASON"
    assert decided(aino, kaisa, replace(changed, change_reason="Long way to the shop")).ok
    assert list(CostLine.objects.values_list("kind", "cents")) == [("help", 34_680), ("change", 5_320)]
    assert granted(aino)[MARCH] == 40_000


def test_travel_follows_the_organisers_allowance(aino, kaisa) -> None:
    rules(travel_allowance_cents_per_km=50, travel_allowance_free_km=5)
    assert decided(aino, kaisa, cleaning_plan(trips=Decimal("8"), km=15)).ok
    assert list(CostLine.objects.values_list("kind", "quantity", "cents")) == [
        ("help", Decimal("8.67"), 34_680),
        ("travel", Decimal("80.00"), 4_000),
    ]


def test_a_newer_version_moves_the_difference_only(aino, kaisa) -> None:
    decided(aino, kaisa, cleaning_plan())
    data = cleaning_plan(
        from_month=MARCH, until_month=MAY, monthly_cents=30_000, change_reason="x", review_on=dt.date(2026, 5, 2)
    )
    answer = decided(aino, kaisa, data)
    assert answer.ok
    assert granted(aino) == {FEBRUARY: 34_680, MARCH: 30_000, APRIL: 30_000, MAY: 30_000}
    moves = answer.command.entries.order_by("pk").values_list("kind", "amount")
    assert list(moves) == [("cut", 4_680), ("cut", 4_680), ("grant", 30_000)]
    found = plans_on(aino, [FEBRUARY, MARCH, MAY, dt.date(2026, 6, 1)])
    assert [version and version.number for version in found.values()] == [1, 2, 2, None]
    assert plan_on(aino, dt.date(2026, 4, 30)).number == 2
    assert last_decided(aino).number == 2


def test_carried_money_is_not_cut_by_a_new_plan(aino, kaisa) -> None:
    decided(aino, kaisa, cleaning_plan())
    money.run(aino, lambda book: book.carry_over(FEBRUARY, 1_000, on=MARCH))
    assert decided(aino, kaisa, cleaning_plan(from_month=MARCH, monthly_cents=40_000, change_reason="x")).ok
    assert granted(aino)[MARCH] == 41_000


def test_a_cut_below_what_is_used_names_every_month_and_choice_in_the_way(aino, kaisa) -> None:
    decided(aino, kaisa, cleaning_plan())
    days = [dt.date(2026, 3, 3), dt.date(2026, 4, 7), dt.date(2026, 4, 14)]
    item = money.listing()
    made: list = []
    money.run(aino, lambda book: made.extend(book.reserve([(item.pk, day, 15_000) for day in days], on=TODAY)))
    data = cleaning_plan(monthly_cents=12_000, change_reason="moves to her daughter")
    answer = decided(aino, kaisa, data)
    assert answer.refusal == "CHOICES_IN_THE_WAY"
    assert answer.data == {
        "months": [{"month": "2026-03-01", "missing": 3_000}, {"month": "2026-04-01", "missing": 18_000}],
        "reservations": [row.pk for row in made],
    }
    assert granted(aino) == {FEBRUARY: 34_680, MARCH: 34_680, APRIL: 34_680}
    assert plan_on(aino, MARCH).number == 1
    assert PlanDraft.objects.get(client=aino).key != answer.key


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"needs": ()}, "NO_NEEDS"),
        ({"from_month": None}, "BAD_MONTHS"),
        ({"from_month": dt.date(2026, 1, 1)}, "BAD_MONTHS"),
        ({"from_month": MAY}, "BAD_MONTHS"),
        ({"until_month": dt.date(2027, 2, 1)}, "BAD_MONTHS"),
        ({"until_month": dt.date(2026, 4, 30)}, "BAD_MONTHS"),
        ({"review_on": None}, "BAD_REVIEW"),
        ({"review_on": TODAY}, "BAD_REVIEW"),
        ({"review_on": dt.date(2026, 5, 1)}, "BAD_REVIEW"),
    ],
)
def test_a_plan_that_is_not_whole_is_not_decided(aino, kaisa, change: dict, refusal: str) -> None:
    assert decided(aino, kaisa, cleaning_plan(**change)).refusal == refusal
    assert not PlanVersion.objects.exists()
    assert not Entry.objects.exists()


def test_twelve_months_and_the_last_day_are_within(aino, kaisa) -> None:
    data = cleaning_plan(until_month=dt.date(2027, 1, 1), review_on=dt.date(2027, 1, 31))
    assert decided(aino, kaisa, data).ok
    assert len(granted(aino)) == 12


def test_a_need_without_a_reference_price_stops_it(aino, kaisa) -> None:
    need = NeedData(money.category("meals").pk, Decimal(3), "visit", "week")
    assert decided(aino, kaisa, cleaning_plan(needs=(need,))).refusal == "NO_PRICE"


def test_only_the_clients_own_case_manager(aino, kaisa) -> None:
    other = case_manager("other@example.org")
    with pytest.raises(PermissionDenied):
        save_draft(client=aino, user=other, data=cleaning_plan(), on=TODAY)
    draft = save_draft(client=aino, user=kaisa, data=cleaning_plan(), on=TODAY)
    assert decide(client=aino, user=other, key=draft.key, on=TODAY).refusal == "NOT_YOUR_CLIENT"
    aino.assignments.update(until_on=dt.date(2026, 2, 19))
    assert decide(client=aino, user=kaisa, key=PlanDraft.objects.get().key, on=TODAY).refusal == "NOT_YOUR_CLIENT"
    assert not Entry.objects.exists()


def test_a_draft_changed_in_another_window_is_not_decided(aino, kaisa) -> None:
    first = save_draft(client=aino, user=kaisa, data=cleaning_plan(), on=TODAY).key
    same = save_draft(client=aino, user=kaisa, data=cleaning_plan(), on=TODAY).key
    other = save_draft(client=aino, user=kaisa, data=cleaning_plan(km=3), on=TODAY).key
    assert first == same != other
    assert decide(client=aino, user=kaisa, key=first, on=TODAY).refusal == "DRAFT_CHANGED"
    assert decide(client=aino, user=kaisa, key=other, on=TODAY).ok


def test_a_draft_keeps_everything() -> None:
    data = cleaning_plan_without_database()
    assert PlanData.from_json(data.to_json()) == data
    assert PlanData.from_json({}) == PlanData()


def cleaning_plan_without_database() -> PlanData:
    needs = (NeedData(7, Decimal("2.50"), "hour", "week", "Rena golv"),)
    return PlanData(needs, FEBRUARY, APRIL, Decimal("4.33"), 12, 40_000, "why", "her view", "ours", dt.date(2026, 4, 2))


def test_a_need_allows_what_lies_below_it(aino, kaisa) -> None:
    decided(aino, kaisa, cleaning_plan())
    plan = plan_on(aino, MARCH)
    windows = money.category("windows", parent=money.category())
    assert plan.allows(money.category()) and plan.allows(windows)
    assert not plan.allows(money.category("meals"))


def test_the_signals_are_sent_once(aino, kaisa) -> None:
    sent = []

    def hear(sender, **kwargs) -> None:
        sent.append(kwargs.get("decision") or kwargs.get("request"))

    for signal in (plan_decided, review_asked):
        signal.connect(hear)
    try:
        decided(aino, kaisa, cleaning_plan())
        for _ in range(2):
            ask_review(version=PlanVersion.objects.get(), user=kaisa, on=TODAY)
    finally:
        for signal in (plan_decided, review_asked):
            signal.disconnect(hear)
    assert sent == [Decision.objects.get(), ReviewRequest.objects.get()]


@pytest.mark.parametrize("table", ["plans_planversion", "plans_need", "plans_costline", "plans_decision"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_decided_rows_never_change(aino, kaisa, table: str, verb: str) -> None:
    decided(aino, kaisa, cleaning_plan())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table))


def test_trace_tells_of_the_decision(aino, kaisa, capsys) -> None:
    answer = decided(aino, kaisa, cleaning_plan())
    call_command("trace", answer.command.entries.first().pk)
    told = capsys.readouterr().out
    assert f"plans: decision {answer.data['number']} of 2026-02-20" in told
    assert "plans: plan version 1: 2026-02 to 2026-04" in told
