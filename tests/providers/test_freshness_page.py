""" "Still right?": the provider's own page, its state in words, one button each and one for all."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue import actions
from catalogue.models import FreshnessCheck, Listing
from marketplace.foundation.dates import today

from .conftest import text_of


@pytest.fixture
def petras(cast) -> list[Listing]:
    """Hidden since yesterday, to be checked within five days, and fresh."""
    FreshnessCheck.objects.filter(listing__provider=cast.providers["tranbaret"]).delete()
    listings = list(cast.providers["tranbaret"].listings.order_by("pk"))
    for listing, days in zip(listings, (91, 85, 10), strict=True):
        actions.confirm_fresh(listing=listing, by=None, on=today() - dt.timedelta(days=days))
    return listings


@pytest.fixture
def url(cast) -> str:
    return f"/en/provider/{cast.providers['tranbaret'].pk}/still-right/"


def choosable(cast, listings: list[Listing]) -> list[bool]:
    found = set(Listing.objects.choosable(today(), cast.organiser).values_list("pk", flat=True))
    return [listing.pk in found for listing in listings]


def test_the_state_of_each_in_words(petras, url: str, as_person) -> None:
    page = as_person("petra").get(url)
    words = text_of(page).replace("\xa0", " ")
    assert "1 service is hidden from new choices." in words
    assert [str(row.lease).replace("\xa0", " ") for row in page.context["rows"]] == [
        "Hidden from new choices since 25 November 2026",
        "Valid until 30 November 2026",
        "Valid until 13 February 2027",
    ]
    assert [row.is_due for row in page.context["rows"]] == [True, True, False]


def test_one_button_brings_one_back(cast, petras, url: str, as_person) -> None:
    assert choosable(cast, petras) == [False, True, True]
    answer = as_person("petra").post(url, {"listing": petras[0].pk}, follow=True)
    assert "Thank you. Clients can choose this service again, or still." in text_of(answer)
    assert choosable(cast, petras) == [True, True, True]
    check = petras[0].freshness_checks.latest("on")
    assert (check.on, check.by) == (today(), cast.users["petra"])
    assert petras[1].freshness_checks.count() == 1


def test_all_at_once_is_what_the_page_showed(cast, petras, url: str, as_person) -> None:
    """What was published after the page was opened is not confirmed unseen."""
    browser = as_person("petra")
    shown = [row.lease.listing.pk for row in browser.get(url).context["rows"]]
    assert sorted(shown) == [row.pk for row in petras]
    answer = browser.post(url, {"listing": shown[:2]}, follow=True)
    assert "these 2 services" in text_of(answer)
    assert [row.freshness_checks.filter(on=today()).count() for row in petras] == [1, 1, 0]


def test_pressed_twice_is_once(petras, url: str, as_person) -> None:
    browser = as_person("petra")
    for _time in range(2):
        assert browser.post(url, {"listing": petras[0].pk}).status_code == 302
    assert petras[0].freshness_checks.filter(on=today()).count() == 1


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 30, "0", "１"])
def test_bad_input_changes_nothing_and_is_said(petras, url: str, as_person, value: str) -> None:
    answer = as_person("petra").post(url, {"listing": value}, follow=True)
    assert answer.status_code == 200
    assert "Nothing was changed." in text_of(answer)


def test_another_providers_listing_is_left_alone(cast, petras, url: str, as_person) -> None:
    strange = cast.listings["sjoboda.cleaning"]
    before = strange.freshness_checks.count()
    as_person("petra").post(url, {"listing": strange.pk})
    assert strange.freshness_checks.count() == before


def test_queries_do_not_grow_with_the_listings(cast, petras, url: str, as_person) -> None:
    browser, counts = as_person("petra"), []
    for live in (1, 3):
        Listing.objects.filter(pk__in=[row.pk for row in petras[live:]]).update(live=False)
        browser.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert len(browser.get(url).context["rows"]) == live
        counts.append(len(seen))
        Listing.objects.filter(pk__in=[row.pk for row in petras]).update(live=True)
    assert counts[0] == counts[1]


def test_without_listings_the_page_says_so(cast, as_person) -> None:
    page = as_person("pia").get(f"/en/provider/{cast.applicants['havtorn'].pk}/still-right/")
    assert "You have no published services yet." in text_of(page)
