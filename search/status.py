"""How search is, as plain facts."""

from typing import Any

from marketplace.foundation.dates import today

from . import breaker
from .deadline import deadline
from .engines import current_engine
from .indexing import needs_rebuild
from .models import OutboxRow

PATIENCE = 10.0
"""Seconds for an engine that hangs."""
PROBE_SECONDS = 1.0
SAID_APART = {"engine", "answers", "why", "documents", "away"}


def status() -> dict[str, Any]:
    """Keys: ok, engine, answers, why, documents, needs_rebuild, outbox (due, later, oldest), details. Never raises for
    what the engine does; `oldest` is when the oldest due row was written (ISO 8601), None without one.
    """
    with deadline(PATIENCE):
        facts = current_engine().status()
        stale = needs_rebuild()
    answers = bool(facts.get("answers"))
    return {
        "ok": answers and not stale,
        "engine": facts["engine"],
        "answers": answers,
        "why": "" if answers else str(facts.get("why", "")),
        "documents": facts.get("documents", 0),
        "needs_rebuild": stale,
        "outbox": _outbox(),
        "details": {name: value for name, value in facts.items() if name not in SAID_APART},
    }


def answers() -> bool:
    """Whether pages get their results from the engine now."""
    engine = current_engine()
    with deadline(PROBE_SECONDS):
        return not breaker.rests(engine) and bool(engine.status().get("answers"))


def _outbox() -> dict[str, Any]:
    due = OutboxRow.objects.due(today())
    first = due.order_by("written_at").values_list("written_at", flat=True).first()
    later = OutboxRow.objects.later(today()).count()
    return {"due": due.count(), "later": later, "oldest": first.isoformat(timespec="seconds") if first else None}
