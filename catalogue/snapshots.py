"""Frozen pictures of listings, places and values, so that prices can be reckoned without the database."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import NamedTuple, Self

from .calendar import Calendar
from .enums import UNBANDED_UNITS, DayPart, DayType, ListingKind, ProviderKind, Unit
from .geo import Point, nearest_m
from .models import PostalArea


class Band(NamedTuple):
    """Day type × part of the day. Units month, piece and once have the band NONE."""

    day_type: str
    part: str


NO_BAND = Band(DayType.NONE, DayPart.NONE)
WEEKDAY_DAY = Band(DayType.WEEKDAY, DayPart.DAY)
BAND_ORDER = (
    NO_BAND,
    *(
        Band(day_type, part)
        for day_type in (DayType.WEEKDAY, DayType.SATURDAY, DayType.SUNDAY)
        for part in (DayPart.DAY, DayPart.EVENING, DayPart.NIGHT)
    ),
)
"""The order in which bands are shown, and in which a card looks for the first priced one."""


@dataclass(frozen=True)
class Place:
    """Where help is wanted: a postal area's centre."""

    postcode: str
    municipality_id: int
    lat: float
    lon: float
    organiser_id: int

    @classmethod
    def of(cls, area: PostalArea) -> "Place":
        """`area` with its municipality (select it along)."""
        return cls(area.code, area.municipality_id, area.lat, area.lon, area.municipality.organiser_id)


class Ceiling(NamedTuple):
    """A voucher value in cents for one unit; None is an explicit "no ceiling"."""

    cents: int | None


class ValueRow(NamedTuple):
    municipality_id: int | None
    valid_from: dt.date
    cents: int | None


ValueKey = tuple[int, str, str, str, str]
"""Organiser id, category path, unit, day type, part."""


@dataclass(frozen=True)
class Values:
    """The voucher values that may matter; shared by all offers loaded together."""

    rows: Mapping[ValueKey, tuple[ValueRow, ...]] = field(default_factory=dict)
    """Each newest first."""

    def find(
        self, organiser_id: int, municipality_id: int | None, path: str, unit: str, band: Band, on: dt.date
    ) -> Ceiling | None:
        """The nearest category first, in it the municipality's own row before the one for all; None if not set."""
        for category in ancestors(path):
            rows = self.rows.get((organiser_id, category, unit, band.day_type, band.part), ())
            in_force = [row for row in rows if row.valid_from <= on]
            for wanted in dict.fromkeys((municipality_id, None)):
                for row in in_force:
                    if row.municipality_id == wanted:
                        return Ceiling(row.cents)
        return None


def ancestors(path: str) -> Iterator[str]:
    """The category's own path, then its parents' up to the root."""
    codes = path.strip("/").split("/")
    for count in range(len(codes), 0, -1):
        yield f"/{'/'.join(codes[:count])}/"


class Item(NamedTuple):
    """A service in a package: its quantity in its own unit."""

    listing_id: int
    category_id: int
    category_path: str
    unit: str
    quantity: Decimal


class ApprovedFor(NamedTuple):
    """An approval in force from–to: for the category and all below it."""

    organiser_id: int
    category_path: str
    from_on: dt.date
    until_on: dt.date | None

    def covers(self, organiser_id: int, path: str, day: dt.date) -> bool:
        return (
            self.organiser_id == organiser_id
            and path.startswith(self.category_path)
            and self.from_on <= day
            and (self.until_on is None or day <= self.until_on)
        )


class OptionNames(NamedTuple):
    sv: str
    fi: str
    en: str


@dataclass(frozen=True, kw_only=True)
class PriceList:
    """One price version: all that changes when a provider sets a new price."""

    price_version_id: int | None = None
    valid_from: dt.date | None = None
    step: Decimal = Decimal(1)
    smallest: Decimal = Decimal(1)
    largest: Decimal = Decimal(1)
    minutes: int | None = None
    lines: Mapping[Band, int] = field(default_factory=dict)
    """Cents of one unit; percentages are already reckoned."""
    options: Mapping[str, int] = field(default_factory=dict)
    option_names: Mapping[str, OptionNames] = field(default_factory=dict)
    evening_from: dt.time | None = None
    night_from: dt.time | None = None
    night_until: dt.time | None = None
    travel_free_m: int = 0
    travel_cents_per_km: int = 0
    travel_max_m: int | None = None
    bases: tuple[Point, ...] = ()
    base_names: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()

    def part(self, start: dt.time | None) -> DayPart:
        """The part of the day of a visit's start; without a time: day. Night may pass midnight."""
        if start is None:
            return DayPart.DAY
        if self.night_from is not None and self._in_night(start):
            return DayPart.NIGHT
        if self.evening_from is not None and start >= self.evening_from:
            return DayPart.EVENING
        return DayPart.DAY

    def _in_night(self, start: dt.time) -> bool:
        until = self.night_until or dt.time(0)
        if self.night_from < until:  # type: ignore[operator]
            return self.night_from <= start < until  # type: ignore[operator]
        return start >= self.night_from or start < until  # type: ignore[operator]

    def first_band(self) -> Band | None:
        """The first priced band in the order of BAND_ORDER."""
        return next((band for band in BAND_ORDER if band in self.lines), None)


@dataclass(frozen=True, kw_only=True)
class Offer(PriceList):
    """A listing as it is on the day it was loaded for; `at` gives it with the prices of a later day."""

    listing_id: int
    provider_id: int
    provider_name: str = ""
    provider_kind: str
    category_id: int
    category_path: str
    kind: str = ListingKind.SERVICE
    unit: str
    free_by_law: bool = False
    served: frozenset[int] = frozenset()
    values: Values = field(default_factory=Values)
    calendars: Mapping[int, Calendar] = field(default_factory=dict)
    approvals: tuple[ApprovedFor, ...] = ()
    approved_by: frozenset[int] = frozenset()
    """Organisers that approve the provider for this (and all items of a package) on the day of loading."""
    choosable_by: frozenset[int] = frozenset()
    """Organisers for whose clients it is choosable on the day of loading."""
    later: tuple[PriceList, ...] = ()
    """Price versions that come into force after the day of loading, oldest first."""

    @property
    def is_own_unit(self) -> bool:
        return self.provider_kind == ProviderKind.MUNICIPALITY

    @property
    def is_package(self) -> bool:
        return self.kind == ListingKind.PACKAGE

    @property
    def is_banded(self) -> bool:
        return self.unit not in UNBANDED_UNITS

    @property
    def has_travel(self) -> bool:
        """One charge per visit, never on month or piece."""
        return self.unit not in {Unit.MONTH, Unit.PIECE}

    @property
    def choosable(self) -> bool:
        return bool(self.choosable_by)

    @property
    def home_organiser_id(self) -> int | None:
        """Whose rules a visitor without a place sees: the first organiser that approves it."""
        return min(self.approved_by, default=None)

    def at(self, on: dt.date) -> Self:
        """This offer with the price list in force on that day."""
        in_force = [prices for prices in self.later if prices.valid_from and prices.valid_from <= on]
        if not in_force:
            return self
        prices = in_force[-1]
        return replace(self, later=(), **{f.name: getattr(prices, f.name) for f in fields(PriceList)})

    def approved(self, organiser_id: int, first: dt.date, last: dt.date | None = None) -> bool:
        """Approved on the first day with no known end before the last; a package for every item's category too."""
        paths = (self.category_path, *(item.category_path for item in self.items))
        return all(self._approved_for(path, organiser_id, first, last or first) for path in paths)

    def _approved_for(self, path: str, organiser_id: int, first: dt.date, last: dt.date) -> bool:
        return any(a.covers(organiser_id, path, first) and a.covers(organiser_id, path, last) for a in self.approvals)

    def day_type(self, place: Place, on: dt.date) -> DayType:
        return self.calendars.get(place.organiser_id, Calendar()).day_type(on)

    def band(self, place: Place, on: dt.date, start: dt.time | None) -> Band:
        """The band of a visit that starts then; it is never split."""
        return Band(self.day_type(place, on), self.part(start)) if self.is_banded else NO_BAND

    def metres(self, place: Place | None) -> int | None:
        """From the nearest base to the place's centre; None without a place or bases."""
        return nearest_m(self.bases, Point(place.lat, place.lon)) if place else None
