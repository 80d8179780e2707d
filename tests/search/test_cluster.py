"""Three nodes. One is killed, or hangs, while people search, others edit, and the index is built anew."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from signal import SIGCONT, SIGSTOP

import pytest
import time_machine
from django.db import connections

from catalogue.signals import send_ids
from marketplace.browse.finding import filter_of, find
from search import breaker, engines
from search.analysis.words import marked, stem
from search.engine import SearchUnavailable
from search.engines import current_engine
from search.indexing import drain, rebuild
from search.models import OutboxRow
from search.plan import run
from search.query import SearchQuery
from search.tree import Plan, Term

from .conftest import ON
from .nodes import Cluster, Node

pytestmark = [pytest.mark.cluster, pytest.mark.django_db(transaction=True)]
LISTINGS = 24
PAGE_SECONDS = 2.0
HARM_SECONDS = 10.0
"""Longer than a rest of the engine (`breaker.PAUSE`): one page without an answer in time is not yet an outage."""
SETTLED = 120


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with Cluster(3, heap="384m") as cluster:
        yield cluster


@pytest.fixture
def listings(cluster, settings, make_listing, set_value) -> Iterator[list]:
    settings.SEARCH_URL, settings.SEARCH_PREFIX = cluster.url, "cluster"
    settings.SEARCH_DRAIN_ON_COMMIT = False
    engines._elastic.cache_clear()  # the client counts by the clock, set back here, how long nodes that failed rest
    with time_machine.travel(dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)):
        set_value(4000)
        made = [make_listing(title="Hemhjälp") for _ in range(LISTINGS)]
        rebuild(ON)
        settings.SEARCH_DRAIN_ON_COMMIT = True
        yield made
        settings.SEARCH_DRAIN_ON_COMMIT = False
        current_engine().drop()


def warm() -> None:
    """Nodes that just started are slow: nobody asks them first on the day of a failure."""
    quick, ends = 0, time.monotonic() + SETTLED
    while quick < 30:
        started = time.monotonic()
        run(current_engine(), SearchQuery(q="hemhjälp", left_cents=5000, postcode="65100"), ON)
        quick = quick + 1 if time.monotonic() - started < 0.2 else 0
        assert time.monotonic() < ends


class Life:
    """What goes on meanwhile, each in a thread with a database connection of its own."""

    def __init__(self, listings: list) -> None:
        self.listings, self.over = listings, threading.Event()
        self.words: dict[int, str] = {}
        self.pages: list[tuple[float, str]] = []
        self.answered: list[float] = []
        self.rebuilt = self.edits = 0
        self.broken: list[BaseException] = []

    def search(self) -> None:
        """What a page of results shows: from the engine, or for a moment from the database."""
        for word in ("hemhjälp", "hemhjalp hemma", ""):
            started = time.monotonic()
            found = find(filter_of({"q": word, "postcode": "65100"}), left_cents=5000)
            failure = "" if found.total == LISTINGS else f"{found.total} found, degraded: {found.degraded}"
            self.pages.append((time.monotonic() - started, failure))
            if not found.degraded:
                self.answered.append(time.monotonic())
            time.sleep(0.1)

    def edit(self) -> None:
        listing = self.listings[self.edits % LISTINGS]
        word = f"ord{'abcdefghijklmnop'[self.edits % 16]}{self.edits}"
        listing.texts.filter(language="sv").update(body=f"Vi kommer hem till dig. {word}")
        self.words[listing.pk] = word
        send_ids([listing.pk])
        self.edits += 1
        time.sleep(0.2)

    def rebuild(self) -> None:
        try:
            rebuild(ON)
            self.rebuilt += 1
        except SearchUnavailable:
            pass
        time.sleep(1)

    @contextmanager
    def going_on(self) -> Iterator[None]:
        threads = [threading.Thread(target=self._again, args=(work,)) for work in self._works()]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join(SETTLED)
        assert not self.broken, self.broken[0]

    def _works(self) -> list[Callable[[], None]]:
        return [self.search, self.search, self.edit, self.rebuild]

    def _again(self, work: Callable[[], None]) -> None:
        try:
            while not self.over.is_set():
                work()
        except BaseException as error:
            self.broken.append(error)
        finally:
            connections.close_all()


def master_of(cluster: Cluster) -> Node:
    name = cluster.ask("/_cat/master?format=json")[0]["node"]
    return next(node for node in cluster.nodes if node.name == name)


def holder_of(cluster: Cluster, *, but: Node) -> Node:
    """A node with a copy of the live index that is not the master."""
    live = current_engine().indices.live(anew=True).name
    names = {row["node"] for row in cluster.ask(f"/_cat/shards/{live}?format=json")}
    return next(node for node in cluster.nodes if node.name in names and node is not but)


@contextmanager
def killed(node: Node) -> Iterator[None]:
    node.kill()
    yield
    node.start()


@contextmanager
def hanging(node: Node) -> Iterator[None]:
    node.send(SIGSTOP)
    try:
        yield
    finally:
        node.send(SIGCONT)


def settled() -> bool:
    """All edits are in the index; where the engine rested after a failure it is asked again."""
    breaker.answered(current_engine())
    drain(ON)
    return not OutboxRow.objects.due(ON).exists()


def with_word(word: str) -> list[int]:
    return current_engine().fetch(Plan(Term("lem_body", marked(stem(word, "sv"), "sv"), 16), (), None, "tie_0", 0, 9))[
        0
    ]


@pytest.mark.parametrize("harm", ["a data node is killed", "the master is killed", "a node hangs"])
def test_no_search_fails_and_nothing_is_lost(cluster, listings, harm: str) -> None:
    master = master_of(cluster)
    node = master if harm == "the master is killed" else holder_of(cluster, but=master)
    warm()
    life = Life(listings)
    with life.going_on():
        time.sleep(2)
        with hanging(node) if harm == "a node hangs" else killed(node):
            began = time.monotonic()
            time.sleep(HARM_SECONDS)
        cluster.wait("green")
        before = life.rebuilt
        while life.rebuilt == before:
            time.sleep(0.2)
    failures = [failure for _, failure in life.pages if failure]
    assert not failures, f"{len(failures)} of {len(life.pages)}: {failures[0]}"
    answered = {int(at - began) for at in life.answered if began <= at < began + HARM_SECONDS}
    assert len(answered) > 1, "two nodes of three go on answering"
    assert max(seconds for seconds, _ in life.pages) < PAGE_SECONDS
    ends = time.monotonic() + SETTLED
    while not settled():
        assert time.monotonic() < ends
    assert life.words
    assert {pk: with_word(word) for pk, word in life.words.items()} == {pk: [pk] for pk in life.words}
    everything = run(current_engine(), SearchQuery(page_size=1000), ON)
    assert sorted(everything.hits) == sorted(listing.pk for listing in listings)
    live = current_engine().indices.live(anew=True).name
    assert sorted(current_engine().indices.all()) == [live, f"{live}-state"]
