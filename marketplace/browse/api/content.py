"""What the answers hold: the numbers of `card_quote`, the same that the pages show."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from catalogue.models import Listing
from catalogue.pricing import BAND_ORDER, CardQuote, Offer, Place, card_quote
from catalogue.words import band_words, facts_line, option_name, refusal_words
from marketplace.foundation.dates import today
from search.filters import LAST_PAGE
from search.query import PAGE_SIZE

from ..finding import Findings


def results(request: HttpRequest, found: Findings, offers: dict[int, Offer], place: Place | None) -> dict[str, Any]:
    number, pages = found.page.number, found.page.paginator.num_pages
    return {
        "total": found.total,
        "page": number,
        "pages": pages,
        "page_size": PAGE_SIZE,
        "results": [hit(request, listing, offers[listing.pk], place) for listing in found.listings],
        "facets": {name: dict(sorted(counts.items())) for name, counts in sorted(found.facets.items())},
        "relaxed": found.relaxed,
        "did_you_mean": found.did_you_mean or None,
        "not_applied": list(found.not_applied),
        "degraded": found.degraded,
        "links": {
            "self": _page_url(request, number),
            "next": _page_url(request, number + 1) if number < min(pages, LAST_PAGE) else None,
            "prev": _page_url(request, number - 1) if number > 1 else None,
        },
    }


def _page_url(request: HttpRequest, number: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(number)
    return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")


def hit(request: HttpRequest, listing: Listing, offer: Offer, place: Place | None) -> dict[str, Any]:
    """`listing` with its texts."""
    text = listing.text()
    url = reverse("catalogue:listing", args=[listing.pk])
    if place:
        url += f"?postcode={place.postcode}"
    return {
        "id": listing.pk,
        "url": request.build_absolute_uri(url),
        "text_language": text.language if text else "sv",
        "title": text.title if text else "",
        "summary": text.summary if text else "",
        "provider": {"id": listing.provider_id, "name": listing.provider.name, "kind": listing.provider.kind},
        "category": {"code": listing.category.code, "name": listing.category.name},
        "kind": listing.kind,
        "unit": listing.unit,
        "speaks": listing.speaks,
        "price": price(card_quote(offer, place, today()), offer, place),
    }


def price(quote: CardQuote, offer: Offer, place: Place | None) -> dict[str, Any]:
    return {
        "postcode": place.postcode if place else None,
        "line": facts_line(quote, offer),
        "price_cents": quote.price,
        "travel_cents": quote.travel,
        "budget_cents": quote.budget,
        "own_share_cents": quote.own,
        "value_cents": quote.value,
        "metres": quote.metres,
        "refusal": quote.refusal,
        "refusal_words": refusal_words(quote.refusal),
    }


def detail(request: HttpRequest, listing: Listing, offer: Offer, place: Place | None) -> dict[str, Any]:
    text = listing.text()
    return {
        **hit(request, listing, offer, place),
        "body": text.body if text else "",
        "easy_body": text.easy_body if text else "",
        "municipalities": _municipalities(row.municipality for row in listing.served.select_related("municipality")),
        "prices": [
            {"day_type": band.day_type, "part": band.part, "words": band_words(band, offer), "cents": offer.lines[band]}
            for band in BAND_ORDER
            if band in offer.lines
        ],
        "options": [
            {"code": code, "name": option_name(offer, code), "cents": cents} for code, cents in offer.options.items()
        ],
        "travel": _travel(offer),
    }


def _municipalities(rows: Iterable[Any]) -> list[dict[str, str]]:
    return sorted(({"code": row.code, "name": row.name} for row in rows), key=lambda row: row["code"])


def _travel(offer: Offer) -> dict[str, Any] | None:
    if not offer.has_travel:
        return None
    return {
        "free_metres": offer.travel_free_m,
        "cents_per_km": offer.travel_cents_per_km,
        "farthest_metres": offer.travel_max_m,
    }
