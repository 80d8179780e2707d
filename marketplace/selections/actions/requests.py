"""The provider answers a request; time answers for it when it does not."""

import datetime as dt
from typing import Any

from marketplace.accounts.models import User
from marketplace.budgets.ledger import Answer, Book, Refused, command

from ..enums import Hindrance, SelectionState, VisitState
from ..models import Selection
from ..permissions import user_answers_for
from ..signals import selection_accepted, selection_declined, selection_expired
from ._common import fresh_selection, release_visits


def accept_request(*, selection: Selection, user: User, key: str, on: dt.date) -> Answer:
    """The provider says yes. Refuses NOT_YOURS, ALREADY_ANSWERED, TOO_LATE (after the last day to answer)."""

    def work(book: Book) -> dict[str, Any]:
        asked = _asked(selection, user, on=on)
        if on > asked.answer_by:
            raise Refused(Hindrance.TOO_LATE)
        _answer(asked, SelectionState.ACCEPTED, user, on=on)
        selection_accepted.send(Selection, selection=asked)
        return {}

    return _command("accept", selection, user, key, work)


def decline_request(*, selection: Selection, user: User, reason: str, key: str, on: dt.date) -> Answer:
    """The provider says no, with a reason; all the money returns. Refuses NOT_YOURS, ALREADY_ANSWERED."""

    def work(book: Book) -> dict[str, Any]:
        asked = _asked(selection, user, on=on)
        asked.reason = reason
        _answer(asked, SelectionState.DECLINED, user, on=on)
        given_back = _give_back(book, asked, on=on)
        selection_declined.send(Selection, selection=asked)
        return {"cents": given_back}

    return _command("decline", selection, user, key, work)


def expire_request(*, selection: Selection, on: dt.date) -> Answer:
    """Nobody answered by the last day: the money returns and everyone is told."""

    def work(book: Book) -> dict[str, Any]:
        asked = fresh_selection(selection.pk)
        if asked.state != SelectionState.REQUESTED or on <= asked.answer_by:
            raise Refused(Hindrance.ALREADY_ANSWERED)
        _answer(asked, SelectionState.EXPIRED, None, on=on)
        given_back = 0
        for visit in asked.visits.select_related("reservation__budget").filter(state=VisitState.PLANNED):
            if visit.reservation is not None:
                book.expire(visit.reservation, on=on)
                given_back += visit.reservation.amount
        asked.visits.filter(state=VisitState.PLANNED).update(state=VisitState.CANCELLED)
        selection_expired.send(Selection, selection=asked)
        return {"cents": given_back}

    return _command("expire", selection, None, f"expire:{selection.pk}:{on}", work)


def _command(kind: str, selection: Selection, user: User | None, key: str, work: Any) -> Answer:
    payload = {"selection": selection.pk}
    return command(key=key, client=selection.client, actor=user, kind=kind, payload=payload, work=work)


def _asked(selection: Selection, user: User, *, on: dt.date) -> Selection:
    asked = fresh_selection(selection.pk)
    if not user_answers_for(user, asked.provider, on=on):
        raise Refused(Hindrance.NOT_YOURS)
    if asked.state != SelectionState.REQUESTED:
        raise Refused(Hindrance.ALREADY_ANSWERED)
    return asked


def _answer(asked: Selection, state: SelectionState, user: User | None, *, on: dt.date) -> None:
    asked.state = state
    asked.answered_on, asked.answered_by = on, user
    asked.save(update_fields=["state", "answered_on", "answered_by", "reason"])


def _give_back(book: Book, asked: Selection, *, on: dt.date) -> int:
    return release_visits(book, asked.visits.select_related("reservation__budget"), VisitState.CANCELLED, on=on)
