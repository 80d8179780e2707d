"""By which right a person looks or acts for a client."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from marketplace.accounts.enums import Role
from marketplace.accounts.models import User
from marketplace.accounts.permissions import user_has_role

from .enums import ActingBy, Right
from .models import Assignment, Client, Mandate, StandIn


@dataclass(frozen=True)
class Acting:
    """Exactly one ground: the client herself, a mandate, an assignment, or a stand-in for the day."""

    user: User
    by: ActingBy
    right: Right
    mandate: Mandate | None = None
    assignment: Assignment | None = None
    stand_in: StandIn | None = None

    @property
    def is_self(self) -> bool:
        return self.by == ActingBy.SELF

    @property
    def is_staff(self) -> bool:
        return self.by in {ActingBy.ASSIGNMENT, ActingBy.STAND_IN}

    def act_fields(self) -> dict[str, Any]:
        """The fields of `clients.models.Act` for something done by this right."""
        return {
            "actor": self.user,
            "as_self": self.is_self,
            "mandate": self.mandate,
            "assignment": self.assignment,
        }


def acting_for(user: User, client: Client, *, on: dt.date) -> Acting | None:
    """The strongest right that `user` has for the client on that date; None without one. At most four queries.

    A case manager chooses only what came by phone or on paper: the action asks for a note (`Acting.is_staff`).
    """
    if client.user_id is not None and client.user_id == user.pk:
        return Acting(user, ActingBy.SELF, Right.CHOOSE)
    mandate = Mandate.objects.active(on).filter(client=client, person=user).order_by("-right", "pk").first()
    if mandate is not None:
        return Acting(user, ActingBy.MANDATE, Right(mandate.right), mandate=mandate)
    if not user_has_role(user, Role.CASE_MANAGER):
        return None
    assignment = Assignment.objects.active(on).filter(client=client, user=user).first()
    if assignment is not None:
        return Acting(user, ActingBy.ASSIGNMENT, Right.CHOOSE, assignment=assignment)
    stand_in = StandIn.objects.filter(client=client, user=user, on=on).first()
    if stand_in is not None:
        return Acting(user, ActingBy.STAND_IN, Right.SEE, stand_in=stand_in)
    return None


def ended_on(user: User, client: Client, *, on: dt.date) -> dt.date | None:
    """The day the user's last right for the client ended; None if there never was one."""
    days = [mandate.ended_on or on for mandate in Mandate.objects.filter(client=client, person=user, from_on__lte=on)]
    ended = Assignment.objects.filter(client=client, user=user, until_on__lt=on)
    days += [day for day in ended.values_list("until_on", flat=True) if day is not None]
    days += list(StandIn.objects.filter(client=client, user=user, on__lt=on).values_list("on", flat=True))
    return max(days, default=None)
