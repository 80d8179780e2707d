"""Things that do not go as planned: a visit skipped, one disputed, a choice taken back."""

import datetime as dt

from django.db.models import QuerySet

from marketplace.accounts.models import User
from marketplace.clients.enums import Profession
from marketplace.clients.models import Client
from marketplace.selections.actions.visits import dispute_visit
from marketplace.selections.actions.withdraw import skip_visit, withdraw
from marketplace.selections.enums import PatternKind, SelectionState, VisitState
from marketplace.selections.models import Selection, Visit

from .world import World

STORIES_OF_THEIR_OWN = ("Aino", "Irma", "Rolf", "Solveig")
"""Their sums are part of the world: almost nothing left, or almost all of it."""
FAR = dt.timedelta(days=21)
"""Beyond the notice time."""


def take_turns(world: World) -> None:
    """Each by the case manager, whom the client rang; never with the cast's own provider."""
    on = world.anchor
    if world.cast_only:
        return
    recorded = _visits(world).filter(state=VisitState.RECORDED).order_by("on", "pk").first()
    if recorded:
        reason = "Ingen kom den dagen." if _language(recorded) == "sv" else "Kukaan ei tullut sinä päivänä."
        dispute_visit(visit=recorded, user=_manager(recorded), reason=reason, key=f"demo:dispute:{recorded.pk}", on=on)
    coming = _visits(world).filter(state=VisitState.PLANNED, on__gte=on + FAR).order_by("on", "pk")
    if skipped := coming.filter(selection__state=SelectionState.ACCEPTED).first():
        skip_visit(visit=skipped, user=_manager(skipped), key=f"demo:skip:{skipped.pk}", on=on)
    _change_of_mind(world, on)


def _change_of_mind(world: World, on: dt.date) -> None:
    chosen = _others(world).filter(pattern=PatternKind.WEEKLY, last_on__gte=on + FAR)
    if running := chosen.filter(state=SelectionState.ACCEPTED).order_by("-pk").first():
        withdraw(selection=running, user=_nurse(running.client), key=f"demo:withdraw:{running.pk}", on=on)


def _others(world: World) -> QuerySet[Selection]:
    found = Selection.objects.select_related("client", "provider").exclude(client__first_name__in=STORIES_OF_THEIR_OWN)
    return found.exclude(provider=world.providers["tranbaret"])


def _visits(world: World) -> QuerySet[Visit]:
    return Visit.objects.select_related("selection__client").filter(selection__in=_others(world))


def _language(visit: Visit) -> str:
    return visit.selection.client.language


def _manager(visit: Visit) -> User:
    return _nurse(visit.selection.client)


def _nurse(client: Client) -> User:
    return client.assignments.get(profession=Profession.NURSE, until_on__isnull=True).user
