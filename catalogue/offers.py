"""Loads frozen offers: a constant number of queries however many are asked for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from .calendar import Calendar, load_calendars
from .geo import Point
from .models import (
    ApprovalPeriod,
    Listing,
    Organiser,
    PackageItem,
    PriceLine,
    PriceVersion,
    ServedMunicipality,
    VoucherValue,
)
from .money import half_up
from .snapshots import ApprovedFor, Band, Item, Offer, OptionNames, PriceList, ValueKey, ValueRow, Values

if TYPE_CHECKING:
    from .terms import Line

KEY_FIELDS = ("organiser_id", "category__path", "unit", "day_type", "part")
"""Of a `ValueKey`."""


def load_offers(ids: Iterable[int], on: dt.date) -> dict[int, Offer]:
    """Snapshots by listing id, as of that day; unknown ids are left out. Prices to come are in `offer.later`."""
    return offers_of(Listing.objects.filter(pk__in=list(ids)).select_related("provider", "category"), on)


def offers_of(listings: Iterable[Listing], on: dt.date, shared: "Shared | None" = None) -> dict[int, Offer]:
    """As `load_offers`, of listings that are at hand with their provider and category. `shared`: if it is at hand."""
    at_hand = list(listings)
    if not at_hand:
        return {}
    prices = _load_prices([listing.pk for listing in at_hand], on)
    if shared is None:
        shared = Shared.load(Organiser.objects.all(), _codes(at_hand, prices))
    together = _Together(at_hand, prices, on, shared)
    return {listing.pk: together.offer(listing) for listing in at_hand}


@dataclass(frozen=True)
class Shared:
    """What all offers have in common."""

    organisers: tuple[Organiser, ...]
    values: Values
    calendars: dict[int, Calendar]

    @classmethod
    def load(cls, organisers: Iterable[Organiser], codes: Iterable[str] | None = None) -> "Shared":
        """`codes`: of the categories whose values may matter; None: all."""
        return cls(tuple(organisers), load_values(codes), load_calendars())


class _Together:
    """Offers loaded together."""

    def __init__(
        self, listings: list[Listing], prices: dict[int, list[PriceList]], on: dt.date, shared: Shared
    ) -> None:
        self.on, self.prices, self.shared = on, prices, shared
        known = [listing.pk for listing in listings]
        self.served = _load_served(known)
        self.approvals = _load_approvals({listing.provider_id for listing in listings}, on)
        self.choosable = {
            organiser.pk: frozenset(
                Listing.objects.filter(pk__in=known).choosable(on, organiser).values_list("pk", flat=True)
            )
            for organiser in shared.organisers
        }

    def offer(self, listing: Listing) -> Offer:
        prices = self.prices.get(listing.pk, [])
        now = [p for p in prices if p.valid_from and p.valid_from <= self.on]
        later = tuple(p for p in prices if p.valid_from and p.valid_from > self.on)
        current = vars(now[-1]) if now else {}
        offer = Offer(
            **current,
            listing_id=listing.pk,
            provider_id=listing.provider_id,
            provider_name=listing.provider.name,
            provider_kind=listing.provider.kind,
            category_id=listing.category_id,
            category_path=listing.category.path,
            kind=listing.kind,
            unit=listing.unit,
            free_by_law=listing.category.free_by_law,
            served=frozenset(self.served[listing.pk]),
            values=self.shared.values,
            calendars=self.shared.calendars,
            approvals=tuple(self.approvals[listing.provider_id]),
            choosable_by=frozenset(pk for pk, ids in self.choosable.items() if listing.pk in ids),
            later=later,
        )
        approved_by = frozenset(o.pk for o in self.shared.organisers if offer.approved(o.pk, self.on))
        object.__setattr__(offer, "approved_by", approved_by)
        return offer


def _codes(listings: list[Listing], prices: dict[int, list[PriceList]]) -> set[str]:
    """The codes of all categories whose values may matter: the listings', the items' and all above them."""
    paths = {listing.category.path for listing in listings}
    paths |= {item.category_path for lists in prices.values() for prices_ in lists for item in prices_.items}
    return {code for path in paths for code in path.strip("/").split("/")}


def load_values(codes: Iterable[str] | None = None) -> Values:
    """The voucher values of those categories (None: of all), past and coming; one query."""
    rows: dict[ValueKey, list[ValueRow]] = defaultdict(list)
    found = VoucherValue.objects.order_by("-valid_from", "-pk")
    if codes is not None:
        found = found.filter(category__code__in=list(codes))
    of_row = ("municipality_id", "valid_from", "cents", "no_ceiling")
    for *key, municipality_id, valid_from, cents, no_ceiling in found.values_list(*KEY_FIELDS, *of_row):
        rows[tuple(key)].append(ValueRow(municipality_id, valid_from, None if no_ceiling else cents))  # type: ignore[index]
    return Values({key: tuple(found) for key, found in rows.items()})


def _load_served(ids: list[int]) -> dict[int, set[int]]:
    served: dict[int, set[int]] = defaultdict(set)
    rows = ServedMunicipality.objects.filter(listing__in=ids).values_list("listing_id", "municipality_id")
    for listing_id, municipality_id in rows:
        served[listing_id].add(municipality_id)
    return served


def _load_approvals(provider_ids: set[int], on: dt.date) -> dict[int, list[ApprovedFor]]:
    """Periods that are in force or will be."""
    approvals: dict[int, list[ApprovedFor]] = defaultdict(list)
    periods = ApprovalPeriod.objects.current_or_coming(on).filter(approval__provider__in=provider_ids)
    for period in periods.select_related("approval__category"):
        approval = period.approval
        approvals[approval.provider_id].append(
            ApprovedFor(approval.organiser_id, approval.category.path, period.from_on, period.until_on)
        )
    return approvals


def _load_prices(ids: list[int], on: dt.date) -> dict[int, list[PriceList]]:
    """Per listing the price list in force and those to come, oldest first; of one day the newest holds."""
    newest: dict[int, dict[dt.date, PriceVersion]] = defaultdict(dict)
    versions = PriceVersion.objects.filter(listing__in=ids).current_or_coming(on)
    items = PackageItem.objects.select_related("service__category").order_by("pk")
    versions = versions.order_by("valid_from", "pk").prefetch_related(
        Prefetch("lines", PriceLine.objects.order_by("pk")), "options", Prefetch("items", items)
    )
    for version in versions:
        newest[version.listing_id][version.valid_from] = version
    return {pk: [price_list(version) for version in by_day.values()] for pk, by_day in newest.items()}


def price_list(version: PriceVersion) -> PriceList:
    """The frozen form of a price version with its prefetched lines, options and items."""
    options = list(version.options.all())
    return PriceList(
        price_version_id=version.pk,
        valid_from=version.valid_from,
        step=version.step,
        smallest=version.smallest,
        largest=version.largest,
        minutes=version.minutes,
        lines=resolve(list(version.lines.all())),
        options={option.code: option.cents for option in options},
        option_names={o.code: OptionNames(o.name_sv, o.name_fi, o.name_en or o.name_sv) for o in options},
        evening_from=version.evening_from,
        night_from=version.night_from,
        night_until=version.night_until,
        travel_free_m=version.travel_free_m,
        travel_cents_per_km=version.travel_cents_per_km,
        travel_max_m=version.travel_max_m,
        bases=tuple(Point(base["lat"], base["lon"]) for base in version.bases),
        base_names=tuple(base["name"] for base in version.bases),
        items=tuple(_item(item) for item in version.items.all()),
    )


def _item(item: object) -> Item:
    service = item.service  # type: ignore[attr-defined]
    return Item(service.pk, service.category_id, service.category.path, service.unit, item.quantity)  # type: ignore[attr-defined]


def resolve(lines: Sequence["PriceLine | Line"]) -> dict[Band, int]:
    """Cents per band; a percentage is of the same day type's day line, rounded once."""
    cents = {Band(line.day_type, line.part): line.cents for line in lines if line.cents is not None}
    for line in lines:
        day = cents.get(Band(line.day_type, "day"))
        if line.percent is not None and day is not None:
            cents[Band(line.day_type, line.part)] = half_up(Decimal(day) * line.percent / 100)
    return cents
