"""A case manager, her client Aino in Vasa, and a reference price; built on the ledger's small world."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group

from catalogue.models import Category, OrganiserRules
from marketplace.accounts.enums import Role
from marketplace.accounts.models import User
from marketplace.budgets.ledger import Answer
from marketplace.clients.enums import Profession
from marketplace.clients.models import Assignment, Client
from marketplace.plans.actions import decide, save_draft
from marketplace.plans.data import NeedData, PlanData
from marketplace.plans.models import ReferencePrice
from tests.budgets import world

TODAY = dt.date(2026, 2, 20)
FEBRUARY, MARCH, APRIL, MAY = (dt.date(2026, month, 1) for month in (2, 3, 4, 5))


def case_manager(email: str = "kaisa@example.org") -> User:
    user, is_new = User.objects.get_or_create(email=email, defaults={"first_name": "Kaisa", "last_name": "Niemi"})
    if is_new:
        user.groups.add(Group.objects.get_or_create(name=Role.CASE_MANAGER.value)[0])
    return user


def aino_of(manager: User, /, **fields: Any) -> Client:
    aino = world.client(**fields)
    Assignment.objects.create(client=aino, user=manager, profession=Profession.NURSE, from_on=dt.date(2026, 1, 1))
    return aino


def rules(**fields: Any) -> OrganiserRules:
    return OrganiserRules.objects.create(organiser=world.organiser(), valid_from=dt.date(2026, 1, 1), **fields)


def reference(category: Category, cents: int, **fields: Any) -> ReferencePrice:
    known = {"unit": "hour", "valid_from": dt.date(2026, 1, 1), "organiser": world.organiser()}
    return ReferencePrice.objects.create(category=category, cents=cents, **{**known, **fields})


def cleaning_plan(**fields: Any) -> PlanData:
    """2 hours a week at 40 €: 8.67 h × 40 € = 346.80 € a month, February to April."""
    known: dict[str, Any] = {
        "needs": (NeedData(world.category().pk, Decimal("2.00"), "hour", "week", "Jag vill ha rena golv"),),
        "from_month": FEBRUARY,
        "until_month": APRIL,
        "review_on": dt.date(2026, 4, 15),
    }
    return PlanData(**{**known, **fields})


def decided(client: Client, user: User, data: PlanData, on: dt.date = TODAY) -> Answer:
    draft = save_draft(client=client, user=user, data=data, on=on)
    return decide(client=client, user=user, key=draft.key, on=on)
