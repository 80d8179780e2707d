"""The check before confirming: one row per month, and the refusal if one month is short. Pure."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from itertools import groupby

from catalogue.pricing import Offer
from marketplace.budgets.querysets import BudgetView
from marketplace.foundation.dates import month_of

from .enums import Refusal
from .pattern import Expansion, Pattern, PlannedVisit, expand
from .rules import last_day, listing_refusal, person_refusal, plan_refusal, refusal
from .situation import Situation


@dataclass(frozen=True)
class MonthRow:
    """One month of a choice, in cents. `left` is what is left after it; below zero the month is short."""

    month: dt.date
    visits: tuple[PlannedVisit, ...]
    budget: int
    own: int
    money: BudgetView

    @property
    def left(self) -> int:
        return self.money.remaining - self.budget

    @property
    def missing(self) -> int:
        return max(0, -self.left)


@dataclass(frozen=True)
class Check:
    """What the check page shows, and what confirming reserves: the same numbers."""

    pattern: Pattern
    offer: Offer | None
    expansion: Expansion
    rows: tuple[MonthRow, ...]
    refusal: Refusal | None

    @property
    def visits(self) -> tuple[PlannedVisit, ...]:
        return self.expansion.visits

    @property
    def budget(self) -> int:
        return sum(row.budget for row in self.rows)

    @property
    def own(self) -> int:
        return sum(row.own for row in self.rows)

    @property
    def short(self) -> MonthRow | None:
        """The first month that has too little left."""
        return next((row for row in self.rows if row.left < 0), None)

    @property
    def fingerprint(self) -> str:
        """Says whether what is confirmed is what was shown: dates, price versions and cents of every visit."""
        shown = [[str(v.on), v.quote.price_version_id, v.quote.price, v.quote.budget] for v in self.visits]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]


NOTHING = Expansion((), (), None)


def check(situation: Situation, offer: Offer | None, pattern: Pattern) -> Check:
    """Reckons a pattern for a client: visits by month, and the first thing that stands in the way."""
    early = person_refusal(situation, offer) or listing_refusal(situation, offer)
    early = early or plan_refusal(situation, offer, pattern)
    if early or offer is None:
        return Check(pattern, offer, NOTHING, (), early)
    expansion = expand(pattern, offer, situation.place, last=last_day(situation, offer, pattern.first_on))
    rows = tuple(_rows(situation, expansion.visits))
    found = refusal(situation, offer, pattern, expansion)
    if found is None and any(row.left < 0 for row in rows):
        found = Refusal.OVER_BUDGET
    return Check(pattern, offer, expansion, rows, found)


def _rows(situation: Situation, visits: tuple[PlannedVisit, ...]) -> list[MonthRow]:
    rows = []
    for month, group in groupby(visits, key=lambda visit: month_of(visit.on)):
        of_month = tuple(group)
        rows.append(
            MonthRow(
                month=month,
                visits=of_month,
                budget=sum(visit.quote.budget or 0 for visit in of_month),
                own=sum(visit.quote.own or 0 for visit in of_month),
                money=situation.money.get(month, BudgetView()),
            )
        )
    return rows
