"""The public page of one listing."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.foundation.dates import today
from marketplace.foundation.middleware import public_page
from marketplace.foundation.templatetags.ui import day_long, euro, in_lang, list_words, spoken

from ..about import approved_until, client_fee, fee_for
from ..body import blocks
from ..cards import facts_for_page, visitor_numbers
from ..freshness import lease_of
from ..models import ClientFeeInfo, Listing
from ..opendata import schema_org
from ..pricing import BAND_ORDER, CardQuote, Offer, Place, unit_quote
from ..remembered import remembered
from ..translations import outdated, texts_of
from ..words import (
    amount,
    band_words,
    facts_line,
    option_name,
    per_unit,
    refusal_words,
    travel_words,
    unit_caption,
)
from .public import CACHE_SECONDS, Asked, card, public_render

SIMILAR, CANDIDATES = 3, 12


@public_page(CACHE_SECONDS)
@require_safe
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """A listing that was ever public stays: "cannot be chosen now", with others instead."""
    on, asked = today(), Asked(request)
    catalogue = remembered(on)
    shown = catalogue.published(pk)
    if shown is None:
        raise Http404
    near = similar_to(shown, asked, on)
    offers = catalogue.offers([shown.pk, *(other.pk for other in near)])
    offer = offers[shown.pk]
    quote = catalogue.card_quote(offer, asked.place)
    facts, choosable_here = listing_context(shown, offer, quote, on), _choosable(offer, asked)
    context = {
        **asked.context(),
        **facts,
        "json_ld": schema_org.data_block(schema_org.service(shown, offer, choosable_here, facts["towns"])),
        "rows": price_rows(offer, asked.place, on),
        "similar": similar_cards(near, offers, asked, on),
        "choosable": choosable_here,
        "provider_url": asked.link("catalogue:provider", shown.provider_id),
        "search_url": asked.link("catalogue:category", shown.category.code),
        "next": request.get_full_path(),
    }
    return public_render(request, "pages/catalogue/listing.html", context)


def _choosable(offer: Offer, asked: Asked) -> bool:
    return asked.place.organiser_id in offer.choosable_by if asked.place else offer.choosable


def listing_context(shown: Listing, offer: Offer, quote: CardQuote, on: dt.date) -> dict[str, Any]:
    """What a page about a listing shows beside prices for someone; the client's page shows the same."""
    text = shown.text()
    towns = [row.name for row in remembered(on).municipalities.values() if row.pk in offer.served]
    return {
        "listing": shown,
        "towns": towns,
        "text": text,
        "is_left_behind": text is not None and text.language in _left_behind(shown, on),
        "blocks": blocks(text.body if text else ""),
        "easy_blocks": blocks(text.easy_body if text else ""),
        "picture": picture(shown),
        "facts": facts_for_page(shown, quote, offer),
        "offer": offer,
        "quote": quote,
        "line": facts_line(quote, offer),
        "numbers": visitor_numbers(quote, offer),
        "refused": refusal_words(quote.refusal),
        "caption": unit_caption(shown.unit),
        "travel": travel_words(offer) if offer.has_travel else "",
        "options": [(name, offer.options[code]) for code, name in _options(offer)],
        "items": package_items(offer) if offer.is_package else [],
        "smallest": smallest_words(offer),
        **fee_context(_fee(shown, offer, on), shown.unit, quote),
        "provider_blocks": blocks(in_lang(shown.provider, "about")),
        "about": about(shown, offer, quote, towns, on),
        "unchecked": unchecked_words(shown, on),
    }


def _left_behind(shown: Listing, on: dt.date) -> list[str]:
    """Languages whose text is older than the one in another language."""
    organiser = remembered(on).organiser
    return outdated(texts_of(shown), organiser.required_languages) if organiser else []


def _fee(shown: Listing, offer: Offer, on: dt.date) -> ClientFeeInfo | None:
    key = "fee", shown.category_id, offer.home_organiser_id, shown.unit
    return remembered(on).keep(key, lambda: client_fee(shown.category, offer.home_organiser_id, shown.unit, on))


def package_items(offer: Offer) -> list[str]:
    """What is in a package: "Hemstädning: 2 h"."""
    services = remembered().listings([item.listing_id for item in offer.items])
    return [f"{services[item.listing_id]}: {amount(item.quantity, item.unit)}" for item in offer.items]


def smallest_words(offer: Offer) -> str:
    if offer.price_version_id is None or offer.smallest == 1:
        return ""
    return _("At least %(amount)s at a time.") % {"amount": amount(offer.smallest, offer.unit)}


def fee_context(fee: ClientFeeInfo | None, unit: str, quote: CardQuote) -> dict[str, Any]:
    """The words of `components/client_fee.html`."""
    if fee is None:
        return {"fee": None}
    words = {"price": euro(fee_for(fee, unit, quote)), "amount": amount(quote.quantity, fee.unit)}
    whole = _("that is %(price)s for %(amount)s") % words if words["price"] else ""
    return {"fee": fee, "fee_unit": per_unit(fee.cents, fee.unit), "fee_amount": whole}


def picture(shown: Listing) -> str:
    """A drawing for a listing without a photo, by its category."""
    for code, name in PICTURES.items():
        if code in shown.category.path:
            return f"img/{name}.svg"
    return ""


PICTURES = {"clean": "clean", "meal": "meal", "snow": "snow", "transport": "trip", "escort": "walk", "company": "walk"}


def _options(offer: Offer) -> list[tuple[str, str]]:
    return [(code, option_name(offer, code)) for code in offer.options]


def price_rows(offer: Offer, place: Place | None, on: dt.date) -> list[dict[str, Any]]:
    """One row per priced band, for one unit and without travel."""
    found = [(band, unit_quote(offer, place, on, band)) for band in BAND_ORDER if band in offer.lines]
    return [
        {"when": band_words(band, offer), "price": quote.price, "budget": quote.budget, "own": quote.own}
        for band, quote in found
    ]


def similar_to(shown: Listing, asked: Asked, on: dt.date) -> list[Listing]:
    """Candidates of the same category, that can be chosen."""
    organiser = asked.organiser()
    if organiser is None:
        return []
    catalogue, town = remembered(on), asked.area.municipality_id if asked.area else None
    found = catalogue.choosable(shown.category_id, organiser.pk, town, CANDIDATES + 1)
    return list(catalogue.listings([pk for pk in found if pk != shown.pk][:CANDIDATES]).values())


def similar_cards(near: list[Listing], offers: dict[int, Offer], asked: Asked, on: dt.date) -> list[dict[str, Any]]:
    """The cheapest that have a price for the place."""
    priced = [(remembered(on).card_quote(offers[other.pk], asked.place), other) for other in near]
    priced.sort(key=lambda pair: (pair[0].refusal is not None, pair[0].own or 0, pair[0].price or 0, pair[1].pk))
    return [card(other, offers[other.pk], asked, on) for _quote, other in priced[:SIMILAR]]


def about(shown: Listing, offer: Offer, quote: CardQuote, towns: list[str], on: dt.date) -> list[tuple[str, str]]:
    """Icon and sentence: where they come, what they speak, when it was checked."""
    checked_on = last_check(shown, on)
    items = []
    if towns:
        items.append(("map-pin", _("Comes to: %(towns)s.") % {"towns": list_words(towns)}))
    if quote.metres is not None and offer.base_names:
        items.append(("footprints", _("The distance is a straight line from the nearest base.")))
    if shown.speaks:
        items.append(("languages", _("Speaks %(languages)s.") % {"languages": spoken(shown.speaks)}))
    if until := approved_until(offer, on):
        items.append(("shield-check", until))
    if checked_on:
        items.append(("check", _checked_words(checked_on)))
    return items


def last_check(shown: Listing, on: dt.date) -> dt.date | None:
    """The day of the provider's latest word that all is right."""
    checks = shown.freshness_checks.filter(on__lte=on).order_by("-on").values_list("on", flat=True)
    return remembered(on).keep(("checked", shown.pk), checks.first)


def unchecked_words(shown: Listing, on: dt.date) -> str:
    """Why a listing whose lease is over cannot be chosen; empty for others."""
    lease = lease_of(shown, last_check(shown, on), on)
    if lease is None or not lease.is_over:
        return ""
    return _("The provider has not told us since %(day)s that these facts are still right.") % {
        "day": day_long(lease.checked_on)
    }


def _checked_words(day: dt.date) -> str:
    return _("The provider checked these facts on %(day)s.") % {"day": day_long(day)}
