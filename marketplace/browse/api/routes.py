"""The three questions that the API answers. `doors.guarded` stands around each."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Path

from catalogue.models import Listing
from catalogue.offers import offers_of
from catalogue.pricing import Place
from marketplace.foundation.dates import today
from search.suggest import KINDS, suggest

from ..finding import find
from . import content, parameters
from .doors import asked_language
from .parameters import checked, listing_filter
from .problems import not_found
from .shapes import Detail, Results, Suggestions

LARGEST_ID = 2**63 - 1
api = NinjaAPI(
    title="Min vardag – Oma arki",
    version="1.0.0",
    description=(
        "Approved services for older people with a personal budget: what they are, and what each costs at a given door."
        " Public data, read only, nothing of clients. The same as on the public pages."
    ),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)


def documented(known: tuple[parameters.Parameter, ...]) -> dict[str, Any]:
    return {"parameters": [each.documented() for each in known]}


@api.get(
    "/listings",
    response=Results,
    url_name="listings",
    operation_id="findListings",
    summary="Find services",
    openapi_extra=documented(parameters.LISTINGS),
)
def listings(request: HttpRequest) -> dict[str, Any]:
    """Ten to a page. When the search engine is silent the answer comes from the database: see `degraded`."""
    filters = listing_filter(request.GET, asked_language(request))
    found = find(filters)
    place = Place.of(filters.area) if filters.area else None
    return content.results(request, found, offers_of(found.listings, today()), place)


@api.get(
    "/listings/{int:listing_id}",
    response=Detail,
    url_name="listing",
    operation_id="readListing",
    summary="Read about one service",
    openapi_extra=documented(parameters.LISTING),
)
def listing(request: HttpRequest, listing_id: int = Path(..., description="The service's number.")) -> dict[str, Any]:
    """Only what can be chosen now; for everything else 404."""
    filters = listing_filter(request.GET, asked_language(request), parameters.LISTING)
    shown = _published(listing_id)
    offer = offers_of([shown], today())[shown.pk]
    if not offer.choosable:
        raise not_found()
    return content.detail(request, shown, offer, Place.of(filters.area) if filters.area else None)


def _published(listing_id: int) -> Listing:
    shown = Listing.objects.with_texts().filter(pk=min(listing_id, LARGEST_ID), live=True).first()
    if shown is None:
        raise not_found()
    return shown


@api.get(
    "/suggest",
    response=Suggestions,
    url_name="suggest",
    operation_id="suggest",
    summary="Suggest while someone types",
    openapi_extra=documented(parameters.SUGGEST),
)
def suggestions(request: HttpRequest) -> dict[str, Any]:
    """Kinds of help, towns, postal codes and providers that begin so, or nearly so."""
    checked(request.GET, parameters.SUGGEST)
    kinds = request.GET.getlist("kind") or KINDS
    found = suggest(request.GET.get("q", ""), asked_language(request), kinds)
    return {"suggestions": [{"kind": each.kind, "code": each.code, "words": each.words} for each in found]}
