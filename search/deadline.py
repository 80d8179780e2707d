"""How long a person waits: one limit for all the engine calls of a page.

`with deadline(1.5):` around a page's search; a client of an engine asks `left()` before each attempt. The embedded
engine, which cannot be interrupted, does not look.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ends: ContextVar[float | None] = ContextVar("search_deadline", default=None)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """What runs inside has this many seconds in all. One inside another never ends later than the outer one."""
    outer, ends = _ends.get(), time.monotonic() + seconds
    token = _ends.set(ends if outer is None else min(outer, ends))
    try:
        yield
    finally:
        _ends.reset(token)


def left() -> float | None:
    """Seconds left, 0 when it is over; None where nobody waits."""
    ends = _ends.get()
    return None if ends is None else max(0.0, ends - time.monotonic())
