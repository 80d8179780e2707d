"""How an application stands, what it lacks, and why a step cannot be taken. Pages and actions share the answers."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.accounts.models import User
from marketplace.foundation.dates import add_months, days_in_month

from .enums import WITH_THE_OFFICIAL, ApprovalState, Standing, StepRefusal
from .models import Approval, ApprovalPeriod, Evidence, EvidenceRequirement
from .permissions import user_has_stake_in

BUSINESS_ID = "fi-business-id"

SAID = {
    ApprovalState.QUESTION: Standing.QUESTION,
    ApprovalState.REFUSED: Standing.REFUSED,
}
STOPPED = {ApprovalState.SUSPENDED: Standing.SUSPENDED, ApprovalState.WITHDRAWN: Standing.WITHDRAWN}
MAY_APPLY = frozenset({Standing.DRAFT, Standing.REFUSED, Standing.WITHDRAWN, Standing.ENDED})
YES_OR_NO = (ApprovalState.APPROVED, ApprovalState.QUESTION, ApprovalState.REFUSED)
NEXT_STEPS: dict[Standing, tuple[ApprovalState, ...]] = {
    Standing.DRAFT: (ApprovalState.APPROVED,),
    Standing.WAITING: YES_OR_NO,
    Standing.QUESTION: YES_OR_NO,
    Standing.APPROVED: (ApprovalState.QUESTION, ApprovalState.SUSPENDED, ApprovalState.WITHDRAWN),
    Standing.COMING: (ApprovalState.SUSPENDED, ApprovalState.WITHDRAWN),
    Standing.SUSPENDED: (ApprovalState.RESUMED, ApprovalState.WITHDRAWN),
    Standing.REFUSED: (ApprovalState.APPROVED,),
    Standing.WITHDRAWN: (ApprovalState.APPROVED,),
    Standing.ENDED: (ApprovalState.APPROVED,),
}
"""What an official can say next. A paper application has no steps: it is approved straight away."""


def standing(approval: Approval, on: dt.date) -> Standing:
    """What was said last, and what holds on that day. Reads `steps` and `periods`, prefetched or not."""
    last = approval.last_step()
    if last is None:
        return Standing.DRAFT
    if last.kind in WITH_THE_OFFICIAL:
        return Standing.WAITING
    if last.kind in SAID:
        return SAID[ApprovalState(last.kind)]
    period = period_of(approval, on)
    if period is not None:
        return Standing.APPROVED if period.from_on <= on else Standing.COMING
    return STOPPED.get(ApprovalState(last.kind), Standing.ENDED)


def period_of(approval: Approval, on: dt.date) -> ApprovalPeriod | None:
    """The period in force on that day, else the next one."""
    left = [period for period in approval.periods.all() if period.until_on is None or on <= period.until_on]
    return min(left, key=lambda period: period.from_on, default=None)


def next_steps(approval: Approval, on: dt.date) -> tuple[ApprovalState, ...]:
    """What the official can say. An answer about an approval in force can also be followed by a stop."""
    steps = NEXT_STEPS[standing(approval, on)]
    period = period_of(approval, on)
    if period is None or ApprovalState.SUSPENDED in steps:
        return steps
    return tuple(dict.fromkeys((*steps, ApprovalState.SUSPENDED, ApprovalState.WITHDRAWN)))


@dataclass(frozen=True)
class Line:
    """One line of the checklist: what the rule book asks for, and the newest document there is for it."""

    requirement: EvidenceRequirement
    evidence: Evidence | None
    on: dt.date

    @property
    def is_expired(self) -> bool:
        last = self.evidence.expires_on if self.evidence else None
        return last is not None and last < self.on

    @property
    def is_in_order(self) -> bool:
        return self.evidence is not None and not self.is_expired

    @property
    def is_missing(self) -> bool:
        return self.requirement.required and not self.is_in_order


def checklist(approval: Approval, on: dt.date) -> list[Line]:
    """Two queries, however long the list is."""
    newest = {row.requirement_id: row for row in approval.evidence.newest().order_by("pk")}
    asked = EvidenceRequirement.objects.asked_of(approval, on)
    return [Line(requirement, newest.get(requirement.pk), on) for requirement in asked]


def missing(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.is_missing]


def application_refusal(approval: Approval, on: dt.date) -> StepRefusal | None:
    """Why the application cannot be sent to the county."""
    if not approval.provider.identifiers.filter(scheme=BUSINESS_ID).exists():
        return StepRefusal.NO_BUSINESS_ID
    if not user_may_apply_again(approval, on):
        return StepRefusal.NOT_NOW
    return StepRefusal.MISSING if missing(checklist(approval, on)) else None


def user_may_apply_again(approval: Approval, on: dt.date) -> bool:
    """Not while the county has it, nor while an approval without an end is in force."""
    stands = standing(approval, on)
    if stands in MAY_APPLY:
        return True
    period = period_of(approval, on)
    return stands == Standing.APPROVED and period is not None and period.until_on is not None


def decision_refusal(
    approval: Approval,
    *,
    by: User,
    on: dt.date,
    step: str,
    seen: int | None,
    from_on: dt.date,
    until_on: dt.date | None,
) -> StepRefusal | None:
    """Why the official's step cannot be taken. `seen`: the id of the last step that the official had read."""
    if user_has_stake_in(by, approval.provider, on):
        return StepRefusal.CONFLICT
    last = approval.last_step()
    if (last.pk if last else None) != seen:
        return StepRefusal.STALE
    if step not in next_steps(approval, on):
        return StepRefusal.NOT_NOW
    return days_refusal(on, from_on, until_on) or _period_refusal(approval, ApprovalState(step), from_on, until_on)


def days_refusal(on: dt.date, from_on: dt.date, until_on: dt.date | None) -> StepRefusal | None:
    """Why a step cannot hold from that day to that day, whatever the step is."""
    if from_on < on:
        return StepRefusal.PAST
    if from_on > latest_start(on):
        return StepRefusal.FAR
    return StepRefusal.DATES if until_on is not None and until_on < from_on else None


def latest_start(on: dt.date) -> dt.date:
    """The same day two years later (29 February: 28 February). Beyond it a year is more likely a slip of the hand."""
    month = add_months(on, 24)
    return month.replace(day=min(on.day, days_in_month(month)))


def _period_refusal(
    approval: Approval, step: ApprovalState, from_on: dt.date, until_on: dt.date | None
) -> StepRefusal | None:
    if step in {ApprovalState.APPROVED, ApprovalState.RESUMED}:
        clash = approval.periods.overlapping(from_on, until_on).exists()
        return StepRefusal.OVERLAP if clash else None
    suspended = (last := approval.last_step()) is not None and last.kind == ApprovalState.SUSPENDED
    if step in STOPPED and not suspended and not approval.periods.current_or_coming(from_on).exists():
        return StepRefusal.NOT_IN_FORCE
    return None
