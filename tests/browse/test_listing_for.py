"""A listing with one client's numbers, and the way on that her helper has."""

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from catalogue.models import Listing
from marketplace.demo.world import World
from tests.selections.acting import text_of


def url(stage: World, key: str = "sjoboda.cleaning", name: str = "Aino Virtanen") -> str:
    return f"/sv/for/{stage.clients[name].number}/listings/{stage.listings[key].pk}/"


def test_the_client_s_numbers(stage: World, client: Browser) -> None:
    """Two hours at 49 €: 8 € her own, 90 € from the budget, 222 € left of 312 €."""
    client.force_login(stage.users["aino"])
    page = client.get(url(stage))
    assert page.status_code == 200
    sums = [value.replace("\xa0", " ") for _label, value in page.context["numbers"]]
    assert sums == ["8 €", "90 €", "222 €"]
    assert page.context["jar"] == {"granted": 48_000, "left": 22_200, "held": 16_800, "take": 9_000}


@pytest.mark.parametrize(
    ("who", "chooses", "suggests"),
    [("aino", True, False), ("antti", True, True), ("anna", False, True), ("kaisa", True, True)],
)
def test_the_ways_on(stage: World, client: Browser, who: str, chooses: bool, suggests: bool) -> None:
    client.force_login(stage.users[who])
    page = client.get(url(stage))
    assert (page.context["may_choose"], page.context["may_suggest"]) == (chooses, suggests)
    assert (page.context["choose_url"] in page.content.decode()) is chooses


def test_a_helper_reads_who_pays(stage: World, client: Browser) -> None:
    client.force_login(stage.users["antti"])
    assert "Aino" in client.get(url(stage)).context["payer"]


@pytest.mark.parametrize("who", ["otto", "petra", "olof"])
def test_nobody_else(stage: World, client: Browser, who: str) -> None:
    client.force_login(stage.users[who])
    assert client.get(url(stage)).status_code == 404


def test_an_unpublished_or_unknown_listing_is_not_found(stage: World, client: Browser) -> None:
    client.force_login(stage.users["aino"])
    number = stage.clients["Aino Virtanen"].number
    assert client.get(f"/sv/for/{number}/listings/99999999/").status_code == 404
    Listing.objects.filter(pk=stage.listings["sjoboda.cleaning"].pk).update(first_published_at=None)
    assert client.get(url(stage)).status_code == 404


def test_every_listing_of_the_world_has_a_page(stage: World, client: Browser) -> None:
    client.force_login(stage.users["aino"])
    for key in stage.listings:
        assert client.get(url(stage, key)).status_code == 200, key


def test_similar_ones_cost_no_queries(stage: World, client: Browser) -> None:
    """Cleaning has three similar ones beside it, meals none or one."""
    client.force_login(stage.users["aino"])
    counts = {}
    for key in ("larkan.dinner", "tranbaret.cleaning"):
        client.get(url(stage, key))
        with CaptureQueriesContext(connection) as seen:
            page = client.get(url(stage, key))
        counts[key] = (len(page.context["similar"]), len(seen))
    assert counts["tranbaret.cleaning"][0] == 3
    assert counts["tranbaret.cleaning"][1] <= counts["larkan.dinner"][1] + 1


def test_the_page_names_the_listing(stage: World, client: Browser) -> None:
    client.force_login(stage.users["aino"])
    assert "Veckostädning" in text_of(client.get(url(stage)))
