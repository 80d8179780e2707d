"""Who asks, and for what: the cast around Aino, and one of everything that an address names."""

import datetime as dt
import functools
import hashlib
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models
from wagtail.models import Revision, WorkflowState

from catalogue import actions as catalogue
from catalogue.models import (
    Approval,
    ApprovalPeriod,
    ApprovalStep,
    Evidence,
    EvidenceRequirement,
    Listing,
    ListingText,
    MemberInvitation,
    PaymentAccount,
    PostalArea,
    Provider,
    ProviderMember,
    ServedMunicipality,
)
from catalogue.opendata.hsds import TAXONOMY
from catalogue.opendata.ids import uuid_of
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
from marketplace.providers.actions import begin_registration
from marketplace.providers.models import Registration
from marketplace.providers.prices.actions import begin_change
from marketplace.selections.actions.drafts import start_draft
from marketplace.selections.actions.visits import record_visit
from marketplace.selections.enums import PatternKind, SelectionState, VisitState
from marketplace.selections.models import Draft, Selection, Visit
from marketplace.selections.pattern import Pattern

ANCHOR = dt.date(2026, 11, 26)
STAFF = ("kaisa", "kent", "katri", "klas", "olof", "frida", "erik")
ROLES = (
    "visitor aino antti anna elsa mikko kaisa kent katri klas petra oona rune gun paula pia olof frida erik otto"
    # Elsa may only see; Mikko's right has ended; Katri is not Aino's case manager; Klas stands in for the day;
    # Paula works for another provider, and Pia owns one that is not approved yet. With Petra the editor work Oona, the
    # owner, and Rune, who records; Gun was an editor until she was removed today.
).split()
CLIENT_ROOMS = ("clients", "budgets", "plans", "selections", "notices", "providers")
PROVIDERS_OWN = (
    *(Approval, ApprovalPeriod, ApprovalStep, Evidence, MemberInvitation, PaymentAccount, ProviderMember),
    *(Listing, ListingText, ServedMunicipality, Revision, WorkflowState),
)


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
    _hire(world, users)
    _begin(world, users["otto"])
    for name in STAFF:
        Authenticator.objects.create(user=users[name], type=Authenticator.Type.TOTP, data={"secret": ""})
    of = {
        **_public(world),
        **_of_client(world, aino, users),
        **_of_provider(world, aino),
        **_of_approvals(world, users),
        **_of_listings(world, users),
        **_of_prices(world, users),
        "stopped_choice": _stop(world, aino, users).pk,
    }
    return Things(world, users, of)


def _give_rights(aino: Client, users: dict[str, Any]) -> None:
    consent = {"client": aino, "basis": MandateBasis.CONSENT, "from_on": ANCHOR - dt.timedelta(days=9)}
    clients.give_mandate(person=users["elsa"], right=Right.SEE, **consent)
    ended = clients.give_mandate(person=users["mikko"], right=Right.CHOOSE, **consent)
    clients.end_mandate(mandate=ended, by=aino.user)
    clients.stand_in(client=aino, user=users["klas"], reason="Kaisa is ill today.", on=ANCHOR)


def _hire(world: World, users: dict[str, Any]) -> None:
    people = {"oona": ("Oona", "Ek", "owner"), "rune": ("Rune", "Berg", "recorder"), "gun": ("Gun", "Ax", "editor")}
    for key, (first, last, role) in people.items():
        users[key] = add_user(world, first, last, "sv")
        facts = {"provider": world.providers["tranbaret"], "role": role}
        member = catalogue.add_member(user=users[key], on=ANCHOR - dt.timedelta(days=90), **facts)
        if key == "gun":
            assert catalogue.remove_colleague(member=member, on=ANCHOR) is None


def _begin(world: World, otto: Any) -> None:
    """Otto has answered all questions to a new provider, and not sent them yet."""
    answers = {"business_id": "9990700-7", "name": "Ny", "kind": "company", "languages": ["sv"], "people": 1}
    answers |= {"phone": "000 000 0000", "email": "otto@example.org", "contact_language": "sv"}
    begun = begin_registration(organiser=world.organiser, applicant=otto)
    Registration.objects.filter(pk=begun.pk).update(**answers)
    begun.places.set(PostalArea.objects.filter(code="65100"))


def _public(world: World) -> dict[str, Any]:
    cleaning = world.listings["tranbaret.cleaning"]
    return {
        "listing": cleaning.pk,
        "provider": cleaning.provider_id,
        "category": cleaning.category.code,
        "other": world.listings["larkan.walk"].pk,
        "open_service": uuid_of("service", cleaning.pk),
        "open_organization": uuid_of("organization", cleaning.provider_id),
        "open_place": uuid_of("service_at_location", cleaning.pk, cleaning.provider.bases.all()[0].pk),
        "open_taxonomy": uuid_of("taxonomy", TAXONOMY),
        "open_term": uuid_of("taxonomy_term", cleaning.category_id),
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


def _of_approvals(world: World, users: dict[str, Any]) -> dict[str, Any]:
    """The provider's own approval, with a question to answer; and another provider's under its number."""
    mine = world.providers["tranbaret"].approvals.get(category__code="cleaning")
    strange = world.applicants["havtorn"].approvals.get()
    letter = mine.steps.latest("pk").pk
    facts = {"name": "Nils", "email": "nils@example.org", "role": "editor"}
    invitation, token = catalogue.invite_colleague(provider=mine.provider, by=users["oona"], days=14, **facts)
    bank = {"iban": "FI21 1234 5600 0007 85", "holder": "X"}
    account = catalogue.give_account(provider=mine.provider, by=users["olof"], **bank)
    strange_account = catalogue.give_account(provider=strange.provider, by=users["olof"], **bank)
    catalogue.ask(approval=mine, by=users["olof"], on=ANCHOR, reason="Hur många är ni?")
    draft = {"organiser": world.organiser, "provider": mine.provider, "category": world.categories["snow"]}
    return {
        "approval": mine.pk,
        "draft_approval": catalogue.start_application(**draft).pk,
        "letter": letter,
        "evidence": mine.evidence.first().pk,
        "requirement": EvidenceRequirement.objects.filter(category=None, expires=False).first().pk,
        "strange_approval": strange.pk,
        "strange_evidence": strange.evidence.first().pk,
        "question": "name",
        "colleague_token": token,
        "colleague_invitation": invitation.pk,
        "member": mine.provider.members.get(user=users["petra"]).pk,
        "strange_member": strange.provider.members.get().pk,
        "account": account.pk,
        "strange_account": strange_account.pk,
    }


def _of_listings(world: World, users: dict[str, Any]) -> dict[str, Any]:
    """A draft of the provider's own, one that the county reads, and other providers' under its number."""
    mine, by = world.providers["tranbaret"], users["petra"]
    draft = catalogue.start_listing(provider=mine, category=world.categories["cleaning"], by=by)
    sent = world.listings["tranbaret.thursday"]
    facts = {"organiser": world.organiser, "by": by, "on": ANCHOR}
    assert catalogue.change_draft(listing=sent, fields={"speaks": ["sv", "fi", "en"]}, **facts) is None
    assert catalogue.send_listing(listing=sent, **facts) is None
    stopped = _stopped(world, users)
    return {
        "own_draft": draft.pk,
        "own_sent": sent.pk,
        "own_package": _package(world, by).pk,
        "listing_question": "name",
        "unit_question": "unit",
        "places_question": "places",
        "photo_question": "photo",
        "package_question": "price",
        "strange_listing": world.listings["larkan.walk"].pk,
        "waiting_provider": world.applicants["havtorn"].pk,
        "stopped_provider": stopped.pk,
        "stopped_draft": stopped.listings.get().pk,
    }


def _package(world: World, petra: Any) -> Listing:
    """A package being written; its words were changed in Swedish alone."""
    walk = world.listings["tranbaret.walk"]
    listing = catalogue.start_listing(provider=walk.provider, category=walk.category, by=petra)
    facts = {"listing": listing, "by": petra, "organiser": world.organiser, "on": ANCHOR}
    words = {"title": "Ut och ät", "summary": "Mat och sällskap.", "body": "Vi går ut.", "easy_body": "Vi går ut."}
    both = {"sv": words, "fi": words | {"title": "Ulos syömään"}}
    assert catalogue.change_draft(fields={"kind": "package", "unit": "visit"}, words=both, **facts) is None
    assert catalogue.change_draft(words={"sv": {"title": "Ut på mat"}}, **facts) is None
    return listing


def _stopped(world: World, users: dict[str, Any]) -> Provider:
    """Pia owns this one too: its only approval was taken back today, and there is a draft."""
    provider = catalogue.add_provider(name="Stopped", kind="company", languages=["sv"])
    catalogue.add_member(provider=provider, user=users["pia"], role="owner", on=ANCHOR)
    facts = {"organiser": world.organiser, "provider": provider, "category": world.categories["cleaning"]}
    approval = catalogue.approve(by=users["olof"], on=ANCHOR, **facts)
    catalogue.start_listing(provider=provider, category=world.categories["cleaning"], by=users["pia"])
    catalogue.withdraw_approval(approval=approval, by=users["olof"], on=ANCHOR, reason="x")
    return provider


def _of_prices(world: World, users: dict[str, Any]) -> dict[str, Any]:
    """A change that Petra has begun, another provider's, and one of the provider that was stopped."""
    mine, strange = world.listings["tranbaret.cleaning"], world.listings["larkan.walk"]
    stopped = Listing.objects.get(provider__name="Stopped")
    begun = {
        "price_change": (mine, users["petra"]),
        "strange_change": (strange, world.workers[strange.provider_id]),
        "stopped_change": (stopped, users["pia"]),
    }
    facts = {"organiser": world.organiser, "on": ANCHOR}
    changes = {name: begin_change(listing=what, by=by, **facts).pk for name, (what, by) in begun.items()}
    return changes | {"price_key": "price", "csv": "csv"}


def _stop(world: World, aino: Client, users: dict[str, Any]) -> Selection:
    """The kitchen that brings Aino's dinners is suspended from the middle of January on."""
    dinners = Selection.objects.get(client=aino, listing=world.listings["larkan.dinner"], state="accepted")
    approval = dinners.provider.approvals.get(category=dinners.listing.category)
    catalogue.suspend(approval=approval, by=users["olof"], on=ANCHOR, reason="x", from_on=dt.date(2027, 1, 15))
    return dinners


def _recorded(world: World, visit: Visit) -> Visit:
    worker = world.workers[visit.selection.provider_id]
    assert record_visit(visit=visit, user=worker, quantity=visit.quantity, key="record", on=visit.on).ok
    return visit


def digest() -> str:
    """Of every row about clients except the log of looks."""
    found = hashlib.sha256()
    for model in _tables():
        for row in model._base_manager.order_by("pk").values_list():
            found.update(repr(row).encode())
    return found.hexdigest()


@functools.cache
def as_built() -> str:
    """The digest of the world before anybody did anything: every cell is rolled back to it."""
    return digest()


class Writes:
    """Hears every statement: whether one that is no question names a table about clients.

    Where none did, all rows need not be read to know that they are the same.
    """

    def __init__(self) -> None:
        self.about_clients = False
        self.names = tuple(f'"{model._meta.db_table}"' for model in _tables())

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith("SELECT") and any(name in sql for name in self.names):
            self.about_clients = True
        return execute(sql, params, many, context)


def _tables() -> list[type[models.Model]]:
    found = [model for room in CLIENT_ROOMS for model in apps.get_app_config(room).get_models()]
    found += PROVIDERS_OWN
    return [model for model in found if model is not AccessLogEntry]
