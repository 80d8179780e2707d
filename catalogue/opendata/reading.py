"""Which rows are open to everyone, and loading them whole: a constant number of queries for a batch."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from ..models import Listing, Organiser, PriceVersion, Provider, ProviderBase
from ..offers import offers_of
from ..querysets import ListingQuerySet
from .hsds import (
    Made,
    service,
    service_at_location_row,
    service_row,
    whole_organization,
    whole_service_at_location,
)

BATCH = 200
WHOLE = ("texts", "served__municipality", "provider__bases", "provider__identifiers")


@dataclass(frozen=True)
class Filters:
    """Of services, as the API reference names them; None: any."""

    search: str = ""
    modified_after: dt.datetime | None = None
    category_path: str = ""
    provider_id: int | None = None


def open_listings(on: dt.date, filters: Filters = Filters()) -> ListingQuerySet:
    """What can be chosen from the site's organiser on that day, with `modified`: its words or its price."""
    organiser = Organiser.objects.current()
    if organiser is None:
        return Listing.objects.none()
    prices = PriceVersion.objects.filter(listing=OuterRef("pk"), valid_from__lte=on).order_by("-valid_from", "-pk")
    listings = Listing.objects.choosable(on, organiser).annotate(
        modified=Greatest("last_published_at", Subquery(prices.values("created_at")[:1]))
    )
    if filters.search:
        listings = listings.filter(pk__in=Listing.objects.filter(texts__title__icontains=filters.search).values("pk"))
    if filters.modified_after:
        listings = listings.filter(modified__gte=filters.modified_after)
    if filters.category_path:
        listings = listings.filter(category__path__startswith=filters.category_path)
    if filters.provider_id:
        listings = listings.filter(provider=filters.provider_id)
    return listings.select_related("provider", "category").order_by("pk")


def open_providers(on: dt.date, search: str = "") -> QuerySet[Provider]:
    """Those from whom something can be chosen."""
    offering = open_listings(on).order_by().values("provider")
    found = Provider.objects.filter(pk__in=offering).order_by("pk")
    return found.filter(name__icontains=search) if search else found


def open_pairs(listings: ListingQuerySet) -> QuerySet[Any]:
    """Pairs of listing and base as rows of bases' and listings' numbers."""
    return (
        ProviderBase.objects.filter(provider__listings__in=listings.order_by().values("pk"))
        .order_by("provider__listings__pk", "pk")
        .values_list("provider__listings__pk", "pk")
    )


# Loaded whole


def whole_services(listings: Iterable[Listing], on: dt.date) -> list[Made]:
    rows = list(listings)
    offers = offers_of(rows, on)
    return [service(listing, offers[listing.pk]) for listing in rows]


def service_rows(listings: Iterable[Listing]) -> list[Made]:
    return [service_row(listing) for listing in listings]


def whole_organizations(providers: Sequence[Provider], on: dt.date) -> list[Made]:
    """The providers come with bases and identifiers."""
    by_provider: dict[int, list[Listing]] = {}
    for listing in open_listings(on).filter(provider__in=providers).prefetch_related("texts"):
        by_provider.setdefault(listing.provider_id, []).append(listing)
    return [whole_organization(provider, by_provider.get(provider.pk, [])) for provider in providers]


def places_of_services(pairs: Iterable[tuple[int, int]], on: dt.date, *, whole: bool) -> list[Made]:
    """Services at locations, from pairs of listing and base."""
    wanted = list(pairs)
    listings = open_listings(on).filter(pk__in={pk for pk, _base in wanted}).prefetch_related(*WHOLE)
    found = {listing.pk: listing for listing in listings}
    bases = ProviderBase.objects.in_bulk({base for _pk, base in wanted})
    if not whole:
        return [service_at_location_row(found[pk], bases[base]) for pk, base in wanted if pk in found]
    offers = offers_of(found.values(), on)
    return [whole_service_at_location(found[pk], offers[pk], bases[base]) for pk, base in wanted if pk in found]


# All of it, for the export


def all_services(on: dt.date) -> Iterator[Made]:
    for ids in batches(open_listings(on).values_list("pk", flat=True)):
        yield from whole_services(open_listings(on).filter(pk__in=ids).prefetch_related(*WHOLE), on)


def all_organizations(on: dt.date) -> Iterator[Made]:
    for ids in batches(open_providers(on).values_list("pk", flat=True)):
        providers = Provider.objects.filter(pk__in=ids).order_by("pk").prefetch_related("bases", "identifiers")
        yield from whole_organizations(list(providers), on)


def all_service_at_locations(on: dt.date) -> Iterator[Made]:
    for pairs in batches(open_pairs(open_listings(on))):
        yield from places_of_services(pairs, on, whole=True)


def batches(numbers: QuerySet[Any]) -> Iterator[list[Any]]:
    """The numbers alone are few bytes; the rows are loaded batch by batch, so that memory stays flat."""
    rest = iter(list(numbers))
    while some := list(islice(rest, BATCH)):
        yield some


EVERYTHING = {
    "services": all_services,
    "organizations": all_organizations,
    "service_at_locations": all_service_at_locations,
}
