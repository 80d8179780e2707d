"""One world for the whole table, built once; every cell is rolled back."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from pytest_django import DjangoDbBlocker

from .world import Things, build_things, rolled_back

NOW = dt.datetime(2026, 11, 26, 10, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def things(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Things]:
    with time_machine.travel(NOW), django_db_blocker.unblock(), rolled_back():
        yield build_things()
