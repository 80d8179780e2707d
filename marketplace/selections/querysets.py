"""Choices and visits by who looks at them."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Min, Q

from .enums import SelectionState, VisitState

if TYPE_CHECKING:
    from catalogue.models import Provider
    from marketplace.clients.models import Client


class SelectionQuerySet(models.QuerySet):
    def of_provider(self, provider: "Provider") -> Self:
        return self.filter(provider=provider)

    def to_answer(self) -> Self:
        return self.filter(state=SelectionState.REQUESTED).order_by("answer_by", "pk")

    def with_cards(self) -> Self:
        """With all that a list of choices shows."""
        planned = Q(visits__state=VisitState.PLANNED)
        return (
            self.select_related("provider", "listing", "actor")
            .prefetch_related("listing__texts")
            .annotate(visit_count=Count("visits"), next_on=Min("visits__on", filter=planned))
        )


class VisitQuerySet(models.QuerySet):
    def of_provider(self, provider: "Provider") -> Self:
        """Visits of choices that the provider has said yes to."""
        said_yes = Q(selection__state=SelectionState.ACCEPTED) | Q(
            selection__state=SelectionState.WITHDRAWN, selection__answered_on__isnull=False
        )
        return self.filter(said_yes, selection__provider=provider)

    def of_client(self, client: "Client") -> Self:
        return self.filter(selection__client=client)

    def to_come(self, on: dt.date) -> Self:
        open_states = [SelectionState.REQUESTED, SelectionState.ACCEPTED, SelectionState.WITHDRAWN]
        return self.filter(state=VisitState.PLANNED, on__gte=on, selection__state__in=open_states)

    def with_listing(self) -> Self:
        return self.select_related(
            "selection__provider", "selection__listing", "selection__client__postal_area__municipality"
        ).prefetch_related("selection__listing__texts")
