"""Choices and visits by who looks at them."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Subquery, Sum

from catalogue.querysets import approvals_of

from .enums import OPEN, SelectionState, VisitState

if TYPE_CHECKING:
    from catalogue.models import Approval, Provider
    from marketplace.clients.models import Client


class SelectionQuerySet(models.QuerySet):
    def of_provider(self, provider: "Provider") -> Self:
        return self.filter(provider=provider)

    def to_answer(self) -> Self:
        return self.filter(state=SelectionState.REQUESTED).order_by("answer_by", "pk")

    def without_approval(self, on: dt.date, *, but: "Approval | None" = None) -> Self:
        """Asked for or running, with a visit from that day on for whose date the provider is not approved.

        By the client's county, for the category or a part of the package. `but`: as if that approval did not hold.
        """
        return self.filter(Exists(_stopped_visits(on, but)), state__in=OPEN)

    def with_stop(self, on: dt.date) -> Self:
        """`stops_on`: the first such visit from that day on; `goes_on`: whether visits before it are to come."""
        stops = Subquery(_stopped_visits(on).order_by("on").values("on")[:1])
        before = Q(visits__state=VisitState.PLANNED, visits__on__gte=on, visits__on__lt=F("stops_on"))
        return self.annotate(stops_on=stops).annotate(goes_on=Count("visits", filter=before))

    def with_coming(self, on: dt.date) -> Self:
        """`coming`: how many visits from that day on; `coming_cents`: what is reserved for them; `coming_last`."""
        planned = Q(visits__state=VisitState.PLANNED, visits__on__gte=on)
        return self.annotate(
            coming=Count("visits", filter=planned),
            coming_cents=Sum("visits__budget_cents", filter=planned, default=0),
            coming_last=Max("visits__on", filter=planned),
        )

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


def _stopped_visits(on: dt.date, but: "Approval | None" = None) -> models.QuerySet:
    """For a subquery on choices: planned visits from that day on for whose date the provider is not approved."""
    from catalogue.models import PackageItem

    from .models import Visit

    ours = OuterRef("selection__client__organiser"), OuterRef("selection__provider")
    yes = approvals_of(OuterRef("on"), *ours, OuterRef("selection__listing__category__path"), but=but)
    county, day = OuterRef(OuterRef("selection__client__organiser")), OuterRef(OuterRef("on"))
    part = approvals_of(day, county, OuterRef("service__provider"), OuterRef("service__category__path"), but=but)
    beyond = PackageItem.objects.filter(version=OuterRef("selection__price_version")).exclude(Exists(part))
    coming = Visit.objects.filter(selection=OuterRef("pk"), state=VisitState.PLANNED, on__gte=on)
    return coming.filter(~Exists(yes) | Exists(beyond))
