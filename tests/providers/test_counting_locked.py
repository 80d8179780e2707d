"""A real lock and a real read-only database: pages go on, and what was noted waits."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections
from django.test import Client as Browser

from catalogue.models import Listing
from marketplace.foundation.dates import today
from marketplace.providers import counting
from marketplace.providers.models import ListingViews
from tests.catalogue.conftest import *  # noqa: F403 - a small county of one's own

FIREFOX = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Written after every answer. The waiting for a lock is as short as it can be."""
    counting.forget()
    monkeypatch.setattr(counting, "SECONDS", 0)
    monkeypatch.setattr(counting, "WAIT_MS", 1)
    yield
    counting.forget()


@contextmanager
def another_writer() -> Iterator[None]:
    """Another process that holds what a writer needs."""
    other = connections.create_connection("default")
    try:
        if connection.vendor == "postgresql":
            other.set_autocommit(False)
            other.cursor().execute("LOCK TABLE providers_listingviews IN EXCLUSIVE MODE")
        else:
            other.cursor().execute("BEGIN IMMEDIATE")
        yield
        other.connection.rollback()
    finally:
        other.close()


@contextmanager
def read_only() -> Iterator[None]:
    words = {
        "postgresql": ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off"),
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(words[0])
        yield
        cursor.execute(words[1])


@pytest.mark.parametrize("trouble", [another_writer, read_only])
def test_the_page_opens_and_the_view_is_written_later(make_listing, caplog, trouble) -> None:
    listing: Listing = make_listing()
    url = f"/sv/listings/{listing.pk}/"
    with trouble():
        for _time in range(2):
            assert Browser(headers=FIREFOX).get(url).status_code == 200
        assert "numbers: not written" in caplog.text
        assert not ListingViews.objects.exists()
    assert Browser(headers=FIREFOX).get(url).status_code == 200
    row = ListingViews.objects.get()
    assert (row.listing, row.on, row.seen) == (listing, today(), 3)
    assert not counting._heap


def test_afterwards_others_are_waited_for_as_long_as_before() -> None:
    words = "SHOW lock_timeout" if connection.vendor == "postgresql" else "PRAGMA busy_timeout"

    def waits() -> object:
        with connection.cursor() as cursor:
            cursor.execute(words)
            return cursor.fetchone()[0]

    before = waits()
    assert counting.write()
    assert waits() == before == {"postgresql": "0", "sqlite": 20_000}[connection.vendor]
