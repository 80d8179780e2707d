"""Keeps the index true: drains the outbox, and builds the index anew.

Content is read from the database when it is written to the index, after the rows that ask for it were read: doing it
again is harmless, and a row is deleted only when the index holds what it asked for.
"""

import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from typing import Any

from marketplace.foundation.dates import today

from . import breaker
from .engine import Engine, SearchUnavailable
from .engines import current_engine
from .fingerprint import code_fingerprint
from .lock import index_lock
from .models import OutboxRow
from .sources import Read, expand, places, postal_codes, read

log = logging.getLogger(__name__)
BATCH = 200
ROWS = 1000

__all__ = ["code_fingerprint", "drain", "needs_rebuild", "rebuild", "tick"]


def drain(on: dt.date) -> int:
    """Indexes what is due. Who finds the lock taken leaves: its holder looks again after releasing it.

    Without an index that this code can write to the rows stay: a rebuild takes them along.
    """
    done = 0
    while OutboxRow.objects.due(on).exists():
        with index_lock(wait=False) as got:
            if not got:
                return done
            count = _drain_once(current_engine(), on)
        if not count:
            return done
        done += count
    return done


def _drain_once(engine: Engine, on: dt.date) -> int:
    """How many rows went; 0 as well when the engine does not answer."""
    rows = list(OutboxRow.objects.due(on).order_by("pk")[:ROWS].values_list("pk", "kind", "target"))
    try:
        engine.areas()
        ids = sorted({pk for kind, target in {row[1:] for row in rows} for pk in expand(kind, target)})
        all_places = places()
        for some in _batches(ids):
            found = read(some, on, all_places)
            engine.update(found.documents, found.gone)
            _foresee(found, on)
    except SearchUnavailable as error:
        log.info("search: the outbox waits (%s)", error)
        breaker.failed(engine)
        return 0
    breaker.answered(engine)
    OutboxRow.objects.filter(pk__in=[pk for pk, *_ in rows]).delete()
    return len(rows)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _foresee(found: Read, on: dt.date) -> None:
    OutboxRow.objects.set_next_dates(found.next_dates, on)


def rebuild(on: dt.date | None = None) -> int:
    """A new index from the database, in place of the old one at once; returns how many documents it holds."""
    day = on or today()
    with index_lock(wait=True):
        rows = list(OutboxRow.objects.due(day).values_list("pk", flat=True))
        engine = current_engine()
        count = engine.rebuild(_foreseen_documents(day), postal_codes())
        breaker.answered(engine)
        for some in _batches(rows):
            OutboxRow.objects.filter(pk__in=some).delete()
    drain(day)
    return count


def all_documents(on: dt.date) -> Iterator[dict[str, Any]]:
    """As a rebuild would index them; nothing is written."""
    for found in _all(on):
        yield from found.documents


def _foreseen_documents(on: dt.date) -> Iterator[dict[str, Any]]:
    for found in _all(on):
        _foresee(found, on)
        yield from found.documents


def _all(on: dt.date) -> Iterator[Read]:
    all_places = places()
    for some in _batches(list(expand("all", 0))):
        yield read(some, on, all_places)


def needs_rebuild() -> bool:
    """No index, a damaged one, one of other code, or one of other postal areas."""
    engine = current_engine()
    try:
        return engine.areas() != frozenset(postal_codes()) or not engine.status()["answers"]
    except SearchUnavailable:
        return True


def tick(on: dt.date) -> int:
    """What is due; builds the index anew where that is needed."""
    return rebuild(on) if needs_rebuild() else drain(on)
