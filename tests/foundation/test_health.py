"""What a load balancer asks: is the process there, and can it serve."""

import importlib

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.foundation import health, registry

LIVE, READY = "/health/live", "/health/ready"


def refuse(*args: object) -> None:
    raise OperationalError("connection to server at db.example.org failed, password=hush")


def test_live_asks_no_database(client: Client) -> None:
    """Without a database mark: the first statement would fail this test."""
    answer = client.get(LIVE)
    assert (answer.status_code, answer.json()) == (200, {"live": True})
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.django_db
def test_ready_says_what_holds(client: Client) -> None:
    """There is no index in this test: that is told, and pages work all the same."""
    answer = client.get(READY)
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "checks": {"database": True, "migrations": True, "cache": True},
        "beside": {"search": False},
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.django_db
def test_ready_says_that_search_answers(client: Client) -> None:
    from search.api import rebuild

    rebuild()
    assert client.get(READY).json()["beside"] == {"search": True}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("owner", "name", "broken"),
    [
        (connection, "cursor", "database"),
        (health.MigrationExecutor, "migration_plan", "migrations"),
        (cache, "get", "cache"),
    ],
)
def test_what_is_needed_and_fails_makes_it_unready(
    client: Client, monkeypatch: pytest.MonkeyPatch, owner: object, name: str, broken: str
) -> None:
    monkeypatch.setattr(health, "_migrated", broken != "migrations")
    with monkeypatch.context() as away:
        away.setattr(owner, name, refuse)
        answer = client.get(READY)
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert [each for each, holds in answer.json()["checks"].items() if not holds] == [broken]
    assert b"hush" not in answer.content and b"example.org" not in answer.content


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_makes_it_unready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'search'")
    answer = client.get(READY)
    assert (answer.status_code, answer.json()["checks"]["migrations"]) == (503, False)


@pytest.mark.django_db
def test_migrations_are_looked_up_once(client: Client) -> None:
    client.get(READY)
    with CaptureQueriesContext(connection) as seen:
        client.get(READY)
    assert not any("django_migrations" in each["sql"] for each in seen)


@pytest.mark.django_db
def test_a_check_that_fails_beside_is_only_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._health, registry.TickStep(9, "post office"), refuse)
    answer = client.get(READY)
    assert (answer.status_code, answer.json()["beside"]) == (200, {"search": False, "post office": False})


def test_probes_are_not_sent_to_another_scheme(client: Client, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x" * 50)
    monkeypatch.setenv("ALLOWED_HOSTS", "localhost")
    production = importlib.import_module("marketplace.settings.production")
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = production.SECURE_REDIRECT_EXEMPT
    assert client.get(LIVE).status_code == 200
    assert client.get("/sv/").status_code == 301
