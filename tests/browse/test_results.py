"""Results for everyone and for one client; without an engine too, and what is left stands in no address."""

import re
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from catalogue.models import Category
from marketplace.demo.world import World

pytestmark = pytest.mark.django_db
ALL = 17
"""Listings of the small world."""


@pytest.fixture
def aino(stage: World, client: Browser) -> Browser:
    client.force_login(stage.users["aino"])
    return client


def search_url(stage: World, rest: str = "", name: str = "Aino Virtanen") -> str:
    return f"/sv/for/{stage.clients[name].number}/search/{rest}"


def hrefs(page) -> list[str]:
    return re.findall(r'(?:href|action)="([^"]*)"', page.content.decode())


def test_without_an_engine_everything_is_listed_with_a_notice(stage: World, client: Browser, aino: Browser) -> None:
    for url in ("/sv/search/", search_url(stage)):
        page = client.get(url)
        assert page.status_code == 200
        assert page.context["found"].degraded
        assert (page.context["found"].total, len(page.context["cards"])) == (ALL, 10)
        assert len(client.get(f"{url}?page=2").context["cards"]) == ALL - 10


def test_without_an_engine_one_still_chooses(stage: World, aino: Browser) -> None:
    page = aino.get(search_url(stage, "?category=cleaning"))
    assert page.context["found"].degraded
    listing = stage.listings["tranbaret.cleaning"]
    number = stage.clients["Aino Virtanen"].number
    for_aino = f"/sv/for/{number}/listings/{listing.pk}/"
    assert for_aino in hrefs(page)
    shown = aino.get(for_aino)
    assert f"/sv/for/{number}/choose/{listing.pk}/" in hrefs(shown)
    assert aino.get(f"/sv/for/{number}/choose/{listing.pk}/", follow=True).status_code == 200


def test_the_engine_finds_the_same(stage: World, aino: Browser) -> None:
    call_command("search_rebuild", verbosity=0)
    page = aino.get(search_url(stage))
    assert not page.context["found"].degraded
    assert page.context["found"].total == ALL
    pages = [aino.get(search_url(stage, f"?category=cleaning&page={page}")) for page in (1, 2)]
    assert {card["title"] for page in pages for card in page.context["cards"]} >= {"Hemstädning", "Veckostädning"}


def test_a_card_has_the_client_s_three_numbers(stage: World, aino: Browser) -> None:
    """Two hours are the smallest: 49 € an hour, of which the budget pays 45 €; 312 € are left in December."""
    cards = [card for page in (1, 2) for card in aino.get(search_url(stage, f"?page={page}")).context["cards"]]
    card = next(card for card in cards if card["title"] == "Veckostädning")
    assert [value.replace("\xa0", " ") for _label, value in card["numbers"]] == ["8 €", "90 €", "222 €"]


@pytest.mark.parametrize("indexed", [False, True])
def test_what_is_left_stands_in_no_address(stage: World, aino: Browser, indexed: bool) -> None:
    if indexed:
        call_command("search_rebuild", verbosity=0)
    for rest in ("", "?fits=1", "?fits=1&category=cleaning&speaks=sv&sort=cheapest", "?q=promenad&fits=1&page=2"):
        page = aino.get(search_url(stage, rest))
        assert page.status_code == 200
        for address in [*hrefs(page), page.headers.get("Location", "")]:
            assert "31200" not in address
            assert "312" not in address.split("?", 1)[-1] if "?" in address else True
            assert "left" not in address.lower()
            assert "max_budget" not in address


def test_a_client_s_results_are_kept_by_nobody(stage: World, aino: Browser) -> None:
    assert "no-store" in aino.get(search_url(stage)).headers["Cache-Control"]


@pytest.mark.parametrize(("who", "status"), [("antti", 200), ("anna", 200), ("kaisa", 200), ("otto", 404)])
def test_who_searches_for_aino(stage: World, client: Browser, who: str, status: int) -> None:
    client.force_login(stage.users[who])
    assert client.get(search_url(stage)).status_code == status


@pytest.mark.parametrize(
    "rest",
    [
        "?page=0",
        "?page=999",
        "?page=x",
        "?category=nothing",
        "?speaks=klingon",
        "?sort=;drop",
        "?postcode=99999",
        "?municipality=000",
        "?q=" + "å" * 500,
        "?q=%00",
        "?fits=maybe",
        "?kind=%F0%9F%98%80",
    ],
)
def test_strange_addresses_get_a_page(stage: World, aino: Browser, rest: str) -> None:
    for url in (search_url(stage, rest), f"/sv/search/{rest}"):
        assert aino.get(url, follow=True).status_code in {200, 400}


def queries(browser: Browser, url: str) -> int:
    browser.get(url)
    with CaptureQueriesContext(connection) as seen:
        page = browser.get(url)
    assert page.status_code == 200
    return len(seen)


def test_ten_cards_ask_no_more_than_one(stage: World, aino: Browser) -> None:
    codes = Category.objects.annotate(n=Count("listings")).filter(n=1)
    one = search_url(stage, f"?category={codes[0].code}")
    assert len(aino.get(one).context["cards"]) == 1
    assert len(aino.get(search_url(stage)).context["cards"]) == 10
    assert queries(aino, search_url(stage)) <= queries(aino, one) + 1


def test_nine_filters_ask_a_constant_number(stage: World, aino: Browser) -> None:
    """Names of towns and categories are looked up once, however much is ticked."""
    nine = "?q=a&category=cleaning&category=escort&category=meals&speaks=sv&speaks=fi&provider_kind=company"
    nine += "&own_share_zero=1&fits=1"
    assert queries(aino, search_url(stage, nine)) <= queries(aino, search_url(stage)) + 1


def ticked(page) -> set[tuple[str, str]]:
    boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*checked[^>]*>', page.content.decode())
    return {(re.search(r'name="([^"]*)"', box)[1], re.search(r'value="([^"]*)"', box)[1]) for box in boxes}


def titles(browser: Browser, url: str) -> set[str]:
    return {card["title"] for page in (1, 2) for card in browser.get(f"{url}&page={page}").context["cards"]}


@pytest.mark.parametrize("indexed", [False, True])
def test_two_kinds_of_help_give_both(stage: World, client: Browser, aino: Browser, indexed: bool) -> None:
    if indexed:
        call_command("search_rebuild", verbosity=0)
    for place in ("/sv/search/?", search_url(stage, "?")):
        cleaning, meals = (titles(client, f"{place}category={code}") for code in ("cleaning", "meals"))
        assert cleaning
        assert meals
        assert titles(client, f"{place}category=cleaning&category=meals") == cleaning | meals
        page = client.get(f"{place}category=cleaning&category=meals")
        assert page.context["found"].degraded is not indexed
        assert ticked(page) == {("category", "cleaning"), ("category", "meals")}


def test_each_of_several_choices_is_removed_alone(stage: World, client: Browser) -> None:
    page = client.get("/sv/search/?category=cleaning&category=meals&speaks=sv&speaks=fi&municipality=905&page=2")
    ways = {chip["text"]: chip["url"] for chip in page.context["panel"]["chips"]}
    assert ways == {
        "Ta bort ”Städning”": "?category=meals&speaks=sv&speaks=fi&municipality=905",
        "Ta bort ”Måltidsservice”": "?category=cleaning&speaks=sv&speaks=fi&municipality=905",
        "Ta bort ”Vasa”": "?category=cleaning&category=meals&speaks=sv&speaks=fi",
        "Ta bort ”Talar svenska”": "?category=cleaning&category=meals&speaks=fi&municipality=905",
        "Ta bort ”Talar finska”": "?category=cleaning&category=meals&speaks=sv&municipality=905",
    }


def test_what_the_panel_has_no_box_for_is_carried_along(stage: World, client: Browser) -> None:
    call_command("search_rebuild", verbosity=0)  # without an engine there is no form for the order
    page = client.get("/sv/search/?municipality=905&municipality=499&kind=package&sort=name&category=")
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.content.decode())
    for asked in (("municipality", "905"), ("municipality", "499"), ("kind", "package")):
        assert hidden.count(asked) == 2  # in the panel and in the form for the order
    assert ("category", "") not in hidden


def test_a_kind_above_others_stays_ticked(stage: World, client: Browser) -> None:
    page = client.get("/sv/search/?category=p4-3&category=cleaning")
    assert ticked(page) == {("category", "p4-3"), ("category", "cleaning")}


def test_an_unknown_choice_is_named_and_what_was_right_stays_ticked(stage: World, client: Browser) -> None:
    page = client.get("/sv/search/?category=cleaning&category=nope&speaks=fi")
    body = page.content.decode()
    assert "”nope” finns inte i listan. Välj ett annat alternativ." in body
    assert 'href="#category_0"' in body
    assert 'id="category_0"' in body
    assert ticked(page) == {("category", "cleaning"), ("speaks", "fi")}


@pytest.mark.parametrize(
    ("language", "typed", "words"),
    [
        ("sv", "hemstädnign", ("Menade du", "hemstädning")),
        ("fi", "siivuos", ("Tarkoititko", "siivous")),
        ("en", "cleening", ("Did you mean", "cleaning")),
    ],
)
def test_a_mistyped_word_is_put_right_in_the_pages_language(
    stage: World, client: Browser, aino: Browser, language: str, typed: str, words: tuple[str, str]
) -> None:
    call_command("search_rebuild", verbosity=0)
    asks, right = words
    for url in (f"/{language}/search/", search_url(stage).replace("/sv/", f"/{language}/")):
        page = aino.get(f"{url}?q={typed}&speaks=sv&page=1")
        assert page.context["cards"]
        link = next(href for href in hrefs(page) if f"q={quote(right)}" in href)
        assert f'{asks} <a href="{link}">{right}</a>?' in page.content.decode()
        assert link == f"?q={quote(right)}&amp;speaks=sv"
        assert asks not in aino.get(url + link.replace("&amp;", "&")).content.decode()
