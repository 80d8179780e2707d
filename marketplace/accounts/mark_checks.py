"""Says at start, not at the first request, that settings and database do not belong together."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from .marks import wrong_database


@register(Tags.database)
def demo_mark(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A database check: it runs with `migrate` and `check --database`; serving asks `marks` itself."""
    try:
        words = wrong_database() if databases else None
    except DatabaseError:
        return []
    return [Error(words, id="accounts.E010")] if words else []
