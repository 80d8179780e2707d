"""What was delivered: the provider records it, the client's side or time confirms it, then money is captured."""

import datetime as dt
from decimal import Decimal
from typing import Any

from catalogue.models import ApprovalPeriod
from catalogue.money import half_up
from marketplace.accounts.models import User
from marketplace.budgets.ledger import Answer, Book, Refused, command

from ..enums import Hindrance, SelectionState, VisitState
from ..models import ServiceEvent, Visit
from ..permissions import user_works_for
from ..signals import visit_cancelled, visit_confirmed, visit_disputed, visit_recorded
from ._common import choosing_right, fresh_visit, release_visits

DELIVERABLE = frozenset({SelectionState.ACCEPTED, SelectionState.WITHDRAWN})
"""After a withdrawal the visits inside the notice time are still delivered."""


def delivered_budget_cents(visit: Visit, quantity: Decimal) -> int:
    """What comes from the budget when `quantity` was delivered, by the frozen quote; at most what was reserved."""
    if quantity == visit.quantity:
        return visit.budget_cents
    quote = visit.quote
    price = half_up(Decimal(quote["unit_cents"]) * quantity) + int(quote["extra_cents"])
    value = quote["value_cents"]
    part = price if value is None else min(price, half_up(Decimal(value) * quantity / visit.quantity))
    return min(part, visit.budget_cents)


def record_visit(*, visit: Visit, user: User, quantity: Decimal, key: str, on: dt.date) -> Answer:
    """The provider says what was done on or after the day; also corrects a disputed record.

    Refuses NOT_YOURS, NOT_YET, NOT_OPEN, BAD_QUANTITY (not above 0, or more than agreed). No money moves.
    """

    def work(book: Book) -> dict[str, Any]:
        row = _of_provider(visit, user, on=on)
        if row.state not in {VisitState.PLANNED, VisitState.DISPUTED} or row.selection.state not in DELIVERABLE:
            raise Refused(Hindrance.NOT_OPEN)
        if row.on > on:
            raise Refused(Hindrance.NOT_YET)
        if not 0 < quantity <= row.quantity:
            raise Refused(Hindrance.BAD_QUANTITY)
        cents = delivered_budget_cents(row, quantity)
        said = {"quantity": quantity, "budget_cents": cents, "recorded_by": user, "recorded_on": on}
        again = {"disputed_on": None, "disputed_by": None, "dispute_reason": ""}
        ServiceEvent.objects.update_or_create(visit=row, defaults=said | again)
        _set_state(row, VisitState.RECORDED)
        visit_recorded.send(Visit, visit=row)
        return {"cents": cents}

    return _command("record", visit, user, key, work, quantity=str(quantity))


def confirm_visit(*, visit: Visit, user: User, key: str, on: dt.date) -> Answer:
    """The client's side says yes, it was done: the money is captured and the rest returns.

    Refuses NO_MANDATE, CONFLICT, NOT_OPEN, SAME_PERSON, PROVIDER_NOT_APPROVED.
    """

    def work(book: Book) -> dict[str, Any]:
        row = fresh_visit(visit.pk)
        choosing_right(user, row.selection, on=on)
        return _capture(book, row, user, on=on)

    return _command("confirm", visit, user, key, work)


def confirm_by_time(*, visit: Visit, on: dt.date) -> Answer:
    """Nobody objected within the time (area): confirmed up to the reserved sum. A refusal is tried again next day."""

    def work(book: Book) -> dict[str, Any]:
        return _capture(book, fresh_visit(visit.pk), None, on=on)

    return _command("confirm", visit, None, f"confirm:{visit.pk}:{on}", work)


def dispute_visit(*, visit: Visit, user: User, reason: str, key: str, on: dt.date) -> Answer:
    """The client's side says it was not so: nothing is captured until the provider corrects it."""

    def work(book: Book) -> dict[str, Any]:
        row = fresh_visit(visit.pk)
        choosing_right(user, row.selection, on=on)
        if row.state != VisitState.RECORDED:
            raise Refused(Hindrance.NOT_OPEN)
        ServiceEvent.objects.filter(visit=row).update(disputed_on=on, disputed_by=user, dispute_reason=reason)
        _set_state(row, VisitState.DISPUTED)
        visit_disputed.send(Visit, visit=row)
        return {}

    return _command("dispute", visit, user, key, work)


def cancel_visit(*, visit: Visit, user: User, key: str, on: dt.date) -> Answer:
    """The provider did not or will not come: the money of that visit returns. Refuses NOT_YOURS, NOT_OPEN."""

    def work(book: Book) -> dict[str, Any]:
        row = _of_provider(visit, user, on=on)
        if row.state == VisitState.DISPUTED:
            ServiceEvent.objects.filter(visit=row).delete()
            _set_state(row, VisitState.PLANNED)
        if row.state != VisitState.PLANNED or row.selection.state not in DELIVERABLE:
            raise Refused(Hindrance.NOT_OPEN)
        given_back = release_visits(book, [row], VisitState.CANCELLED, on=on)
        visit_cancelled.send(Visit, visit=row)
        return {"cents": given_back}

    return _command("cancel", visit, user, key, work)


def _command(kind: str, visit: Visit, user: User | None, key: str, work: Any, **payload: str) -> Answer:
    client = visit.selection.client
    return command(key=key, client=client, actor=user, kind=kind, payload={"visit": visit.pk, **payload}, work=work)


def _of_provider(visit: Visit, user: User, *, on: dt.date) -> Visit:
    row = fresh_visit(visit.pk)
    if not user_works_for(user, row.selection.provider, on=on):
        raise Refused(Hindrance.NOT_YOURS)
    return row


def _set_state(row: Visit, state: VisitState) -> None:
    row.state = state
    row.save(update_fields=["state"])


def _capture(book: Book, row: Visit, user: User | None, *, on: dt.date) -> dict[str, Any]:
    if row.state != VisitState.RECORDED:
        raise Refused(Hindrance.NOT_OPEN)
    event = row.event
    if user is not None and user.pk == event.recorded_by_id:
        raise Refused(Hindrance.SAME_PERSON)
    if not _approved_on(row, row.on):
        raise Refused(Hindrance.PROVIDER_NOT_APPROVED)
    if row.reservation is not None:
        book.capture(row.reservation, event.budget_cents, on=on)
        event.command = book.command
    event.confirmed_on, event.confirmed_by = on, user
    event.save(update_fields=["confirmed_on", "confirmed_by", "command"])
    _set_state(row, VisitState.CONFIRMED)
    visit_confirmed.send(Visit, visit=row)
    return {"cents": event.budget_cents}


def _approved_on(row: Visit, day: dt.date) -> bool:
    """Approved that day by the client's organiser for the category or one above it."""
    selection = row.selection
    return (
        ApprovalPeriod.objects.in_force(day)
        .filter(
            approval__provider_id=selection.provider_id,
            approval__organiser_id=selection.client.organiser_id,
            approval__category__code__in=selection.listing.category.lineage,
        )
        .exists()
    )
