"""The same once more: from which date a choice can go on, and what it cost beside what it will cost. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from catalogue.snapshots import BAND_ORDER, NO_BAND, Band
from catalogue.words import band_name

from .check import Check
from .enums import PatternKind
from .models import Selection, Visit
from .pattern import Pattern, PlannedVisit, dates

MOST_NEW = 3
"""Of the prices that hold one after the other at one time of the week."""


def next_pattern(selection: Selection, on: dt.date) -> Pattern:
    """The choice's own pattern from its first date after both `on` and its last visit; it ends as late as it can."""
    old = Pattern.of(selection).but(until_on=None, left_out=frozenset())
    after = max(selection.last_on, on)
    return old.but(first_on=_next_date(old, after))


def _next_date(old: Pattern, after: dt.date) -> dt.date:
    """By the month: the next day. Weeks are counted on from the old ones; what was once comes a whole week later."""
    if old.kind == PatternKind.MONTHLY:
        return after + dt.timedelta(days=1)
    if old.kind == PatternKind.ONCE:
        return after + dt.timedelta(days=7 - (after - old.first_on).days % 7)
    last = after + dt.timedelta(weeks=old.every_weeks + 1)
    return next(day for day in dates(old, last) if day > after)


@dataclass(frozen=True)
class Sums:
    """One visit, or one month, in cents."""

    price: int
    budget: int
    own: int


@dataclass(frozen=True)
class Compared:
    """One time of the week: what the last visit cost, and what the first new one will, from its date on."""

    band: Band
    quantity: Decimal
    old: Sums | None
    new: Sums
    from_on: dt.date

    @property
    def name(self) -> str:
        return "" if self.band == NO_BAND else band_name(self.band)

    @property
    def is_same(self) -> bool:
        return self.old == self.new

    @property
    def rows(self) -> list[tuple[str, int | None, int]]:
        """What it is (price, budget, own), before and now."""
        names = ("price", "budget", "own")
        return [(name, getattr(self.old, name, None), getattr(self.new, name)) for name in names]


def compared(old_visits: Iterable[Visit], made: Check) -> list[Compared]:
    """In the order of the week. Of months the whole ones, where there are any."""
    before = _old_by_band(old_visits)
    found = []
    for band in BAND_ORDER:
        news = _whole([visit for visit in made.visits if (visit.quote.band or NO_BAND) == band])
        found += [
            Compared(band, visit.quantity, before.get(band), _sums(visit), visit.on) for visit in _different(news)
        ]
    return found


def _old_by_band(visits: Iterable[Visit]) -> dict[Band, Sums]:
    """Of each time the last visit; a whole month goes before a part of one."""
    rows = sorted(visits, key=lambda visit: (_was_whole(visit), visit.on))
    return {_band(visit): Sums(visit.price_cents, visit.budget_cents, visit.own_cents) for visit in rows}


def _band(visit: Visit) -> Band:
    return Band(*visit.quote["band"]) if visit.quote.get("band") else NO_BAND


def _was_whole(visit: Visit) -> bool:
    """The line of a part of a month is of the kind "month"."""
    return all(line["kind"] != "month" for line in visit.quote.get("lines", []))


def _whole(visits: list[PlannedVisit]) -> list[PlannedVisit]:
    whole = [visit for visit in visits if all(line.kind != "month" for line in visit.quote.lines)]
    return whole or visits


def _sums(visit: PlannedVisit) -> Sums:
    return Sums(visit.quote.price or 0, visit.quote.budget or 0, visit.quote.own or 0)


def _different(visits: list[PlannedVisit]) -> Iterator[PlannedVisit]:
    """The first of each price that differs from the one before it."""
    last, count = None, 0
    for visit in visits:
        if _sums(visit) != last and count < MOST_NEW:
            yield visit
            last, count = _sums(visit), count + 1
