"""All prices of a provider on one page: what holds now, and what comes."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from catalogue.models import Listing, ListingText, PriceVersion, Provider
from catalogue.terms import Terms
from catalogue.words import unit_caption

from .moves import price_lines


@dataclass(frozen=True)
class Dated:
    """Terms from a day on: each time with its price in cents."""

    day: dt.date
    lines: list[tuple[str, int]]
    travel_cents: int


@dataclass(frozen=True)
class BoardRow:
    listing: Listing
    text: ListingText | None
    now: Dated | None
    coming: list[Dated]

    @property
    def title(self) -> str:
        return self.text.title if self.text else ""

    @property
    def unit_words(self) -> str:
        """Empty for a draft that does not say yet how its price is counted: it can have no price before."""
        return unit_caption(self.listing.unit) if self.listing.unit else ""


def board(provider: Provider, on: dt.date) -> list[BoardRow]:
    """By category and title; constant queries."""
    listings = list(provider.listings.select_related("category").prefetch_related("texts"))
    versions = PriceVersion.objects.filter(listing__provider=provider).current_or_coming(on)
    dated: dict[int, dict[dt.date, PriceVersion]] = defaultdict(dict)
    for version in versions.order_by("valid_from", "pk").prefetch_related("lines", "options", "items"):
        dated[version.listing_id][version.valid_from] = version
    rows = [_row(listing, list(dated[listing.pk].values()), on) for listing in listings]
    return sorted(rows, key=lambda row: (row.listing.category.position, row.title))


def _row(listing: Listing, versions: list[PriceVersion], on: dt.date) -> BoardRow:
    known = [_dated(version, listing.unit) for version in versions]
    now = [each for each in known if each.day <= on]
    return BoardRow(listing, listing.text(), now[-1] if now else None, [each for each in known if each.day > on])


def _dated(version: PriceVersion, unit: str) -> Dated:
    return Dated(version.valid_from, price_lines(Terms.of(version), unit), version.travel_cents_per_km)
