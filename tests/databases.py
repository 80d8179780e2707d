"""A migrated database for each run of the tests, in a second instead of a quarter of a minute.

The migrations run once into a template, named after everything in them; each run gets a copy of it. The copy has
what migrations make (root page, languages, groups, triggers), which `--nomigrations` would lose.
"""

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations as SQLiteOperations

FOLDER = settings.VAR_DIR / "test"


def fingerprint() -> str:
    """Of every migration of every app, of the operation that makes triggers, and of the first language."""
    digest = hashlib.sha256(settings.LANGUAGE_CODE.encode())
    folders = [Path(app.path) / "migrations" for app in apps.get_app_configs()]
    for path in [*(p for folder in folders for p in sorted(folder.glob("*.py"))), *operations()]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def operations() -> list[Path]:
    folder = settings.BASE_DIR / "marketplace" / "foundation"
    stamp = settings.BASE_DIR / "catalogue" / "models" / "stamp.py"
    return [folder / "append_only.py", folder / "stamped.py", stamp]


def migrate_into(url: str) -> None:
    """In a process of its own: this one may have a false clock, and must not open the template."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "marketplace.settings.test"}
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"The test database could not be migrated:\n{done.stderr}")


@contextmanager
def copied_database() -> Iterator[None]:
    """Points the default connection at a fresh copy of the template while it is open."""
    make = _sqlite_copy if connection.vendor == "sqlite" else _postgres_copy
    with make() as name:
        ours, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
        settings.DATABASES["default"]["NAME"] = name
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = ours


@contextmanager
def _sqlite_copy() -> Iterator[str]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    template, copy = FOLDER / f"template-{fingerprint()}.sqlite3", FOLDER / f"run-{os.getpid()}.sqlite3"
    if not template.exists():
        for old in FOLDER.glob("*.sqlite3*"):
            old.unlink(missing_ok=True)
        draft = template.with_suffix(f".{os.getpid()}")
        migrate_into(f"sqlite:///{draft}")
        draft.replace(template)
    with closing(sqlite3.connect(template)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)  # takes what still lies in a write-ahead log, too
    try:
        yield str(copy)
    finally:
        for left in FOLDER.glob(f"{copy.name}*"):
            left.unlink(missing_ok=True)


@contextmanager
def _postgres_copy() -> Iterator[str]:
    base = settings.DATABASES["default"]["NAME"]
    template, copy = f"template_{base}_{fingerprint()}", f"test_{base}_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if cursor.fetchone() is None:
            draft = f"draft_{base}_{os.getpid()}"
            cursor.execute(f'CREATE DATABASE "{draft}"')
            migrate_into(urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{draft}")))
            cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{template}"')
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
    try:
        yield copy
    finally:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


def flush_around_triggers(sql_flush: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """SQLite empties tables by DELETE, which append-only tables refuse: take their triggers away meanwhile."""

    def wrapped(self: SQLiteOperations, *args: object, **kwargs: object) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_delete'")
            triggers = cursor.fetchall()
        drop = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
        return [*drop, *sql_flush(self, *args, **kwargs), *(sql for _, sql in triggers)]

    return wrapped
