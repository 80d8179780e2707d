"""A new approval by an official: through the action, with its step, its period and the search told."""

import pytest
from django.test import Client

from catalogue import actions
from catalogue.models import Approval
from marketplace.accounts.enums import Role
from search.models import OutboxRow

from .conftest import ON

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(client: Client, staff):
    client.force_login(staff[Role.OFFICIAL])
    return staff[Role.OFFICIAL]


@pytest.fixture
def fields(organiser, company, cleaning) -> dict[str, object]:
    asked = {"organiser": organiser.pk, "provider": company.pk, "category": cleaning.pk}
    return asked | {"from_on": "2026-12-01", "until_on": "2027-11-30", "reason": "Allt stämmer"}


def test_the_official_approves(client: Client, official, fields, company) -> None:
    assert "/admin/approval/new/" in client.get("/admin/approval/").content.decode()
    assert client.get("/admin/approval/new/").status_code == 200
    OutboxRow.objects.all().delete()
    answer = client.post("/admin/approval/new/", fields)
    made = Approval.objects.get()
    assert answer.headers["Location"] == f"/admin/approval/{made.pk}/decide/"
    assert [(str(period.from_on), str(period.until_on)) for period in made.periods.all()] == [
        ("2026-12-01", "2027-11-30")
    ]
    assert [(step.kind, step.by, step.reason) for step in made.steps.all()] == [("approved", official, "Allt stämmer")]
    assert OutboxRow.objects.filter(kind="provider", target=company.pk).count() == 1


def test_one_that_overlaps_is_refused_kindly(client: Client, official, fields) -> None:
    client.post("/admin/approval/new/", fields)
    OutboxRow.objects.all().delete()
    page = client.post("/admin/approval/new/", fields | {"from_on": "2027-06-01", "reason": "En gång till"})
    assert page.status_code == 200
    body = page.content.decode()
    assert "Serviceproducenten är redan godkänd för en del av den tiden." in body
    assert "En gång till" in body
    made = Approval.objects.get()
    assert (made.periods.count(), made.steps.count(), OutboxRow.objects.count()) == (1, 1, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"until_on": "2026-11-01"},
        {"from_on": "9999-12-31", "until_on": ""},
        {"provider": "0"},
        {"category": "x"},
        {"organiser": ""},
        {"from_on": "imorgon"},
        {"reason": "a\x00b"},
    ],
    ids=str,
)
def test_what_is_wrong_is_said(client: Client, official, fields, wrong) -> None:
    page = client.post("/admin/approval/new/", fields | wrong)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Approval.objects.exists()


def test_nobody_approves_the_own_provider(client: Client, official, fields, company) -> None:
    actions.add_member(provider=company, user=official, role="owner", on=ON)
    page = client.post("/admin/approval/new/", fields)
    assert page.status_code == 200
    assert "någon annan" in page.content.decode()
    assert not Approval.objects.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.FINANCE, Role.CASE_MANAGER])
def test_nobody_else_approves(client: Client, staff, fields, role: Role) -> None:
    client.force_login(staff[role])
    assert client.post("/admin/approval/new/", fields).status_code == 302
    assert not Approval.objects.exists()
