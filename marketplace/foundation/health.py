"""For whoever watches the site: does the process run, and can it serve. No words about why: those are in the logs."""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from .middleware import public_page
from .registry import health_checks

log = logging.getLogger(__name__)
_migrated = False


@public_page()
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing else: restarting it mends no database."""
    return _answer({"live": True})


@public_page()
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served, else 503. What pages can do without is told in `beside` and changes nothing."""
    checks = {name: _holds(name, check) for name, check in NEEDED.items()}
    beside = {step.name: _holds(step.name, check) for step, check in health_checks()}
    is_ready = all(checks.values())
    return _answer({"ready": is_ready, "checks": checks, "beside": beside}, 200 if is_ready else 503)


def _answer(found: dict[str, object], status: int = 200) -> HttpResponse:
    return JsonResponse(found, status=status, headers={"Cache-Control": "no-store"})


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever it is, the answer is no
        log.warning("health: %s fails", name, exc_info=True)
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrations() -> bool:
    """Looked up until all are applied: this code will not need more."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _cache_table() -> bool:
    """Login attempts are counted there; asking for what is not there is enough to see the table."""
    cache.get("health")
    return True


NEEDED: dict[str, Callable[[], bool]] = {"database": _database, "migrations": _migrations, "cache": _cache_table}
