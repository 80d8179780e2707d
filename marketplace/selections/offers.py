"""What would fit: changed patterns, each checked whole, so that every offer shown is accepted as it stands."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from catalogue.pricing import Offer
from marketplace.foundation.dates import add_months

from .check import Check, check
from .enums import PatternKind
from .pattern import Pattern
from .situation import Situation

MOST_OFFERS = 4
MOST_CHEAPER = 2


@dataclass(frozen=True)
class WayThatFits:
    """Kinds: every_second_week, every_fourth_week, drop_visits, fewer, other_start, other_listing."""

    kind: str
    check: Check

    @property
    def listing_id(self) -> int:
        assert self.check.offer is not None
        return self.check.offer.listing_id


def what_fits(situation: Situation, made: Check, others: dict[int, Offer]) -> list[WayThatFits]:
    """Ways on after OVER_BUDGET: at most four, of different kinds, the one nearest to the wish first.

    `others`: offers of the same category that serve the place; the cheapest that fit are added.
    """
    if made.offer is None:
        return []
    ways: list[WayThatFits] = []
    for kind, patterns in _changes(situation, made):
        if any(way.kind == kind for way in ways):
            continue
        for pattern in patterns:
            result = check(situation, made.offer, pattern)
            if result.refusal is None:
                ways.append(WayThatFits(kind, result))
                break
    room = max(MOST_OFFERS - len(ways), 1)
    cheaper = list(_cheaper(situation, made, others))[: min(room, MOST_CHEAPER)]
    return ways[: MOST_OFFERS - len(cheaper)] + cheaper


def _changes(situation: Situation, made: Check) -> Iterator[tuple[str, Iterator[Pattern]]]:
    pattern = made.pattern
    if pattern.kind == PatternKind.WEEKLY:
        if pattern.every_weeks < 2:
            yield "every_second_week", iter([pattern.but(every_weeks=2)])
        if pattern.every_weeks < 4:
            yield "every_fourth_week", iter([pattern.but(every_weeks=4)])
        yield "drop_visits", iter([_dropped(made)])
    yield "fewer", _fewer(made.offer, pattern)
    if pattern.kind == PatternKind.WEEKLY and pattern.every_weeks < 4:
        yield "every_fourth_week", _fewer(made.offer, pattern.but(every_weeks=4))
    yield "other_start", _starts(situation, made)


def _dropped(made: Check) -> Pattern:
    """Leaves out the last visits of each short month until it fits."""
    left_out = set(made.pattern.left_out)
    for row in made.rows:
        over = row.missing
        for visit in reversed(row.visits):
            if over <= 0:
                break
            over -= visit.quote.budget or 0
            left_out.add(visit.on)
    return made.pattern.but(left_out=frozenset(left_out))


def _fewer(offer: Offer | None, pattern: Pattern) -> Iterator[Pattern]:
    """Smaller quantities, the largest first."""
    if offer is None or pattern.kind == PatternKind.MONTHLY:
        return
    smaller = pattern.quantity - offer.step
    while smaller >= offer.smallest:
        yield pattern.but(quantity=Decimal(smaller))
        smaller -= offer.step


def _starts(situation: Situation, made: Check) -> Iterator[Pattern]:
    """The same from the first of a later month on (on the same weekday), or by the month from later days."""
    pattern = made.pattern
    for month_count in range(1, situation.rules.horizon_months + 1):
        month = add_months(pattern.first_on, month_count)
        first = month
        if pattern.kind == PatternKind.ONCE:
            first += dt.timedelta(days=(pattern.first_on.weekday() - month.weekday()) % 7)
        if pattern.until_on is not None and pattern.until_on < first:
            return
        yield pattern.but(first_on=first)


def _cheaper(situation: Situation, made: Check, others: dict[int, Offer]) -> Iterator[WayThatFits]:
    """The same pattern with other listings that cost the budget less, the cheapest first."""
    found = []
    for offer in others.values():
        assert made.offer is not None
        if offer.listing_id == made.offer.listing_id or offer.unit != made.offer.unit:
            continue
        pattern = made.pattern.but(options=())
        result = check(situation, offer, pattern)
        if result.refusal is None:
            found.append((result.budget + result.own, offer.listing_id, result))
    for _, _, result in sorted(found, key=lambda item: item[:2]):
        yield WayThatFits("other_listing", result)
