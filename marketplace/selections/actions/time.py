"""What time does to choices; steps of `manage.py tick`, each safe to run again."""

import datetime as dt

from marketplace.clients.models import Client

from ..enums import SelectionState, VisitState
from ..models import Selection, Visit
from .requests import expire_request
from .visits import confirm_by_time


def expire_unanswered(on: dt.date) -> int:
    """Requests whose last day to answer has passed."""
    late = Selection.objects.filter(state=SelectionState.REQUESTED, answer_by__lt=on).select_related("client")
    return sum(expire_request(selection=selection, on=on).ok for selection in late)


def confirm_unopposed(on: dt.date) -> int:
    """Recorded visits that nobody disputed within the organiser's time."""
    done = 0
    days_of: dict[int, int] = {}
    recorded = Visit.objects.filter(state=VisitState.RECORDED, event__recorded_on__lt=on)
    for visit in recorded.select_related("selection__client__organiser", "event"):
        days = days_of.setdefault(visit.selection.client.organiser_id, _confirm_days(visit.selection.client, on))
        if visit.event.recorded_on + dt.timedelta(days=days) <= on:
            done += confirm_by_time(visit=visit, on=on).ok
    return done


def _confirm_days(client: Client, on: dt.date) -> int:
    return client.organiser.rules(on).confirm_days
