"""Who may do what in the admin, and that everyone of the cast works somewhere."""

import pytest
from django.test import Client as Browser

from marketplace.accounts.models import User
from marketplace.demo.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings) -> None:
    settings.STAFF_MFA_REQUIRED = False


def test_an_editor_writes_and_adds_pictures(client: Browser, stage: World) -> None:
    client.force_login(stage.users["erik"])
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/images/add/").status_code == 200
    erik = User.objects.get(pk=stage.users["erik"].pk)
    assert erik.has_perm("catalogue.change_listing")
    assert not erik.has_perm("catalogue.publish_listing")
    assert not erik.has_perm("catalogue.add_vouchervalue")
    assert not erik.has_perm("catalogue.change_organiserrules")


def test_an_official_sets_values_but_writes_no_pages(client: Browser, stage: World) -> None:
    client.force_login(stage.users["olof"])
    assert client.get("/admin/").status_code == 200
    olof = User.objects.get(pk=stage.users["olof"].pk)
    assert olof.has_perm("catalogue.add_vouchervalue")
    assert olof.has_perm("catalogue.publish_listing")
    assert olof.has_perm("plans.add_referenceprice")
    assert client.get("/admin/images/add/").status_code == 302


def test_no_others_enter_the_admin(client: Browser, stage: World) -> None:
    for key in ("anna", "otto", "petra", "kaisa", "aino"):
        client.force_login(stage.users[key])
        assert client.get("/admin/").status_code == 302, key


def test_each_arrives_where_she_works(client: Browser, stage: World) -> None:
    languages = {"aino": "sv", "antti": "sv", "anna": "fi", "petra": "sv", "kaisa": "sv", "frida": "sv", "otto": "fi"}
    for key, language in languages.items():
        arrived = client.post(f"/sv/demo/{key}/", follow=True)
        assert arrived.status_code == 200, key
        assert arrived.redirect_chain[0][0].startswith(f"/{language}/"), key
