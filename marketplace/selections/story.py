"""The choice's part of the audit and of `manage.py trace ENTRY`."""

from collections.abc import Iterator

from django.db.models import QuerySet

from marketplace.budgets.models import Entry

from .models import Visit


def owned_reservations() -> QuerySet:
    """Reservations that a visit has."""
    return Visit.objects.filter(reservation__isnull=False).values("reservation")


def owned_entries() -> QuerySet:
    """Entries about those reservations."""
    return Entry.objects.filter(reservation__in=owned_reservations()).values("pk")


def tell(entry_id: int) -> Iterator[str]:
    """Choice, price version, visit and what was delivered."""
    entry = Entry.objects.select_related("reservation").get(pk=entry_id)
    visit = Visit.objects.filter(reservation=entry.reservation_id).select_related("selection", "event").first()
    if entry.reservation_id is None or visit is None:
        return
    selection = visit.selection
    yield f"choice {selection.pk} of {selection.requested_on}, by user {selection.actor_id}"
    yield f"plan version {selection.plan_version_id}, price version {visit.quote.get('price_version')}"
    yield f"visit on {visit.on}: {visit.price_cents} cents, {visit.budget_cents} from the budget"
    event = getattr(visit, "event", None)
    if event is not None:
        yield f"recorded on {event.recorded_on} by user {event.recorded_by_id}"
        if event.confirmed_on:
            who = f"user {event.confirmed_by_id}" if event.confirmed_by_id else "time"
            yield f"confirmed on {event.confirmed_on} by {who}"
