"""Money fails closed: what is choosable but has no voucher value somewhere it is served, it names."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from catalogue.models import Listing, Organiser, PostalArea
from catalogue.offers import load_offers
from catalogue.pricing import NO_VALUE_SET, Place, unit_quote
from catalogue.words import band_name
from marketplace.foundation.dates import today


class Command(BaseCommand):
    help = "Lists what is choosable but has no voucher value, by municipality and band."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="the day, YYYY-MM-DD (today)")

    def handle(self, *args: object, **options: date | None) -> None:
        on = options["on"] or today()
        missing = [line for organiser in Organiser.objects.all() for line in missing_values(organiser, on)]
        for line in missing:
            self.stdout.write(line)
        if missing:
            raise CommandError(f"{len(missing)} without a value")
        self.stdout.write("every choosable listing has its values")


def missing_values(organiser: Organiser, on: date) -> list[str]:
    """One line per listing, municipality and band without a value."""
    listings = Listing.objects.choosable(on, organiser).with_texts()
    offers = load_offers([listing.pk for listing in listings], on)
    places = _one_place_per_municipality(organiser)
    lines = []
    for listing in listings:
        offer = offers[listing.pk]
        for place in (places[pk] for pk in sorted(offer.served) if pk in places):
            unset = [b for b in offer.lines if unit_quote(offer, place, on, b).refusal == NO_VALUE_SET]
            lines += [f"{listing.pk} {listing}: {place.postcode[:5]} {band_name(band)}" for band in unset]
    return lines


def _one_place_per_municipality(organiser: Organiser) -> dict[int, Place]:
    areas = PostalArea.objects.filter(municipality__organiser=organiser).select_related("municipality")
    return {area.municipality_id: Place.of(area) for area in areas}
