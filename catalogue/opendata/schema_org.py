"""schema.org in the pages of listings and providers, as JSON-LD: a data block, which no script policy concerns."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from marketplace.foundation.templatetags.ui import in_lang

from ..enums import Unit
from ..models import Listing, Provider
from ..pricing import BAND_ORDER, Offer
from ..snapshots import Band
from ..words import band_words
from .hsds import Made, filled, page_url

ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
UNIT_CODES = {Unit.HOUR: "HUR", Unit.DAY: "DAY", Unit.MONTH: "MON", Unit.PIECE: "C62"}
"""UN/CEFACT; a visit and a time have none."""


def data_block(made: Made) -> SafeString:
    """Nothing in it can end the element or begin another."""
    text = json.dumps({"@context": "https://schema.org", **made}, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


def service(listing: Listing, offer: Offer, choosable: bool, towns: Iterable[str]) -> Made:
    """What it is, who gives it, where, and what it costs before vouchers; no price while it cannot be chosen."""
    text = listing.text()
    url = page_url("catalogue:listing", listing.pk)
    return filled(
        **{"@type": "Service", "@id": url},
        url=url,
        name=text.title if text else "",
        description=text.summary if text else "",
        serviceType=listing.category.name,
        provider=organization_basics(listing.provider),
        areaServed=[{"@type": "AdministrativeArea", "name": town} for town in towns],
        availableChannel=filled(**{"@type": "ServiceChannel"}, availableLanguage=list(listing.speaks)),
        offers=[_offer(listing, offer, band) for band in BAND_ORDER if band in offer.lines] if choosable else [],
    )


def _offer(listing: Listing, offer: Offer, band: Band) -> Made:
    price = f"{offer.lines[band] / 100:.2f}"
    unit = UNIT_CODES.get(Unit(listing.unit))
    return filled(
        **{"@type": "Offer"},
        name=band_words(band, offer),
        price=price,
        priceCurrency="EUR",
        validFrom=offer.valid_from.isoformat() if offer.valid_from else None,
        priceSpecification=filled(
            **{"@type": "UnitPriceSpecification"},
            price=price,
            priceCurrency="EUR",
            unitCode=unit,
            unitText=str(Unit(listing.unit).label),
            valueAddedTaxIncluded=True,
        ),
    )


def organization_basics(provider: Provider) -> Made:
    url = page_url("catalogue:provider", provider.pk)
    return {"@type": "Organization", "@id": url, "name": provider.name, "url": url}


def organization(provider: Provider, bases: Iterable[Any], offered: Iterable[dict[str, Any]]) -> Made:
    """`offered`: cards of what can be chosen from them."""
    return filled(
        **organization_basics(provider),
        description=in_lang(provider, "about"),
        sameAs=provider.website,
        knowsLanguage=list(provider.languages),
        location=[
            {
                "@type": "Place",
                "name": base.name,
                "geo": {"@type": "GeoCoordinates", "latitude": base.lat, "longitude": base.lon},
            }
            for base in bases
        ],
        makesOffer=[
            {
                "@type": "Offer",
                "itemOffered": {
                    "@type": "Service",
                    "name": card["title"],
                    "url": page_url("catalogue:listing", card["id"]),
                },
            }
            for card in offered
        ],
    )
