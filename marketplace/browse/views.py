"""Results, a listing and a comparison: for everyone, and for one client within her money."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.cards import listing_card
from catalogue.models import Listing
from catalogue.places import search_places
from catalogue.pricing import Offer
from catalogue.remembered import remembered
from catalogue.views.public import CACHE_SECONDS, Asked
from marketplace.clients.enums import Right
from marketplace.clients.lookups import get_client_for
from marketplace.foundation.dates import today
from marketplace.foundation.middleware import public_page
from marketplace.selections.cards import client_card
from marketplace.selections.facts import client_cards, purse
from marketplace.selections.views.frame import client_page

from .comparing import MOST_COMPARED, client_column, compare_rows, compared_ids, visitor_column
from .finding import Findings, filter_of, find
from .listing import client_listing
from .panel import panel, sort_words
from .signals import found_nothing

COMPARE_FORM = "compare"


@public_page(CACHE_SECONDS)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everyone's results. A town instead of a postal code is looked up; one with several areas asks which."""
    data = request.GET.copy()
    if (away := _place_first(request, data)) is not None:
        return away
    filters = filter_of(data)
    asked = Asked(request)
    if not filters.is_valid():
        context = {"filters": filters, "errors": True, "panel": panel(data, {}, with_place=False), "data": data}
        return render(request, "pages/browse/results.html", {**asked.context(), **context})
    found = find(filters)
    _tell_of_none(request, filters, found)
    context = {
        **asked.context(),
        **_results(filters, data, found, with_place=asked.area is not None),
        "cards": _visitor_cards(found.listings, asked),
        "compare_url": reverse("browse:compare"),
        "postcode": asked.area.code if asked.area else "",
    }
    return render(request, "pages/browse/results.html", context)


def _place_first(request: HttpRequest, data: QueryDict) -> HttpResponse | None:
    """`postcode=Vasa` becomes `postcode=65100` or the question which; an unknown place keeps what was typed."""
    typed = data.get("postcode", "").strip()
    if not typed or typed.isdigit():
        return None
    found = search_places(typed[:60])
    data.pop("postcode")
    rest = f"{request.path}?{data.urlencode()}"
    if found.only is not None:
        data["postcode"] = found.only.code
        return HttpResponseRedirect(f"{request.path}?{data.urlencode()}")
    return HttpResponseRedirect(f"{reverse('catalogue:place')}?{urlencode({'where': typed[:60], 'next': rest})}")


def _results(filters: Any, data: QueryDict, found: Findings, *, with_place: bool) -> dict[str, Any]:
    return {
        "filters": filters,
        "data": data,
        "found": found,
        "page_obj": found.page,
        "panel": panel(data, found.facets, with_place=with_place, off=found.not_applied, only_name=found.degraded),
        "off": list(dict.fromkeys(_off_words(name) for name in found.not_applied)),
        "meant_url": _asked_anew(data, found.did_you_mean),
    }


def _asked_anew(data: QueryDict, words: str) -> str:
    """The same search with other words, from its first page; empty without words."""
    if not words:
        return ""
    rest = data.copy()
    rest["q"] = words
    rest.pop("page", None)
    return f"?{rest.urlencode()}"


def _tell_of_none(request: HttpRequest, filters: Any, found: Findings) -> None:
    """Only what the engine said: a list from the database leaves words out."""
    if found.total == 0 and not found.degraded:
        found_nothing.send(Findings, request=request, filters=filters)


def _off_words(name: str) -> str:
    """A filter or order that could not be applied, in words."""
    orders = sort_words()
    words = {
        "q": _("the search word"),
        "own_share_zero": _("nothing to pay"),
        "max_budget_cents": _("only what fits"),
        "fits": _("only what fits"),
        "postcode": _("the place"),
        "sort": _("the order"),
    }
    return words.get(name) or orders.get(name, name)


def _visitor_cards(listings: list[Listing], asked: Asked) -> list[dict[str, Any]]:
    catalogue = remembered(today())
    offers = catalogue.offers(listing.pk for listing in listings)
    key = "browse card", asked.place, get_language()
    return [
        catalogue.keep((*key, listing.pk), partial(_visitor_card, listing, offers[listing.pk], asked))
        for listing in listings
        if listing.pk in offers
    ]


def _visitor_card(listing: Listing, offer: Offer, asked: Asked) -> dict[str, Any]:
    url = asked.link("catalogue:listing", listing.pk)
    buttons = [{"url": url, "text": _("Read more"), "variant": "primary"}]
    quote = remembered(today()).card_quote(offer, asked.place)
    compare = {"form": COMPARE_FORM, "checked": False}
    return listing_card(listing, offer, quote, url=url, buttons=buttons, compare=compare)


@require_safe
def search_for(request: HttpRequest, number: str) -> HttpResponse:
    """A client's results: her place, her money. `fits=1` is resolved here; what is left never stands in an address."""
    client = get_client_for(request, number, right=Right.SEE)
    data = request.GET.copy()
    data["postcode"] = client.postal_area.code
    filters = filter_of(data)
    bar = purse(client, on=today())
    if not filters.is_valid():
        shown = panel(request.GET, {}, with_place=True)
        context = {"filters": filters, "errors": True, "panel": shown, "data": data, "purse": bar}
        return client_page(request, client, "browse/results_for.html", context)
    found = find(filters, left_cents=max(0, bar.left), only_fitting=bool(data.get("fits")))
    if not data.get("fits"):
        _tell_of_none(request, filters, found)
    shown = request.GET.copy()
    numbers = client_cards(client, [row.pk for row in found.listings], bar, on=today())
    context = _results(filters, shown, found, with_place=True) | {
        "cards": [client_card(client, row, numbers[row.pk], compare=COMPARE_FORM) for row in found.listings],
        "compare_url": reverse("browse:compare_for", args=[number]),
        "purse": bar,
    }
    return client_page(request, client, "browse/results_for.html", context)


@require_safe
def listing_for(request: HttpRequest, number: str, listing_id: int) -> HttpResponse:
    """A listing with the client's numbers, and the ways to choose, suggest or keep it."""
    client = get_client_for(request, number, right=Right.SEE)
    shown = remembered().published(listing_id)
    if shown is None:
        raise Http404
    return client_page(request, client, "browse/listing_for.html", client_listing(client, shown, on=today()))


@public_page(CACHE_SECONDS)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """At most three, always the same facts."""
    asked = Asked(request)
    listings = _compared(request)
    offers = remembered(today()).offers(listing.pk for listing in listings)
    columns = [visitor_column(listing, offers[listing.pk], asked, today()) for listing in listings]
    context = {**asked.context(), "columns": columns, "rows": compare_rows(columns), "most": MOST_COMPARED}
    context["too_many"] = len(compared_ids(request.GET.getlist("id"), limit=False)) > MOST_COMPARED
    return render(request, "pages/browse/compare.html", context)


@require_safe
def compare_for(request: HttpRequest, number: str) -> HttpResponse:
    client = get_client_for(request, number, right=Right.SEE)
    listings = _compared(request)
    bar = purse(client, on=today())
    numbers = client_cards(client, [listing.pk for listing in listings], bar, on=today())
    columns = [client_column(client, listing, numbers[listing.pk]) for listing in listings]
    context = {"purse": bar, "columns": columns, "rows": compare_rows(columns), "most": MOST_COMPARED}
    context["too_many"] = len(compared_ids(request.GET.getlist("id"), limit=False)) > MOST_COMPARED
    return client_page(request, client, "browse/compare_for.html", context)


def _compared(request: HttpRequest) -> list[Listing]:
    found = remembered().listings(compared_ids(request.GET.getlist("id")))
    return [listing for listing in found.values() if listing.first_published_at]
