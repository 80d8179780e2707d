"""Why something cannot be chosen: one answer, shared by page, template and action. First come, first told."""

import datetime as dt

from catalogue.pricing import Offer
from marketplace.clients.enums import Right
from marketplace.foundation.dates import months_between
from marketplace.plans.models import PlanVersion

from .enums import Refusal
from .pattern import Expansion, Pattern
from .situation import Situation


def refusal(situation: Situation, offer: Offer | None, pattern: Pattern, expansion: Expansion | None) -> Refusal | None:
    """The first thing that stands in the way, money apart (`check.py` adds OVER_BUDGET, the action PRICE_CHANGED)."""
    return (
        person_refusal(situation, offer)
        or listing_refusal(situation, offer)
        or plan_refusal(situation, offer, pattern)
        or visits_refusal(situation, offer, expansion)
    )


def person_refusal(situation: Situation, offer: Offer | None) -> Refusal | None:
    """Who acts: NO_MANDATE, WEAK_LOGIN, CONFLICT."""
    acting = situation.acting
    if acting is None or acting.right < Right.CHOOSE:
        return Refusal.NO_MANDATE
    if not situation.strong_enough:
        return Refusal.WEAK_LOGIN
    if offer is not None and not acting.is_self and offer.provider_id in situation.conflicts:
        return Refusal.CONFLICT
    return None


def listing_refusal(situation: Situation, offer: Offer | None) -> Refusal | None:
    """What is chosen: NOT_APPROVED, NOT_CHOOSABLE."""
    organiser_id = situation.client.organiser_id
    if offer is None:
        return Refusal.NOT_CHOOSABLE
    if organiser_id not in offer.approved_by:
        return Refusal.NOT_APPROVED
    return None if organiser_id in offer.choosable_by else Refusal.NOT_CHOOSABLE


def plan_refusal(situation: Situation, offer: Offer | None, pattern: Pattern) -> Refusal | None:
    """Whether the plan is in force then, and allows it (a package: every item's category)."""
    first = pattern.first_on
    plan = situation.plan(first)
    if plan is None or first < situation.on or first > situation.horizon:
        return Refusal.PLAN_NOT_IN_FORCE
    return None if offer is None or plan_allows(plan, offer) else Refusal.NOT_IN_PLAN


def last_day(situation: Situation, offer: Offer, first: dt.date) -> dt.date:
    """Where a pattern ends at the latest: the plan version's end, the horizon, or a newer version without this need."""
    last = situation.last_day(first)
    for month in months_between(first, last):
        plan = situation.plan(month)
        if plan is None or not plan_allows(plan, offer):
            return month - dt.timedelta(days=1)
    return last


def plan_allows(plan: PlanVersion, offer: Offer) -> bool:
    """A need for a category allows everything below it; a package needs every item's category allowed."""
    allowed = [need.category.path for need in plan.needs.all()]
    wanted = [item.category_path for item in offer.items] or [offer.category_path]
    return all(any(path.startswith(a) for a in allowed) for path in wanted)


def visits_refusal(situation: Situation, offer: Offer | None, expansion: Expansion | None) -> Refusal | None:
    """What the quotes say, and whether the approval lasts to the last visit."""
    if expansion is None or offer is None:
        return None
    if expansion.refusal:
        return Refusal(expansion.refusal)
    if not expansion.visits:
        return Refusal.NO_SERVICE_THAT_DAY
    last: dt.date = expansion.visits[-1].until_on or expansion.visits[-1].on
    approved = offer.approved(situation.client.organiser_id, situation.on, last)
    return None if approved else Refusal.NOT_APPROVED
