"""The steps of an approval. Each writes one append-only step; periods never overlap, under the approval's lock."""

import datetime as dt
import secrets
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User

from ..enums import WITH_THE_OFFICIAL, ApprovalState, StepRefusal
from ..models import (
    Approval,
    ApprovalPeriod,
    ApprovalStep,
    Category,
    Evidence,
    EvidenceRequirement,
    Organiser,
    Provider,
)
from ..permissions import user_has_stake_in
from ..rules import BUSINESS_ID, application_refusal, decision_refusal, latest_start
from ..signals import send_scope, step_taken

WITHOUT_DAYS = frozenset({ApprovalState.QUESTION, ApprovalState.REFUSED})
"""Steps of the official that neither begin nor end anything."""


@transaction.atomic
def start_application(*, organiser: Organiser, provider: Provider, category: Category) -> Approval:
    """An application in the making: evidence gathers on it until it is sent. The same one if it was begun."""
    return Approval.objects.get_or_create(organiser=organiser, provider=provider, category=category)[0]


@transaction.atomic
def send_application(*, approval: Approval, by: User, on: dt.date, reason: str = "") -> StepRefusal | None:
    """To the county. Sent twice it is one application; None if it is with the county now."""
    approval = _lock(approval)
    last = approval.last_step()
    if last is not None and last.kind in WITH_THE_OFFICIAL:
        return None
    refusal = application_refusal(approval, on)
    if refusal is None:
        _step(approval, ApprovalState.APPLIED, by, on, reason)
    return refusal


@transaction.atomic
def answer(*, approval: Approval, by: User, on: dt.date, reason: str) -> StepRefusal | None:
    """The provider's answer to the county's question; None also if it was answered already."""
    approval = _lock(approval)
    last = approval.last_step()
    if last is None or last.kind != ApprovalState.QUESTION:
        return None if last is not None and last.kind in WITH_THE_OFFICIAL else StepRefusal.NOT_NOW
    _step(approval, ApprovalState.ANSWERED, by, on, reason)
    return None


@transaction.atomic
def decide(
    *,
    approval: Approval,
    by: User,
    on: dt.date,
    step: str,
    seen: int | None,
    from_on: dt.date,
    until_on: dt.date | None = None,
    reason: str = "",
) -> StepRefusal | None:
    """The official's step by its name. `seen`: the id of the last step that the official had read (None: no step)."""
    approval = _lock(approval)
    facts = {"by": by, "on": on, "from_on": from_on}
    refusal = decision_refusal(approval, step=step, seen=seen, until_on=until_on, **facts)
    if refusal is not None:
        return refusal
    kind = ApprovalState(step)
    if kind in {ApprovalState.APPROVED, ApprovalState.RESUMED}:
        _add_period(approval, from_on, until_on)
    elif kind in {ApprovalState.SUSPENDED, ApprovalState.WITHDRAWN}:
        _end_periods(approval, from_on)
    days = (None, None) if kind in WITHOUT_DAYS else (from_on, until_on)
    _step(approval, kind, by, on, reason, *days)
    return None


@transaction.atomic
def apply_for_approval(
    *, organiser: Organiser, provider: Provider, category: Category, by: User, on: dt.date, reason: str = ""
) -> Approval:
    """The provider asks to be approved for a category; it must have a business identity by now."""
    if not provider.identifiers.filter(scheme=BUSINESS_ID).exists():
        raise ValidationError(_("Add the business ID before you apply for approval."), code="no_business_id")
    approval = _locked(organiser, provider, category)
    _step(approval, ApprovalState.APPLIED, by, on, reason)
    return approval


@transaction.atomic
def ask(*, approval: Approval, by: User, on: dt.date, reason: str) -> ApprovalStep:
    """The official asks the applicant something."""
    _may_decide(approval.provider, by, on)
    return _step(approval, ApprovalState.QUESTION, by, on, reason)


@transaction.atomic
def answer_question(*, approval: Approval, by: User, on: dt.date, reason: str) -> ApprovalStep:
    return _step(approval, ApprovalState.ANSWERED, by, on, reason)


@transaction.atomic
def approve(
    *,
    organiser: Organiser,
    provider: Provider,
    category: Category,
    by: User,
    on: dt.date,
    from_on: dt.date | None = None,
    until_on: dt.date | None = None,
    reason: str = "",
) -> Approval:
    """Yes, from `from_on` (today) to `until_on` (no end)."""
    approval = _locked(organiser, provider, category)
    _may_decide(provider, by, on)
    if (from_on or on) > latest_start(on):
        raise ValidationError(StepRefusal.FAR.label, code="far")
    _add_period(approval, from_on or on, until_on)
    _step(approval, ApprovalState.APPROVED, by, on, reason, from_on or on, until_on)
    return approval


@transaction.atomic
def refuse(*, approval: Approval, by: User, on: dt.date, reason: str) -> ApprovalStep:
    _may_decide(approval.provider, by, on)
    return _step(approval, ApprovalState.REFUSED, by, on, reason)


@transaction.atomic
def withdraw_approval(
    *, approval: Approval, by: User, on: dt.date, reason: str, from_on: dt.date | None = None
) -> ApprovalStep:
    """No longer approved from `from_on` (today) on."""
    return _stop(approval, ApprovalState.WITHDRAWN, by, on, from_on or on, reason)


@transaction.atomic
def suspend(*, approval: Approval, by: User, on: dt.date, reason: str, from_on: dt.date | None = None) -> ApprovalStep:
    """Not approved from `from_on` (today) on, until resumed."""
    return _stop(approval, ApprovalState.SUSPENDED, by, on, from_on or on, reason)


@transaction.atomic
def resume(
    *, approval: Approval, by: User, on: dt.date, reason: str = "", until_on: dt.date | None = None
) -> ApprovalStep:
    """Approved again from today."""
    approval = _lock(approval)
    _may_decide(approval.provider, by, on)
    _add_period(approval, on, until_on)
    return _step(approval, ApprovalState.RESUMED, by, on, reason, on, until_on)


@transaction.atomic
def add_evidence(
    *,
    approval: Approval,
    by: User,
    name: str,
    file: File,
    expires_on: dt.date | None = None,
    requirement: EvidenceRequirement | None = None,
) -> Evidence:
    """A document behind the approval, kept in private storage under a name that says nothing."""
    file.name = secrets.token_hex(16) + PurePath(file.name or "").suffix.lower()[:8]
    return Evidence.objects.create(
        approval=approval, requirement=requirement, name=name, file=file, expires_on=expires_on, uploaded_by=by
    )


def _locked(organiser: Organiser, provider: Provider, category: Category) -> Approval:
    approval, _created = Approval.objects.get_or_create(organiser=organiser, provider=provider, category=category)
    return _lock(approval)


def _lock(approval: Approval) -> Approval:
    """The row lock that keeps periods apart (on SQLite the whole transaction is one)."""
    return Approval.objects.select_for_update(of=("self",)).select_related("provider").get(pk=approval.pk)


def _may_decide(provider: Provider, by: User, on: dt.date) -> None:
    """Nobody decides about a provider that they work for, or did within a year."""
    if user_has_stake_in(by, provider, on):
        raise ValidationError(_("You work for this provider, so someone else must decide."), code="conflict")


def _add_period(approval: Approval, from_on: dt.date, until_on: dt.date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise ValidationError(_("The last day must not be before the first."), code="dates")
    if approval.periods.overlapping(from_on, until_on).exists():
        raise ValidationError(_("The provider is already approved for a part of that time."), code="overlap")
    ApprovalPeriod.objects.create(approval=approval, from_on=from_on, until_on=until_on)


def _stop(
    approval: Approval, kind: ApprovalState, by: User, on: dt.date, from_on: dt.date, reason: str
) -> ApprovalStep:
    approval = _lock(approval)
    _may_decide(approval.provider, by, on)
    if not approval.periods.current_or_coming(from_on).exists():
        raise ValidationError(_("There is no approval in force on that day."), code="not_in_force")
    _end_periods(approval, from_on)
    return _step(approval, kind, by, on, reason, from_on)


def _end_periods(approval: Approval, from_on: dt.date) -> None:
    """End what is in force the day before; a period that would cover no day goes (the steps keep its story)."""
    open_periods = approval.periods.current_or_coming(from_on)
    open_periods.filter(from_on__gte=from_on).delete()
    open_periods.update(until_on=from_on - dt.timedelta(days=1))


def _step(
    approval: Approval,
    kind: ApprovalState,
    by: User,
    on: dt.date,
    reason: str,
    from_on: dt.date | None = None,
    until_on: dt.date | None = None,
) -> ApprovalStep:
    days = {"from_on": from_on, "until_on": until_on}
    step = ApprovalStep.objects.create(approval=approval, kind=kind, by=by, on=on, reason=reason, **days)
    send_scope("provider", approval.provider_id)
    step_taken.send(ApprovalStep, step=step)
    return step
