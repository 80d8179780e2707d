"""Whatever is wrong with the engine: pages answer from the database, say what they left off, and choosing works."""

from pathlib import Path

import pytest
from django.test import Client as Browser

from marketplace.demo.world import World
from search import api, breaker, engines, indexing
from search.engines import current_engine
from tests.search.damage import DAMAGES
from tests.search.sick import sick_server
from tests.selections.acting import text_of

pytestmark = pytest.mark.django_db
ALL = 17
"""Listings of the small world."""
CLEANING = 11
ASKED = "?q=promenad&own_share_zero=1&sort=cheapest&postcode=65100"


@pytest.fixture
def aino(stage: World, client: Browser) -> Browser:
    client.force_login(stage.users["aino"])
    return client


def hers(stage: World, rest: str) -> str:
    return f"/sv/for/{stage.clients['Aino Virtanen'].number}/{rest}"


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_index_is_a_list_from_the_database(stage: World, aino: Browser, settings, damage: str) -> None:
    api.rebuild()
    assert not aino.get(hers(stage, "search/")).context["found"].degraded
    DAMAGES[damage](Path(settings.SEARCH_DIR))
    engines._embedded.cache_clear()
    for url in ("/sv/search/", hers(stage, "search/")):
        page = aino.get(url)
        assert page.status_code == 200
        assert (page.context["found"].degraded, page.context["found"].total) == (True, ALL)
        assert "Sökningen vilar" in text_of(page)
    listing = stage.listings["tranbaret.cleaning"].pk
    assert aino.get(hers(stage, f"choose/{listing}/"), follow=True).status_code == 200
    indexing.tick(stage.anchor)
    assert not aino.get("/sv/search/").context["found"].degraded


def test_the_page_names_what_it_left_off_and_shows_it_so(stage: World, client: Browser) -> None:
    page = client.get(f"/sv/search/{ASKED}&category=cleaning")
    words = text_of(page)
    assert "Används inte just nu: sökordet, inget att betala, ordningen." in words
    assert page.context["found"].total == CLEANING
    panel = page.context["panel"]
    assert (panel["free"].checked, panel["free"].off, panel["words_off"]) == (False, True, True)
    assert [(order.value, order.checked) for order in panel["sorts"]] == [("name", True)]
    assert [chip["text"] for chip in panel["chips"]] == ["Ta bort ”Städning”"]
    assert 'value="promenad"' in page.content.decode()
    assert page.context["page_obj"].paginator.count == CLEANING
    assert "promenad: " not in words


def test_what_is_left_is_named_too(stage: World, aino: Browser) -> None:
    page = aino.get(hers(stage, "search/?fits=1"))
    assert "Används inte just nu: bara det som ryms." in text_of(page)
    assert (page.context["panel"]["fits"].checked, page.context["panel"]["fits"].off) == (False, True)
    assert page.context["panel"]["chips"] == []


def test_with_the_engine_nothing_is_off(stage: World, client: Browser) -> None:
    api.rebuild()
    page = client.get(f"/sv/search/{ASKED}")
    panel = page.context["panel"]
    assert (panel["free"].checked, panel["free"].off, panel["words_off"], page.context["off"]) == (
        True,
        False,
        False,
        [],
    )
    assert [order.value for order in panel["sorts"] if order.checked] == ["cheapest"]


def test_after_a_failure_pages_do_not_wait_again(stage: World, client: Browser, monkeypatch) -> None:
    """For five seconds nothing is asked of the engine, however many pages are."""
    api.rebuild()
    breaker.failed(current_engine())
    asked = []
    monkeypatch.setattr(api.plan, "run", lambda *args: asked.append(args))
    assert client.get("/sv/search/").context["found"].degraded
    assert client.get("/fi/search/").context["found"].degraded
    assert asked == []


def test_a_server_that_hangs_is_asked_for_one_page_only(stage: World, aino: Browser, settings) -> None:
    with sick_server("hangs") as server:
        settings.SEARCH_URL = server.url
        first = aino.get(hers(stage, "search/?q=promenad"))
        asked = server.asked
        again = aino.get("/fi/search/?q=promenad")
        assert first.context["found"].degraded and again.context["found"].degraded
        assert server.asked == asked > 0
        listing = stage.listings["tranbaret.cleaning"].pk
        assert aino.get(hers(stage, f"choose/{listing}/"), follow=True).status_code == 200
