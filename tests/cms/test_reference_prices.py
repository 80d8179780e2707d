"""Officials set what help is reckoned to cost; others do not."""

import pytest
from django.test import Client
from wagtail.log_actions import registry

from marketplace.accounts.enums import Role
from marketplace.plans.models import ReferencePrice

pytestmark = pytest.mark.django_db


@pytest.fixture
def fields(organiser, home_help, vasa) -> dict[str, object]:
    return {
        "organiser": organiser.pk,
        "category": home_help.pk,
        "municipality": vasa.municipality_id,
        "unit": "hour",
        "cents": 4310,
        "valid_from": "2027-01-01",
        "source": "Bokslut 2025",
    }


def test_an_official_adds_and_corrects_one(client: Client, staff, fields) -> None:
    client.force_login(staff[Role.OFFICIAL])
    assert client.get("/admin/referenceprice/").status_code == 200
    assert client.get("/admin/referenceprice/new/").status_code == 200
    assert client.post("/admin/referenceprice/new/", fields).status_code == 302
    price = ReferencePrice.objects.get()
    assert (price.cents, str(price.valid_from), price.source) == (4310, "2027-01-01", "Bokslut 2025")
    changed = fields | {"cents": 4390}
    assert client.post(f"/admin/referenceprice/edit/{price.pk}/", changed).status_code == 302
    price.refresh_from_db()
    assert price.cents == 4390
    story = [entry.action for entry in registry.get_logs_for_instance(price).order_by("timestamp")]
    assert story == ["wagtail.create", "wagtail.edit"]


@pytest.mark.parametrize("wrong", [{"cents": -1}, {"cents": "43,10"}, {"valid_from": "soon"}, {"unit": "year"}])
def test_what_is_wrong_is_said_and_kept(client: Client, staff, fields, wrong) -> None:
    client.force_login(staff[Role.OFFICIAL])
    page = client.post("/admin/referenceprice/new/", fields | wrong)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == set(wrong)
    assert "Bokslut 2025" in page.content.decode()
    assert not ReferencePrice.objects.exists()


def test_the_same_price_twice_is_refused(client: Client, staff, fields) -> None:
    client.force_login(staff[Role.OFFICIAL])
    client.post("/admin/referenceprice/new/", fields)
    assert client.post("/admin/referenceprice/new/", fields).status_code == 200
    assert ReferencePrice.objects.count() == 1


@pytest.mark.parametrize("role", [Role.EDITOR, Role.FINANCE, Role.CASE_MANAGER])
def test_nobody_else_does(client: Client, staff, fields, role: Role) -> None:
    client.force_login(staff[role])
    assert client.post("/admin/referenceprice/new/", fields).status_code == 302
    assert not ReferencePrice.objects.exists()


def test_nothing_is_deleted(client: Client, staff, fields) -> None:
    client.force_login(staff[Role.OFFICIAL])
    client.post("/admin/referenceprice/new/", fields)
    client.post(f"/admin/referenceprice/delete/{ReferencePrice.objects.get().pk}/")
    assert ReferencePrice.objects.count() == 1
