"""Setting a price: a new version, never a change of an old one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User

from ..enums import UNBANDED_UNITS, DayPart, DayType
from ..models import Listing, PackageItem, PriceLine, PriceOption, PriceVersion, Provider
from ..signals import send_ids
from ..terms import NO_HOURS, NO_TRAVEL, Hours, Line, Option, Terms, Travel

LARGEST_CENTS = 10_000_00
"""Higher than any price of one unit; a slip of the comma is caught here."""

MIDNIGHT = dt.time(0)


@dataclass(frozen=True)
class Item:
    """A service in a package and its quantity in its own unit."""

    service: Listing
    quantity: Decimal


@transaction.atomic
def set_price(
    *,
    listing: Listing,
    by: User | None,
    on: dt.date,
    valid_from: dt.date,
    lines: Sequence[Line],
    step: Decimal = Decimal(1),
    smallest: Decimal = Decimal(1),
    largest: Decimal = Decimal(8),
    minutes: int | None = None,
    hours: Hours = NO_HOURS,
    travel: Travel = NO_TRAVEL,
    options: Sequence[Option] = (),
    items: Sequence[Item] = (),
) -> PriceVersion:
    """A price list of the listing from `valid_from` on. Raises ValidationError with what is wrong."""
    bases = bases_of(listing.provider)
    _check_day(on, valid_from)
    _check_lines(listing, lines, hours)
    check_hours(hours)
    _check_quantities(step, smallest, largest)
    _check_travel(travel, bases)
    _check_items(listing, items)
    version = PriceVersion.objects.create(
        listing=listing,
        valid_from=valid_from,
        created_by=by,
        step=step,
        smallest=smallest,
        largest=largest,
        minutes=minutes,
        evening_from=hours.evening_from,
        night_from=hours.night_from,
        night_until=hours.night_until,
        travel_free_m=travel.free_m,
        travel_cents_per_km=travel.cents_per_km,
        travel_max_m=travel.max_m,
        bases=bases,
    )
    _add_rows(version, lines, options, items)
    send_ids([listing.pk])
    return version


def set_terms(*, listing: Listing, by: User | None, on: dt.date, valid_from: dt.date, terms: Terms) -> PriceVersion:
    """As `set_price`, of terms that were kept."""
    services = Listing.objects.in_bulk([part.service_id for part in terms.parts])
    fields = {name: value for name, value in vars(terms).items() if name != "parts"}
    items = [Item(services[part.service_id], part.quantity) for part in terms.parts]
    return set_price(listing=listing, by=by, on=on, valid_from=valid_from, items=items, **fields)


def check_terms(listing: Listing, terms: Terms, bases: list[dict[str, Any]]) -> None:
    """What `set_price` would refuse of them, whatever the day is; the package's parts stay as they are."""
    _check_lines(listing, terms.lines, terms.hours)
    check_hours(terms.hours)
    _check_quantities(terms.step, terms.smallest, terms.largest)
    _check_travel(terms.travel, bases)


def _add_rows(version: PriceVersion, lines: Iterable[Line], options: Iterable[Option], items: Iterable[Item]) -> None:
    PriceLine.objects.bulk_create(PriceLine(version=version, **vars(line)) for line in lines)
    PriceOption.objects.bulk_create(PriceOption(version=version, **vars(option)) for option in options)
    PackageItem.objects.bulk_create(PackageItem(version=version, **vars(item)) for item in items)


def bases_of(provider: Provider) -> list[dict[str, Any]]:
    """As of now; a price version keeps them."""
    return [{"name": b.name, "lat": b.lat, "lon": b.lon} for b in provider.bases.order_by("pk")]


def _check_day(on: dt.date, valid_from: dt.date) -> None:
    if valid_from < on:
        raise ValidationError(_("A price cannot begin before today."), code="price_in_the_past")


def _check_lines(listing: Listing, lines: Sequence[Line], hours: Hours) -> None:
    bands = {(line.day_type, line.part) for line in lines}
    if not lines or len(bands) != len(lines):
        raise ValidationError(_("Give one price for each time, and at least one price."), code="lines")
    unbanded = {(DayType.NONE, DayPart.NONE)}
    fits = bands == unbanded if listing.unit in UNBANDED_UNITS else not any(DayType.NONE in band for band in bands)
    if not fits:
        raise ValidationError(_("These times do not fit the unit of the price."), code="bands")
    for line in lines:
        _check_line(line, bands)
    parts = {part for _day, part in bands}
    if DayPart.EVENING in parts and hours.evening_from is None:
        raise ValidationError(_("Say when the evening begins."), code="evening_hours")
    if DayPart.NIGHT in parts and (hours.night_from is None or hours.night_until is None):
        raise ValidationError(_("Say when the night begins and ends."), code="night_hours")


def check_hours(hours: Hours) -> None:
    """Raises ValidationError if a part of the day could never be, or the night is none. `PriceList.part` reads them.

    The evening lasts to the night or to midnight, so the night begins then at the latest; it ends before the evening.
    """
    evening, night, morning = hours.evening_from, hours.night_from, hours.night_until
    late = night is not None and night > MIDNIGHT  # a night from 0.00 follows any evening
    if evening is not None and night is not None and late and evening >= night:
        raise ValidationError(
            _("The evening must begin before the night begins, and the night at midnight (0.00) at the latest."),
            code="evening_after_night",
        )
    if night is None or morning is None:
        return
    if night == morning or (late and night < morning) or (evening is not None and morning >= evening):
        raise ValidationError(
            _("The night must end in the morning: earlier in the day than the evening and the night begin."),
            code="night_end",
        )


def _check_line(line: Line, bands: set[tuple[str, str]]) -> None:
    if (line.cents is None) == (line.percent is None):
        raise ValidationError(_("Give each price in euros or as a percentage of the day's price."), code="line")
    if line.percent is not None and (line.day_type, DayPart.DAY) not in bands:
        raise ValidationError(_("A percentage needs a price for the day of the same kind of day."), code="percent")
    if not 0 <= (line.cents or 0) <= LARGEST_CENTS or not 0 <= (line.percent or 100) <= 1000:
        raise ValidationError(_("This price is too high. Check the comma."), code="too_high")


def _check_quantities(step: Decimal, smallest: Decimal, largest: Decimal) -> None:
    in_order = step > 0 and 0 < smallest <= largest
    if not in_order or smallest % step or largest % step:
        raise ValidationError(
            _("The smallest and the largest amount must be multiples of the step."), code="quantities"
        )


def _check_travel(travel: Travel, bases: list[dict[str, Any]]) -> None:
    if (travel.cents_per_km or travel.max_m) and not bases:
        raise ValidationError(_("The travel charge needs a base place to count from."), code="no_base")
    check_distances(travel)


def check_distances(travel: Travel) -> None:
    """Raises ValidationError if it is free farther away than anybody drives."""
    if travel.max_m is not None and travel.free_m > travel.max_m:
        raise ValidationError(
            _("You drive less far than the travel is free. Check both distances."), code="free_beyond_farthest"
        )


def _check_items(listing: Listing, items: Sequence[Item]) -> None:
    if listing.is_package != bool(items):
        raise ValidationError(_("A package needs its services, and only a package has them."), code="items")
    for item in items:
        if item.service.provider_id != listing.provider_id or item.service.is_package:
            raise ValidationError(_("A package holds services of the same provider."), code="foreign_item")
