"""Does every total follow from its entries? Reads only; `manage.py audit_money` prints what it finds."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from .enums import EntryKind, ReservationState
from .models import Budget, Entry, Reservation

Totals = tuple[int, int, int]
"""(granted, reserved, spent)"""


def differences() -> Iterator[str]:
    """One line for each thing that does not follow from the entries. Empty: the books are right."""
    with_entries: set[int] = set()
    rows = Entry.objects.select_related("budget", "reservation").order_by("budget_id", "seq")
    for budget_id, entries in groupby(rows.iterator(chunk_size=2000), key=attrgetter("budget_id")):
        with_entries.add(budget_id)
        yield from _of_budget(list(entries))
    for budget in Budget.objects.exclude(granted=0, reserved=0, spent=0, seq=0).iterator():
        if budget.pk not in with_entries:
            yield f"budget {budget.pk}: has totals but no entry"
    yield from _of_reservations()


def effect(entry: Entry) -> Totals:
    """What one entry adds to the totals."""
    held = entry.reservation.amount if entry.reservation else 0
    return {
        EntryKind.GRANT: (entry.amount, 0, 0),
        EntryKind.CARRY_IN: (entry.amount, 0, 0),
        EntryKind.CUT: (-entry.amount, 0, 0),
        EntryKind.CARRY_OUT: (-entry.amount, 0, 0),
        EntryKind.RESERVE: (0, entry.amount, 0),
        EntryKind.CAPTURE: (0, -held, entry.amount),
        EntryKind.RELEASE: (0, -entry.amount, 0),
        EntryKind.EXPIRE: (0, -entry.amount, 0),
        EntryKind.REFUND: (0, 0, -entry.amount),
    }[EntryKind(entry.kind)]


def _of_budget(entries: list[Entry]) -> Iterator[str]:
    granted = reserved = spent = 0
    for number, entry in enumerate(entries, start=1):
        more = effect(entry)
        granted, reserved, spent = granted + more[0], reserved + more[1], spent + more[2]
        if entry.seq != number:
            yield f"entry {entry.pk}: number {entry.seq} where {number} comes next"
        if (granted, reserved, spent) != (entry.granted_after, entry.reserved_after, entry.spent_after):
            yield f"entry {entry.pk}: totals after it do not follow from the entries before it"
    budget = entries[-1].budget
    kept = (budget.granted, budget.reserved, budget.spent, budget.seq)
    if kept != (granted, reserved, spent, len(entries)):
        yield f"budget {budget.pk}: says {kept}, its entries say {(granted, reserved, spent, len(entries))}"


def _of_reservations() -> Iterator[str]:
    rows = Reservation.objects.prefetch_related("entries").order_by("pk")
    for reservation in rows.iterator(chunk_size=2000):
        entries = list(reservation.entries.all())
        said = {EntryKind(entry.kind): entry.amount for entry in entries if entry.kind != EntryKind.REFUND}
        refunded = sum(entry.amount for entry in entries if entry.kind == EntryKind.REFUND)
        if (said.get(EntryKind.RESERVE), said.get(EntryKind.CAPTURE, 0), refunded) != (
            reservation.amount,
            reservation.captured,
            reservation.refunded,
        ) or _state(said) != reservation.state:
            yield f"reservation {reservation.pk}: does not follow from its entries"
        if any(entry.budget_id != reservation.budget_id for entry in entries):
            yield f"reservation {reservation.pk}: has entries in another budget"


def _state(said: dict[EntryKind, int]) -> ReservationState:
    if EntryKind.CAPTURE in said:
        return ReservationState.CAPTURED
    if EntryKind.RELEASE in said:
        return ReservationState.RELEASED
    return ReservationState.EXPIRED if EntryKind.EXPIRE in said else ReservationState.HELD
