"""The provider's word that listings are still right."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from marketplace.accounts.models import User

from ..models import FreshnessCheck, Listing, Provider
from ..signals import send_ids


@transaction.atomic
def confirm_fresh(*, listing: Listing, by: User | None, on: dt.date) -> FreshnessCheck:
    """The provider says that the listing is still right; its lease starts again."""
    check = FreshnessCheck.objects.create(listing=listing, by=by, on=on)
    send_ids([listing.pk])
    return check


@transaction.atomic
def confirm_several(*, provider: Provider, ids: Iterable[int], by: User, on: dt.date) -> int:
    """Of these the provider's published listings are still right; returns how many.

    What is not among them is left alone, so that nothing is confirmed that nobody has seen. A second press on the
    same day changes nothing.
    """
    listings = provider.listings.filter(pk__in=list(ids), live=True).order_by("pk")
    pks = list(listings.values_list("pk", flat=True))
    said = set(FreshnessCheck.objects.filter(listing__in=pks, on=on).values_list("listing_id", flat=True))
    FreshnessCheck.objects.bulk_create([FreshnessCheck(listing_id=pk, by=by, on=on) for pk in pks if pk not in said])
    if len(said) < len(pks):
        send_ids(pks)
    return len(pks)
