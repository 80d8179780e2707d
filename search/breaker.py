"""After a failure a process leaves the engine alone for a while: one person waits for it, not everyone.

Kept by process and engine. The tick asks all the same, so that the outbox drains as soon as the engine is back.
"""

import time
from weakref import WeakKeyDictionary

from .engine import Engine

PAUSE = 5.0
"""Seconds in which pages list from the database at once."""

_until: dict[bool, WeakKeyDictionary[Engine, float]] = {False: WeakKeyDictionary(), True: WeakKeyDictionary()}
"""Reading and writing apart: without its master a cluster answers searches, and writes nothing."""


def rests(engine: Engine, *, writing: bool = False) -> bool:
    """Whether it failed a moment ago. Where it cannot be read it is not written to either."""
    now = time.monotonic()
    return any(now < _until[kind].get(engine, 0.0) for kind in ((False, True) if writing else (False,)))


def failed(engine: Engine, *, writing: bool = False) -> None:
    _until[writing][engine] = time.monotonic() + PAUSE


def answered(engine: Engine) -> None:
    for kind in _until.values():
        kind.pop(engine, None)
