"""Visibility is a queryset verb: start from here, in pages and in the index alike."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from .models import Municipality


class ProviderMemberQuerySet(models.QuerySet):
    def active(self, on: dt.date) -> Self:
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)

    def since(self, on: dt.date) -> Self:
        """Those who are members, or were on or after that date."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))


class ListingQuerySet(models.QuerySet):
    def serving(self, municipality: "Municipality") -> Self:
        return self.filter(served__municipality=municipality)
