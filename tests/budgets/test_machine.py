"""A random walk over every move, beside a model of plain dictionaries: same answers, same totals, clean books."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from marketplace.budgets.audit import differences
from marketplace.budgets.ledger import Book, KeyReused
from marketplace.budgets.models import Budget, Reservation

from .world import APRIL, MARCH, MAY, TODAY, client, listing, run

pytestmark = pytest.mark.django_db

MONTHS = [MARCH, APRIL, MAY]
SUMS = st.integers(1, 400)
WISHES = st.lists(st.tuples(st.sampled_from(MONTHS), st.integers(1, 28), SUMS), min_size=1, max_size=4)


class Ledger(RuleBasedStateMachine):
    """`money[month]` is [granted, reserved, spent]; `held[reservation]` is (month, amount)."""

    made = Bundle("made")
    keys = Bundle("keys")

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        # Commands are outermost in life; here the test's transaction stands in for the database.
        self.savepoint._from_testcase = transaction.get_connection().atomic_blocks[-1]._from_testcase = True
        self.aino, self.item = client(), listing()
        self.money: dict[dt.date, list[int]] = {}
        self.state: dict[int, tuple[str, dt.date, int, int, int]] = {}
        self.answers: dict[str, tuple[dict[str, Any], bool]] = {}

    def do(self, work: Any, key: str | None = None, **payload: Any) -> Any:
        return run(self.aino, work, key=key, **payload)

    @rule(target=keys, month=st.sampled_from(MONTHS), cents=SUMS, key=st.uuids().map(str))
    def grant(self, month: dt.date, cents: int, key: str) -> str:
        payload = {"month": month.isoformat(), "cents": cents}
        answer = self.do(lambda book: book.grant(month, cents, on=TODAY), key=key, **payload)
        assert answer.ok and not answer.replayed
        self.money.setdefault(month, [0, 0, 0])[0] += cents
        self.answers[key] = (payload, True)
        return key

    @rule(key=keys)
    def replay(self, key: str) -> None:
        payload, ok = self.answers[key]
        answer = self.do(lambda book: book.grant(MARCH, 1, on=TODAY), key=key, **payload)
        assert answer.replayed and answer.ok == ok
        with pytest.raises(KeyReused):
            self.do(lambda book: None, key=key, cents=-1)

    @rule(month=st.sampled_from(MONTHS), cents=SUMS)
    def cut(self, month: dt.date, cents: int) -> None:
        free = self.free(month)
        answer = self.do(lambda book: book.cut(month, cents, on=TODAY))
        assert answer.ok == (free >= cents)
        if answer.ok:
            self.money[month][0] -= cents
        else:
            assert answer.data == {"month": month.isoformat(), "missing": cents - free}

    @rule(target=made, wishes=WISHES)
    def reserve(self, wishes: list[tuple[dt.date, int, int]]) -> Any:
        dated = [(self.item.pk, month.replace(day=day), cents) for month, day, cents in wishes]
        wanted = {month: sum(c for m, _, c in wishes if m == month) for month in MONTHS}
        short = [month for month in MONTHS if wanted[month] > self.free(month)]
        made: list[Reservation] = []
        answer = self.do(lambda book: made.extend(book.reserve(dated, on=TODAY)))
        assert answer.ok == (not short)
        if short:
            missing = wanted[short[0]] - self.free(short[0])
            assert answer.data == {"month": short[0].isoformat(), "missing": missing}
            return multiple()
        for row in made:
            month = row.on.replace(day=1)
            self.money[month][1] += row.amount
            self.state[row.pk] = ("held", month, row.amount, 0, 0)
        return multiple(*[row.pk for row in made])

    @rule(pk=made, part=st.integers(0, 410))
    def capture(self, pk: int, part: int) -> None:
        state, month, amount, *_ = self.state[pk]
        answer = self.resolve(pk, lambda book, row: book.capture(row, part, on=TODAY))
        assert answer.ok == (state == "held" and part <= amount)
        if answer.ok:
            self.state[pk] = ("captured", month, amount, part, 0)
            self.money[month][1] -= amount
            self.money[month][2] += part

    @rule(pk=made, verb=st.sampled_from(["release", "expire"]))
    def let_go(self, pk: int, verb: str) -> None:
        state, month, amount, *_ = self.state[pk]
        answer = self.resolve(pk, lambda book, row: getattr(book, verb)(row, on=TODAY))
        assert answer.ok == (state == "held")
        if answer.ok:
            self.state[pk] = (f"{verb}d", month, amount, 0, 0)
            self.money[month][1] -= amount

    @rule(pk=made, cents=SUMS)
    def refund(self, pk: int, cents: int) -> None:
        state, month, amount, captured, refunded = self.state[pk]
        answer = self.resolve(pk, lambda book, row: book.refund(row, cents, on=TODAY))
        assert answer.ok == (state == "captured" and cents <= captured - refunded)
        if answer.ok:
            self.state[pk] = (state, month, amount, captured, refunded + cents)
            self.money[month][2] -= cents

    @rule(month=st.sampled_from([MARCH, APRIL]), cents=SUMS)
    def carry(self, month: dt.date, cents: int) -> None:
        answer = self.do(lambda book: book.carry_over(month, cents, on=TODAY))
        assert answer.ok == (self.free(month) >= cents)
        if answer.ok:
            self.money[month][0] -= cents
            following = MONTHS[MONTHS.index(month) + 1]
            self.money.setdefault(following, [0, 0, 0])[0] += cents

    @rule(month=st.sampled_from(MONTHS), cents=SUMS)
    def a_mistake_moves_nothing(self, month: dt.date, cents: int) -> None:
        def broken(book: Book) -> None:
            book.grant(month, cents, on=TODAY)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            self.do(broken)

    def free(self, month: dt.date) -> int:
        granted, reserved, spent = self.money.get(month, [0, 0, 0])
        return granted - reserved - spent

    def resolve(self, pk: int, act: Any) -> Any:
        row = Reservation.objects.get(pk=pk)
        return self.do(lambda book: act(book, row))

    @invariant()
    def same_as_the_model(self) -> None:
        if not hasattr(self, "money"):
            return
        rows = Budget.objects.filter(client=self.aino).values_list("month", "granted", "reserved", "spent")
        assert {month: list(totals) for month, *totals in rows} == self.money

    def teardown(self) -> None:
        try:
            assert list(differences()) == []
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)


def test_every_walk_keeps_the_books() -> None:
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=100,
            stateful_step_count=12,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
