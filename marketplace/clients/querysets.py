"""Which clients, mandates and assignments a person reaches."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from marketplace.accounts.models import User


class DatedQuerySet(models.QuerySet):
    def active(self, on: dt.date) -> Self:
        """In force on that date (a revoked mandate never is)."""
        found = self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)
        if any(field.name == "revoked_at" for field in self.model._meta.concrete_fields):
            found = found.filter(revoked_at__isnull=True)
        return found


class ClientQuerySet(models.QuerySet):
    def assigned_to(self, user: "User", on: dt.date) -> Self:
        """Clients whose case manager the user is on that date."""
        return self.filter(
            Q(assignments__until_on__isnull=True) | Q(assignments__until_on__gte=on),
            assignments__user=user,
            assignments__from_on__lte=on,
        ).distinct()
