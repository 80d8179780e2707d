"""Why a plan cannot be decided as it stands. Page and action share the answer."""

import datetime as dt

from marketplace.foundation.dates import last_of_month, month_of, months_between

from .data import PlanData
from .enums import PlanRefusal
from .proposals import Proposal

LONGEST = 12
"""Months of one plan version."""


def refusal(data: PlanData, proposal: Proposal, *, on: dt.date) -> PlanRefusal | None:
    if not data.needs:
        return PlanRefusal.NO_NEEDS
    if proposal.unpriced:
        return PlanRefusal.NO_PRICE
    if not good_months(data.from_month, data.until_month, on=on):
        return PlanRefusal.BAD_MONTHS
    if data.monthly_cents not in (None, proposal.suggested) and not data.change_reason.strip():
        return PlanRefusal.NO_REASON
    if data.review_on is None or not good_review(data.review_on, data.until_month, on=on):
        return PlanRefusal.BAD_REVIEW
    return None


def good_months(first: dt.date | None, last: dt.date | None, *, on: dt.date) -> bool:
    """Whole months, from this month at the earliest, at most twelve."""
    if first is None or last is None or first.day != 1 or last.day != 1:
        return False
    return month_of(on) <= first <= last and len(list(months_between(first, last))) <= LONGEST


def good_review(day: dt.date, until_month: dt.date | None, *, on: dt.date) -> bool:
    """After today, and before the plan runs out."""
    return until_month is not None and on < day <= last_of_month(until_month)
