"""The other end of an invitation."""

import datetime as dt

import pytest
from django.utils import timezone

from marketplace.clients.actions import invite, withdraw_invitation
from marketplace.clients.enums import Kinship, MandateBasis, Right
from marketplace.clients.models import Mandate, MandateInvitation


@pytest.fixture
def token(cast, aino) -> str:
    fields = {"name": "Otto", "email": "otto@example.org", "right": Right.SUGGEST, "basis": MandateBasis.CONSENT}
    return invite(client=aino, by=cast.users["aino"], days=14, kinship=Kinship.FRIEND, **fields)[1]


def test_says_what_is_offered_and_opens_the_sign_up(client, token: str) -> None:
    answer = client.get(f"/en/invitation/{token}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "May see and suggest" in page
    assert "Virtanen" not in page  # the whole name only after a yes
    assert f"/en/accounts/signup/?next=%2Fen%2Finvitation%2F{token}%2F" in page
    assert client.session["invited"] is True
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/en/accounts/signup/").status_code == 200


def test_without_an_invitation_nobody_signs_up(client, db) -> None:
    assert "id_password1" not in client.get("/en/accounts/signup/").content.decode()


def test_looking_accepts_nothing(as_person, token: str) -> None:
    before = Mandate.objects.count()
    assert as_person("otto").get(f"/en/invitation/{token}/").status_code == 200
    assert Mandate.objects.count() == before


def test_a_yes_gives_the_right_once(as_person, cast, aino, token: str) -> None:
    browser = as_person("otto")
    answer = browser.post(f"/en/invitation/{token}/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/people/")
    mandate = Mandate.objects.get(person=cast.users["otto"])
    assert (mandate.client, mandate.right, mandate.basis, mandate.kinship) == (aino, 2, "consent", "friend")
    assert browser.get(f"/en/for/{aino.number}/budget/").status_code == 200
    assert browser.post(f"/en/invitation/{token}/").status_code == 410
    assert Mandate.objects.filter(person=cast.users["otto"]).count() == 1


def test_a_yes_needs_a_login(client, token: str) -> None:
    assert client.post(f"/en/invitation/{token}/").status_code == 302
    assert MandateInvitation.objects.get().mandate is None


def test_a_yes_needs_a_strong_login_in_production(as_person, token: str, settings) -> None:
    settings.STRONG_LOGIN_REQUIRED = True
    assert as_person("otto").post(f"/en/invitation/{token}/").status_code == 403
    assert MandateInvitation.objects.get().mandate is None


def test_the_client_cannot_help_herself(as_person, token: str) -> None:
    assert as_person("aino").post(f"/en/invitation/{token}/").status_code == 410


def test_gone(as_person, token: str) -> None:
    browser = as_person("otto")
    assert browser.get("/en/invitation/never-was/").status_code == 410
    row = MandateInvitation.objects.get()
    row.expires_at = timezone.now() - dt.timedelta(seconds=1)
    row.save()
    assert browser.get(f"/en/invitation/{token}/").status_code == 410
    row.expires_at = timezone.now() + dt.timedelta(days=1)
    row.save()
    assert browser.get(f"/en/invitation/{token}/").status_code == 200
    withdraw_invitation(invitation=row)
    answer = browser.post(f"/en/invitation/{token}/")
    assert answer.status_code == 410
    assert "Aino" not in answer.content.decode()
