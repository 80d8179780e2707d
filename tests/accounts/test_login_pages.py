"""Logging in works as plain forms, in three languages, with a password or a code from an e-mail."""

import re

import pytest

from marketplace.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def aino():
    return User.objects.create_user(email="aino@example.org", password="jam-on-a-shelf-1")


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
@pytest.mark.parametrize("page", ["login/", "login/code/", "password/reset/", "signup/"])
def test_pages_stand_in_the_frame(client, language, page):
    html = client.get(f"/{language}/accounts/{page}").content.decode()
    assert f'<html lang="{language}">' in html
    assert html.count("<h1>") == 1
    assert "<script" not in html and "style=" not in html


def test_wrong_password_keeps_what_was_typed(client, aino):
    answer = client.post("/sv/accounts/login/", {"login": "aino@example.org", "password": "wrong"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="errors"' in html
    assert 'value="aino@example.org"' in html
    assert "no-store" in answer["Cache-Control"]


def test_code_from_the_mail_logs_in(client, aino, mailoutbox, settings):
    settings.LOGIN_REDIRECT_URL = "/sv/"
    sent = client.post("/sv/accounts/login/code/", {"email": "aino@example.org"})
    assert sent.url == "/sv/accounts/login/code/confirm/"
    assert mailoutbox[0].to == ["aino@example.org"]
    assert mailoutbox[0].subject.startswith("Min vardag: ")
    code = re.search(r"\n\n(\S+)\n\n", mailoutbox[0].body).group(1)
    assert 'id="errors"' in client.post(sent.url, {"code": "wrong"}).content.decode()
    client.post(sent.url, {"code": code})
    assert client.session["_auth_user_id"] == str(aino.pk)
