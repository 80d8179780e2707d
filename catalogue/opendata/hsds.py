"""Listings, providers and categories as HSDS 3.0 objects. Plain values in, dicts out; no queries here.

A provider is an organization, a listing a service, a base place a location. What HSDS has no room for (voucher values,
own shares) is left to our own pages, to which `url` leads.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.foundation.formats import LANGUAGES, SPOKEN
from marketplace.foundation.templatetags.ui import active_language, in_lang

from ..models import Category, Listing, Provider, ProviderBase
from ..pricing import BAND_ORDER, Offer
from ..words import band_words, unit_caption
from .ids import uuid_of

Made = dict[str, Any]
TAXONOMY = 1
"""There is one taxonomy: our categories, with the national codes where they have one."""


def filled(**fields: Any) -> Made:
    """Without what is empty: HSDS leaves unknown facts out."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def page_url(name: str, *args: Any) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse(name, args=args)}"


def other_title(listing: Listing, title: str) -> str:
    """The title in another language, where there is one."""
    titles = [text.title for text in listing.texts.all() if text.title and text.title != title]
    return titles[0] if titles else ""


def service_basics(listing: Listing) -> Made:
    """One row of a list of services: what it has one of."""
    text = listing.text()
    title = text.title if text else ""
    return filled(
        id=uuid_of("service", listing.pk),
        organization_id=uuid_of("organization", listing.provider_id),
        name=title,
        alternate_name=other_title(listing, title),
        description="\n\n".join(part for part in (text.summary, text.body) if part) if text else "",
        url=page_url("catalogue:listing", listing.pk),
        status="active",
        last_modified=listing.modified.isoformat() if getattr(listing, "modified", None) else None,
    )


def service_row(listing: Listing) -> Made:
    return {**service_basics(listing), "organization": organization_basics(listing.provider)}


def service(listing: Listing, offer: Offer) -> Made:
    """All of it. The listing comes with its texts, provider, bases, category and served municipalities."""
    pk = listing.pk
    return filled(
        **service_basics(listing),
        fees_description=_("The price before vouchers and discounts. Value added tax is included."),
        organization=organization(listing.provider),
        cost_options=list(cost_options(listing, offer)),
        service_areas=[service_area(pk, row) for row in listing.served.all()],
        service_at_locations=[service_at_location(pk, base) for base in listing.provider.bases.all()],
        languages=[language(pk, position, code) for position, code in enumerate(listing.speaks)],
        attributes=[attribute(listing)],
    )


def cost_options(listing: Listing, offer: Offer) -> Iterable[Made]:
    """One for each priced time of the week; euros with cents."""
    caption = unit_caption(listing.unit)
    for position, band in enumerate(BAND_ORDER):
        if band in offer.lines:
            yield filled(
                id=uuid_of("cost_option", listing.pk, position),
                service_id=uuid_of("service", listing.pk),
                valid_from=offer.valid_from.isoformat() if offer.valid_from else None,
                option=band_words(band, offer),
                currency="EUR",
                amount=offer.lines[band] / 100,
                amount_description=caption,
            )


def service_area(listing_id: int, row: Any) -> Made:
    return filled(
        id=uuid_of("service_area", listing_id, row.municipality_id),
        service_id=uuid_of("service", listing_id),
        name=row.municipality.name,
        description=_("Municipality %(code)s of Finland") % {"code": row.municipality.code},
        extent=row.municipality.code,
        extent_type="other",
    )


def language(listing_id: int, position: int, code: str) -> Made:
    return filled(
        id=uuid_of("service_language", listing_id, position),
        service_id=uuid_of("service", listing_id),
        name=LANGUAGES.get(code) or SPOKEN.get(code, {}).get("en", code),
        code=code,
    )


def attribute(listing: Listing) -> Made:
    return {
        "id": uuid_of("attribute", listing.pk),
        "link_id": uuid_of("service", listing.pk),
        "link_entity": "service",
        "taxonomy_term_id": uuid_of("taxonomy_term", listing.category_id),
        "taxonomy_term": taxonomy_term(listing.category),
    }


# Places


def location(base: ProviderBase) -> Made:
    return filled(
        id=uuid_of("location", base.pk),
        location_type="physical",
        organization_id=uuid_of("organization", base.provider_id),
        name=base.name,
        latitude=base.lat,
        longitude=base.lon,
    )


def service_at_location(listing_id: int, base: ProviderBase) -> Made:
    return {**service_at_location_basics(listing_id, base), "location": location(base)}


def service_at_location_basics(listing_id: int, base: ProviderBase) -> Made:
    return filled(
        id=uuid_of("service_at_location", listing_id, base.pk),
        service_id=uuid_of("service", listing_id),
        location_id=uuid_of("location", base.pk),
        description=_("They drive from here to the client's home."),
    )


def service_at_location_row(listing: Listing, base: ProviderBase) -> Made:
    return {**service_at_location(listing.pk, base), "service": service_row(listing)}


def whole_service_at_location(listing: Listing, offer: Offer, base: ProviderBase) -> Made:
    whole = service(listing, offer)
    del whole["service_at_locations"]
    return {**service_at_location(listing.pk, base), "service": whole}


# Providers


def organization_basics(provider: Provider) -> Made:
    about = in_lang(provider, "about")
    return filled(
        id=uuid_of("organization", provider.pk),
        name=provider.name,
        description=about or str(provider.get_kind_display()),
        website=provider.website,
        legal_status=str(provider.get_kind_display()),
        uri=page_url("catalogue:provider", provider.pk),
    )


def organization(provider: Provider) -> Made:
    """With its places and numbers."""
    return filled(
        **organization_basics(provider),
        locations=[location(base) for base in provider.bases.all()],
        organization_identifiers=[
            filled(
                id=uuid_of("organization_identifier", row.pk),
                organization_id=uuid_of("organization", provider.pk),
                identifier_scheme=row.scheme,
                identifier_type=row.scheme,
                identifier=row.value,
            )
            for row in provider.identifiers.all()
        ],
    )


def whole_organization(provider: Provider, listings: Iterable[Listing]) -> Made:
    """With what it offers, each service in short."""
    return {**organization(provider), "services": [service_basics(listing) for listing in listings]}


# Categories


def taxonomy() -> Made:
    return {
        "id": uuid_of("taxonomy", TAXONOMY),
        "name": _("Kinds of help"),
        "description": _("Our categories; those with a code such as P4.3 are national service classes of Finland."),
        "uri": page_url("catalogue:categories"),
    }


def taxonomy_term(category: Category) -> Made:
    return filled(
        id=uuid_of("taxonomy_term", category.pk),
        code=category.national_code or category.code,
        name=category.name,
        description=category.in_language("description") or category.name,
        parent_id=uuid_of("taxonomy_term", category.parent_id) if category.parent_id else None,
        taxonomy=_("Kinds of help"),
        taxonomy_id=uuid_of("taxonomy", TAXONOMY),
        language=active_language(),
        term_uri=page_url("catalogue:category", category.code),
    )
