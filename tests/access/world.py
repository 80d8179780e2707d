"""Who asks, and for what: the cast around Aino, and one of everything that an address names."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models, transaction

from marketplace.accounts.models import User
from marketplace.clients import actions as clients
from marketplace.clients.enums import MandateBasis, Right
from marketplace.clients.models import AccessLogEntry, Client
from marketplace.demo.build import build
from marketplace.demo.people import add_user
from marketplace.demo.world import World
from marketplace.notices.actions import ask_for_call
from marketplace.notices.enums import About
from marketplace.plans.models import PlanVersion
from marketplace.selections.actions.drafts import start_draft
from marketplace.selections.actions.visits import record_visit
from marketplace.selections.enums import PatternKind, SelectionState, VisitState
from marketplace.selections.models import Draft, Selection, Visit
from marketplace.selections.pattern import Pattern

ANCHOR = dt.date(2026, 11, 26)
STAFF = ("kaisa", "kent", "katri", "klas", "olof", "frida", "erik")
ROLES = (
    "visitor aino antti anna elsa mikko kaisa kent katri klas petra paula olof frida erik otto"
    # Elsa may only see; Mikko's right has ended; Katri is not Aino's case manager; Klas stands in for the day;
    # Paula works for another provider.
).split()
CLIENT_ROOMS = ("clients", "budgets", "plans", "selections", "notices")


@dataclass
class Things:
    """`of` has what stands in addresses, by name; `users` who asks (None: a visitor)."""

    world: World
    users: dict[str, User | None]
    of: dict[str, Any]


def build_things() -> Things:
    world = build(ANCHOR, scale="cast")
    aino = Client.objects.get(pk=world.clients["Aino Virtanen"].pk)
    users: dict[str, User | None] = {"visitor": None, **world.users}
    users["elsa"] = add_user(world, "Elsa", "Rask", "sv")
    users["mikko"] = add_user(world, "Mikko", "Salo", "fi")
    users["paula"] = world.workers[world.providers["sjoboda"].pk]
    _give_rights(aino, users)
    for name in STAFF:
        Authenticator.objects.create(user=users[name], type=Authenticator.Type.TOTP, data={"secret": ""})
    return Things(world, users, {**_public(world), **_of_client(world, aino, users), **_of_provider(world, aino)})


def _give_rights(aino: Client, users: dict[str, Any]) -> None:
    consent = {"client": aino, "basis": MandateBasis.CONSENT, "from_on": ANCHOR - dt.timedelta(days=9)}
    clients.give_mandate(person=users["elsa"], right=Right.SEE, **consent)
    ended = clients.give_mandate(person=users["mikko"], right=Right.CHOOSE, **consent)
    clients.end_mandate(mandate=ended, by=aino.user)
    clients.stand_in(client=aino, user=users["klas"], reason="Kaisa is ill today.", on=ANCHOR)


def _public(world: World) -> dict[str, Any]:
    cleaning = world.listings["tranbaret.cleaning"]
    return {
        "listing": cleaning.pk,
        "provider": cleaning.provider_id,
        "category": cleaning.category.code,
        "other": world.listings["larkan.walk"].pk,
        "person": "anna",
    }


def _of_client(world: World, aino: Client, users: dict[str, Any]) -> dict[str, Any]:
    invitation, token = clients.invite(
        client=aino,
        by=aino.user,
        days=14,
        name="Nora",
        email="nora@example.org",
        right=Right.SEE,
        basis=MandateBasis.CONSENT,
    )
    wish = ask_for_call(client=aino, user=aino.user, about=About.CHOOSING)
    return {
        "aino": aino.number,
        "kept": aino.shortlist.values_list("listing", flat=True)[0],
        "invitation": invitation.pk,
        "token": token,
        "mandate": aino.mandates.get(person=users["anna"]).pk,
        "call": wish.pk,
        "draft": _draft(world, aino).pk,
        "version": PlanVersion.objects.filter(client=aino).latest("number").pk,
        "suggestion": aino.suggestions.get().pk,
    }


def _draft(world: World, aino: Client) -> Draft:
    pattern = Pattern(PatternKind.WEEKLY, dt.date(2026, 12, 8), 2, 2, (1,), None, dt.time(10))
    listing = world.listings["tranbaret.cleaning"]
    return start_draft(client=aino, listing=listing, author=aino.user, pattern=pattern)


def _of_provider(world: World, aino: Client) -> dict[str, Any]:
    asked = Selection.objects.filter(provider=world.providers["tranbaret"], state=SelectionState.REQUESTED)
    ours = Visit.objects.filter(selection__provider=world.providers["tranbaret"], state=VisitState.PLANNED)
    mine = Visit.objects.filter(selection__client=aino).order_by("on")
    strange = Visit.objects.exclude(selection__client=aino).order_by("pk")[0]
    others = Visit.objects.exclude(selection__provider=world.providers["tranbaret"]).order_by("pk")[0]
    return {
        "strange_choice": strange.selection_id,
        "strange_visit": strange.pk,
        "strange_version": PlanVersion.objects.exclude(client=aino)[0].pk,
        "others_choice": others.selection_id,
        "others_visit": others.pk,
        "asked": asked[0].pk,
        "choice": mine.filter(state=VisitState.PLANNED, on__gte="2027-01-10")[0].selection_id,
        "to_record": ours.filter(on__lte=ANCHOR)[0].pk,
        "coming": mine.filter(state=VisitState.PLANNED, on__gte="2027-01-10")[0].pk,
        "recorded": _recorded(world, mine.filter(state=VisitState.PLANNED)[0]).pk,
    }


def _recorded(world: World, visit: Visit) -> Visit:
    worker = world.workers[visit.selection.provider_id]
    assert record_visit(visit=visit, user=worker, quantity=visit.quantity, key="record", on=visit.on).ok
    return visit


@contextmanager
def rolled_back() -> Iterator[None]:
    """As Django's own test cases do it: the ledger's durable transactions may stand inside."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def digest() -> str:
    """Of every row about clients except the log of looks."""
    found = hashlib.sha256()
    for model in _tables():
        for row in model._base_manager.order_by("pk").values_list():
            found.update(repr(row).encode())
    return found.hexdigest()


def _tables() -> list[type[models.Model]]:
    found = [model for room in CLIENT_ROOMS for model in apps.get_app_config(room).get_models()]
    return [model for model in found if model is not AccessLogEntry]
