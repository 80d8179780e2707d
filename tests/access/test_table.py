"""Every address, every kind of person, one exact answer (house.md, habit 12)."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.utils.translation import override

from marketplace.clients.models import Client
from tests.demo_fixtures import rolled_back

from .asking import address, ask
from .rows import GET, INSIDE, POST, PREFIXES, PUBLIC, Cells
from .world import ROLES, Things, Writes, as_built, digest

pytestmark = [pytest.mark.django_db, pytest.mark.once]
"""With the others that want a database untouched by transactional tests: those run last and empty it."""


def addresses(
    patterns: Iterable[Any], before: str = "", space: str = "", prefixes: Iterable[str] = tuple(PREFIXES)
) -> Iterator[str]:
    """URL names of our own rooms; of others their prefix, or the pattern where `prefixes` has none for it."""
    for one in patterns:
        here = before + str(one.pattern).removeprefix(f"{settings.LANGUAGE_CODE}/")
        prefix = next((prefix for prefix in prefixes if here.startswith(prefix)), None)
        if prefix and not (isinstance(one, URLPattern) and space):
            yield prefix
        elif isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, here, one.namespace or space, prefixes)
        else:
            yield f"{space}:{one.name}" if space else here


def without_row(patterns: Iterable[Any]) -> set[str]:
    rows = {row[0] for row in GET} | {row[0] for row in POST} | set(PREFIXES)
    with override(settings.LANGUAGE_CODE):
        return set(addresses(patterns)) - rows


def test_every_address_has_a_row() -> None:
    assert without_row(get_resolver().url_patterns) == set()


def test_every_row_has_an_address() -> None:
    with override(settings.LANGUAGE_CODE):
        there = set(addresses(get_resolver().url_patterns))
    assert ({row[0] for row in GET} | {row[0] for row in POST} | set(PREFIXES)) - there == set()


def test_a_planted_address_is_found() -> None:
    planted = path("planted/", lambda request: HttpResponse(), name="planted")
    assert without_row([*get_resolver().url_patterns, planted]) == {"planted/"}


def label(row: tuple[Any, ...]) -> str:
    return f"{row[0]} {row[1]}".strip()


def got(things: Things, jars: Any, method: str, url: str, kept: str, data: Any = None) -> tuple[Cells, list[str]]:
    """The statuses, and what is wrong with them: caches that may keep it, a refusal that changed something."""
    statuses, wrong = {}, []
    before = as_built() if method == "post" else ""
    for role in ROLES:
        wrote = Writes()
        with rolled_back(), connection.execute_wrapper(wrote):
            answer = ask(jars[role], method, url, data)
            statuses[role] = answer.status_code
            kept_as = answer.headers.get("Cache-Control", "")
            if not kept_as.startswith(kept):
                wrong.append(f"{role}: Cache-Control {kept_as}")
            refused = before and (role == "visitor" or answer.status_code in {403, 404, 410})
            if refused and wrote.about_clients and digest() != before:
                wrong.append(f"{role}: changed something")
    return statuses, wrong


def test_a_refusal_that_changes_something_is_found(things: Things, jars: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def sly(*asked: Any) -> HttpResponse:
        Client.objects.update(street="Elsewhere 1")
        return HttpResponse(status=403, headers={"Cache-Control": "no-store"})

    monkeypatch.setitem(globals(), "ask", sly)
    assert got(things, jars, "post", "/", "no-store")[1] == [f"{role}: changed something" for role in ROLES]


@pytest.mark.parametrize("row", GET, ids=label)
def test_get(things: Things, jars: Any, row: tuple[str, str, Cells], remembering: None) -> None:
    name, arguments, expected = row
    kept = "public, max-age=60" if name in PUBLIC else "no-store"
    assert got(things, jars, "get", address(things, name, arguments), kept) == (expected, [])


@pytest.mark.parametrize("row", POST, ids=label)
def test_post(things: Things, jars: Any, row: tuple[str, str, Cells, dict[str, Any]]) -> None:
    name, arguments, expected, data = row
    assert got(things, jars, "post", address(things, name, arguments), "no-store", data) == (expected, [])


@pytest.mark.parametrize("prefix", PREFIXES)
def test_other_peoples_rooms(things: Things, jars: Any, prefix: str) -> None:
    url, expected = PREFIXES[prefix]
    assert got(things, jars, "get", url, "")[0] == expected


@pytest.mark.parametrize("url", INSIDE)
def test_our_pages_in_other_peoples_rooms(things: Things, jars: Any, url: str) -> None:
    assert got(things, jars, "get", url, "")[0] == INSIDE[url]


def test_one_method_only(things: Things, jars: Any) -> None:
    """Pages take no POST, and acts no GET, from nobody. Before anything else is looked at."""
    pages, acts = {row[0]: row[1] for row in GET}, {row[0]: row[1] for row in POST}
    before = digest()
    for role in ("visitor", "aino", "kaisa", "petra"):
        for name in pages.keys() ^ acts.keys():
            method = "post" if name in pages else "get"
            if name == "accounts:start":
                continue  # sends on, whatever the method
            answer = ask(jars[role], method, address(things, name, (pages | acts)[name]))
            assert (name, answer.status_code) == (name, 405)
    assert digest() == before
