"""A provider's numbers, base places, people and languages; the organiser's languages and travel allowance."""

import datetime as dt

import pytest
from django.test import Client
from wagtail.log_actions import registry

from catalogue import actions
from catalogue.models import OrganiserRules, Provider
from marketplace.accounts.enums import Role
from marketplace.accounts.models import User
from search.models import OutboxRow

from .conftest import ON

pytestmark = pytest.mark.django_db
NUMBER = "9990000-8"


@pytest.fixture
def official(client: Client, staff) -> User:
    client.force_login(staff[Role.OFFICIAL])
    OutboxRow.objects.all().delete()
    return staff[Role.OFFICIAL]


def send(client: Client, provider: Provider, act: str, **fields: object):
    data = {"act": act} | {name if name == "row" else f"{act}-{name}": value for name, value in fields.items()}
    return client.post(f"/admin/provider/{provider.pk}/facts/", data)


def story(provider: Provider) -> list[tuple[str, str]]:
    entries = registry.get_logs_for_instance(provider).order_by("timestamp")
    return [(entry.data["act"], entry.data["name"]) for entry in entries]


def test_a_number_is_added_and_taken_away(client: Client, official, company) -> None:
    company.identifiers.all().delete()
    assert send(client, company, "identifier", scheme="fi-business-id", value="99900008").status_code == 302
    (row,) = company.identifiers.all()
    assert row.value == NUMBER
    assert NUMBER in client.get(f"/admin/provider/{company.pk}/facts/").content.decode()
    assert send(client, company, "remove_identifier", row=row.pk).status_code == 302
    assert not company.identifiers.exists()
    assert story(company) == [
        ("identifier", f"fi-business-id {NUMBER}"),
        ("remove_identifier", f"fi-business-id {NUMBER}"),
    ]
    assert NUMBER in client.get(f"/admin/provider/history/{company.pk}/").content.decode()


def test_a_base_place_is_added_and_taken_away(client: Client, official, company, vasa) -> None:
    company.bases.all().delete()
    assert send(client, company, "base", name="Kontoret", postcode="65100").status_code == 302
    (base,) = company.bases.all()
    assert (base.name, base.lat, base.lon, base.postal_area) == ("Kontoret", 63.1, 21.6, vasa)
    assert send(client, company, "remove_base", row=base.pk).status_code == 302
    assert not company.bases.exists()


def test_a_person_begins_and_ends(client: Client, official, company) -> None:
    petra = User.objects.create_user("petra@example.org")
    assert send(client, company, "member", email="Petra@example.org", role="editor").status_code == 302
    (member,) = company.members.filter(user=petra)
    assert (member.role, member.from_on, member.until_on) == ("editor", ON, None)
    assert send(client, company, "end_member", row=member.pk).status_code == 302
    member.refresh_from_db()
    assert member.until_on == ON


@pytest.mark.parametrize(
    ("act", "fields", "field"),
    [
        ("identifier", {"scheme": "fi-business-id", "value": "1234567-9"}, "__all__"),
        ("identifier", {"scheme": "not a slug", "value": "1"}, "scheme"),
        ("identifier", {"scheme": "x", "value": "a\x00"}, "value"),
        ("base", {"name": "Kontoret", "postcode": "99999"}, "postcode"),
        ("base", {"name": "", "postcode": "65100"}, "name"),
        ("member", {"email": "nobody@example.org", "role": "editor"}, "email"),
        ("member", {"email": "petra", "role": "editor"}, "email"),
        ("member", {"email": "olof@example.org", "role": "king"}, "role"),
    ],
)
def test_what_is_wrong_is_said_in_its_form(client: Client, official, company, vasa, olof, act, fields, field) -> None:
    before = (company.identifiers.count(), company.bases.count(), company.members.count())
    page = send(client, company, act, **fields)
    assert page.status_code == 200
    assert list(page.context["forms"][act].errors) == [field]
    assert before == (company.identifiers.count(), company.bases.count(), company.members.count())
    assert story(company) == []


@pytest.mark.parametrize("row", ["0", "x", "", "²"])
@pytest.mark.parametrize("act", ["remove_identifier", "remove_base", "end_member", "nothing"])
def test_a_row_that_is_not_there_changes_nothing(client: Client, official, company, act: str, row: str) -> None:
    assert send(client, company, act, row=row).status_code == 200
    assert story(company) == []


def test_another_providers_row_is_left_alone(client: Client, official, company) -> None:
    other = actions.add_provider(name="Annan Ab", kind="company")
    number = actions.add_identifier(provider=other, scheme="x", value="1")
    assert send(client, company, "remove_identifier", row=number.pk).status_code == 200
    assert other.identifiers.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.FINANCE, Role.CASE_MANAGER])
def test_nobody_else_changes_them(client: Client, staff, company, role: Role) -> None:
    client.force_login(staff[role])
    assert send(client, company, "identifier", scheme="x", value="1").status_code == 302
    assert not company.identifiers.filter(scheme="x").exists()


def test_a_providers_languages_are_ticked(client: Client, official, company) -> None:
    fields = {"name": company.name, "kind": company.kind, "contact_language": "sv", "languages": ["sv", "en"]}
    fields["website"] = "tranbaret.example"
    assert client.post(f"/admin/provider/edit/{company.pk}/", fields).status_code == 302
    company.refresh_from_db()
    assert (company.languages, company.website) == (["sv", "en"], "https://tranbaret.example")
    assert OutboxRow.objects.filter(kind="provider", target=company.pk).exists()
    assert [entry.action for entry in registry.get_logs_for_instance(company)] == ["wagtail.edit"]
    page = client.get(f"/admin/provider/edit/{company.pk}/").content.decode()
    assert f"/admin/provider/{company.pk}/facts/" in page
    wrong = client.post(f"/admin/provider/edit/{company.pk}/", fields | {"languages": ["xx"]})
    assert wrong.context["form"].errors["languages"]


def test_the_organisers_required_languages(client: Client, official, organiser, make_listing) -> None:
    """Listings without a text in a language that is required now can no longer be chosen."""
    listing = make_listing()
    names = ("code", "name_sv", "name_fi", "name_en", "phone", "hours_sv", "hours_fi", "hours_en")
    fields = {name: getattr(organiser, name) for name in names} | {"required_languages": ["sv", "fi", "en"]}
    OutboxRow.objects.all().delete()
    assert client.post(f"/admin/organiser/edit/{organiser.pk}/", fields).status_code == 302
    organiser.refresh_from_db()
    assert organiser.required_languages == ["sv", "fi", "en"]
    assert listing not in type(listing).objects.choosable(ON, organiser)
    assert OutboxRow.objects.filter(kind="organiser", target=organiser.pk).exists()
    none = client.post(f"/admin/organiser/edit/{organiser.pk}/", fields | {"required_languages": []})
    assert none.context["form"].errors["required_languages"]


def test_the_travel_allowance_is_a_dated_rule(client: Client, official, organiser) -> None:
    fields = {
        "organiser": organiser.pk,
        "valid_from": "2027-01-01",
        "carry_over": "none",
        "carry_over_cap_cents": 0,
        "horizon_months": 6,
        "answer_working_days": 5,
        "notice_days": 14,
        "confirm_days": 14,
        "lease_days": 90,
        "invitation_days": 14,
        "travel_allowance_cents_per_km": 55,
        "travel_allowance_free_km": 8,
        "price_window": "month",
        "price_notice_days": 30,
        "price_ahead_months": 12,
    }
    assert client.post("/admin/organiserrules/new/", fields).status_code == 302
    rules = organiser.rules(dt.date(2027, 1, 1))
    assert (rules.travel_allowance_cents_per_km, rules.travel_allowance_free_km) == (55, 8)
    assert organiser.rules(dt.date(2026, 12, 31)).travel_allowance_cents_per_km == 0
    assert OutboxRow.objects.filter(kind="organiser", target=organiser.pk).exists()
    assert OrganiserRules.objects.count() == 2
