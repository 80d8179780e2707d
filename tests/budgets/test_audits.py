"""The audits find what raw SQL bends, and say nothing about sound books."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from marketplace.budgets import owners
from marketplace.budgets.audit import differences
from marketplace.budgets.ledger import Book
from marketplace.budgets.models import Budget, Entry, Reservation
from marketplace.clients.models import Client

from .world import APRIL, MARCH, TODAY, client, grant, listing, run

pytestmark = pytest.mark.django_db


def busy_client() -> Client:
    """Two months with every kind of entry."""
    aino, item = client(), listing()
    grant(aino, MARCH, 50_000)
    grant(aino, APRIL, 50_000)
    made: list[Reservation] = []
    days = [dt.date(2026, 3, day) for day in (3, 10, 17, 24)]

    def reserve(book: Book) -> None:
        made.extend(book.reserve([(item.pk, day, 4_500) for day in days], on=TODAY))

    def resolve(book: Book) -> None:
        book.capture(made[0], 3_000, on=days[0])
        book.refund(made[0], 500, on=days[1])
        book.release(made[1], on=days[1])
        book.expire(made[2], on=days[2])
        book.cut(APRIL, 10_000, on=TODAY)
        book.carry_over(MARCH, 1_000, on=APRIL)

    run(aino, reserve)
    run(aino, resolve)
    return aino


def test_sound_books_have_no_differences(capsys) -> None:
    busy_client()
    assert list(differences()) == []
    call_command("audit_money")
    assert capsys.readouterr().out == "13 entries: every total follows from them\n"


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("UPDATE budgets_budget SET granted = granted + 1 WHERE id = {budget}", "its entries say"),
        ("UPDATE budgets_budget SET seq = seq + 1 WHERE id = {budget}", "its entries say"),
        ("UPDATE budgets_reservation SET state = 'expired' WHERE id = {held}", "does not follow from its entries"),
        ("UPDATE budgets_reservation SET amount = amount - 1 WHERE id = {held}", "does not follow from its entries"),
        ("UPDATE budgets_reservation SET budget_id = {other} WHERE id = {held}", "entries in another budget"),
        (
            "INSERT INTO budgets_entry (budget_id, seq, kind, amount, granted_after, reserved_after, spent_after,"
            " command_id, \"on\") SELECT budget_id, 99, 'grant', 1, granted_after, reserved_after, spent_after,"
            ' command_id, "on" FROM budgets_entry WHERE id = {last}',
            "do not follow from the entries before",
        ),
    ],
)
def test_a_bent_row_is_found(statement: str, word: str) -> None:
    aino = busy_client()
    march, april = Budget.objects.filter(client=aino).order_by("month")
    held = Reservation.objects.get(budget__client=aino, state="held")
    last = Entry.objects.filter(budget=march).latest("seq")
    with connection.cursor() as cursor:
        cursor.execute(statement.format(budget=march.pk, other=april.pk, held=held.pk, last=last.pk))
    assert any(word in line for line in differences())
    with pytest.raises(CommandError):
        call_command("audit_money")


def test_a_budget_without_entries_is_found() -> None:
    Budget.objects.create(client=client(), month=MARCH, granted=100)
    assert [line.split(": ")[1] for line in differences()] == ["has totals but no entry"]


def test_entries_and_held_money_without_an_owner_fail(monkeypatch, capsys) -> None:
    aino = busy_client()
    monkeypatch.setattr(owners, "_entries", {})
    monkeypatch.setattr(owners, "_reservations", {})
    with pytest.raises(CommandError, match="14 without an owner"):
        call_command("audit_trace")
    owners.register_entries("test", lambda: Entry.objects.filter(budget__client=aino).values("pk"))
    with pytest.raises(CommandError, match="1 without an owner"):
        call_command("audit_trace")
    owners.register_reservations("test", lambda: Reservation.objects.values("pk"))
    call_command("audit_trace")
    assert capsys.readouterr().out == "13 entries: each has an owner\n"


def test_trace_tells_the_ledgers_part(capsys) -> None:
    aino = busy_client()
    entry = Entry.objects.get(budget__client=aino, kind="capture")
    call_command("trace", entry.pk)
    told = capsys.readouterr().out
    assert "30.00 € in 2026-03, for 2026-03-03" in told
    assert "after it: granted 500.00 €, reserved 135.00 €, used 30.00 €" in told
    assert "now" in told and "by time" in told


def test_trace_of_nothing_says_so() -> None:
    with pytest.raises(CommandError, match="There is no entry 0"):
        call_command("trace", 0)
