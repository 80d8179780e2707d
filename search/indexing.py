"""Keeps the index true: drains the outbox, and builds the index anew.

Content is read from the database when it is written to the index, after the rows that ask for it were read: doing it
again is harmless, and a row is deleted only when the index holds what it asked for.

An engine with one writer is rebuilt while everything else waits. With another, edits go on: each batch is read under
the lock, so that what it foresees never undoes what an edit foresaw, and is written under its version without it.
"""

import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from marketplace.foundation.dates import today

from . import breaker
from .engine import Engine, EngineAway, SearchUnavailable
from .engines import current_engine
from .fingerprint import code_fingerprint
from .lock import index_lock
from .models import DocumentVersion, OutboxRow
from .sources import Place, Read, all_ids, expand, places, postal_codes, read

log = logging.getLogger(__name__)
BATCH = 200
ROWS = 1000
PASSES = 20

__all__ = ["code_fingerprint", "drain", "needs_rebuild", "rebuild", "tick"]


def drain(on: dt.date, *, wait: bool = True, passes: int = PASSES) -> int:
    """Indexes what is due. Who finds the lock taken leaves: its holder looks again after releasing it.

    `wait`: until a search finds it. After so many passes the rest is left to the tick: others may write faster than
    one reads. Without an index that this code can write to the rows stay: a rebuild takes them along.
    """
    done = 0
    for _ in range(passes):
        if not OutboxRow.objects.due(on).exists():
            break
        with index_lock(wait=False) as got:
            count = _drain_once(current_engine(), on, wait) if got else 0
        if not count:
            break
        done += count
    return done


def _drain_once(engine: Engine, on: dt.date, wait: bool) -> int:
    """How many rows went; 0 as well when the engine does not answer."""
    rows = list(OutboxRow.objects.due(on).order_by("pk")[:ROWS].values_list("pk", "kind", "target"))
    try:
        engine.areas()
        ids = sorted({pk for kind, target in {row[1:] for row in rows} for pk in expand(kind, target)})
        all_places = places()
        for some in _batches(ids):
            found = _read_versioned(some, on, all_places)
            engine.update(found.documents, found.gone, found.version, wait=wait)
            _foresee(found, on)
    except SearchUnavailable as error:
        log.info("search: the outbox waits (%s)", error)
        breaker.failed(engine, writing=True)
        return 0
    breaker.answered(engine)
    OutboxRow.objects.filter(pk__in=[pk for pk, *_ in rows]).delete()
    return len(rows)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _foresee(found: Read, on: dt.date) -> None:
    OutboxRow.objects.set_next_dates(found.next_dates, on)


def _read_versioned(ids: Sequence[int], on: dt.date, all_places: list[Place]) -> Read:
    """The version comes first: whoever reads later has a higher one."""
    version = DocumentVersion.objects.draw()
    found = read(ids, on, all_places)
    return replace(found, version=version, documents=[{**each, "version": version} for each in found.documents])


def rebuild(on: dt.date | None = None, *, if_needed: bool = False) -> int:
    """A new index from the database, in place of the old one at once; returns how many documents it holds.

    `if_needed`: 0, should another have built it while this one waited.
    """
    day, engine = on or today(), current_engine()
    with index_lock("rebuild", wait=True):
        if if_needed and not needs_rebuild():
            return 0
        if engine.one_writer:
            with index_lock(wait=True):
                count = _rebuild(engine, day)
        else:
            count = _rebuild(engine, day)
    drain(day)
    return count


def _rebuild(engine: Engine, on: dt.date) -> int:
    rows = list(OutboxRow.objects.due(on).values_list("pk", flat=True))
    count = engine.rebuild(_foreseen_documents(engine, on), postal_codes())
    breaker.answered(engine)
    for some in _batches(rows):
        OutboxRow.objects.filter(pk__in=some).delete()
    return count


def all_documents(on: dt.date) -> Iterator[dict[str, Any]]:
    """As a rebuild would index them; nothing is written."""
    all_places = places()
    for some in _batches(all_ids()):
        yield from read(some, on, all_places).documents


def _foreseen_documents(engine: Engine, on: dt.date) -> Iterator[dict[str, Any]]:
    all_places = places()
    for some in _batches(all_ids()):
        if engine.one_writer:
            found = _read_foreseen(some, on, all_places)
        else:
            with index_lock(wait=True):
                found = _read_foreseen(some, on, all_places)
            drain(on, wait=False, passes=1)
        yield from found.documents


def _read_foreseen(ids: Sequence[int], on: dt.date, all_places: list[Place]) -> Read:
    found = _read_versioned(ids, on, all_places)
    _foresee(found, on)
    return found


def needs_rebuild() -> bool:
    """No index, a damaged one, one of other code, or one of other postal areas. An engine away is another matter."""
    engine = current_engine()
    facts = engine.status()
    if not facts["answers"]:
        return not facts.get("away", False)
    try:
        return engine.areas() != frozenset(postal_codes())
    except EngineAway:
        return False
    except SearchUnavailable:
        return True


def tick(on: dt.date) -> int:
    """What is due; builds the index anew where that is needed."""
    if needs_rebuild():
        return rebuild(on, if_needed=True)
    with index_lock("rebuild", wait=False) as got, suppress(SearchUnavailable):
        if got:
            current_engine().tidy()
    return drain(on, wait=False)
