"""The shape around every move: keys, replays, stored refusals, all or nothing."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from marketplace.budgets.ledger import Book, KeyReused, Refused
from marketplace.budgets.models import Budget, Command, Entry

from .world import MARCH, TODAY, client, grant, listing, run

pytestmark = pytest.mark.django_db


def test_a_replay_shows_the_stored_answer_and_moves_nothing() -> None:
    aino, calls = client(), []

    def work(book: Book) -> dict:
        calls.append(1)
        book.grant(MARCH, 500, on=TODAY)
        return {"month": MARCH}

    first = run(aino, work, key="k", month=MARCH)
    again = run(aino, work, key="k", month=MARCH)
    assert (first.ok, first.replayed, first.data) == (True, False, {"month": "2026-03-01"})
    assert (again.ok, again.replayed, again.data, again) == (True, True, {"month": "2026-03-01"}, again)
    assert (len(calls), Budget.objects.get(client=aino).granted) == (1, 500)


def test_a_refusal_undoes_its_moves_is_stored_and_replayed() -> None:
    aino = client()

    def work(book: Book) -> dict:
        book.grant(MARCH, 500, on=TODAY)
        raise Refused("NO_MANDATE", until=MARCH)

    first, again = run(aino, work, key="k"), run(aino, work, key="k")
    assert (first.ok, first.refusal, first.data, first.replayed) == (
        False,
        "NO_MANDATE",
        {"until": "2026-03-01"},
        False,
    )
    assert (again.ok, again.refusal, again.data, again.replayed) == (False, "NO_MANDATE", {"until": "2026-03-01"}, True)
    assert not Entry.objects.exists()
    assert Command.objects.get(pk="k").answer == {"refusal": "NO_MANDATE", "data": {"until": "2026-03-01"}}


def test_a_used_key_with_anything_else_is_refused() -> None:
    aino, otto = client(), client()
    run(aino, lambda book: None, key="k", kind="confirm", draft=1)
    for whose, kind, draft in ((otto, "confirm", 1), (aino, "withdraw", 1), (aino, "confirm", 2)):
        with pytest.raises(KeyReused) as raised:
            run(whose, lambda book: book.grant(MARCH, 5, on=TODAY), key="k", kind=kind, draft=draft)
        assert raised.value.command.pk == "k"
    assert not Entry.objects.exists()


def test_an_error_leaves_the_key_unused() -> None:
    aino = client()

    def broken(book: Book) -> None:
        book.grant(MARCH, 500, on=TODAY)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(aino, broken, key="k")
    assert not Command.objects.filter(pk="k").exists()
    assert run(aino, lambda book: book.grant(MARCH, 500, on=TODAY), key="k").ok


def test_the_book_carries_its_command_and_client() -> None:
    aino = client()
    seen = run(aino, lambda book: {"key": book.command.pk, "client": book.client.pk}, key="k")
    assert seen.data == {"key": "k", "client": aino.pk}
    assert seen.command.pk == "k"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_command_inside_another_transaction() -> None:
    aino = client()
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        grant(aino, MARCH, 5)


def test_the_statements_of_a_choice_grow_by_the_visit_only() -> None:
    """Per visit: budget, reservation, totals, totals read, entry."""
    aino, item = client(), listing()
    grant(aino, MARCH, 10_000)

    def statements(count: int) -> int:
        wishes = [(item.pk, MARCH.replace(day=day), 10) for day in range(1, count + 1)]
        with CaptureQueriesContext(connection) as captured:
            assert run(aino, lambda book: book.reserve(wishes, on=TODAY) and None).ok
        return len(captured)

    assert statements(4) - statements(3) == 5
