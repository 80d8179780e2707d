"""What time brings to providers: reminders before a document's last day."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from catalogue.models import Evidence
from marketplace.notices.actions import tell
from marketplace.notices.enums import Kind
from marketplace.notices.recipients import editors

from .models import EvidenceReminder

DAYS_BEFORE = (60, 30, 7)
"""How many days before the last day the provider is told; each once for a document."""


def remind_of_evidence(on: dt.date) -> int:
    """Tells owners and editors of documents that end within 60, 30 or 7 days; returns how many were told of.

    After days without a tick one mail is enough: the thresholds passed meanwhile count as told. A newer document for
    the same line of the rule book, or an approval that does not hold any more, needs no reminder.
    """
    return sum(_remind(evidence, on) for evidence in _ending(on))


def _ending(on: dt.date) -> Iterable[Evidence]:
    soon = Evidence.objects.ending(on, on + dt.timedelta(days=max(DAYS_BEFORE))).filter(expires_on__gte=on)
    return soon.select_related("approval__provider").prefetch_related("reminders")


def _remind(evidence: Evidence, on: dt.date) -> bool:
    left = (evidence.expires_on - on).days
    told = {reminder.days for reminder in evidence.reminders.all()}
    due = [days for days in DAYS_BEFORE if left <= days and days not in told]
    if not due or any(days <= min(due) for days in told):
        return False
    with transaction.atomic():
        rows = [EvidenceReminder(evidence=evidence, days=days, on=on) for days in due]
        EvidenceReminder.objects.bulk_create(rows, ignore_conflicts=True)
        tell(editors(evidence.approval.provider), Kind.EVIDENCE_ENDS)
    return True
