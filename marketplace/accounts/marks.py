"""The mark of an invented world in its database. Kept here, so that settings without the demo see it too."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from .models import DemoMark, User

INVENTED = "This database holds an invented world: only demo settings may use it."
REAL = "This database has users and is no invented world: demo settings must not touch it."


def begin(*, anchor: dt.date, version: int) -> DemoMark:
    """Written before anything else, so that a build that was stopped half-way is known for what it is."""
    return DemoMark.objects.create(anchor=anchor, version=version)


def finish() -> None:
    DemoMark.objects.update(finished=True)


def mark() -> DemoMark | None:
    return DemoMark.objects.first() if _has_tables() else None


def wrong_database() -> str | None:
    """Why these settings and this database do not belong together; None if they do."""
    if not _has_tables():
        return None
    marked = DemoMark.objects.exists()
    if marked and not settings.DEMO:
        return INVENTED
    if settings.DEMO and not marked and User.objects.exists():
        return REAL
    return None


def refuse_wrong_database() -> None:
    """Called where the site starts to serve. A database that does not answer yet is not a wrong one."""
    try:
        words = wrong_database()
    except OperationalError:
        return
    finally:
        connection.close()  # workers that are forked from here must not share it
    if words:
        raise ImproperlyConfigured(words)


def _has_tables() -> bool:
    tables = set(connection.introspection.table_names())
    return {DemoMark._meta.db_table, User._meta.db_table} <= tables
