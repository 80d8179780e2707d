"""Documents from the catalogue as it is now; a constant number of queries for a batch of listings."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min, Q

from catalogue.models import Category, Listing, OrganiserRules, PackageItem, PostalArea
from catalogue.offers import load_offers
from catalogue.pricing import Offer, Place

from .analysis.words import LANGUAGES
from .documents import Words, document, price_columns

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Read:
    """What a batch gave: documents, ids that must not be found, and the next date of each listing.

    `version`, which the documents carry too, was drawn before anything was read; 0 where nothing is to be written.
    """

    documents: list[dict[str, Any]]
    gone: list[int]
    next_dates: dict[int, dt.date | None]
    version: int = 0


def places() -> list[Place]:
    return [Place.of(area) for area in PostalArea.objects.select_related("municipality").order_by("code")]


def postal_codes() -> list[str]:
    return list(PostalArea.objects.order_by("code").values_list("code", flat=True))


def read(ids: Sequence[int], on: dt.date, all_places: list[Place]) -> Read:
    """Listings that are choosable for some organiser's clients become documents, the others are gone."""
    offers = load_offers(ids, on)
    listings = Listing.objects.filter(pk__in=ids).with_texts().prefetch_related("served__municipality")
    categories = {category.code: category for category in Category.objects.all()}
    made = [
        document(listing.pk, _words(listing, categories), _facts(listing), price_columns(offer, all_places, on))
        for listing in listings
        if (offer := offers.get(listing.pk)) and offer.choosable
    ]
    found = {each["id"] for each in made}
    return Read(made, [pk for pk in ids if pk not in found], _next_dates(offers, on))


def _words(listing: Listing, categories: dict[str, Category]) -> Words:
    texts = list(listing.texts.all())
    line = [categories[code] for code in listing.category.lineage[1:] or listing.category.lineage]
    named = [(code, category.in_language("name", code)) for category in line for code in LANGUAGES]
    terms = [(code, getattr(category, f"search_terms_{code}")) for category in line for code in LANGUAGES]
    return Words(
        title=[(t.language, t.title) for t in texts] + [(code, listing.provider.name) for code in LANGUAGES],
        category=named + terms,
        body=[(t.language, f"{t.summary} {t.body} {t.easy_body}") for t in texts],
        names={code: text.title for code in LANGUAGES if (text := listing.text(code))},
    )


def _facts(listing: Listing) -> dict[str, Iterable[str]]:
    return {
        "category": listing.category.lineage,
        "municipality": [row.municipality.code for row in listing.served.all()],
        "provider_kind": [listing.provider.kind],
        "kind": [listing.kind],
        "speaks": listing.speaks,
        "unit": [listing.unit],
    }


def _next_dates(offers: dict[int, Offer], on: dt.date) -> dict[int, dt.date | None]:
    """The first day after `on` on which a document changes by itself: price, value, approval, lease, rules, end."""
    facts = Listing.objects.filter(pk__in=offers).annotate(fresh=Max("freshness_checks__on"))
    rules = list(OrganiserRules.objects.values_list("valid_from", "lease_days"))
    dates = {
        pk: (*_offer_dates(offers[pk]), *_lease_dates(fresh, ended, rules))
        for pk, fresh, ended in facts.values_list("pk", "fresh", "provider__ended_on")
    }
    return {pk: min((day for day in days if day > on), default=None) for pk, days in dates.items()}


def _offer_dates(offer: Offer) -> Iterator[dt.date]:
    yield from (prices.valid_from for prices in offer.later if prices.valid_from)
    for approval in offer.approvals:
        yield approval.from_on
        if approval.until_on:
            yield approval.until_on + DAY
    for rows in offer.values.rows.values():
        yield from (row.valid_from for row in rows)


def _lease_dates(fresh: dt.date | None, ended: dt.date | None, rules: list[tuple[dt.date, int]]) -> Iterator[dt.date]:
    for valid_from, lease_days in rules:
        yield valid_from
        if fresh:
            yield fresh + dt.timedelta(days=lease_days)
    if ended:
        yield ended + DAY


def all_ids() -> list[int]:
    """All listings, by the first postal code they are served at. An index built in this order has together what serves
    one place: the cost of a search there follows that, not the size of the country."""
    listings = Listing.objects.annotate(first=Min("served__municipality__postal_areas__code"))
    return list(listings.order_by("first", "pk").values_list("pk", flat=True))


def expand(kind: str, target: int) -> Iterable[int]:
    """The listings that a scope touches. A package also follows the categories of what is in it."""
    if kind in {"listing", "foreseen"}:
        return [target]
    listings = Listing.objects.order_by("pk")
    if kind == "provider":
        listings = listings.filter(provider=target)
    elif kind == "category":
        path = Category.objects.filter(pk=target).values_list("path", flat=True).first()
        if path is None:
            return []
        inside = PackageItem.objects.filter(service__category__path__startswith=path).values("version__listing")
        listings = listings.filter(Q(category__path__startswith=path) | Q(pk__in=inside))
    return listings.values_list("pk", flat=True)
