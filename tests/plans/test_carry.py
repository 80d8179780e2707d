"""What is left at the change of a month, on either side of it."""

import datetime as dt

import pytest
from django.core.management import call_command

from marketplace.budgets.models import Budget, Entry
from marketplace.plans.carry import carry_over_due
from tests.budgets import world as money

from .world import APRIL, FEBRUARY, MARCH, TODAY, aino_of, case_manager, cleaning_plan, decided, reference, rules

pytestmark = pytest.mark.django_db

LAST_OF_FEBRUARY = dt.date(2026, 2, 28)


@pytest.fixture
def aino():
    """346.80 € a month from February to April, of which 100 € are reserved in February."""
    reference(money.category(), 4_000)
    kaisa = case_manager()
    made = aino_of(kaisa)
    assert decided(made, kaisa, cleaning_plan()).ok
    wish = (money.listing().pk, dt.date(2026, 2, 24), 10_000)
    assert money.run(made, lambda book: book.reserve([wish], on=TODAY) and None).ok
    return made


def granted(client) -> list[int]:
    return list(Budget.objects.filter(client=client).order_by("month").values_list("granted", flat=True))


def test_all_of_it(aino) -> None:
    rules(carry_over="all")
    assert carry_over_due(LAST_OF_FEBRUARY) == 0
    assert granted(aino) == [34_680, 34_680, 34_680]
    assert carry_over_due(MARCH) == 1
    assert granted(aino) == [10_000, 34_680 + 24_680, 34_680]
    assert list(Entry.objects.filter(kind__startswith="carry").values_list("kind", "on")) == [
        ("carry_out", MARCH),
        ("carry_in", MARCH),
    ]
    assert carry_over_due(MARCH) == 0
    assert carry_over_due(dt.date(2026, 3, 31)) == 0
    call_command("audit_money")


def test_up_to_a_cap(aino) -> None:
    rules(carry_over="cap", carry_over_cap_cents=5_000)
    carry_over_due(MARCH)
    assert granted(aino) == [29_680, 39_680, 34_680]


def test_nothing(aino) -> None:
    rules(carry_over="none")
    assert carry_over_due(MARCH) == 0
    assert granted(aino) == [34_680, 34_680, 34_680]


def test_nothing_without_rules(aino) -> None:
    assert carry_over_due(MARCH) == 0


def test_the_rule_in_force_when_the_month_begins_counts(aino) -> None:
    rules(carry_over="none")
    money.organiser().rule_sets.create(valid_from=MARCH, carry_over="all")
    assert carry_over_due(MARCH) == 1
    assert granted(aino)[1] == 59_360


def test_a_late_tick_closes_the_months_in_their_order(aino) -> None:
    rules(carry_over="all")
    assert carry_over_due(APRIL) == 2
    assert granted(aino) == [10_000, 0, 34_680 + 34_680 + 24_680]


def test_not_into_a_month_without_a_plan(aino) -> None:
    rules(carry_over="all")
    carry_over_due(APRIL)
    assert carry_over_due(dt.date(2026, 5, 1)) == 0
    assert granted(aino) == [10_000, 0, 94_040]


def test_tick_does_it(aino, capsys) -> None:
    rules(carry_over="all")
    call_command("tick", on=MARCH)
    assert "carry_over: 1" in capsys.readouterr().out
    assert FEBRUARY < MARCH
