"""The small demo world for any test: the named cast, about 17 listings, Aino's story."""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
import time_machine
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from catalogue import remembered as memory
from marketplace.demo.build import build
from marketplace.demo.world import World
from marketplace.foundation.dates import today

DRAWN_DAY = dt.date(2026, 11, 26)
"""The Thursday on which the drawn pages take place."""


@pytest.fixture
def cast(db: None) -> World:
    """`cast.users["anna"]`, `cast.clients["Aino Virtanen"]`, `cast.listings["tranbaret.cleaning"]`, as of today."""
    return build(today(), scale="cast")


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The cast on the drawn day. What a module or a test changes is rolled back; the world itself stands on."""
    with time_machine.travel(noon_of(DRAWN_DAY)), django_db_blocker.unblock():
        world = standing.open()
        with rolled_back():
            yield world


@pytest.fixture
def stage(built: World, db: None) -> World:
    """As `cast`, on the drawn day; the clock shows that day too. Rows are read anew, for the world is shared."""
    return built


@pytest.fixture
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a process that serves pages, in spite of the test's transaction. The catalogue must not change meanwhile."""
    monkeypatch.setattr(memory, "_in_transaction", lambda: False)
    monkeypatch.setattr(memory, "_latest", None)


class Standing:
    """The world stands from one module to the next: building it takes longer than most modules do.

    `tests/conftest.py` puts those who use it side by side, and closes it before anyone else comes.
    """

    def __init__(self) -> None:
        self._around = ExitStack()
        self._world: World | None = None

    def open(self) -> World:
        if self._world is None:
            self._around.enter_context(rolled_back())
            self._world = build(DRAWN_DAY, scale="cast")
            # PostgreSQL puts the foreign keys' checks off: each test would check the whole world anew at its end.
            connection.check_constraints()
        return self._world

    def close(self) -> None:
        self._around.close()
        self._world = None


standing = Standing()


def noon_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(10), tzinfo=dt.UTC)


@contextmanager
def rolled_back() -> Iterator[None]:
    """A transaction around many tests, which durable ones inside it take no notice of."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]
    with around:
        yield
        transaction.set_rollback(True)
