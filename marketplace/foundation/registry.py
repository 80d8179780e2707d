"""What upper rooms hang into lower ones: steps of the daily tick, and parts of the story of an entry.

Registered from `AppConfig.ready`, so that no room has to import one above it.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

TickFunction = Callable[[dt.date], int]
TraceFunction = Callable[[int], Iterable[str]]


@dataclass(frozen=True, order=True)
class TickStep:
    """One idempotent step of `manage.py tick`; `layer` is the room's number in house.md, lowest first."""

    layer: int
    name: str


_tick_steps: dict[TickStep, TickFunction] = {}
_trace_parts: dict[TickStep, TraceFunction] = {}


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
