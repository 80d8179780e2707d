"""How often: once, every N weeks on weekdays, or by the month. Pure; turns a wish into dated visits."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol

from catalogue.enums import Unit
from catalogue.pricing import NO_SERVICE_THAT_DAY, Offer, Place, Quote, quote, quote_month
from marketplace.foundation.dates import last_of_month, month_of, months_between

from .enums import PatternKind


class HasPattern(Protocol):
    """A draft, suggestion or choice (`models.PatternFields`)."""

    pattern: str
    every_weeks: int
    weekdays: list[int]
    first_on: dt.date | None
    until_on: dt.date | None
    start: dt.time | None
    quantity: Decimal | None
    options: list[str]
    left_out: list[str]


@dataclass(frozen=True)
class Pattern:
    """A complete wish. `weekdays` are 0 (Monday) – 6; `until_on` None: as long as plan and horizon allow."""

    kind: str
    first_on: dt.date
    quantity: Decimal
    every_weeks: int = 1
    weekdays: tuple[int, ...] = ()
    until_on: dt.date | None = None
    start: dt.time | None = None
    options: tuple[str, ...] = ()
    left_out: frozenset[dt.date] = frozenset()

    @classmethod
    def of(cls, row: HasPattern) -> "Pattern":
        """The pattern of a row that has its first date and quantity; raises ValueError if not."""
        if row.first_on is None or row.quantity is None:
            raise ValueError("the pattern is not complete yet")
        return cls(
            kind=row.pattern,
            first_on=row.first_on,
            quantity=Decimal(row.quantity),
            every_weeks=row.every_weeks,
            weekdays=tuple(sorted(row.weekdays)),
            until_on=row.until_on,
            start=row.start,
            options=tuple(row.options),
            left_out=frozenset(dt.date.fromisoformat(day) for day in row.left_out),
        )

    def fields(self) -> dict[str, Any]:
        """The values of `models.PatternFields`."""
        return {
            "pattern": self.kind,
            "every_weeks": self.every_weeks,
            "weekdays": list(self.weekdays),
            "first_on": self.first_on,
            "until_on": self.until_on,
            "start": self.start,
            "quantity": self.quantity,
            "options": list(self.options),
            "left_out": sorted(day.isoformat() for day in self.left_out),
        }

    @property
    def left_out_days(self) -> list[dt.date]:
        """Those left out, in the order of the calendar."""
        return sorted(self.left_out)

    def but(self, **changes: Any) -> "Pattern":
        return replace(self, **changes)


@dataclass(frozen=True)
class PlannedVisit:
    """One visit to come, or one month (`until_on` is then its last day), with its own quote."""

    on: dt.date
    start: dt.time | None
    quantity: Decimal
    quote: Quote
    until_on: dt.date | None = None


@dataclass(frozen=True)
class Expansion:
    visits: tuple[PlannedVisit, ...]
    no_service: tuple[dt.date, ...]
    """Dates of the pattern on which nobody comes at that time: left out, and listed on the page."""
    refusal: str | None
    """What stands in the way of the first visit that cannot be had for another reason."""


def kinds_for(unit: str) -> tuple[PatternKind, ...]:
    """Monthly only and always for unit month."""
    return (PatternKind.MONTHLY,) if unit == Unit.MONTH else (PatternKind.ONCE, PatternKind.WEEKLY)


def dates(pattern: Pattern, last: dt.date) -> Iterator[dt.date]:
    """The dates up to `last` (included), without those left out. By the month: the first day in each month."""
    end = min(last, pattern.until_on or last)
    for day in _all_dates(pattern, end):
        if day not in pattern.left_out:
            yield day


def expand(pattern: Pattern, offer: Offer, place: Place, *, last: dt.date) -> Expansion:
    """Visits with quotes up to `last`: the end of plan version or horizon, whichever is earlier."""
    visits, no_service = [], []
    for day in dates(pattern, last):
        visit = _visit(pattern, offer, place, day, min(last, pattern.until_on or last))
        if visit.quote.refusal == NO_SERVICE_THAT_DAY:
            no_service.append(day)
        elif visit.quote.refusal:
            return Expansion((), (), visit.quote.refusal)
        else:
            visits.append(visit)
    refusal = NO_SERVICE_THAT_DAY if no_service and not visits else None
    return Expansion(tuple(visits), tuple(no_service), refusal)


def _all_dates(pattern: Pattern, end: dt.date) -> Iterator[dt.date]:
    first = pattern.first_on
    if first > end:
        return
    if pattern.kind == PatternKind.ONCE:
        yield first
    elif pattern.kind == PatternKind.MONTHLY:
        for month in months_between(first, end):
            yield max(first, month)
    else:
        yield from _weekly(pattern, end)


def _weekly(pattern: Pattern, end: dt.date) -> Iterator[dt.date]:
    """Weeks are counted from the Monday of the first date's week."""
    monday = pattern.first_on - dt.timedelta(days=pattern.first_on.weekday())
    while monday <= end:
        for weekday in pattern.weekdays:
            day = monday + dt.timedelta(days=weekday)
            if pattern.first_on <= day <= end:
                yield day
        monday += dt.timedelta(weeks=pattern.every_weeks)


def _visit(pattern: Pattern, offer: Offer, place: Place, day: dt.date, end: dt.date) -> PlannedVisit:
    if pattern.kind == PatternKind.MONTHLY:
        until = min(end, last_of_month(day))
        made = quote_month(offer, place, month_of(day), day, until)
        return PlannedVisit(day, None, Decimal(1), made, until)
    made = quote(offer, place, day, pattern.start, pattern.quantity, pattern.options)
    return PlannedVisit(day, pattern.start, pattern.quantity, made)
