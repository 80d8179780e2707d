import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client as Browser
from pytest_django import DjangoDbBlocker

from marketplace.clients.models import Client
from marketplace.demo.build import build
from marketplace.demo.world import World
from marketplace.foundation.dates import today


@pytest.fixture(scope="package")
def cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Built once for this folder and rolled back after it; each test rolls back what it changes."""
    around = transaction.atomic()
    around._from_testcase = True  # the ledger's durable transactions allow a test around them
    with django_db_blocker.unblock():
        around.__enter__()
        world = build(today(), scale="cast")
    yield world
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def no_second_factor(settings) -> None:
    """Staff are let in by password alone: the second factor has its own tests."""
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def aino(cast: World, db: None) -> Client:
    return Client.objects.get(pk=cast.clients["Aino Virtanen"].pk)


@pytest.fixture
def as_person(cast: World, db: None, client: Browser) -> Callable[[str], Browser]:
    """`as_person("antti")` is a browser in which he is logged in."""

    def log_in(key: str) -> Browser:
        client.force_login(cast.users[key])
        return client

    return log_in


def main_of(answer) -> str:
    """The page's own words: without menus, banner and footer."""
    return re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL)[0]


def yesterday() -> dt.date:
    return today() - dt.timedelta(days=1)
