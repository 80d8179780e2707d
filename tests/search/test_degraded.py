"""A broken, hung or missing engine: the next search lists from the database, and everything mends itself."""

import datetime as dt
import json
import time
from pathlib import Path

import pytest
from django.core.management import call_command

from catalogue.signals import send_ids
from search import api, breaker, engines, indexing, receivers
from search.deadline import left
from search.engine import NotIndexedYet, SearchUnavailable
from search.engines import current_engine
from search.engines.embedded import EmbeddedEngine
from search.models import OutboxRow
from search.query import SearchQuery, SearchResult

from .conftest import ON
from .damage import DAMAGES, as_nobody
from .sick import SICKNESSES, sick_server

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def listing(make_listing, set_value):
    import time_machine

    with time_machine.travel(dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC), tick=False):
        set_value(4000)
        OutboxRow.objects.all().delete()
        yield make_listing(title="Hemstädning")


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """The breaker's clock, set by hand."""
    now = [1000.0]
    monkeypatch.setattr(breaker.time, "monotonic", lambda: now[0])
    return now


class Asked:
    """Stands for the engine's plan: counts how often it was asked."""

    def __init__(self, monkeypatch, failure: Exception | None) -> None:
        self.times, self.failure = 0, failure
        monkeypatch.setattr(api.plan, "run", self)

    def __call__(self, *args: object) -> SearchResult:
        self.times += 1
        if self.failure:
            raise self.failure
        return SearchResult(total=7)


def fails() -> bool:
    try:
        api.search(SearchQuery())
    except SearchUnavailable:
        return True
    return False


def test_after_a_failure_the_engine_is_left_alone_for_five_seconds(monkeypatch, clock) -> None:
    asked = Asked(monkeypatch, SearchUnavailable("down"))
    assert fails() and fails()
    clock[0] += 4.9
    assert fails()
    assert asked.times == 1
    clock[0] += 0.2
    asked.failure = None
    assert api.search(SearchQuery()).total == 7
    assert asked.times == 2


def test_a_new_postal_area_spoils_no_other_search(monkeypatch) -> None:
    asked = Asked(monkeypatch, NotIndexedYet("new area"))
    assert fails() and fails()
    assert asked.times == 2


def test_a_page_waits_at_most_a_second_and_a_half(monkeypatch) -> None:
    seen = []
    monkeypatch.setattr(api.plan, "run", lambda *args: seen.append(left()) or SearchResult())
    api.search(SearchQuery())
    assert 1.0 < seen[0] <= 1.5


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("opened", [True, False], ids=["open", "anew"])
def test_every_damage_is_one_failure_and_the_tick_mends_it(listing, settings, damage: str, opened: bool) -> None:
    """Whether the process had the index open or not; what changed meanwhile is found afterwards."""
    api.rebuild()
    if opened:
        assert api.search(SearchQuery(q="städning")).hits == (listing.pk,)
    else:
        engines._embedded.cache_clear()
    DAMAGES[damage](Path(settings.SEARCH_DIR))
    fresh = EmbeddedEngine(Path(settings.SEARCH_DIR))
    with pytest.raises(SearchUnavailable):
        api.plan.run(fresh, SearchQuery(q="städning"), ON)
    assert fresh.status()["answers"] is False
    text = listing.texts.get(language="sv")
    text.title = "Fönsterputs"
    text.save()
    send_ids([listing.pk])
    receivers.drain_after_commit()
    indexing.tick(ON)
    assert api.search(SearchQuery(q="fönsterputs")).hits == (listing.pk,)
    assert not OutboxRow.objects.due(ON).exists()


def test_what_may_not_be_read_is_no_answer(listing, settings) -> None:
    api.rebuild()
    for path in [*Path(settings.SEARCH_DIR).rglob("*"), Path(settings.SEARCH_DIR)]:
        path.chmod(0o700 if path.is_dir() else 0o600)

    def unavailable() -> bool:
        engine = EmbeddedEngine(Path(settings.SEARCH_DIR))
        try:
            engine.areas()
        except SearchUnavailable:
            return engine.status()["answers"] is False
        return False

    assert as_nobody(unavailable)
    assert not unavailable()


def test_the_outbox_grows_while_the_engine_is_away_and_drains_when_it_is_back(listing, monkeypatch, clock) -> None:
    api.rebuild()
    engine = current_engine()
    with monkeypatch.context() as away:
        for name in ("areas", "counts"):
            away.setattr(type(engine), name, _refuse)
        for _ in range(3):
            send_ids([listing.pk])
            receivers.drain_after_commit()
        assert OutboxRow.objects.due(ON).count() == 3
        assert fails()
    receivers.drain_after_commit()
    assert OutboxRow.objects.due(ON).count() == 3
    clock[0] += 5.1
    receivers.drain_after_commit()
    assert OutboxRow.objects.due(ON).count() == 0
    assert not fails()


def _refuse(self: object) -> None:
    raise SearchUnavailable("connection refused")


def test_who_saves_waits_a_limited_time(monkeypatch) -> None:
    seen = []
    monkeypatch.setattr(indexing, "drain", lambda on: seen.append(left()))
    receivers.drain_after_commit()
    assert 2.0 < seen[0] <= 3.0


def test_a_rebuild_that_dies_half_way_leaves_the_old_index(listing, monkeypatch) -> None:
    api.rebuild()
    documents = list(indexing.all_documents(ON))

    def dies():
        yield documents[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        current_engine().rebuild(dies(), ["65100"])
    assert api.search(SearchQuery(q="städning")).hits == (listing.pk,)


def told(capsys, *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = 0
    try:
        call_command("search_status", *arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, capsys.readouterr().out


def test_the_status_says_what_waits_and_since_when(listing, settings, capsys) -> None:
    api.rebuild()
    code, words = told(capsys)
    assert code == 0
    assert "Answers: yes\nListings in it: 1" in words
    assert "Index: fits this code and the postal areas" in words
    assert "Outbox: 0 waiting; 1 for a later day" in words
    send_ids([listing.pk])
    DAMAGES["halve_current"](Path(settings.SEARCH_DIR))
    code, words = told(capsys)
    assert code == 1
    assert "Answers: no (" in words
    assert "the next tick (or search_rebuild) builds it anew" in words
    assert "Outbox: 1 waiting, the oldest since 2026-11-25T10:00:00+00:00; 1 for a later day" in words


def test_the_status_in_one_object(listing, monkeypatch, capsys) -> None:
    api.rebuild()
    code, words = told(capsys, "--json")
    found = json.loads(words)
    assert code == 0
    assert {name: found[name] for name in ("ok", "engine", "answers", "why", "documents", "needs_rebuild")} == {
        "ok": True,
        "engine": "tantivy",
        "answers": True,
        "why": "",
        "documents": 1,
        "needs_rebuild": False,
    }
    assert found["outbox"] == {"due": 0, "later": 1, "oldest": None}
    monkeypatch.setattr("search.engines.embedded_reading.code_fingerprint", lambda: "newer")
    current_engine()._reader._open = None
    code, words = told(capsys, "--json")
    found = json.loads(words)
    assert (code, found["answers"], found["needs_rebuild"]) == (1, False, True)
    assert "other code" in found["why"]


def test_the_breaker_looks_at_no_wall_clock(monkeypatch) -> None:
    """Setting the computer's clock back keeps nobody from the engine."""
    engine = current_engine()
    breaker.failed(engine)
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert breaker.rests(engine)
    breaker.answered(engine)
    assert not breaker.rests(engine)


@pytest.mark.parametrize("sickness", [*SICKNESSES, "refuses"])
def test_a_sick_server_costs_one_person_little_and_the_next_nothing(listing, settings, sickness: str) -> None:
    """The engine has one and a half of a page's two seconds, once; with its client's own limits this took ten."""
    with sick_server("hangs" if sickness == "refuses" else sickness) as server:
        settings.SEARCH_URL = server.url
        if sickness == "refuses":
            server.close()
        started = time.monotonic()
        assert fails()
        assert time.monotonic() - started < 5
        asked = server.asked
        assert fails() and fails()
        assert server.asked == asked
        send_ids([listing.pk])
        receivers.drain_after_commit()
        assert server.asked == asked
    assert OutboxRow.objects.due(ON).exists()


def test_who_saves_while_the_server_hangs_waits_a_limited_time(listing, settings) -> None:
    with sick_server("hangs") as server:
        settings.SEARCH_URL = server.url
        send_ids([listing.pk])
        started = time.monotonic()
        receivers.drain_after_commit()
        assert time.monotonic() - started < 5
        assert server.asked
        assert OutboxRow.objects.due(ON).exists()


def test_the_status_of_a_server_that_is_away(listing, settings, capsys) -> None:
    with sick_server("hangs") as server:
        settings.SEARCH_URL = server.url
        server.close()
        code, words = told(capsys)
    assert code == 1
    assert "Engine: elasticsearch" in words
    assert "Index: not known until the engine answers" in words


def test_what_cannot_be_written_is_searched_all_the_same(listing, monkeypatch, clock) -> None:
    """A cluster between two masters answers searches. Who saves does not wait for it again and again."""
    api.rebuild()
    engine, tried = current_engine(), []

    def refuse(self, *args: object, **options: object) -> None:
        tried.append(1)
        raise SearchUnavailable("no master")

    with monkeypatch.context() as away:
        away.setattr(type(engine), "update", refuse)
        for _ in range(3):
            send_ids([listing.pk])
            receivers.drain_after_commit()
    assert tried == [1]
    assert not fails()
    clock[0] += 5.1
    receivers.drain_after_commit()
    assert OutboxRow.objects.due(ON).count() == 0
