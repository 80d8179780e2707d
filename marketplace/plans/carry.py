"""What is left when a month ends goes on to the next, as far as the organiser's rule lets it."""

import datetime as dt
from typing import Any

from catalogue.enums import CarryOver
from catalogue.models import OrganiserRules
from marketplace.budgets.ledger import Book, command
from marketplace.budgets.models import Command
from marketplace.budgets.querysets import remaining
from marketplace.clients.models import Client
from marketplace.foundation.dates import add_months

from .facts import plan_on

CARRY_OVER = "carry_over"
MONTHS_BACK = 3
"""How many ended months a late tick still closes."""


def carry_over_due(on: dt.date) -> int:
    """Closes the months before that of `on`, oldest first; each client's month once. A step of `manage.py tick`."""
    return sum(_close(add_months(on, -back)) for back in range(MONTHS_BACK, 0, -1))


def _close(month: dt.date) -> int:
    clients = list(Client.objects.filter(budgets__month=month).select_related("organiser"))
    closed = set(
        Command.objects.filter(pk__in=[_key(client, month) for client in clients]).values_list("pk", flat=True)
    )
    return sum(_carry(client, month) for client in clients if _key(client, month) not in closed)


def _key(client: Client, month: dt.date) -> str:
    return f"{CARRY_OVER}:{client.pk}:{month}"


def _carry(client: Client, month: dt.date) -> bool:
    target = add_months(month, 1)
    rules = _rules(client, target)
    if rules is None or rules.carry_over == CarryOver.NONE or plan_on(client, target) is None:
        return False

    def work(book: Book) -> dict[str, Any]:
        cents = carried(rules, remaining(client, [month])[month].remaining)
        if cents:
            book.carry_over(month, cents, on=target)
        return {"cents": cents}

    payload = {"month": month}
    answer = command(key=_key(client, month), client=client, actor=None, kind=CARRY_OVER, payload=payload, work=work)
    return answer.ok and not answer.replayed and bool(answer.data["cents"])


def carried(rules: OrganiserRules, left: int) -> int:
    """The cents that go on when `left` cents are left."""
    if rules.carry_over == CarryOver.ALL:
        return left
    return min(left, rules.carry_over_cap_cents) if rules.carry_over == CarryOver.CAP else 0


def _rules(client: Client, on: dt.date) -> OrganiserRules | None:
    """No rule set: nothing is carried (money fails closed)."""
    return client.organiser.rule_sets.filter(valid_from__lte=on).order_by("valid_from").last()
