"""Who writes to the index: one process at a time, and one that rebuilds it.

The embedded index lies on one machine, and so does its lock: a file, freed by the system when a process dies. Several
machines that write to Elasticsearch meet in their database.
"""

import fcntl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

ROOM = 0x5EA2C4
"""Keeps our numbers apart from other locks in the database."""
NUMBERS = {"write": 1, "rebuild": 2}


def index_lock(name: str = "write", *, wait: bool) -> AbstractContextManager[bool]:
    """Gives whether it was got; without `wait` it says no where another has it."""
    shared = settings.SEARCH_URL and connection.vendor == "postgresql"
    return _in_database(name, wait) if shared else _in_file(name, wait)


@contextmanager
def _in_file(name: str, wait: bool) -> Iterator[bool]:
    directory = Path(settings.SEARCH_DIR)
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def _in_database(name: str, wait: bool) -> Iterator[bool]:
    """Belongs to the connection, not to a transaction: it ends with either."""
    numbers = [ROOM, NUMBERS[name]]
    with connection.cursor() as cursor:
        cursor.execute(f"select pg_{'' if wait else 'try_'}advisory_lock(%s, %s)", numbers)
        got = wait or cursor.fetchone()[0]
    try:
        yield got
    finally:
        if got:
            _free(numbers)


def _free(numbers: list[int]) -> None:
    """A connection that can no longer say so is closed, which frees it too."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s, %s)", numbers)
    except DatabaseError:
        connection.close()
