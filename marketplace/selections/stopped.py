"""Choices whose provider is not approved any more, or would not be. Their money stays until someone decides."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from catalogue.models import Approval

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
    return of_county.filter(pk__in=ids).still_to_come(from_on).not_approved(from_on, but=approval)


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
