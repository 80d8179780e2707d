"""Hears what the catalogue changed, inside its transaction; the index follows after the commit."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.dispatch import receiver

from catalogue.signals import listings_changed
from marketplace.foundation.dates import today

from . import breaker, suggest
from .deadline import deadline
from .engines import current_engine
from .models import OutboxRow

SAVING_SECONDS = 3.0
"""How long who saves a change waits for the index at most."""

_held = False


@contextmanager
def drain_held() -> Iterator[None]:
    """For builds of many changes that end in a rebuild: the outbox is written, and waits."""
    global _held
    before, _held = _held, True
    try:
        yield
    finally:
        _held = before


@receiver(listings_changed, dispatch_uid="search.outbox")
def write_outbox(*, ids: Iterable[int] | None, scope: tuple[str, int] | None, **_: Any) -> None:
    transaction.on_commit(suggest.forget)
    on = today()
    if scope is not None:
        OutboxRow.objects.create(kind=scope[0], target=scope[1], due_on=on)
    else:
        OutboxRow.objects.write_ids(ids or (), on)
    if settings.SEARCH_DRAIN_ON_COMMIT and not _held and not _waiting():
        transaction.on_commit(drain_after_commit, robust=True)


def _waiting() -> bool:
    """One drain after a commit is enough, however many changes it has."""
    return any(call[1] is drain_after_commit for call in connection.run_on_commit)


def drain_after_commit() -> None:
    """What fails here waits in the outbox for the tick: nobody's change is refused for it, and nobody waits long."""
    from .indexing import drain

    if breaker.rests(current_engine(), writing=True):
        return
    with deadline(SAVING_SECONDS):
        drain(today())
