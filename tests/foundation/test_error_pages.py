"""Errors are kind: in the reader's language, with the phone number and a way on."""

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from catalogue.errors import bad_request, server_error
from catalogue.models import Organiser

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return Organiser.objects.create(
        code="county",
        name_sv="Området",
        name_fi="Alue",
        phone="000 000 0000",
        hours_sv="vardagar 8–16",
        hours_fi="arkisin 8–16",
    )


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_not_found(client, organiser, language):
    answer = client.get(f"/{language}/no-such-page/?a=1")
    html = answer.content.decode()
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in html
    assert 'href="tel:+358000000000"' in html
    assert html.count("<h1>") == 1
    assert f'href="/{language}/"' in html


def test_not_found_is_the_same_for_everyone(client, organiser):
    answer = client.get("/sv/no-such-page/")
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert not answer.cookies


def test_stale_form(organiser):
    answer = Client(enforce_csrf_checks=True).post("/sv/accounts/login/", {"login": "a"})
    assert answer.status_code == 403
    assert "000 000 0000" in answer.content.decode()


def test_bad_request(organiser):
    with translation.override("fi"):
        answer = bad_request(RequestFactory().get("/fi/x/"), ValueError())
    assert answer.status_code == 400
    assert '<html lang="fi">' in answer.content.decode()


def test_server_error_speaks_three_languages(organiser):
    html = server_error(RequestFactory().get("/sv/")).content.decode()
    assert "Något gick fel" in html and "Jokin meni" in html and "Something went wrong" in html
    assert "000 000 0000" in html


def test_server_error_without_a_database(monkeypatch):
    def broken():
        raise RuntimeError("no database")

    monkeypatch.setattr(Organiser.objects, "current", broken)
    answer = server_error(RequestFactory().get("/sv/"))
    assert answer.status_code == 500
    assert "Något gick fel" in answer.content.decode()
