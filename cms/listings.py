"""What blocks show of the catalogue: values only, in a constant number of queries."""

import datetime as dt
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from catalogue.enums import Unit
from catalogue.models import Category, Listing, Organiser
from catalogue.offers import load_offers
from catalogue.pricing import card_quote

UNIT_WORDS = {
    Unit.HOUR: _("at a time"),
    Unit.VISIT: _("at a time"),
    Unit.DAY: _("a day"),
    Unit.MONTH: _("a month"),
    Unit.PIECE: _("apiece"),
    Unit.ONCE: _("once"),
}
"""How the price of the smallest purchase is said, after the sum."""

PICTURES = {"cleaning": "img/clean.svg", "meals": "img/meal.svg", "snow": "img/snow.svg", "transport": "img/trip.svg"}
"""Drawn pictures for listings without a photo; others get the walk."""


def category_tiles(*, on: dt.date) -> list[dict[str, Any]]:
    """Categories with something to choose that day: name, icon, code and count, most first."""
    organiser = Organiser.objects.current()
    if organiser is None:
        return []
    counted = (
        Listing.objects.choosable(on=on, organiser=organiser)
        .order_by()
        .values("category_id")
        .annotate(count=Count("pk", distinct=True))
    )
    counts = {row["category_id"]: row["count"] for row in counted}
    categories = Category.objects.filter(pk__in=counts)
    return [
        {"name": category.name, "icon": category.icon or "heart-handshake", "code": category.code, "count": count}
        for category in categories
        if (count := counts[category.pk])
    ]


def offer_cards(ids: list[int], *, on: dt.date) -> list[dict[str, Any]]:
    """The listings that can be chosen that day, in the given order, with the price without travel in cents."""
    organiser = Organiser.objects.current()
    if organiser is None or not ids:
        return []
    found = {
        listing.pk: listing
        for listing in Listing.objects.choosable(on=on, organiser=organiser)
        .filter(pk__in=ids)
        .select_related("provider", "category", "photo")
        .prefetch_related("texts")
    }
    offers = load_offers(list(found), on)
    cards = []
    for pk in ids:
        if pk not in found:
            continue
        listing = found[pk]
        cards.append(
            {
                "listing": listing,
                "text": listing.text(),
                "quote": card_quote(offers[pk], None, on),
                "unit_words": UNIT_WORDS[Unit(listing.unit)],
                "picture": PICTURES.get(listing.category.code, "img/walk.svg"),
            }
        )
    return cards
