"""The official's yes to new prices."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from catalogue import actions
from catalogue.models import Listing, PriceVersion
from marketplace.demo.world import World
from marketplace.providers.enums import PriceChangeRefusal
from marketplace.providers.models import PriceChange
from marketplace.providers.prices.actions import decide_change
from marketplace.providers.prices.looking import look_at

from .conftest import text_of, told
from .pricing import BACKEND, answer, change_to, fields_of, send, waiting_change

NEW_YEAR = dt.date(2027, 1, 1)
"""It is 26 November 2026, prices begin on the first of a month, and 30 days' notice is given."""


@pytest.fixture
def home(cleaning: Listing) -> str:
    return f"/en/provider/{cleaning.provider_id}/prices/"


def test_a_rise_that_waits_for_an_official(
    petra: Browser, olof: Browser, home: str, cleaning: Listing, five_per_cent: None
) -> None:
    page = text_of(petra.get(change_to(petra, home, cleaning, "50")))
    assert "A price rises by more than 5 per cent, so an official looks at it first." in page
    change = waiting_change(petra, home, cleaning)
    assert ("olof", "prices_to_confirm", "sv") in told()
    assert PriceVersion.objects.filter(listing=cleaning).count() == 1
    assert "New prices from 1 January 2027 wait for the county." in text_of(petra.get(home))
    assert answer(olof, change, "yes").status_code == 302
    assert ("petra", "prices_answered", "sv") in told()
    version = PriceVersion.objects.filter(listing=cleaning).latest("pk")
    assert (version.valid_from, version.lines.get(day_type="weekday", part="day").cents) == (NEW_YEAR, 5000)


@pytest.mark.parametrize(("price", "state"), [("47,25", "taken"), ("47,26", "waiting"), ("40", "taken")])
def test_what_the_rules_lay_before_an_official(
    petra: Browser, home: str, cleaning: Listing, five_per_cent: None, price: str, state: str
) -> None:
    """45 € and five per cent is 47,25 €."""
    send(petra, change_to(petra, home, cleaning, price))
    assert PriceChange.objects.get().state == state


def test_sent_back_and_sent_again(
    petra: Browser, olof: Browser, home: str, cleaning: Listing, five_per_cent: None
) -> None:
    change = waiting_change(petra, home, cleaning)
    page = answer(olof, change, "no")
    assert page.status_code == 200
    assert "Write what should be changed: the provider reads it." in text_of(page)
    assert answer(olof, change, "no", "So much at once?").status_code == 302
    at = f"{home}changes/{change.pk}/"
    assert "The county sent this back: So much at once?" in text_of(petra.get(at))
    kept = fields_of(petra.get(f"{at}price/"))
    assert kept["weekday-day"] == "50.00"
    petra.post(f"{at}price/", kept | {"weekday-day": "47"})
    send(petra, at)
    assert PriceVersion.objects.filter(listing=cleaning).count() == 2


def test_an_official_who_works_there_does_not_answer(
    petra: Browser, olof: Browser, home: str, cleaning: Listing, five_per_cent: None, cast: World
) -> None:
    change = waiting_change(petra, home, cleaning)
    actions.add_member(provider=cleaning.provider, user=cast.users["olof"], role="editor", on=dt.date(2026, 11, 26))
    page = olof.get(f"/admin/pricechange/{change.pk}/")
    assert "someone else must decide" in text_of(page)
    assert olof.post(f"/admin/pricechange/{change.pk}/", {"answer": "yes"}).status_code in {302, 403}
    facts = {"organiser": cast.organiser, "on": dt.date(2026, 11, 26)}
    shown = look_at(PriceChange.objects.with_rows().get(), *facts.values()).fingerprint
    refusal = decide_change(change=change, by=cast.users["olof"], yes=True, shown=shown, **facts)
    assert refusal == PriceChangeRefusal.CONFLICT
    assert PriceVersion.objects.filter(listing=cleaning).count() == 1


def test_two_officials_answer_once(
    petra: Browser, olof: Browser, home: str, cleaning: Listing, five_per_cent: None
) -> None:
    change = waiting_change(petra, home, cleaning)
    url = f"/admin/pricechange/{change.pk}/"
    shown = re.search(r'name="shown" value="([0-9a-f]+)"', olof.get(url).content.decode())[1]
    data = {"answer": "yes", "comment": "", "shown": shown}
    assert olof.post(url, data).status_code == 302
    assert olof.post(url, data).status_code == 409
    assert PriceVersion.objects.filter(listing=cleaning).count() == 2


def test_a_yes_after_the_first_day_is_too_late(
    petra: Browser, olof: Browser, home: str, cleaning: Listing, five_per_cent: None, cast: World, time_machine
) -> None:
    change = waiting_change(petra, home, cleaning)
    time_machine.move_to("2027-01-02T10:00:00Z")
    olof.force_login(cast.users["olof"], backend=BACKEND)
    page = answer(olof, change, "yes")
    assert page.status_code == 409
    assert "The first day has passed." in text_of(page)
    assert answer(olof, change, "no", "Choose another day.").status_code == 302


def test_the_official_sees_how_the_prices_lie(petra: Browser, olof: Browser, home: str, cleaning: Listing) -> None:
    """Eight others clean on a weekday: 40, 42, 44, 44, 45, 45, 46, 49 €. Quartiles: places 1,75, 3,5 and 5,25."""
    send(petra, change_to(petra, home, cleaning, "46"))
    page = olof.get(f"/admin/pricechange/{PriceChange.objects.get().pk}/")
    text = text_of(page)
    assert "Weekday 45.00 € 46.00 € +2.2 %" in text
    assert "Weekday 8 40.00 € 43.50 € 44.50 € 45.25 € 49.00 € 45.00 € 46.00 €" in text
    assert "Saturday 4 52.00 € 53.50 € 55.00 € 56.75 € 59.00 € 58.00 € 58.00 €" in text


def test_the_official_reads_the_extras_in_every_language(
    petra: Browser, olof: Browser, home: str, cleaning: Listing
) -> None:
    at = change_to(petra, home, cleaning, "46")
    petra.post(f"{at}extras/", {"option-windows": "13", "new_sv": "Trappa", "new_fi": "Portaat", "new_price": "20"})
    send(petra, at)
    page = text_of(olof.get(f"/admin/pricechange/{PriceChange.objects.get().pk}/"))
    assert "Fönster på insidan Ikkunat sisäpuolelta Windows, inside 13.00 €" in page
    assert "Trappa Portaat Trappa 20.00 €" in page


@pytest.mark.parametrize("who", ["erik", "petra", "kaisa"])
def test_the_price_desk_is_for_officials(as_person, petra: Browser, home: str, cleaning: Listing, who: str) -> None:
    send(petra, change_to(petra, home, cleaning, "46"))
    found = as_person(who).get(f"/admin/pricechange/{PriceChange.objects.get().pk}/")
    assert found.status_code == 302
    assert as_person(who).get("/admin/pricechange/").status_code == 302


def test_the_officials_queries_stay_the_same_with_more_listings_and_prices(
    petra: Browser, olof: Browser, home: str, cleaning: Listing, cast: World
) -> None:
    send(petra, change_to(petra, home, cleaning, "46"))
    url = f"/admin/pricechange/{PriceChange.objects.get().pk}/"

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert olof.get(url).status_code == 200
        return len(seen)

    count()
    few = count()
    other = cast.listings["larkan.cleaning"]
    for number in range(4):
        words = {"title": f"Ny {number}", "summary": "x", "body": "x"}
        facts = {"provider": other.provider, "category": other.category, "unit": "hour"}
        added = actions.add_listing(**facts, texts={"sv": words, "fi": words})
        day = dt.date(2026, 11, 26)
        actions.set_price(listing=added, by=None, on=day, valid_from=day, lines=[actions.Line("weekday", "day", 4700)])
        actions.publish(listing=added, by=None, on=day)
    assert "Weekday 12 " in text_of(olof.get(url))
    assert count() == few
