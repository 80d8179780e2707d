"""The step-in page exists in demo settings, and logs in whom one chose."""

import datetime as dt

import pytest
from django.test import Client as Browser

from marketplace.accounts.models import User
from marketplace.demo import people
from marketplace.demo.world import World


@pytest.fixture
def cast(db) -> dict[str, User]:
    world = World(dt.date(2026, 11, 26))
    people.build_people(world)
    return world.users


def test_shows_a_button_for_each_person(client: Browser, cast: dict[str, User]) -> None:
    page = client.get("/sv/demo/").content.decode()
    assert page.count('<form method="post" action="/sv/demo/') == 12
    assert "Aino Virtanen" in page


def test_logs_in_as_the_person(client: Browser, cast: dict[str, User]) -> None:
    answer = client.post("/sv/demo/anna/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/fi/")
    assert client.session["_auth_user_id"] == str(cast["anna"].pk)


def test_a_link_logs_nobody_in(client: Browser, cast: dict[str, User]) -> None:
    assert client.get("/sv/demo/aino/").status_code == 405
    assert "_auth_user_id" not in client.session


def test_unknown_person(client: Browser, cast: dict[str, User]) -> None:
    assert client.post("/sv/demo/nobody/").status_code == 404


def test_person_of_a_world_not_built(client: Browser, db) -> None:
    assert client.post("/sv/demo/aino/").status_code == 404
