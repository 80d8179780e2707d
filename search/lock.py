"""Who writes to the index: one process at a time. The system frees the lock of a process that dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def index_lock(*, wait: bool) -> Iterator[bool]:
    """Gives whether it was got; without `wait` it says no where another has it."""
    directory = Path(settings.SEARCH_DIR)
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
