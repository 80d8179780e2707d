"""The door of the listing editor: owners and editors of a provider that is approved, and its own listings alone."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from catalogue.listing_rules import is_approved, may_draft
from catalogue.listing_states import ListingCase
from catalogue.models import Listing, Organiser, Provider
from marketplace.foundation.dates import today

from .frame import organiser, provider_for, show

Page = Callable[..., HttpResponse]


def cases_of(listings: Iterable[Listing], county: Organiser) -> list[ListingCase]:
    on = today()
    lease_days = county.rules(on).lease_days
    return [ListingCase(listing, on, lease_days) for listing in listings]


def case_of(listing: Listing, county: Organiser) -> ListingCase:
    return cases_of([listing], county)[0]


def for_approved(view: Page) -> Page:
    """`view(request, provider, …)`; who is not approved for anything is told so with a way on (403)."""

    @wraps(view)
    def guarded(request: HttpRequest, provider_id: int, **kwargs: Any) -> HttpResponse:
        provider = provider_for(request, provider_id)
        if not is_approved(provider, organiser(), today()):
            return show(request, provider, "listings_closed.html", {}, status=403)
        return view(request, provider, **kwargs)

    return guarded


def for_own_listing(view: Page) -> Page:
    """`view(request, provider, case, …)`: another provider's listing does not exist; a category of one's own that the
    county has stopped is told (403)."""

    @for_approved
    @wraps(view)
    def guarded(request: HttpRequest, provider: Provider, listing_id: int, **kwargs: Any) -> HttpResponse:
        found = Listing.objects.for_provider().filter(provider=provider)
        case = case_of(get_object_or_404(found, pk=listing_id), organiser())
        if not may_draft(provider, case.listing.category, organiser(), case.on):
            return show(request, provider, "listings_closed.html", {"case": case}, status=403)
        return view(request, provider, case, **kwargs)

    return guarded
