"""After a failure a process leaves the engine alone for a while: one person waits for it, not everyone.

Kept by process and engine. The tick asks all the same, so that the outbox drains as soon as the engine is back.
"""

import time
from weakref import WeakKeyDictionary

from .engine import Engine

PAUSE = 5.0
"""Seconds in which pages list from the database at once."""

_until: WeakKeyDictionary[Engine, float] = WeakKeyDictionary()


def rests(engine: Engine) -> bool:
    """Whether it failed a moment ago."""
    return time.monotonic() < _until.get(engine, 0.0)


def failed(engine: Engine) -> None:
    _until[engine] = time.monotonic() + PAUSE


def answered(engine: Engine) -> None:
    _until.pop(engine, None)
