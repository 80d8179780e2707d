"""The official's reading desk: what waits, what it changes, and an answer only to what was read."""

import pytest
from django.test import Client as Browser

from catalogue import actions
from catalogue.enums import ListingState
from catalogue.listing_states import ListingCase
from catalogue.models import Listing
from marketplace.demo.world import World
from tests.demo_fixtures import DRAWN_DAY

from .conftest import text_of

DESK = "/admin/listing-review/"


@pytest.fixture
def facts(cast: World) -> dict:
    return {"by": cast.users["petra"], "organiser": cast.organiser, "on": DRAWN_DAY}


@pytest.fixture
def sent(cast: World, facts: dict) -> Listing:
    """Petra's cleaning with a new name in all languages."""
    live = cast.listings["tranbaret.cleaning"]
    words = {"sv": {"title": "Städhjälp"}, "fi": {"title": "Siivousapu"}, "en": {"title": "Cleaning help"}}
    assert actions.change_draft(listing=live, words=words, **facts) is None
    assert actions.send_listing(listing=live, **facts) is None
    return live


def case(listing: Listing) -> ListingCase:
    return ListingCase(Listing.objects.for_provider().get(pk=listing.pk), DRAWN_DAY, 90)


def say(browser: Browser, listing: Listing, step: str, comment: str = "", seen: object = None):
    seen = case(listing).listing.latest_revision_id if seen is None else seen
    return browser.post(f"{DESK}{listing.pk}/", {"step": step, "comment": comment, "seen": seen})


def test_the_desk_names_what_waits(olof: Browser, sent: Listing) -> None:
    page = text_of(olof.get(DESK))
    assert "Wait for the county: 1" in page
    assert "Cleaning help" in page
    assert "Tranbärets Hemhjälp Ab" in page


def test_the_page_shows_what_changes_and_what_stays_beside(olof: Browser, sent: Listing) -> None:
    answer = olof.get(f"{DESK}{sent.pk}/")
    page = text_of(answer)
    assert '<del class="deletion">Hemstädning</del><ins class="addition">Städhjälp</ins>' in answer.content.decode()
    assert "Price of one hour: Weekday" in page
    assert "Wiio" in page and "LIX" in page
    assert "Korsholm" in page or "Mustasaari" in page or "Vasa" in page


def test_the_page_shows_the_extras_in_every_language(olof: Browser, sent: Listing) -> None:
    page = text_of(olof.get(f"{DESK}{sent.pk}/"))
    assert "Fönster på insidan Ikkunat sisäpuolelta Windows, inside 12.00 €" in page


def test_a_return_needs_a_comment(olof: Browser, sent: Listing) -> None:
    assert "Write what the provider should change." in text_of(say(olof, sent, "return"))
    assert case(sent).work == ListingState.REVIEW


def test_what_was_changed_since_it_was_read_is_not_published(
    cast: World, olof: Browser, sent: Listing, facts: dict
) -> None:
    read = case(sent).listing.latest_revision_id
    actions.take_back_listing(listing=sent, by=cast.users["petra"])
    words = {code: {"summary": "Bäst!"} for code in ("sv", "fi", "en")}
    actions.change_draft(listing=sent, words=words, **facts)
    actions.send_listing(listing=sent, **facts)
    answer = say(olof, sent, "publish", seen=read)
    assert answer.status_code == 409
    assert "Someone has changed or decided it meanwhile." in text_of(answer)
    assert Listing.objects.get(pk=sent.pk).text("sv").title == "Hemstädning"
    assert say(olof, sent, "publish").status_code == 302


def test_answered_twice_it_is_answered_once(olof: Browser, sent: Listing) -> None:
    read = case(sent).listing.latest_revision_id
    assert say(olof, sent, "publish", seen=read).status_code == 302
    again = say(olof, sent, "return", "Nej.", seen=read)
    assert again.status_code == 409
    assert "The county is not reading the listing any more." in text_of(again)
    assert Listing.objects.get(pk=sent.pk).text("sv").title == "Städhjälp"


def test_who_works_for_the_provider_decides_nothing(cast: World, olof: Browser, sent: Listing) -> None:
    actions.add_member(provider=sent.provider, user=cast.users["olof"], role="editor", on=DRAWN_DAY)
    assert "someone else must decide" in text_of(olof.get(f"{DESK}{sent.pk}/"))
    assert say(olof, sent, "publish").status_code == 409
    assert case(sent).work == ListingState.REVIEW


@pytest.mark.parametrize("person", ["erik", "kaisa", "petra", "frida"])
def test_the_desk_is_the_officials(as_person, sent: Listing, person: str) -> None:
    browser = as_person(person)
    assert browser.get(f"{DESK}{sent.pk}/").status_code in {302, 403}
    assert say(browser, sent, "publish").status_code in {302, 403}
    assert case(sent).work == ListingState.REVIEW


@pytest.mark.parametrize("seen", ["x", "", "9" * 30, "-1"])
def test_nonsense_answers_nothing(olof: Browser, sent: Listing, seen: str) -> None:
    assert say(olof, sent, "publish", seen=seen).status_code in {200, 409}
    assert case(sent).work == ListingState.REVIEW
