"""What the acts on a confirmed choice share: rows read anew under the client's lock, rights checked again."""

import datetime as dt
from collections.abc import Iterable

from marketplace.accounts.models import User
from marketplace.budgets.ledger import Book, Refused
from marketplace.clients.enums import Right
from marketplace.clients.lookups import Acting, acting_for

from ..enums import Hindrance, Refusal, VisitState
from ..models import Selection, Visit
from ..permissions import user_has_conflict


def choosing_right(user: User, selection: Selection, *, on: dt.date) -> Acting:
    """The right by which `user` decides for the client now; refuses NO_MANDATE or CONFLICT."""
    acting = acting_for(user, selection.client, on=on)
    if acting is None or acting.right < Right.CHOOSE:
        raise Refused(Refusal.NO_MANDATE)
    if not acting.is_self and user_has_conflict(user, selection.provider_id, on=on):
        raise Refused(Refusal.CONFLICT)
    return acting


def fresh_selection(pk: int) -> Selection:
    return Selection.objects.select_related("client__organiser", "provider", "listing").get(pk=pk)


def fresh_visit(pk: int) -> Visit:
    return Visit.objects.select_related(
        "selection__client__organiser", "selection__provider", "selection__listing__category", "reservation__budget"
    ).get(pk=pk)


def release_visits(book: Book, visits: Iterable[Visit], state: VisitState, *, on: dt.date) -> int:
    """Gives the money of planned visits back and marks them; returns the cents given back."""
    given_back = 0
    planned = [visit for visit in visits if visit.state == VisitState.PLANNED]
    for visit in planned:
        if visit.reservation is not None:
            book.release(visit.reservation, on=on)
            given_back += visit.reservation.amount
    changed = Visit.objects.filter(pk__in=[visit.pk for visit in planned], state=VisitState.PLANNED).update(state=state)
    if changed != len(planned):
        raise Refused(Hindrance.NOT_OPEN)
    return given_back
