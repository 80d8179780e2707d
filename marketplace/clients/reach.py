"""Whom a person can help today, and what has ended."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from marketplace.accounts.enums import Role
from marketplace.accounts.models import User
from marketplace.accounts.permissions import user_has_role

from .enums import Kinship, Right
from .frame import YOUR
from .models import Client, Mandate, StandIn


@dataclass(frozen=True)
class Option:
    """One person to work for. `note` says what the person is to the user."""

    client: Client
    right: Right
    is_self: bool = False
    note: str = ""


def options_of(user: User, *, on: dt.date) -> list[Option]:
    """Oneself first, then those with a mandate (the strongest right of each), then staff's clients of the day."""
    own = Client.objects.filter(user=user).first()
    options = [Option(own, Right.CHOOSE, is_self=True)] if own else []
    seen = {option.client.pk for option in options}
    mandates = Mandate.objects.active(on).filter(person=user).select_related("client").order_by("-right", "pk")
    found = [
        Option(mandate.client, Right(mandate.right), note=str(YOUR.get(Kinship(mandate.kinship), "")))
        for mandate in mandates
    ]
    found += _of_staff(user, on=on)
    for option in found:
        if option.client.pk not in seen:
            seen.add(option.client.pk)
            options.append(option)
    return options


def _of_staff(user: User, *, on: dt.date) -> list[Option]:
    if not user_has_role(user, Role.CASE_MANAGER):
        return []
    charges = Client.objects.assigned_to(user, on).order_by("last_name", "first_name")
    opened = StandIn.objects.filter(user=user, on=on).select_related("client")
    return [Option(client, Right.CHOOSE, note=_("your client")) for client in charges] + [
        Option(row.client, Right.SEE, note=_("opened for today")) for row in opened
    ]


def ended_days(user: User, *, on: dt.date, reached: set[int]) -> list[dt.date]:
    """The days on which rights ended for those whom the user cannot reach any more, newest first. No names."""
    last: dict[int, dt.date] = {}
    for mandate in Mandate.objects.filter(person=user, from_on__lte=on).exclude(client__in=reached):
        day = mandate.ended_on or on
        last[mandate.client_id] = max(day, last.get(mandate.client_id, day))
    return sorted(last.values(), reverse=True)
