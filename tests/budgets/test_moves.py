"""Each move of money, by hand-worked cents."""

import datetime as dt

import pytest

from marketplace.budgets.ledger import Book
from marketplace.budgets.models import Budget, Entry, Reservation
from marketplace.budgets.querysets import BudgetView, held_in, months_with_money, remaining

from .world import APRIL, MARCH, MAY, TODAY, client, grant, listing, run

pytestmark = pytest.mark.django_db


def totals(whose, month: dt.date) -> tuple[int, int, int]:
    budget = Budget.objects.get(client=whose, month=month)
    return budget.granted, budget.reserved, budget.spent


def reserve(whose, *wishes: tuple[dt.date, int]):
    """The answer and the reservations, oldest date first."""
    item = listing()
    made: list[Reservation] = []

    def work(book: Book) -> None:
        made.extend(book.reserve([(item.pk, day, cents) for day, cents in wishes], on=TODAY))

    return run(whose, work), made


def test_a_grant_makes_the_month_and_a_second_one_adds() -> None:
    aino = client()
    grant(aino, MARCH, 48_000)
    grant(aino, MARCH, 2_000)
    assert totals(aino, MARCH) == (50_000, 0, 0)
    rows = Entry.objects.filter(budget__client=aino).values_list("seq", "kind", "amount", "granted_after")
    assert list(rows) == [(1, "grant", 48_000, 48_000), (2, "grant", 2_000, 50_000)]


def test_a_cut_takes_what_is_free_and_refuses_below_what_is_used() -> None:
    aino = client()
    grant(aino, MARCH, 48_000)
    reserve(aino, (dt.date(2026, 3, 4), 30_000))
    assert run(aino, lambda book: book.cut(MARCH, 18_000, on=TODAY)).ok
    answer = run(aino, lambda book: book.cut(MARCH, 1, on=TODAY))
    assert (answer.ok, answer.refusal, answer.data) == (False, "CUT_BELOW_USED", {"month": "2026-03-01", "missing": 1})
    assert totals(aino, MARCH) == (30_000, 30_000, 0)


def test_reserving_writes_entries_in_the_order_of_dates() -> None:
    aino = client()
    grant(aino, MARCH, 10_000)
    grant(aino, APRIL, 10_000)
    answer, made = reserve(
        aino, (dt.date(2026, 4, 2), 3_000), (dt.date(2026, 3, 20), 4_500), (dt.date(2026, 3, 6), 4_500)
    )
    assert answer.ok
    assert [(r.on, r.amount, r.state) for r in made] == [
        (dt.date(2026, 3, 6), 4_500, "held"),
        (dt.date(2026, 3, 20), 4_500, "held"),
        (dt.date(2026, 4, 2), 3_000, "held"),
    ]
    rows = Entry.objects.filter(kind="reserve", budget__client=aino).order_by("pk")
    assert [(e.seq, e.reserved_after, e.reservation_id) for e in rows] == [
        (2, 4_500, made[0].pk),
        (3, 9_000, made[1].pk),
        (2, 3_000, made[2].pk),
    ]
    assert remaining(aino, [MARCH, APRIL, MAY]) == {
        MARCH: BudgetView(10_000, 9_000, 0),
        APRIL: BudgetView(10_000, 3_000, 0),
        MAY: BudgetView(0, 0, 0),
    }
    assert remaining(aino, [MARCH])[MARCH].remaining == 1_000


def test_one_short_month_refuses_all_and_says_which_and_how_much() -> None:
    aino = client()
    grant(aino, MARCH, 10_000)
    grant(aino, APRIL, 5_000)
    answer, _ = reserve(
        aino,
        (dt.date(2026, 3, 6), 4_500),
        (dt.date(2026, 4, 3), 4_500),
        (dt.date(2026, 4, 17), 4_500),
    )
    # April: 2 × 45 € wanted, 50 € there, so 40 € are missing.
    assert (answer.refusal, answer.data) == ("OVER_BUDGET", {"month": "2026-04-01", "missing": 4_000})
    assert totals(aino, MARCH) == (10_000, 0, 0)
    assert not Reservation.objects.filter(budget__client=aino).exists()


def test_a_month_without_a_budget_is_short_of_all() -> None:
    answer, _ = reserve(client(), (dt.date(2026, 3, 6), 4_500))
    assert (answer.refusal, answer.data) == ("OVER_BUDGET", {"month": "2026-03-01", "missing": 4_500})


def test_capture_of_a_part_returns_the_rest() -> None:
    aino = client()
    grant(aino, MARCH, 10_000)
    _, (held,) = reserve(aino, (dt.date(2026, 3, 6), 4_500))
    assert run(aino, lambda book: book.capture(held, 3_000, on=dt.date(2026, 3, 20))).ok
    assert totals(aino, MARCH) == (10_000, 0, 3_000)
    held.refresh_from_db()
    assert (held.state, held.captured) == ("captured", 3_000)
    last = Entry.objects.filter(budget__client=aino).latest("pk")
    assert (last.kind, last.amount, last.reserved_after, last.spent_after, last.on) == (
        "capture",
        3_000,
        0,
        3_000,
        dt.date(2026, 3, 20),
    )


def test_nothing_more_than_reserved_is_captured_and_nothing_twice() -> None:
    aino = client()
    grant(aino, MARCH, 10_000)
    _, (held,) = reserve(aino, (dt.date(2026, 3, 6), 4_500))
    assert run(aino, lambda book: book.capture(held, 4_501, on=TODAY)).refusal == "OVER_RESERVED"
    assert run(aino, lambda book: book.capture(held, 4_500, on=TODAY)).ok
    for again in (
        lambda book: book.capture(held, 100, on=TODAY),
        lambda book: book.release(held, on=TODAY),
        lambda book: book.expire(held, on=TODAY),
    ):
        assert run(aino, again).refusal == "NOT_HELD"
    assert totals(aino, MARCH) == (10_000, 0, 4_500)


@pytest.mark.parametrize(("verb", "state"), [("release", "released"), ("expire", "expired")])
def test_what_is_let_go_is_free_again(verb: str, state: str) -> None:
    aino = client()
    grant(aino, MARCH, 10_000)
    _, (held,) = reserve(aino, (dt.date(2026, 3, 6), 4_500))
    assert [r.pk for r in held_in(aino, [MARCH])] == [held.pk]
    assert run(aino, lambda book: getattr(book, verb)(held, on=TODAY)).ok
    held.refresh_from_db()
    assert (held.state, totals(aino, MARCH), held_in(aino, [MARCH])) == (state, (10_000, 0, 0), [])


def test_refunds_go_back_to_their_month_up_to_what_was_used() -> None:
    aino = client()
    grant(aino, MARCH, 10_000)
    _, (held,) = reserve(aino, (dt.date(2026, 3, 6), 4_500))
    assert run(aino, lambda book: book.refund(held, 1, on=TODAY)).refusal == "OVER_CAPTURED"
    run(aino, lambda book: book.capture(held, 4_500, on=TODAY))
    assert run(aino, lambda book: book.refund(held, 1_500, on=TODAY)).ok
    assert run(aino, lambda book: book.refund(held, 3_001, on=TODAY)).refusal == "OVER_CAPTURED"
    assert run(aino, lambda book: book.refund(held, 3_000, on=TODAY)).ok
    assert totals(aino, MARCH) == (10_000, 0, 0)


def test_carry_over_is_a_pair_of_entries() -> None:
    aino = client()
    grant(aino, MARCH, 10_000)
    reserve(aino, (dt.date(2026, 3, 6), 4_500))
    assert run(aino, lambda book: book.carry_over(MARCH, 5_501, on=TODAY)).refusal == "OVER_BUDGET"
    answer = run(aino, lambda book: book.carry_over(MARCH, 5_500, on=TODAY))
    assert (totals(aino, MARCH), totals(aino, APRIL)) == ((4_500, 4_500, 0), (5_500, 0, 0))
    assert list(answer.command.entries.order_by("pk").values_list("kind", "amount")) == [
        ("carry_out", 5_500),
        ("carry_in", 5_500),
    ]
    assert list(months_with_money(aino)) == [MARCH, APRIL]


def test_another_clients_reservation_is_not_touched() -> None:
    aino, otto = client(), client()
    grant(aino, MARCH, 10_000)
    _, (held,) = reserve(aino, (dt.date(2026, 3, 6), 4_500))
    with pytest.raises(ValueError, match="is not of client"):
        run(otto, lambda book: book.release(held, on=TODAY))
    held.refresh_from_db()
    assert held.state == "held"


@pytest.mark.parametrize("cents", [0, -5])
def test_a_sum_that_is_none_is_a_mistake_of_the_caller(cents: int) -> None:
    aino = client()
    for move in (
        lambda book: book.grant(MARCH, cents, on=TODAY),
        lambda book: book.cut(MARCH, cents, on=TODAY),
        lambda book: book.reserve([(listing().pk, MARCH, cents)], on=TODAY),
        lambda book: book.carry_over(MARCH, cents, on=TODAY),
    ):
        grant(aino, MARCH, 100)
        with pytest.raises(ValueError, match="not a sum"):
            run(aino, move)
