"""What upper rooms hang into lower ones: steps of the tick, parts of an entry's story, first pages, health.

Registered from `AppConfig.ready`, so that no room has to import one above it.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

TickFunction = Callable[[dt.date], int]
TraceFunction = Callable[[int], Iterable[str]]
StartFunction = Callable[[Any], str | None]
HealthFunction = Callable[[], bool]


@dataclass(frozen=True, order=True)
class TickStep:
    """One idempotent step of `manage.py tick`; `layer` is the room's number in house.md, lowest first."""

    layer: int
    name: str


_tick_steps: dict[TickStep, TickFunction] = {}
_trace_parts: dict[TickStep, TraceFunction] = {}
_starts: dict[TickStep, StartFunction] = {}
_health: dict[TickStep, HealthFunction] = {}


def register_tick(layer: int, name: str, run: TickFunction) -> None:
    """`run(on)` does what is due on that date and returns how many things it changed."""
    _tick_steps[TickStep(layer, name)] = run


def tick_steps() -> list[tuple[TickStep, TickFunction]]:
    return sorted(_tick_steps.items(), key=lambda item: item[0])


def register_trace(layer: int, name: str, tell: TraceFunction) -> None:
    """`tell(entry_id)` yields lines, in plain words, that this room knows about a ledger entry."""
    _trace_parts[TickStep(layer, name)] = tell


def trace_parts() -> list[tuple[TickStep, TraceFunction]]:
    return sorted(_trace_parts.items(), key=lambda item: item[0])


def register_start(layer: int, name: str, where: StartFunction) -> None:
    """`where(user)` gives the address at which this user's work begins in the room, or None: not here."""
    _starts[TickStep(layer, name)] = where


def first_page_of(user: Any) -> str | None:
    """Asks the rooms from the top: who has work in the admin goes there, who has no work goes to the clients' page."""
    for _, where in sorted(_starts.items(), key=lambda item: item[0], reverse=True):
        if page := where(user):
            return page
    return None


def register_health(layer: int, name: str, answers: HealthFunction) -> None:
    """`answers()` says whether something answers that pages can do without: told at /health/ready, no reason for no."""
    _health[TickStep(layer, name)] = answers


def health_checks() -> list[tuple[TickStep, HealthFunction]]:
    return sorted(_health.items(), key=lambda item: item[0])
