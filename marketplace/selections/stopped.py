"""Choices whose provider is not approved any more, or would not be. Their money stays until someone decides."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from catalogue.models import Approval, Listing
from marketplace.clients.models import Client

from .models import Selection
from .querysets import SelectionQuerySet


def hit_by_end_of(approval: Approval, from_on: dt.date) -> SelectionQuerySet:
    """Choices with visits from that day on that this approval alone carries. The same before and after a stop."""
    path = approval.category.path
    carried = Q(listing__category__path__startswith=path) | Q(
        price_version__items__service__category__path__startswith=path
    )
    of_county = Selection.objects.filter(provider=approval.provider_id, client__organiser=approval.organiser_id)
    ids = of_county.filter(carried).values("pk")
    return of_county.filter(pk__in=ids).without_approval(from_on, but=approval)


@dataclass(frozen=True)
class Extent:
    """How much a stop touches; nobody's name. `cents` is reserved for visits to come."""

    clients: int
    choices: int
    visits: int
    cents: int
    last_on: dt.date | None


def extent(choices: Iterable[Selection]) -> Extent:
    """Of choices loaded `with_coming`."""
    rows = list(choices)
    return Extent(
        clients=len({row.client_id for row in rows}),
        choices=len(rows),
        visits=sum(row.coming for row in rows),
        cents=sum(row.coming_cents for row in rows),
        last_on=max((row.coming_last for row in rows if row.coming_last), default=None),
    )


MOST_OTHERS = 3


@dataclass(frozen=True)
class StoppedChoice:
    """A choice, and services of other providers that the client could choose instead."""

    selection: Selection
    others: list[Listing]


def stopped_of(clients: QuerySet[Client], on: dt.date) -> list[StoppedChoice]:
    """Choices of these clients that stand without an approval, the next visit first. Queries do not grow with them."""
    found = Selection.objects.filter(client__in=clients).without_approval(on).with_coming(on).with_cards()
    rows = list(
        found.select_related("client__postal_area", "client__organiser", "listing__category").order_by("next_on", "pk")
    )
    others = _others(rows, on)
    return [StoppedChoice(row, _fitting(row, others)) for row in rows]


def _others(rows: list[Selection], on: dt.date) -> list[Listing]:
    """All that can be chosen in the categories concerned, with the municipalities served."""
    found: list[Listing] = []
    for organiser in {row.client.organiser for row in rows}:
        categories = {row.listing.category_id for row in rows if row.client.organiser_id == organiser.pk}
        listings = Listing.objects.choosable(on, organiser).filter(category__in=categories).with_texts()
        found += listings.prefetch_related("served").order_by("pk")
    return found


def _fitting(row: Selection, others: list[Listing]) -> list[Listing]:
    """In the same category, of another provider, coming to the client's municipality."""
    town = row.client.postal_area.municipality_id
    fit = [
        listing
        for listing in others
        if listing.category_id == row.listing.category_id
        and listing.provider_id != row.provider_id
        and any(served.municipality_id == town for served in listing.served.all())
    ]
    return fit[:MOST_OTHERS]
