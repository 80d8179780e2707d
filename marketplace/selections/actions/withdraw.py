"""The client's side takes a choice back, or skips one visit."""

import datetime as dt
from typing import Any

from marketplace.accounts.models import User
from marketplace.budgets.ledger import Answer, Book, Refused, command
from marketplace.clients.models import Client

from ..enums import OPEN, Hindrance, SelectionState, VisitState
from ..models import Selection, Visit
from ..signals import selection_withdrawn, visit_skipped
from ._common import choosing_right, fresh_selection, fresh_visit, release_visits


def notice_ends(client: Client, *, on: dt.date) -> dt.date:
    """The first date that is outside the organiser's notice time."""
    return on + dt.timedelta(days=client.organiser.rules(on).notice_days)


def first_free_day(selection: Selection, *, on: dt.date, notice: dt.date | None = None) -> dt.date:
    """The first date whose visit can be dropped without cost: any before the yes, then with the notice time (area).

    `notice`: the client's `notice_ends`, where it is known already.
    """
    if selection.state == SelectionState.REQUESTED:
        # A visit whose day passed without an answer, too: nobody could record it, its money would stay held.
        return min(on, selection.requested_on)
    return notice or notice_ends(selection.client, on=on)


def can_skip(visit: Visit, free: dt.date) -> bool:
    """Whether one visit can be left out, `free` being the first free day of its choice."""
    return visit.state == VisitState.PLANNED and visit.selection.state in OPEN and visit.on >= free


def withdraw(*, selection: Selection, user: User, key: str, on: dt.date) -> Answer:
    """Ends a choice: free before the yes, with the notice time after it. Visits inside the notice stay.

    Refuses NO_MANDATE, CONFLICT, NOT_OPEN. Answer data: {"cents": given back, "visits": visits that stay}.
    """

    def work(book: Book) -> dict[str, Any]:
        chosen = fresh_selection(selection.pk)
        choosing_right(user, chosen, on=on)
        if chosen.state not in OPEN:
            raise Refused(Hindrance.NOT_OPEN)
        free = first_free_day(chosen, on=on)
        visits = list(chosen.visits.select_related("reservation__budget"))
        given_back = release_visits(book, [v for v in visits if v.on >= free], VisitState.CANCELLED, on=on)
        kept = [v for v in visits if v.on < free and v.state not in {VisitState.SKIPPED, VisitState.CANCELLED}]
        chosen.state = SelectionState.WITHDRAWN
        chosen.withdrawn_on, chosen.withdrawn_by = on, user
        chosen.last_on = max((v.on for v in kept), default=on)
        chosen.save(update_fields=["state", "withdrawn_on", "withdrawn_by", "last_on"])
        selection_withdrawn.send(Selection, selection=chosen)
        return {"cents": given_back, "visits": sum(v.state == VisitState.PLANNED for v in kept)}

    payload = {"selection": selection.pk}
    return command(key=key, client=selection.client, actor=user, kind="withdraw", payload=payload, work=work)


def skip_visit(*, visit: Visit, user: User, key: str, on: dt.date) -> Answer:
    """Skips one visit, free up to the notice time. Refuses NO_MANDATE, CONFLICT, NOT_OPEN, TOO_LATE."""

    def work(book: Book) -> dict[str, Any]:
        row = fresh_visit(visit.pk)
        choosing_right(user, row.selection, on=on)
        if row.state != VisitState.PLANNED or row.selection.state not in OPEN:
            raise Refused(Hindrance.NOT_OPEN)
        if row.on < first_free_day(row.selection, on=on):
            raise Refused(Hindrance.TOO_LATE)
        given_back = release_visits(book, [row], VisitState.SKIPPED, on=on)
        visit_skipped.send(Visit, visit=row)
        return {"cents": given_back}

    client = visit.selection.client
    return command(key=key, client=client, actor=user, kind="skip", payload={"visit": visit.pk}, work=work)
