"""What the public pages share: the same bytes for everyone, a place in the query string, kind answers to bad ones."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode

from ..cards import listing_card
from ..models import Listing, Organiser, PostalArea
from ..places import find_area
from ..pricing import Place
from ..querysets import ListingQuerySet
from ..remembered import remembered

CACHE_SECONDS = 60
PER_PAGE = 10


def public_render(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return keep(render(request, template, context, status=status))


def keep(response: HttpResponse) -> HttpResponse:
    """Caches may keep the page for a minute."""
    patch_cache_control(response, public=True, max_age=CACHE_SECONDS)
    return response


class Asked:
    """The place that a public page is asked about: `?postcode=`."""

    def __init__(self, request: HttpRequest) -> None:
        self.postcode = request.GET.get("postcode", "").strip()[:20]
        self.area = find_area(self.postcode)
        self.unknown = bool(self.postcode) and self.area is None
        self.path = request.get_full_path()

    @property
    def place(self) -> Place | None:
        return Place.of(self.area) if self.area else None

    def organiser(self) -> Organiser | None:
        """Whose clients' choice is shown: the place's, else the site's."""
        if self.area:
            return self.area.municipality.organiser
        return remembered().organiser

    def link(self, name: str, *args: object) -> str:
        """An address of the catalogue that keeps the place."""
        url = reverse(name, args=args)
        return f"{url}?{urlencode({'postcode': self.area.code})}" if self.area else url

    def context(self) -> dict[str, Any]:
        """For `components/place_line.html`."""
        return {
            "area": self.area,
            "unknown_postcode": self.postcode if self.unknown else "",
            "place_url": f"{reverse('catalogue:place')}?{urlencode({'next': self.path})}",
        }


def cards(listings: Sequence[Listing], asked: Asked, on: dt.date) -> list[dict[str, Any]]:
    """Cards of listings loaded with their texts."""
    offers = remembered(on).offers(listing.pk for listing in listings)
    return [card(listing, offers[listing.pk], asked, on) for listing in listings if listing.pk in offers]


def card(listing: Listing, offer: Any, asked: Asked, on: dt.date) -> dict[str, Any]:
    quote = remembered(on).card_quote(offer, asked.place)
    return listing_card(listing, offer, quote, url=asked.link("catalogue:listing", listing.pk))


def choosable(asked: Asked, on: dt.date) -> ListingQuerySet:
    """What can be chosen there, or anywhere without a place."""
    organiser = asked.organiser()
    if organiser is None:
        return Listing.objects.none()
    listings = Listing.objects.choosable(on, organiser)
    return listings.serving(asked.area.municipality) if asked.area else listings


def page_of(request: HttpRequest, listings: ListingQuerySet) -> Page:
    """A page by id, whatever stands in `?page=`."""
    return Paginator(listings.with_texts().order_by("pk"), PER_PAGE).get_page(request.GET.get("page"))


def area_words(area: PostalArea) -> str:
    return f"{area.code} {area.name}"
