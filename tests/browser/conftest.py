"""The world of the walk, built once for a module: the cast, and people on their way in."""

import copy
import sqlite3
from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import override_settings
from pytest_django import DjangoDbBlocker

from marketplace.demo.build import build
from marketplace.demo.world import World
from marketplace.foundation.dates import today
from tests.access.world import Things, build_things
from tests.demo_fixtures import DRAWN_DAY, noon_of, rolled_back

from .stops import IDENTITIES, build_walk, log_in

_first: dict[str, tuple[World, sqlite3.Connection]] = {}
"""By day: the world as it was built, and a copy of the whole database, for the tests that empty it."""


@pytest.fixture
def cast(transactional_db: None) -> World:
    """As elsewhere. What a live server serves must be committed, so that no test can roll it back: on SQLite the
    database is copied back instead of being built again."""
    day = today()
    if connection.vendor != "sqlite":
        return build(day, scale="cast")
    connection.ensure_connection()
    if (known := _first.get(f"{day}")) is None:
        known = _first[f"{day}"] = build(day, scale="cast"), sqlite3.connect(":memory:")
        connection.connection.backup(known[1])
    else:
        known[1].backup(connection.connection)
    return copy.deepcopy(known[0])


@pytest.fixture(scope="module")
def things(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Things]:
    with time_machine.travel(noon_of(DRAWN_DAY)), django_db_blocker.unblock(), rolled_back():
        things = build_things()
        build_walk(things)
        yield things


@pytest.fixture(scope="module")
def browsers(things: Things) -> Iterator[dict[str, Browser]]:
    """By role: each of the cast logged in, and those that LOGIN_PAGES names."""
    cache.clear()  # codes and tries of another module's people
    long = {"ACCOUNT_LOGIN_BY_CODE_TIMEOUT": 3600, "ACCOUNT_REAUTHENTICATION_TIMEOUT": 3600}  # walks take a while
    with override_settings(SOCIALACCOUNT_PROVIDERS=IDENTITIES, **long):
        yield log_in(things)
