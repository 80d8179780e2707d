"""Who may plan. Sentences without a request."""

import datetime as dt

from django.urls import reverse

from marketplace.accounts.enums import Role
from marketplace.accounts.models import User
from marketplace.accounts.permissions import user_has_role
from marketplace.clients.models import Client


def user_may_plan(user: User, client: Client, on: dt.date) -> bool:
    """A case manager whose client it is on that day; a stand-in may look but not decide."""
    return user_has_role(user, Role.CASE_MANAGER) and client.assignments.active(on).filter(user=user).exists()


def work_of(user: User) -> str | None:
    """Where a case manager's work begins."""
    return reverse("plans:work") if user_has_role(user, Role.CASE_MANAGER) else None
