"""The plan's part of the audit and of `manage.py trace ENTRY`."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from marketplace.budgets.models import Entry

from .carry import CARRY_OVER
from .models import Decision


def owned_entries() -> QuerySet:
    """Entries of decisions, and of the change of month by the organiser's rule."""
    decided = Q(command__in=Decision.objects.values("command"))
    return Entry.objects.filter(decided | Q(command__kind=CARRY_OVER)).values("pk")


def tell(entry_id: int) -> Iterator[str]:
    entry = Entry.objects.select_related("command").get(pk=entry_id)
    decision = Decision.objects.select_related("version").filter(command=entry.command).first()
    if decision:
        version = decision.version
        yield f"decision {decision.number} of {decision.on}, by user {decision.decided_by_id}"
        yield f"plan version {version.number}: {version.from_month:%Y-%m} to {version.until_month:%Y-%m}"
    if entry.command.kind == CARRY_OVER:
        yield "the month changed; the organiser's rule says what is carried over"
