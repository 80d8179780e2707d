"""Empties a database that bears the mark. Append-only tables refuse DELETE, so the tables themselves go."""

from django.core.management import call_command
from django.db import connection


def wipe() -> None:
    """Drops every table and makes them anew."""
    if connection.vendor == "sqlite":
        _drop_sqlite()
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    call_command("createcachetable", verbosity=0)


def _drop_sqlite() -> None:
    """Virtual tables go first: their shadow tables go with them."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)}")
        cursor.execute("PRAGMA foreign_keys = ON")
