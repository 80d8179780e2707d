"""The provider's listing editor: question by question to the county, back with a comment, and to the clients."""

import pytest
from django.test import Client as Browser

from catalogue import actions
from catalogue.enums import ListingState
from catalogue.listing_states import ListingCase
from catalogue.models import Listing, Provider
from marketplace.demo.world import World
from tests.demo_fixtures import DRAWN_DAY

from .conftest import text_of, told

WORDS = {
    "name": {
        "title_sv": "Fönsterputs",
        "title_fi": "Ikkunanpesu",
        "summary_sv": "Klara rutor.",
        "summary_fi": "Kirkkaat ikkunat.",
    },
    "text": {"body_sv": "Vi putsar fönster.", "body_fi": "Pesemme ikkunat."},
    "easy": {"easy_body_sv": "Vi putsar. Maj kommer.", "easy_body_fi": "Pesemme ikkunat. Maj tulee."},
}
ANSWERS = {"kind": {"kind": "service"}, "unit": {"unit": "hour"}, **WORDS, "languages": {"speaks": ["sv", "fi"]}}


@pytest.fixture
def petra(as_person) -> Browser:
    return as_person("petra")


@pytest.fixture
def provider(cast: World) -> Provider:
    return cast.providers["tranbaret"]


@pytest.fixture
def home(provider: Provider) -> str:
    return f"/en/provider/{provider.pk}/listings/"


@pytest.fixture
def listing(cast: World, provider: Provider, petra: Browser, home: str) -> Listing:
    """Begun in cleaning, nothing answered."""
    category = cast.categories["cleaning"]
    begun = petra.post(f"{home}new/", {"category": category.pk})
    found = provider.listings.latest("pk")
    assert begun.url == f"{home}{found.pk}/questions/kind/"
    return found


def answer(browser: Browser, home: str, listing: Listing, key: str, fields: dict):
    return browser.post(f"{home}{listing.pk}/questions/{key}/", fields)


@pytest.fixture
def written(cast: World, petra: Browser, home: str, listing: Listing) -> Listing:
    """All answered, with a price."""
    for key, fields in ANSWERS.items():
        assert answer(petra, home, listing, key, fields).status_code == 302
    town = cast.organiser.municipalities.get(code="905")
    assert answer(petra, home, listing, "places", {"places": [town.pk]}).status_code == 302
    lines = [actions.Line("weekday", "day", cents=4000)]
    actions.set_price(listing=listing, by=None, on=DRAWN_DAY, valid_from=DRAWN_DAY, lines=lines)
    return listing


def case(listing: Listing) -> ListingCase:
    return ListingCase(Listing.objects.for_provider().get(pk=listing.pk), DRAWN_DAY, 90)


def test_each_answer_leads_to_the_next_question_that_is_open(petra: Browser, home: str, listing: Listing) -> None:
    urls = [answer(petra, home, listing, key, fields).url for key, fields in ANSWERS.items()]
    way = [url.rstrip("/").rpartition("/")[2] for url in urls]
    assert way == ["unit", "name", "text", "easy", "places", "places"]


def test_an_answer_is_a_draft_that_nobody_else_sees(petra: Browser, home: str, written: Listing, client) -> None:
    assert case(written).states == [ListingState.DRAFT]
    assert case(written).title == "Fönsterputs"
    assert client.get(f"/sv/listings/{written.pk}/").status_code == 404
    page = text_of(petra.get(f"{home}{written.pk}/"))
    assert "Vi putsar fönster." in page
    assert "Missing" not in page


def test_to_the_county_and_to_the_clients(
    cast: World, petra: Browser, as_person, home: str, written: Listing, client
) -> None:
    assert petra.post(f"{home}{written.pk}/send/").url == f"{home}{written.pk}/"
    assert case(written).states == [ListingState.REVIEW]
    assert told() == {("olof", "listing_to_read", "sv")}
    decide(as_person("olof"), written, "reject", "Vad kostar resan?")
    page = text_of(petra.get(f"{home}{written.pk}/"))
    assert "The county sent it back" in page
    assert "Vad kostar resan?" in page
    assert told() == {("olof", "listing_to_read", "sv"), ("petra", "listing_returned", "sv")}
    answer(petra, home, written, "text", {"body_sv": "Vi putsar. Resan ingår.", "body_fi": "Pesemme. Matka kuuluu."})
    petra.post(f"{home}{written.pk}/send/")
    decide(as_person("olof"), written, "approve")
    assert case(written).states == [ListingState.LIVE]
    assert ("petra", "listing_published", "sv") in told()
    assert written in Listing.objects.choosable(DRAWN_DAY, cast.organiser)
    assert "Resan ingår" in text_of(client.get(f"/sv/listings/{written.pk}/"))


def decide(browser: Browser, listing: Listing, name: str, comment: str = "") -> None:
    state = case(listing).task
    url = f"/admin/snippets/catalogue/listing/workflow/action/{listing.pk}/{name}/{state.pk}/"
    assert browser.post(url, {"comment": comment}).status_code in {200, 302}
