"""No page offers a listing whose freshness lease is over, from the first minute of the day, index and memory or not."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client as Browser

from catalogue import actions
from catalogue.models import FreshnessCheck
from marketplace.demo.world import World
from tests.demo_fixtures import DRAWN_DAY, noon_of
from tests.selections.acting import text_of

KEY = "tranbaret.cleaning"
LAST = DRAWN_DAY
TITLE = "Hemstädning"


@pytest.fixture
def stale(stage: World) -> Iterator[World]:
    """The index is built on the last day of the lease, and no tick has run since. Now it is the next day."""
    listing = stage.listings[KEY]
    FreshnessCheck.objects.filter(listing=listing).delete()
    actions.confirm_fresh(listing=listing, by=None, on=LAST - dt.timedelta(days=89))
    call_command("search_rebuild", verbosity=0)
    with time_machine.travel(noon_of(LAST + dt.timedelta(days=1)), tick=True):
        yield stage


def for_aino(stage: World, rest: str) -> str:
    return f"/sv/for/{stage.clients['Aino Virtanen'].number}/{rest}"


def ids(page) -> list[int]:
    return [card["id"] for card in page.context["cards"]]


def test_on_the_last_day_it_is_found(stage: World, client: Browser) -> None:
    listing = stage.listings[KEY]
    FreshnessCheck.objects.filter(listing=listing).delete()
    actions.confirm_fresh(listing=listing, by=None, on=LAST - dt.timedelta(days=89))
    call_command("search_rebuild", verbosity=0)
    assert listing.pk in ids(client.get("/sv/search/?postcode=65100&category=cleaning"))


@pytest.mark.parametrize("query", ["postcode=65100&category=cleaning", "category=cleaning", "q=hemst%C3%A4dning"])
def test_search_shows_it_no_more(stale: World, client: Browser, query: str) -> None:
    page = client.get(f"/sv/search/?{query}")
    assert ids(page) and stale.listings[KEY].pk not in ids(page)
    assert not page.context["found"].degraded


@pytest.mark.parametrize("path", ["/sv/", "/sv/categories/cleaning/", "/sv/providers/{provider}/"])
def test_no_list_links_to_it(stale: World, client: Browser, path: str) -> None:
    listing = stale.listings[KEY]
    page = client.get(path.format(provider=listing.provider_id))
    assert page.status_code == 200
    assert f"/listings/{listing.pk}/" not in page.content.decode()


def test_the_api_has_it_no_more(stale: World, client: Browser) -> None:
    pk = stale.listings[KEY].pk
    assert client.get(f"/api/v1/listings/{pk}").status_code == 404
    found = client.get("/api/v1/listings?category=cleaning&postcode=65100").json()["results"]
    assert found and pk not in [hit["id"] for hit in found]


def test_her_search_shows_it_no_more(stale: World, client: Browser) -> None:
    client.force_login(stale.users["aino"])
    assert stale.listings[KEY].pk not in ids(client.get(for_aino(stale, "search/?category=cleaning")))


def test_comparing_offers_no_choice(stale: World, client: Browser) -> None:
    client.force_login(stale.users["aino"])
    pair = f"compare/?id={stale.listings[KEY].pk}&id={stale.listings['sjoboda.cleaning'].pk}"
    first, second = client.get(for_aino(stale, pair)).context["columns"]
    assert "/choose/" in second.button["url"]
    assert "/choose/" not in first.button["url"]
    first, second = client.get(f"/sv/{pair}&postcode=65100").context["columns"]
    assert (first.facts["Pris"], second.facts["Pris"] != first.facts["Pris"]) == ("Går inte att välja just nu", True)


def test_the_shortlist_keeps_it_and_says_so(stale: World, client: Browser) -> None:
    client.force_login(stale.users["aino"])
    rows = client.get(for_aino(stale, "shortlist/")).context["rows"]
    card = next(row["card"] for row in rows if row["card"]["id"] == stale.listings[KEY].pk)
    assert (card["mark"]["text"], card["numbers"]) == ("Går inte att välja just nu", [])
    assert card["buttons"][0]["text"] == "Läs mer"


def test_who_has_the_link_is_told_kindly(stale: World, client: Browser) -> None:
    pk = stale.listings[KEY].pk
    client.force_login(stale.users["aino"])
    for url in (
        f"/en/listings/{pk}/?postcode=65100",
        f"/en/for/{stale.clients['Aino Virtanen'].number}/listings/{pk}/",
    ):
        page = client.get(url)
        words = text_of(page).replace("\xa0", " ")
        assert page.status_code == 200
        assert "The provider has not told us since 29 August 2026 that these facts are still right." in words
        assert "What you have agreed on already goes on as before." in words
        assert page.context["similar"]
        assert f"/listings/{pk}/choose/" not in page.content.decode()


def test_her_choice_of_it_goes_on(stale: World, client: Browser) -> None:
    client.force_login(stale.users["aino"])
    page = client.get(for_aino(stale, "choices/"))
    assert page.status_code == 200


def test_a_word_brings_it_back_at_once(stale: World, client: Browser) -> None:
    actions.confirm_fresh(listing=stale.listings[KEY], by=None, on=LAST + dt.timedelta(days=1))
    assert stale.listings[KEY].pk in ids(client.get("/sv/search/?postcode=65100&category=cleaning"))
