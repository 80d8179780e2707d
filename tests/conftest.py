"""What every test stands on: the database, the browser, the clock, and which tests run at all."""

import os
import uuid
from collections.abc import Generator, Iterator

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations as SQLiteOperations
from django.utils import translation
from pytest_django import DjangoDbBlocker
from wagtail.signal_handlers import disable_reference_index_auto_update

from search import suggest
from tests import extras
from tests.databases import copied_database, flush_around_triggers
from tests.demo_fixtures import built, cast, remembering, stage, standing  # noqa: F401 - fixtures for all

SQLiteOperations.sql_flush = flush_around_triggers(SQLiteOperations.sql_flush)  # type: ignore[method-assign]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("marketplace")
    group.addoption("--with", dest="with_extras", default="", help="also: browser, cluster, data, engine, load; or all")
    group.addoption("--now", help="pretend that it is this moment (2028-02-29, 2026-10-25T03:30+02:00)")


def pytest_configure(config: pytest.Config) -> None:
    if moment := config.getoption("--now"):
        import datetime as dt

        import time_machine

        traveller = time_machine.travel(dt.datetime.fromisoformat(moment))
        traveller.start()
        config.add_cleanup(traveller.stop)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    extras.leave_out(config, items)
    for item in items:
        keep_what_migrations_made(item)
    items.sort(key=uses_the_world)  # pytest-django then sorts by kind of database use, and keeps this order


def uses_the_world(item: pytest.Item | None) -> bool:
    return "built" in getattr(item, "fixturenames", ())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, object, object]:
    done = yield
    if not uses_the_world(nextitem):
        standing.close()
    return done


def keep_what_migrations_made(item: pytest.Item) -> None:
    """A transactional test ends in empty tables: the next one gets root page, languages and groups back."""
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    asked = dict(marker.kwargs) if marker else {}
    if asked.get("transaction") or {"transactional_db", "live_server"} & set(fixtures):
        asked |= {"transaction": True, "serialized_rollback": True}
        item.add_marker(pytest.mark.django_db(**asked), append=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if line := extras.closing_line(config):
        terminalreporter.write_line(line)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if extras.IN_CI and reporter and reporter.stats.get("skipped"):
        reporter.write_line("skipped tests fail here: CI tries everything")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The browser first: once its loop runs, connections made before it are out of reach."""
    items = request.session.items
    if any(item.get_closest_marker("browser") for item in items):
        request.getfixturevalue("browser")
    # Wagtail's index of what uses what costs as much as all else in a save, and no test of ours asks for it.
    with django_db_blocker.unblock(), copied_database(), disable_reference_index_auto_update():
        # Transactional tests load this back; the rest never ask.
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()
        yield


@pytest.fixture(scope="session")
def browser() -> Generator:
    """Chromium, headless. Tests that use it are marked `browser`."""
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's own loop makes Django think it runs in one
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=extras.chromium(), args=["--no-sandbox"])
        yield chrome
        chrome.close()


@pytest.fixture
def page(browser) -> Generator:
    """A fresh browser page, 1280 × 800."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """The language that one test left active never reaches the next: addresses and words follow it."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test finds another's search index or suggestions. No index is made until it is written to.

    Elasticsearch is only for those who ask for it by the fixture `elastic`.
    """
    settings.SEARCH_URL = ""
    suggest.forget()
    settings.SEARCH_DIR = tmp_path_factory.getbasetemp() / "search" / uuid.uuid4().hex
