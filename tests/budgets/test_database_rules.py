"""Every CHECK, unique constraint and trigger of the ledger, violated by raw SQL. The same test on both databases."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from marketplace.budgets.models import Budget, Command, Entry, Reservation

from .world import MARCH, TODAY, client, grant, listing, run

pytestmark = pytest.mark.django_db

ENTRY = (
    "INSERT INTO budgets_entry (budget_id, seq, kind, amount, granted_after, reserved_after, spent_after,"
    " reservation_id, command_id, \"on\") VALUES ({budget}, {seq}, '{kind}', {amount}, {granted}, {reserved}, {spent},"
    " {of}, 'k', '2026-03-01')"
)
RESERVATION = (
    'INSERT INTO budgets_reservation (budget_id, listing_id, "on", amount, captured, refunded, state, command_id)'
    " VALUES ({budget}, {listing}, '2026-03-02', {amount}, {captured}, {refunded}, '{state}', 'k')"
)
BUDGET = "INSERT INTO budgets_budget (client_id, month, granted, reserved, spent, seq) VALUES ({client}, {values})"


@pytest.fixture
def names() -> dict:
    """A month of 100 €, of which 40 € are held and 30 € captured."""
    aino, otto, item = client(), client(), listing()
    grant(aino, MARCH, 10_000)
    made: list[Reservation] = []
    days = [dt.date(2026, 3, 3), dt.date(2026, 3, 4)]
    run(aino, lambda book: made.extend(book.reserve([(item.pk, day, 4_000) for day in days], on=TODAY)), key="k")
    run(aino, lambda book: book.capture(made[1], 3_000, on=TODAY))
    budget = Budget.objects.get(client=aino)
    return {
        "budget": budget.pk,
        "client": otto.pk,
        "of_aino": aino.pk,
        "listing": item.pk,
        "held": made[0].pk,
        "used": made[1].pk,
    }


def entry(**fields: object) -> str:
    known = {"seq": 90, "kind": "grant", "amount": 1, "granted": 9, "reserved": 0, "spent": 0, "of": "NULL"}
    return ENTRY.format(budget="{budget}", **{**known, **fields})


def reservation(**fields: object) -> str:
    known = {"amount": 10, "captured": 0, "refunded": 0, "state": "held"}
    return RESERVATION.format(budget="{budget}", listing="{listing}", **{**known, **fields})


def budget(values: str) -> str:
    return BUDGET.format(client="{client}", values=values)


VIOLATIONS = {
    "budget_one_per_month": [BUDGET.format(client="{of_aino}", values="'2026-03-01', 0, 0, 0, 0")],
    "budget_not_negative": [
        budget("'2026-03-01', -1, 0, -1, 0"),
        budget("'2026-03-01', 0, -1, 0, 0"),
        budget("'2026-03-01', 0, 0, -1, 0"),
    ],
    "budget_not_overspent": [
        budget("'2026-03-01', 10, 6, 5, 0"),
        "UPDATE budgets_budget SET spent = 6001 WHERE id = {budget}",
    ],
    "budget_month_is_first_day": [budget("'2026-03-02', 0, 0, 0, 0")],
    "reservation_amount_positive": [reservation(amount=0)],
    "reservation_captured_within": [
        reservation(captured=11, state="captured"),
        reservation(captured=-1, refunded=-1, state="captured"),
    ],
    "reservation_refunded_within": [
        reservation(captured=5, refunded=6, state="captured"),
        reservation(captured=5, refunded=-1, state="captured"),
    ],
    "reservation_captured_has_state": [reservation(captured=5)],
    "reservation_state_known": [reservation(state="lost")],
    "entry_seq_unique": [entry(seq=1)],
    "entry_amount_not_negative": [entry(amount=-1)],
    "entry_after_not_negative": [
        entry(granted=-1, spent=-1),
        entry(reserved=-1),
        entry(spent=-1),
    ],
    "entry_after_not_overspent": [entry(granted=9, reserved=5, spent=5)],
    "entry_kind_known": [entry(kind="gift")],
    "entry_one_resolution": [entry(kind="release", of="{used}"), entry(kind="capture", of="{used}")],
    "entry_one_reserve": [entry(kind="reserve", of="{held}")],
    "entry_reservation_fits_kind": [entry(kind="grant", of="{held}"), entry(kind="refund")],
    "append-only": [
        "UPDATE budgets_entry SET amount = 0",
        "UPDATE budgets_entry SET amount = amount",
        "DELETE FROM budgets_entry",
        "UPDATE budgets_command SET kind = 'x'",
        "UPDATE budgets_command SET answer = NULL",
        "UPDATE budgets_command SET answer = '{{}}' WHERE key = 'k'",
        "DELETE FROM budgets_command",
    ],
}


@pytest.mark.parametrize(
    ("rule", "statement"), [(rule, statement) for rule, statements in VIOLATIONS.items() for statement in statements]
)
def test_raw_sql_is_refused(names: dict, rule: str, statement: str) -> None:
    with pytest.raises(DatabaseError) as raised, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(**names))
    said = str(raised.value)
    assert rule in said or (connection.vendor == "sqlite" and "UNIQUE constraint failed" in said)


def test_a_sound_row_of_each_kind_is_taken(names: dict) -> None:
    """Else the statements above might fail for another reason."""
    with connection.cursor() as cursor:
        for statement in (budget("'2026-03-01', 11, 6, 5, 0"), reservation(captured=5, refunded=5, state="captured")):
            cursor.execute(statement.format(**names))
        cursor.execute(entry().format(**names))


def test_an_answer_is_set_once(names: dict) -> None:
    fresh = Command.objects.create(key="fresh", client_id=names["client"], kind="x")
    Command.objects.filter(pk=fresh.pk).update(answer={"ok": {}})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Command.objects.filter(pk=fresh.pk).update(answer={"ok": {"more": 1}})


def test_every_constraint_of_the_models_is_violated_above() -> None:
    known = {rule.name for model in (Budget, Command, Entry, Reservation) for rule in model._meta.constraints}
    assert known == set(VIOLATIONS) - {"append-only"}
    assert {model._meta.label for model in apps.get_app_config("budgets").get_models()} == {
        "budgets.Budget",
        "budgets.Command",
        "budgets.Entry",
        "budgets.Reservation",
    }
