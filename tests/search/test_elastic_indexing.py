"""Keeping an index on several machines true: edits while it is rebuilt, answers that get lost, what comes late."""

import datetime as dt
import json
import socket
import threading
from contextlib import contextmanager

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from elastic_transport import ConnectionTimeout
from elasticsearch import NotFoundError

from catalogue import actions
from catalogue.models import Listing
from catalogue.signals import send_ids
from search import indexing
from search.deadline import deadline
from search.engine import EngineAway, SearchUnavailable
from search.engines import current_engine, elastic_documents, elastic_indices
from search.engines.elastic import ElasticEngine
from search.engines.elastic_client import Access
from search.indexing import drain, needs_rebuild, rebuild, tick
from search.models import DocumentVersion, OutboxRow
from search.plan import run
from search.query import SearchQuery

from .conftest import ON, WEEKDAY
from .contract import make

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
HOME = "http://127.0.0.1:9"
"""Nothing listens there."""


@pytest.fixture
def engine(elastic) -> ElasticEngine:
    with time_machine.travel(dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)):
        yield current_engine()


@pytest.fixture
def listing(engine, make_listing, set_value) -> Listing:
    set_value(4000)
    return make_listing(title="Hemstädning")


def found(on: dt.date = ON, **asked) -> tuple[int, ...]:
    return run(current_engine(), SearchQuery(**asked), on).hits


def retitle(listing: Listing, language: str, title: str) -> None:
    listing.texts.filter(language=language).update(title=title)
    send_ids([listing.pk])


def settle(engine: ElasticEngine) -> None:
    """Who does not wait finds a change half a second later."""
    engine.client.indices.refresh(index=engine.indices.alias)


def ours(engine: ElasticEngine) -> list[str]:
    return sorted(engine.indices.all())


def test_a_rebuild_an_edit_and_the_end_of_a_listing(listing) -> None:
    assert needs_rebuild()
    assert rebuild(ON) == 1
    assert not needs_rebuild()
    retitle(listing, "sv", "Fönsterputs")
    assert drain(ON) == 1
    assert found(q="fönsterputs") == (listing.pk,)
    Listing.objects.get(pk=listing.pk).unpublish()
    drain(ON)
    assert found() == ()


def test_the_commands_work_on_it(listing, capsys) -> None:
    call_command("search_rebuild")
    call_command("search_rebuild", "--if-needed")
    call_command("search_status", "--json")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1 listings in the search index")
    assert lines[1] == "The search index is up to date."
    told = json.loads(lines[2])
    assert (told["ok"], told["engine"], told["documents"], told["outbox"]["due"]) == (True, "elasticsearch", 1, 0)
    assert told["details"]["health"] == "green"


def test_every_batch_has_a_version_of_its_own_drawn_before_it_is_read(listing, monkeypatch) -> None:
    seen = []

    def read(*args, inner=indexing.read):
        seen.append(DocumentVersion.objects.values_list("pk", flat=True).get())
        return inner(*args)

    monkeypatch.setattr(indexing, "read", read)
    rebuild(ON)
    send_ids([listing.pk])
    drain(ON)
    assert seen[1] > seen[0]
    engine = current_engine()
    kept = engine.client.get(index=engine.indices.alias, id=str(listing.pk))
    assert kept["_version"] == seen[1]


def test_a_dated_row_that_falls_due_after_a_later_edit(listing) -> None:
    """The row is older than the edit: its number says nothing about what it finds when it is due."""
    later = dt.date(2026, 12, 1)
    lines = [actions.Line(**WEEKDAY, cents=3900)]
    actions.set_price(listing=listing, by=None, on=ON, valid_from=later, lines=lines)
    rebuild(ON)
    dated = OutboxRow.objects.get(kind="foreseen", due_on=later)
    retitle(listing, "sv", "Fönsterputs")
    edit = OutboxRow.objects.filter(kind="listing").latest("pk")
    assert dated.pk < edit.pk
    drain(ON)
    OutboxRow.objects.filter(kind="foreseen").delete()
    dated.save(force_insert=True)
    asked = {"postcode": "65100", "own_share_zero": True, "q": "fönsterputs"}
    assert found(**asked) == ()
    drain(later)
    assert found(later, **asked) == (listing.pk,)


def test_an_edit_during_a_rebuild_is_found_at_once_and_stays(engine, make_listing, set_value, monkeypatch) -> None:
    set_value(4000)
    first, second, third = (make_listing(title=f"Städning {number}") for number in (1, 2, 3))
    rebuild(ON)
    old = engine.indices.live(anew=True).name
    seen = []

    def read(ids, *args, inner=indexing._read_foreseen):
        """After the first two were read anew, the one is edited and the other ends."""
        result = inner(ids, *args)
        if ids == [second.pk]:
            retitle(first, "sv", "Fönsterputs")
            Listing.objects.get(pk=second.pk).unpublish()
        if ids == [third.pk]:
            settle(engine)
            seen.append((engine.indices.live(anew=True).name, found(q="fönsterputs"), set(found())))
        return result

    monkeypatch.setattr(indexing, "BATCH", 1)
    monkeypatch.setattr(indexing, "_read_foreseen", read)
    assert rebuild(ON) == 3
    assert seen == [(old, (first.pk,), {first.pk, third.pk})]
    live = engine.indices.live(anew=True).name
    assert live != old
    assert (found(q="fönsterputs"), set(found())) == ((first.pk,), {first.pk, third.pk})
    assert ours(engine) == [live, f"{live}-state"]


def test_a_lost_answer_to_a_swap_is_no_failure(listing, engine, monkeypatch) -> None:
    rebuild(ON)
    before = engine.indices.live(anew=True).name
    with loses_answers(engine, monkeypatch, arrives=True) as lost:
        rebuild(ON)
    assert lost[0] > 0
    live = engine.indices.live(anew=True).name
    assert live != before
    assert found() == (listing.pk,)
    rebuild(ON)
    assert found() == (listing.pk,)
    assert len(ours(engine)) == 2


def test_a_swap_that_never_arrives_leaves_the_old_index(listing, engine, monkeypatch) -> None:
    rebuild(ON)
    before = engine.indices.live(anew=True).name
    with loses_answers(engine, monkeypatch, arrives=False), pytest.raises(EngineAway):
        rebuild(ON)
    assert engine.indices.live(anew=True).name == before
    retitle(listing, "sv", "Fönsterputs")
    drain(ON)
    assert found(q="fönsterputs") == (listing.pk,)
    tick(ON)
    assert ours(engine) == [before, f"{before}-state"]
    assert found(q="fönsterputs") == (listing.pk,)


@contextmanager
def loses_answers(engine, monkeypatch, *, arrives: bool):
    """Requests to move the alias end in a timeout, whether the server got them or not."""
    lost = [0]
    real = elastic_indices.writing

    def lossy(client):
        wrapped = real(client)
        send = wrapped.indices.update_aliases

        def update_aliases(**asked):
            lost[0] += 1
            if arrives:
                send(**asked)
            raise ConnectionTimeout("no answer")

        wrapped.indices.update_aliases = update_aliases
        return wrapped

    with monkeypatch.context() as patch:
        patch.setattr(elastic_indices, "writing", lossy)
        patch.setattr(engine.indices, "tidy", lambda: None)
        yield lost


def test_a_swap_that_comes_late_changes_nothing(listing, engine, monkeypatch) -> None:
    """After the next one, and before what is no longer needed is deleted."""
    monkeypatch.setattr(engine.indices, "tidy", lambda: None)
    rebuild(ON)
    before = engine.indices.live(anew=True).name
    engine.indices.create(f"{before[:-8]}0000beef", engine.indices.settings(), elastic_documents.mappings([]))
    late = [
        elastic_indices._alias_action("remove", before, engine.indices.alias),
        elastic_indices._alias_action("add", f"{before[:-8]}0000beef", engine.indices.alias),
    ]
    rebuild(ON)
    live = engine.indices.live(anew=True).name
    with pytest.raises(NotFoundError):
        engine.client.indices.update_aliases(actions=late)
    assert engine.indices.live(anew=True).name == live
    assert found() == (listing.pk,)


def test_nothing_that_the_alias_names_is_ever_deleted(listing, engine, monkeypatch) -> None:
    """Between looking and deleting the alias moves: the whole step fails."""
    rebuild(ON)
    old = engine.indices.live(anew=True).name
    new = f"{old[:-8]}0000beef"
    engine.indices.create(new, engine.indices.settings(), elastic_documents.mappings([]))
    looked = engine.indices.all()
    engine.indices.swap(new)
    monkeypatch.setattr(engine.indices, "all", lambda: looked)
    with pytest.raises(SearchUnavailable):
        engine.tidy()
    assert engine.client.indices.exists(index=new)


def test_a_broken_rebuild_leaves_nothing_behind(listing, engine) -> None:
    rebuild(ON)
    before = ours(engine)

    def broken():
        yield make(1, "Fotvård", "Jalkahoito")
        raise RuntimeError("the database went away")

    with pytest.raises(SearchUnavailable):
        engine.rebuild(broken(), ["65100"])
    assert ours(engine) == before


def test_while_other_code_builds_the_outbox_waits(listing, engine, monkeypatch) -> None:
    rebuild(ON)
    with monkeypatch.context() as other:
        other.setattr(elastic_indices, "code_fingerprint", lambda: "f" * 16)
        name = f"{engine.indices.alias}-{'f' * 16}-20261125100000-0000beef"
        engine.indices.create(name, engine.indices.settings(), elastic_documents.mappings([]))
    retitle(listing, "sv", "Fönsterputs")
    assert drain(ON) == 0
    assert OutboxRow.objects.due(ON).exists()
    assert tick(ON) == 1
    settle(engine)
    assert found(q="fönsterputs") == (listing.pk,)


def test_an_index_of_other_code_is_built_anew(listing, engine, monkeypatch) -> None:
    rebuild(ON)
    monkeypatch.setattr(elastic_indices, "code_fingerprint", lambda: "0123456789abcdef")
    with pytest.raises(SearchUnavailable, match="other code"):
        engine.indices.live(anew=True)
    assert needs_rebuild()
    tick(ON)
    assert found() == (listing.pk,)
    assert len(ours(engine)) == 2


def test_a_deleted_index_is_never_made_by_a_write_and_loses_no_edit(listing, engine) -> None:
    rebuild(ON)
    for name in ours(engine):
        engine.client.indices.delete(index=name)
    retitle(listing, "sv", "Fönsterputs")
    assert drain(ON) == 0
    with pytest.raises(SearchUnavailable):
        engine.indices.write(f"{engine.indices.alias}-nowhere", [elastic_documents.delete_action(1, 1)])
    assert ours(engine) == []
    with pytest.raises(SearchUnavailable):
        found()
    assert needs_rebuild()
    tick(ON)
    assert found(q="fönsterputs") == (listing.pk,)


def test_another_process_sees_a_swap_by_the_next_search(listing, engine, settings) -> None:
    rebuild(ON)
    other = ElasticEngine(engine.access, engine.indices.alias)
    assert run(other, SearchQuery(), ON).hits == (listing.pk,)
    retitle(listing, "sv", "Fönsterputs")
    rebuild(ON)
    assert run(other, SearchQuery(q="fönsterputs"), ON).hits == (listing.pk,)


def test_an_installation_leaves_another_ones_indices_alone(listing, engine) -> None:
    rebuild(ON)
    neighbour = ElasticEngine(engine.access, f"{engine.indices.alias}-b")
    neighbour.rebuild([make(1, "Fotvård", "Jalkahoito")], [])
    tick(ON)
    rebuild(ON)
    assert run(neighbour, SearchQuery(), ON).hits == (1,)
    engine.drop()
    assert run(neighbour, SearchQuery(), ON).hits == (1,)
    neighbour.drop()
    assert neighbour.status()["answers"] is False


@pytest.mark.django_db(transaction=True)
def test_two_overlapping_transactions_committed_in_reverse_order(listing) -> None:
    """The first to write its row commits last; what both changed is there in the end."""
    rebuild(ON)
    wrote, may_commit = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            retitle(listing, "sv", "Fönsterputs")
            wrote.set()
            may_commit.wait(20)
        connection.close()

    def second() -> None:
        with transaction.atomic():
            retitle(listing, "fi", "Lumityöt")
        drain(ON)

    thread = threading.Thread(target=first)
    if connection.vendor == "sqlite":  # it has one writer at a time: transactions that overlap do not exist
        may_commit.set()
    thread.start()
    wrote.wait(20)
    second()
    may_commit.set()
    thread.join()
    drain(ON)
    assert found(q="fönsterputs") == found(q="lumityöt", lang="fi") == (listing.pk,)
    assert not OutboxRow.objects.due(ON).exists()


def test_an_engine_away_is_no_reason_to_rebuild(listing, settings) -> None:
    settings.SEARCH_URL = HOME
    with pytest.raises(EngineAway):
        found()
    assert current_engine().status()["away"] is True
    assert not needs_rebuild()
    send_ids([listing.pk])
    assert tick(ON) == 0
    assert OutboxRow.objects.due(ON).exists()


def test_a_server_that_hangs_is_asked_no_longer_than_a_person_waits(engine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hung:
        hung.listen(20)
        away = ElasticEngine(Access(f"http://127.0.0.1:{hung.getsockname()[1]}"), "marketplace")
        with deadline(1.2), pytest.raises(EngineAway):
            run(away, SearchQuery(), ON)
        with deadline(0), pytest.raises(EngineAway, match="no time is left"):
            run(away, SearchQuery(), ON)
        hung.settimeout(0.1)
        attempts = 0
        with pytest.raises(TimeoutError):
            while True:
                hung.accept()
                attempts += 1
    assert attempts == 3
