"""Statements of a page: few, and as many for one row as for ten. As in a process that has shown the page before."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from catalogue.models import Category
from marketplace.clients.enums import MandateBasis, Right
from marketplace.clients.models import Mandate
from marketplace.demo.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("remembering")]

MOST_FOR_A_VISITOR, MOST_FOR_A_CLIENT = 5, 12
NINE = (
    "q=st%C3%A4dning&category=cleaning&category=meals&municipality=905&municipality=545&provider_kind=company"
    "&provider_kind=association&kind=service&kind=package&speaks=sv&speaks=fi&own_share_zero=1&sort=cheapest"
)
"""With the postal code nine parameters for a visitor; for a client `fits` takes its place."""


@pytest.fixture
def indexed(stage: World) -> World:
    call_command("search_rebuild", verbosity=0)
    return stage


@pytest.fixture
def aino(indexed: World, client: Browser) -> Browser:
    client.force_login(indexed.users["aino"])
    return client


def for_aino(stage: World, rest: str) -> str:
    return f"/sv/for/{stage.clients['Aino Virtanen'].number}/{rest}"


def statements(browser: Browser, url: str) -> int:
    """Of the second answer: the first one fills the memory."""
    assert browser.get(url).status_code == 200
    with CaptureQueriesContext(connection) as seen:
        page = browser.get(url)
    assert not getattr(page.context.get("found"), "degraded", False)
    return len(seen)


def category_of_one() -> str:
    codes = Category.objects.annotate(n=Count("listings")).filter(n=1)
    return codes[0].code


def cards(browser: Browser, url: str) -> int:
    return len(browser.get(url).context["cards"])


def test_a_visitors_results(indexed: World, client: Browser) -> None:
    one, ten = f"/sv/search/?postcode=65100&category={category_of_one()}", "/sv/search/?postcode=65100"
    assert (cards(client, one), cards(client, ten)) == (1, 10)
    counts = [statements(client, url) for url in (one, ten, f"{ten}&{NINE}", f"{ten}&page=2", "/sv/search/")]
    assert len(set(counts)) == 1
    assert counts[0] <= MOST_FOR_A_VISITOR


def test_ainos_results(indexed: World, aino: Browser) -> None:
    one, ten = for_aino(indexed, f"search/?category={category_of_one()}"), for_aino(indexed, "search/")
    assert (cards(aino, one), cards(aino, ten)) == (1, 10)
    counts = [statements(aino, url) for url in (one, ten, f"{ten}?{NINE}&fits=1", f"{ten}?page=2")]
    assert len(set(counts)) == 1
    assert counts[0] <= MOST_FOR_A_CLIENT


def test_comparing_one_and_three(indexed: World, client: Browser, aino: Browser) -> None:
    ids = [f"id={indexed.listings[key].pk}" for key in ("tranbaret.cleaning", "sjoboda.cleaning", "larkan.cleaning")]
    for path, most in (
        ("/sv/compare/?postcode=65100&", MOST_FOR_A_VISITOR),
        (for_aino(indexed, "compare/?"), MOST_FOR_A_CLIENT),
    ):
        one, three = [statements(aino, f"{path}{'&'.join(some)}") for some in (ids[:1], ids)]
        assert one == three <= most


@pytest.mark.parametrize("key", ["tranbaret.cleaning", "bjorkbo.weekly"])
def test_a_listing_and_its_package(indexed: World, aino: Browser, key: str) -> None:
    pk = indexed.listings[key].pk
    assert statements(aino, f"/sv/listings/{pk}/?postcode=65100") <= MOST_FOR_A_VISITOR
    assert statements(aino, for_aino(indexed, f"listings/{pk}/")) <= MOST_FOR_A_CLIENT


def test_for_one_and_for_five_people(indexed: World, client: Browser) -> None:
    """The page after login of someone with one mandate, and with five."""
    antti = indexed.users["antti"]
    client.force_login(antti)
    assert Mandate.objects.filter(person=antti).count() == 1
    few = statements(client, "/sv/people/")
    others = [row for row in indexed.clients.values() if row.user_id != antti.pk][-4:]
    for row in others:
        Mandate.objects.create(
            client=row, person=antti, right=Right.SEE, basis=MandateBasis.CONSENT, from_on=dt.date(2026, 11, 1)
        )
    assert statements(client, "/sv/people/") == few
    page = client.get("/sv/people/").content.decode()
    assert sum(f"/sv/for/{row.number}/budget/" in page for row in others) >= 4
