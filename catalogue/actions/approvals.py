"""The steps of an approval. Each writes one append-only step; periods never overlap, under the approval's lock."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from marketplace.accounts.models import User

from ..enums import ApprovalState
from ..models import Approval, ApprovalPeriod, ApprovalStep, Category, Evidence, Organiser, Provider
from ..signals import send_scope

BUSINESS_ID = "fi-business-id"


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
    _add_period(approval, from_on or on, until_on)
    _step(approval, ApprovalState.APPROVED, by, on, reason)
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
    return _step(approval, ApprovalState.RESUMED, by, on, reason)


@transaction.atomic
def add_evidence(*, approval: Approval, by: User, name: str, file: File, expires_on: dt.date | None = None) -> Evidence:
    """A document behind the approval, kept in private storage."""
    return Evidence.objects.create(approval=approval, name=name, file=file, expires_on=expires_on, uploaded_by=by)


def _locked(organiser: Organiser, provider: Provider, category: Category) -> Approval:
    approval, _created = Approval.objects.get_or_create(organiser=organiser, provider=provider, category=category)
    return _lock(approval)


def _lock(approval: Approval) -> Approval:
    """The row lock that keeps periods apart (on SQLite the whole transaction is one)."""
    return Approval.objects.select_for_update(of=("self",)).select_related("provider").get(pk=approval.pk)


def _may_decide(provider: Provider, by: User, on: dt.date) -> None:
    """Nobody decides about a provider that they work for."""
    if provider.members.active(on).filter(user=by).exists():
        raise ValidationError(_("You work for this provider, so someone else must decide."), code="conflict")


def _add_period(approval: Approval, from_on: dt.date, until_on: dt.date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise ValidationError(_("The last day must not be before the first."), code="dates")
    overlap = approval.periods.filter(Q(until_on__isnull=True) | Q(until_on__gte=from_on))
    if until_on is not None:
        overlap = overlap.filter(from_on__lte=until_on)
    if overlap.exists():
        raise ValidationError(_("The provider is already approved for a part of that time."), code="overlap")
    ApprovalPeriod.objects.create(approval=approval, from_on=from_on, until_on=until_on)


def _stop(
    approval: Approval, kind: ApprovalState, by: User, on: dt.date, from_on: dt.date, reason: str
) -> ApprovalStep:
    """End what is in force the day before; a period that would cover no day goes (the steps keep its story)."""
    approval = _lock(approval)
    _may_decide(approval.provider, by, on)
    open_periods = approval.periods.current_or_coming(from_on)
    if not open_periods.exists():
        raise ValidationError(_("There is no approval in force on that day."), code="not_in_force")
    open_periods.filter(from_on__gte=from_on).delete()
    open_periods.update(until_on=from_on - dt.timedelta(days=1))
    return _step(approval, kind, by, on, reason)


def _step(approval: Approval, kind: ApprovalState, by: User, on: dt.date, reason: str) -> ApprovalStep:
    step = ApprovalStep.objects.create(approval=approval, kind=kind, by=by, on=on, reason=reason)
    send_scope("provider", approval.provider_id)
    return step
