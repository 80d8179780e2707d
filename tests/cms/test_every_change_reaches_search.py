"""Each action and each form of the admin that alters a search document writes an outbox row, or changes nothing at all.

A new action or form without a case here fails.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from catalogue import actions
from catalogue.actions import Line
from catalogue.enums import EvidenceKind
from catalogue.models import ClientFeeInfo, EvidenceRequirement, Listing
from catalogue.terms import Terms
from catalogue.viewsets import CatalogueGroup
from cms.staff import set_up_staff
from marketplace.accounts.enums import Role
from marketplace.accounts.models import User
from search.models import OutboxRow
from search.querysets import OutboxQuerySet
from search.sources import expand, places, read

from .conftest import ON, WEEKDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(
    make_listing, set_value, organiser, vasa, narpes, home_help, cleaning, company, olof, settings, tmp_path
) -> Any:
    """A listing on the market and one that was taken off; a provider with all that actions change."""
    private = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"private": private}
    set_value(4000)
    actions.add_identifier(provider=company, scheme="fi-business-id", value="9990000-8")
    asked = actions.apply_for_approval(organiser=organiser, provider=company, category=cleaning, by=olof, on=ON)
    listing, off = make_listing(), make_listing(title="Borttagen")
    off.unpublish()
    made = SimpleNamespace(
        listing=listing,
        off=Listing.objects.get(pk=off.pk),
        organiser=organiser,
        vasa=vasa,
        narpes=narpes,
        category=home_help,
        cleaning=cleaning,
        company=company,
        olof=olof,
        asked=asked,
        approval=organiser.approvals.get(category=home_help),
        member=actions.add_member(
            provider=company, user=User.objects.create_user("friend@example.org"), role="editor", on=ON
        ),
        identifier=company.identifiers.get(),
        base=company.bases.get(),
    )
    OutboxRow.objects.all().delete()
    return made


def documents() -> dict[int, dict[str, Any]]:
    ids = list(Listing.objects.order_by("pk").values_list("pk", flat=True))
    return {each["id"]: each for each in read(ids, ON, places()).documents}


def changed(before: dict[int, Any], after: dict[int, Any]) -> set[int]:
    return {pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk)}


def told() -> set[int]:
    """The listings that the outbox will have indexed today."""
    return {pk for row in OutboxRow.objects.due(ON) for pk in expand(row.kind, row.target)}


def who(w: Any) -> dict[str, Any]:
    return {"by": w.olof, "on": ON}


Act = Callable[[Any], Any]
ALTERS: dict[str, Act] = {
    "approve": lambda w: (
        actions.withdraw_approval(approval=w.approval, reason="x", **who(w)),
        OutboxRow.objects.all().delete(),
        before_it(w),
        actions.approve(organiser=w.organiser, provider=w.company, category=w.category, **who(w)),
    ),
    "confirm_fresh": lambda w: (
        w.listing.freshness_checks.update(on=dt.date(2026, 1, 1)),
        before_it(w),
        actions.confirm_fresh(listing=w.listing, **who(w)),
    ),
    "confirm_several": lambda w: (
        w.listing.freshness_checks.update(on=dt.date(2026, 1, 1)),
        before_it(w),
        actions.confirm_several(provider=w.company, ids=[w.listing.pk], **who(w)),
    ),
    "decide": lambda w: actions.decide(
        approval=w.approval, step="withdrawn", seen=w.approval.last_step().pk, from_on=ON, reason="x", **who(w)
    ),
    "hide_listing": lambda w: actions.hide_listing(listing=w.listing, by=w.olof),
    "import_categories": lambda w: actions.import_categories(),
    "import_places": lambda w: actions.import_places(organiser=w.organiser),
    "publish": lambda w: actions.publish(listing=w.off, **who(w)),
    "publish_listing": lambda w: (
        sent(w),
        OutboxRow.objects.all().delete(),
        before_it(w),
        actions.publish_listing(listing=w.listing, seen=seen(w), organiser=w.organiser, **who(w)),
    ),
    "resume": lambda w: (
        actions.suspend(approval=w.approval, reason="x", **who(w)),
        OutboxRow.objects.all().delete(),
        before_it(w),
        actions.resume(approval=w.approval, **who(w)),
    ),
    "set_price": lambda w: actions.set_price(
        listing=w.listing, valid_from=ON, lines=[Line(**WEEKDAY, cents=5100)], smallest=Decimal(2), **who(w)
    ),
    "set_rules": lambda w: (
        w.listing.freshness_checks.update(on=dt.date(2026, 10, 1)),
        before_it(w),
        actions.set_rules(organiser=w.organiser, valid_from=dt.date(2025, 1, 1), lease_days=30),
    ),
    "set_served": lambda w: actions.set_served(listing=w.listing, municipalities=[w.narpes.municipality]),
    "set_text": lambda w: actions.set_text(listing=w.listing, language="sv", title="Ny"),
    "set_voucher_value": lambda w: actions.set_voucher_value(
        organiser=w.organiser, category=w.category, unit="hour", valid_from=ON, cents=100, **WEEKDAY
    ),
    "set_terms": lambda w: actions.set_terms(
        listing=w.listing, valid_from=ON, terms=Terms(lines=(Line(**WEEKDAY, cents=5200),)), **who(w)
    ),
    "suspend": lambda w: actions.suspend(approval=w.approval, reason="x", **who(w)),
    "unpublish": lambda w: actions.unpublish(listing=w.listing),
    "withdraw_approval": lambda w: actions.withdraw_approval(approval=w.approval, reason="x", **who(w)),
}
KEEPS: dict[str, Act] = {
    "add_base": lambda w: actions.add_base(provider=w.company, name="Ny", postal_area=w.narpes),
    "add_evidence": lambda w: actions.add_evidence(
        approval=w.approval, by=w.olof, name="x", file=SimpleUploadedFile("x.pdf", b"%PDF-")
    ),
    "add_identifier": lambda w: actions.add_identifier(provider=w.company, scheme="x", value="1"),
    "add_listing": lambda w: actions.add_listing(
        provider=w.company, category=w.category, unit="hour", texts={"sv": {"title": "Utkast", "body": "x"}}
    ),
    "add_member": lambda w: actions.add_member(provider=w.company, user=w.olof, role="owner", on=ON),
    "add_provider": lambda w: actions.add_provider(name="Ny", kind="company"),
    "answer": lambda w: (
        actions.ask(approval=w.asked, reason="x", **who(w)),
        actions.answer(approval=w.asked, reason="y", **who(w)),
    ),
    "answer_question": lambda w: actions.answer_question(approval=w.asked, reason="x", **who(w)),
    "apply_for_approval": lambda w: actions.apply_for_approval(
        organiser=w.organiser, provider=w.company, category=w.cleaning.parent, **who(w)
    ),
    "ask": lambda w: actions.ask(approval=w.asked, reason="x", **who(w)),
    "change_draft": lambda w: drafted(w),
    "confirm_account": lambda w: actions.confirm_account(account=account(w), by=w.member.user),
    "end_member": lambda w: actions.end_member(member=w.member, on=ON),
    "give_account": lambda w: account(w),
    "import_holidays": lambda w: actions.import_holidays(organiser=w.organiser),
    "invite_colleague": lambda w: colleague(w),
    "join_as_colleague": lambda w: actions.join_as_colleague(token=colleague(w)[1], user=w.member.user, on=ON),
    "refuse": lambda w: actions.refuse(approval=w.asked, reason="x", **who(w)),
    "remove_base": lambda w: actions.remove_base(base=w.base),
    "remove_colleague": lambda w: actions.remove_colleague(member=w.member, on=ON),
    "remove_identifier": lambda w: actions.remove_identifier(identifier=w.identifier),
    "return_listing": lambda w: (
        sent(w),
        actions.return_listing(listing=w.listing, seen=seen(w), organiser=w.organiser, comment="x", **who(w)),
    ),
    "send_listing": lambda w: sent(w),
    "send_application": lambda w: actions.send_application(approval=w.asked, **who(w)),
    "set_client_fee": lambda w: actions.set_client_fee(
        organiser=w.organiser, category=w.category, unit="hour", valid_from=ON, cents=1
    ),
    "start_application": lambda w: actions.start_application(
        organiser=w.organiser, provider=w.company, category=w.cleaning.parent
    ),
    "start_listing": lambda w: actions.start_listing(provider=w.company, category=w.category, by=w.olof),
    "take_back_listing": lambda w: (sent(w), actions.take_back_listing(listing=w.listing, by=w.olof)),
    "withdraw_account": lambda w: actions.withdraw_account(account=account(w), by=w.olof),
    "withdraw_colleague_invitation": lambda w: actions.withdraw_colleague_invitation(invitation=colleague(w)[0]),
}
ONLY_READ = {"clean_business_id", "clean_iban", "open_colleague_invitation"}


def account(w: Any) -> Any:
    return actions.give_account(provider=w.company, by=w.olof, iban="FI2112345600000785", holder="Tranbäret")


def colleague(w: Any) -> Any:
    who = {"name": "Nils", "email": "nils@example.org", "role": "editor"}
    return actions.invite_colleague(provider=w.company, by=w.olof, days=7, **who)


def drafted(w: Any) -> None:
    words = {"title": "Ny", "body": "Ny text.", "easy_body": "Ny text."}
    texts = dict.fromkeys(("sv", "fi"), words)
    refusal = actions.change_draft(listing=w.listing, words=texts, organiser=w.organiser, **who(w))
    assert refusal is None


def sent(w: Any) -> None:
    """The listing waits for the county with another name."""
    w.olof.groups.add(set_up_staff()[Role.OFFICIAL])
    drafted(w)
    assert actions.send_listing(listing=w.listing, organiser=w.organiser, **who(w)) is None


def seen(w: Any) -> int | None:
    return Listing.objects.get(pk=w.listing.pk).latest_revision_id


def before_it(w: Any) -> None:
    """The documents as they are just before the action itself, where the case has to prepare something."""
    w.before = documents()


def test_every_action_has_a_case() -> None:
    verbs = {name for name in actions.__all__ if name[0].islower()}
    assert verbs == ALTERS.keys() | KEEPS.keys() | ONLY_READ
    assert not ALTERS.keys() & KEEPS.keys()


@pytest.mark.parametrize("name", sorted(ALTERS))
def test_what_alters_documents_tells(world: Any, name: str) -> None:
    before_it(world)
    ALTERS[name](world)
    altered = changed(world.before, documents())
    assert altered
    assert altered <= told()


@pytest.mark.parametrize("name", sorted(KEEPS))
def test_what_need_not_tell_alters_none(world: Any, name: str) -> None:
    before = documents()
    KEEPS[name](world)
    assert documents() == before


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From then on the outbox cannot be written."""

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the outbox is full")

    def break_it() -> None:
        for verb in ("create", "bulk_create", "write_ids"):
            monkeypatch.setattr(OutboxQuerySet, verb, refuse)
            monkeypatch.setattr(type(OutboxRow.objects), verb, refuse, raising=False)

    return break_it


@pytest.mark.parametrize(
    "name",
    sorted(set(ALTERS) - {"approve", "confirm_fresh", "confirm_several", "publish_listing", "resume", "set_rules"}),
)
def test_where_the_row_cannot_be_written_nothing_changes(world: Any, broken: Any, name: str) -> None:
    """That is, both stand in one transaction."""
    before = documents()
    broken()
    with pytest.raises(RuntimeError, match="the outbox is full"):
        ALTERS[name](world)
    assert documents() == before


# The admin's forms

FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "category": ("category", {"search_terms_sv": "dammsugning"}),
    "organiser": ("organiser", {"required_languages": ["sv", "fi", "en"]}),
    "organiserrules": ("rules", {"lease_days": "1"}),
    "postalarea": ("vasa", {"lat": "63.3"}),
    "provider": ("company", {"name": "Lingonets Hemhjälp Ab"}),
    "vouchervalue": ("value", {"cents": "100"}),
}
FORMS_THAT_KEEP: dict[str, tuple[str, dict[str, Any]]] = {
    "clientfeeinfo": ("fee", {"cents": "1"}),
    "evidencerequirement": ("requirement", {"name_sv": "Försäkringsbrev"}),
    "holiday": ("holiday", {"date": "2026-12-23"}),
    "municipality": ("town", {"name_sv": "Vasa stad"}),
}
OWN_TESTS = {"providerimport": "a run of many rows, by actions: tests/catalogue/importing"}


def test_every_form_has_a_case() -> None:
    models = {viewset.model._meta.model_name for viewset in CatalogueGroup.items}
    assert models == FORMS.keys() | FORMS_THAT_KEEP.keys() | OWN_TESTS.keys()


@pytest.fixture
def desk(world: Any, client: Client, staff) -> Any:
    """An official at the desk, with a row of every form."""
    client.force_login(staff[Role.OFFICIAL])
    world.listing.freshness_checks.update(on=dt.date(2026, 11, 1))
    world.rules = world.organiser.rule_sets.get()
    world.value = world.organiser.voucher_values.get(**WEEKDAY)
    world.holiday, world.town = world.organiser.holidays.first(), world.vasa.municipality
    fee = {"category": world.category, "unit": "hour", "valid_from": ON, "cents": 2000}
    world.requirement = EvidenceRequirement.objects.create(
        organiser=world.organiser, kind=EvidenceKind.values[0], name_sv="Försäkring", name_fi="Vakuutus", valid_from=ON
    )
    world.fee = ClientFeeInfo.objects.create(organiser=world.organiser, name_sv="Avgift", name_fi="Maksu", **fee)
    return world


def save(client: Client, model: str, row: Any, changes: dict[str, Any]) -> None:
    """The whole form as it is shown, with those fields changed."""
    url = f"/admin/{model}/edit/{row.pk}/"
    form = client.get(url).context["form"]
    shown = {field.name: field.value() for field in form}
    fields = {
        name: "on" if value is True else value
        for name, value in shown.items()
        if value is not None and value is not False
    }
    answer = client.post(url, fields | changes)
    assert answer.status_code == 302, answer.context["form"].errors


@pytest.mark.parametrize("model", sorted(FORMS))
def test_a_form_that_alters_documents_tells(desk: Any, client: Client, model: str) -> None:
    row, changes = FORMS[model]
    before = documents()
    save(client, model, getattr(desk, row), changes)
    altered = changed(before, documents())
    assert altered
    assert altered <= told()


@pytest.mark.parametrize("model", sorted(FORMS_THAT_KEEP))
def test_a_form_that_need_not_tell_alters_none(desk: Any, client: Client, model: str) -> None:
    row, changes = FORMS_THAT_KEEP[model]
    before = documents()
    save(client, model, getattr(desk, row), changes)
    assert documents() == before


@pytest.mark.parametrize("model", sorted(FORMS))
def test_a_form_changes_nothing_where_the_row_cannot_be_written(
    desk: Any, client: Client, broken: Any, model: str
) -> None:
    row, changes = FORMS[model]
    before = documents()
    broken()
    with pytest.raises(RuntimeError, match="the outbox is full"), transaction.atomic():
        save(client, model, getattr(desk, row), changes)
    assert documents() == before
