"""What a price version says, apart from its day: as actions take it, as a draft keeps it, as a quote needs it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Self

from .enums import DayPart, DayType
from .geo import Point
from .models import Listing, PriceVersion
from .offers import resolve
from .snapshots import Band, Item, OptionNames, PriceList


@dataclass(frozen=True)
class Line:
    """A band's price of one unit: cents, or per cent of the same day type's day line (130 = +30 %)."""

    day_type: str = DayType.NONE
    part: str = DayPart.NONE
    cents: int | None = None
    percent: int | None = None

    @property
    def band(self) -> Band:
        return Band(self.day_type, self.part)


@dataclass(frozen=True)
class Hours:
    """When evening and night begin, and when night ends."""

    evening_from: dt.time | None = None
    night_from: dt.time | None = None
    night_until: dt.time | None = None


@dataclass(frozen=True)
class Travel:
    """Metres free of charge, cents per started km one way beyond them, farthest metres."""

    free_m: int = 0
    cents_per_km: int = 0
    max_m: int | None = None


NO_HOURS, NO_TRAVEL = Hours(), Travel()


@dataclass(frozen=True)
class Option:
    """What one may add to a visit."""

    code: str
    name_sv: str
    name_fi: str
    cents: int
    name_en: str = ""


@dataclass(frozen=True)
class Part:
    """A service in a package, by its id, and its quantity in its own unit."""

    service_id: int
    quantity: Decimal


@dataclass(frozen=True)
class Terms:
    """All of a price version but its day and the provider's bases. Frozen: a change is another one (`but`)."""

    lines: tuple[Line, ...] = ()
    step: Decimal = Decimal(1)
    smallest: Decimal = Decimal(1)
    largest: Decimal = Decimal(8)
    minutes: int | None = None
    hours: Hours = NO_HOURS
    travel: Travel = NO_TRAVEL
    options: tuple[Option, ...] = ()
    parts: tuple[Part, ...] = ()

    @classmethod
    def of(cls, version: PriceVersion) -> Self:
        """`version` with its lines, options and items, prefetched or not."""
        lines = sorted(version.lines.all(), key=lambda row: row.pk)
        options = sorted(version.options.all(), key=lambda row: row.pk)
        return cls(
            lines=tuple(Line(row.day_type, row.part, row.cents, row.percent) for row in lines),
            step=version.step,
            smallest=version.smallest,
            largest=version.largest,
            minutes=version.minutes,
            hours=Hours(version.evening_from, version.night_from, version.night_until),
            travel=Travel(version.travel_free_m, version.travel_cents_per_km, version.travel_max_m),
            options=tuple(Option(row.code, row.name_sv, row.name_fi, row.cents, row.name_en) for row in options),
            parts=tuple(Part(row.service_id, row.quantity) for row in sorted(version.items.all(), key=lambda r: r.pk)),
        )

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)

    @property
    def cents(self) -> dict[Band, int]:
        """Cents of one unit in each band; percentages are reckoned."""
        return resolve(self.lines)

    def to_json(self) -> dict[str, Any]:
        """For a JSONField with DjangoJSONEncoder."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Self:
        return cls(
            lines=tuple(Line(**line) for line in found["lines"]),
            step=Decimal(found["step"]),
            smallest=Decimal(found["smallest"]),
            largest=Decimal(found["largest"]),
            minutes=found["minutes"],
            hours=Hours(**{name: _time(text) for name, text in found["hours"].items()}),
            travel=Travel(**found["travel"]),
            options=tuple(Option(**option) for option in found["options"]),
            parts=tuple(Part(part["service_id"], Decimal(part["quantity"])) for part in found["parts"]),
        )

    def price_list(
        self, valid_from: dt.date, bases: Sequence[Mapping[str, Any]], services: Mapping[int, Listing]
    ) -> PriceList:
        """As it would be in an offer. `services`: of the package's parts, by id, with their categories."""
        return PriceList(
            valid_from=valid_from,
            step=self.step,
            smallest=self.smallest,
            largest=self.largest,
            minutes=self.minutes,
            lines=self.cents,
            options={option.code: option.cents for option in self.options},
            option_names={o.code: OptionNames(o.name_sv, o.name_fi, o.name_en or o.name_sv) for o in self.options},
            evening_from=self.hours.evening_from,
            night_from=self.hours.night_from,
            night_until=self.hours.night_until,
            travel_free_m=self.travel.free_m,
            travel_cents_per_km=self.travel.cents_per_km,
            travel_max_m=self.travel.max_m,
            bases=tuple(Point(base["lat"], base["lon"]) for base in bases),
            base_names=tuple(base["name"] for base in bases),
            items=tuple(_items(self.parts, services)),
        )


def _items(parts: Iterable[Part], services: Mapping[int, Listing]) -> Iterable[Item]:
    for part in parts:
        service = services[part.service_id]
        yield Item(service.pk, service.category_id, service.category.path, service.unit, part.quantity)


def _time(text: str | dt.time | None) -> dt.time | None:
    return dt.time.fromisoformat(text) if isinstance(text, str) else text
