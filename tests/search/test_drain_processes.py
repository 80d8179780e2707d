"""Several processes drain, and one is killed while it does: nothing is lost and nothing is there twice."""

import datetime as dt
import os
import signal
import time

import pytest
import time_machine
from django.db import connections

from catalogue.signals import send_ids
from search import engines, indexing
from search.engines import current_engine
from search.indexing import drain, rebuild
from search.models import OutboxRow
from search.plan import run
from search.query import SearchQuery

from .conftest import ON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.load]


def in_child(work) -> int:
    """Runs it in a fork with connections and an engine of its own; returns the process id."""
    connections.close_all()
    if pid := os.fork():
        return pid
    engines._embedded.cache_clear()
    try:
        work()
    finally:
        connections.close_all()
        os._exit(0)


@pytest.fixture
def that_day():
    with time_machine.travel(dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def listings(that_day, make_listing, set_value, settings) -> list[int]:
    settings.SEARCH_DRAIN_ON_COMMIT = False
    set_value(4000)
    ids = [make_listing(title=f"Hjälp {number}").pk for number in range(12)]
    rebuild(ON)
    return ids


def everything() -> list[int]:
    return sorted(run(current_engine(), SearchQuery(page_size=100), ON).hits)


def test_four_processes_drain_at_once(listings) -> None:
    for _ in range(5):
        for pk in listings:
            send_ids([pk])
    children = [in_child(lambda: drain(ON)) for _ in range(4)]
    for pid in children:
        os.waitpid(pid, 0)
    assert not OutboxRow.objects.due(ON).exists()
    assert everything() == listings
    assert current_engine().status()["documents"] == 12


@pytest.mark.parametrize("moment", ["_foresee", "read"])
def test_a_kill_9_leaves_no_lock_and_loses_nothing(listings, monkeypatch, moment) -> None:
    send_ids(listings)
    with monkeypatch.context() as patch:
        patch.setattr(indexing, moment, lambda *args: time.sleep(60))
        pid = in_child(lambda: drain(ON))
        time.sleep(1)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert OutboxRow.objects.due(ON).count() == 12
    assert drain(ON) == 12
    assert everything() == listings
