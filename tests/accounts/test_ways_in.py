"""Who gets an account, who counts as strongly logged in, and where one lands."""

import pytest
from allauth.account.signals import user_logged_in
from django.test import RequestFactory
from django.urls import reverse

from marketplace.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "jam-on-a-shelf-1"
NEW = {"email": "new@example.org", "password1": "a-very-long-word-9"}


@pytest.fixture
def otto():
    return User.objects.create_user(email="otto@example.org", password=PASSWORD)


def test_nobody_signs_up_alone(client):
    assert client.post("/sv/accounts/signup/", NEW).status_code == 200
    assert not User.objects.filter(email="new@example.org").exists()


def test_an_invitation_opens_the_door(client):
    session = client.session
    session["invited"] = True
    session.save()
    assert client.post("/sv/accounts/signup/", NEW).status_code == 302
    assert User.objects.filter(email="new@example.org").exists()


def test_a_password_is_no_strong_login(client, otto):
    client.post("/sv/accounts/login/", {"login": otto.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(otto.pk)
    assert client.session["strong_login"] is False


@pytest.mark.parametrize(("extra", "strong"), [({}, False), ({"sociallogin": object()}, True)])
def test_an_identity_provider_makes_it_strong(otto, extra, strong):
    request = RequestFactory().get("/")
    request.session = {"strong_login": True}
    user_logged_in.send(sender=User, request=request, response=None, user=otto, **extra)
    assert request.session["strong_login"] is strong


def test_the_return_address_has_no_language():
    assert reverse("openid_connect_callback", kwargs={"provider_id": "suomi-fi"}) == "/oidc/suomi-fi/login/callback/"


def test_start_asks_for_login(client):
    answer = client.get("/fi/start/")
    assert (answer.status_code, answer.url) == (302, "/fi/accounts/login/?next=/fi/start/")


def test_editors_begin_in_the_admin(client, settings):
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(User.objects.create_superuser(email="erik@example.org"))
    assert client.get("/sv/start/").url == "/admin/"
