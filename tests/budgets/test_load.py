"""The ledger under load: 64 processes, calls over several months, kill -9; and a control that must overspend.

`LOAD_SECONDS` sets how long each lasts (5).
"""

from pathlib import Path

import pytest
from django.core.management import call_command

from marketplace.budgets.models import Budget, Command
from marketplace.foundation.dates import add_months

from . import hammer
from .hammer import Target, ask, careful, check_books, kill_and_replace, naive, read_notes
from .world import MARCH, client, grant, listing

pytestmark = [pytest.mark.load, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

GRANTED = 1_000


def one_budget() -> Target:
    return sixteen_clients(1)


def sixteen_clients(count: int = 16) -> Target:
    owners = [client() for _ in range(count)]
    for owner in owners:
        assert grant(owner, MARCH, GRANTED).ok
    return Target(owners, [MARCH] * count, listing().pk)


def three_of_sixteen_months() -> Target:
    owner = client()
    months = [add_months(MARCH, ahead) for ahead in range(16)]
    for month in months:
        assert grant(owner, month, GRANTED).ok
    return Target([owner] * 16, months, listing().pk, at_once=3)


@pytest.mark.parametrize("make", [one_budget, sixteen_clients, three_of_sixteen_months])
def test_64_processes_never_overspend(make, tmp_path: Path) -> None:
    target = make()
    hammer.hammer(careful(target, tmp_path))
    told, tried = read_notes(tmp_path)
    assert told.keys() == tried.keys()
    assert len(told) >= 100
    assert any(told.values()) and not all(told.values()), "some were granted, some refused"
    check_books(told, tried)
    call_command("audit_money")
    for budget in Budget.objects.all():
        assert 0 <= budget.reserved + budget.spent <= budget.granted == GRANTED


def test_the_naive_control_overspends(tmp_path: Path) -> None:
    """A read, a comparison and a save: more is promised than was granted."""
    target = one_budget()
    hammer.hammer(naive(target, tmp_path))
    told, _ = read_notes(tmp_path)
    assert sum(told.values()) > GRANTED


def test_kill_9_loses_and_doubles_nothing(tmp_path: Path) -> None:
    target = sixteen_clients()
    kills = kill_and_replace(careful(target, tmp_path))
    told, tried = read_notes(tmp_path)
    assert kills >= 10
    check_books(told, tried)
    for made in Command.objects.filter(pk__in=tried.keys() - told.keys()).select_related("client"):
        # The process died between the wish and the answer: asking again with the key tells what happened, once.
        answer = ask(made.client, made.pk, [])
        assert answer.replayed and answer.data == made.answer.get("ok", made.answer.get("data"))
    check_books(told, tried)
    call_command("audit_money")
