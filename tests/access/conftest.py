"""One world for the whole folder, built once; every cell is rolled back."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from pytest_django import DjangoDbBlocker

from tests.demo_fixtures import rolled_back

from .asking import cookies
from .world import ROLES, Things, build_things

NOW = dt.datetime(2026, 11, 26, 10, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="package")
def things(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Things]:
    with time_machine.travel(NOW), django_db_blocker.unblock(), rolled_back():
        yield build_things()


@pytest.fixture(scope="package")
def jars(things: Things) -> dict[str, dict[str, str]]:
    """The cookies of each person, logged in."""
    return {role: cookies(things.users[role]) for role in ROLES}
