"""Whose movement is it? Rooms above say which entries and reservations are theirs; the ledger cannot see them.

Registered from `AppConfig.ready`. A query, not a list: the audit subtracts it in the database.
"""

from collections.abc import Callable, Iterator

from django.db.models import QuerySet

from .enums import ReservationState
from .models import Entry, Reservation

Owned = Callable[[], QuerySet]

_entries: dict[str, Owned] = {}
_reservations: dict[str, Owned] = {}


def register_entries(name: str, owned: Owned) -> None:
    """`owned()` gives the primary keys (a `values` queryset) of the entries that the room can explain."""
    _entries[name] = owned


def register_reservations(name: str, owned: Owned) -> None:
    """`owned()` gives the primary keys of the reservations that the room can explain."""
    _reservations[name] = owned


def orphans() -> Iterator[str]:
    """One line for each entry without an owner and each held reservation without one."""
    entries = Entry.objects.order_by("pk")
    for owned in _entries.values():
        entries = entries.exclude(pk__in=owned())
    held = Reservation.objects.filter(state=ReservationState.HELD).order_by("pk")
    for owned in _reservations.values():
        held = held.exclude(pk__in=owned())
    for entry in entries.select_related("command"):
        yield f"entry {entry.pk} ({entry.kind}, command {entry.command.kind}): nobody knows it"
    for reservation in held:
        yield f"reservation {reservation.pk}: held, but no visit has it"
