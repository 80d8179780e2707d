"""A public page is the same bytes for everyone and may be cached; every other answer is not kept anywhere."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import path

from marketplace.accounts.models import User
from marketplace.foundation.middleware import public_page
from marketplace.urls import urlpatterns as site

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@public_page(120)
def open_to_all(request: HttpRequest) -> HttpResponse:
    return render(request, "404.html")


def mine(request: HttpRequest) -> HttpResponse:
    return render(request, "404.html")


urlpatterns = [
    path("open/", open_to_all),
    path("mine/", mine),
    *site,  # the page's frame links to it
]


@pytest.fixture
def logged_in(client):
    client.force_login(User.objects.create_user(email="aino@example.org", password=None))
    return client


def test_public_page_is_kept_by_caches():
    answer = Client().get("/open/")
    assert answer["Cache-Control"] == "public, max-age=120"
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


def test_public_page_is_the_same_for_everyone(logged_in):
    theirs, anyones = logged_in.get("/open/"), Client().get("/open/")
    assert theirs.content == anyones.content
    assert "Cookie" not in theirs.get("Vary", "")


def test_other_pages_are_not_kept(logged_in):
    answer = logged_in.get("/mine/")
    assert answer["Cache-Control"] == "no-store"
    assert 'href="/sv/accounts/logout/"' in answer.content.decode()
