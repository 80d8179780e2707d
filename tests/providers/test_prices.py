"""A provider's price change: questions, days, what it does to clients, sending, the official's yes."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from catalogue import actions
from catalogue.models import Approval, Category, Listing, PriceVersion
from marketplace.demo.world import World
from marketplace.providers.models import PriceChange
from marketplace.selections.models import ShortlistItem

from .conftest import text_of
from .pricing import begin, change_to, fields_of, send, shown_on

NEW_YEAR = dt.date(2027, 1, 1)
"""It is 26 November 2026, prices begin on the first of a month, and 30 days' notice is given."""


@pytest.fixture
def home(cleaning: Listing) -> str:
    return f"/en/provider/{cleaning.provider_id}/prices/"


def test_from_the_first_question_to_the_new_price(petra: Browser, home: str, cleaning: Listing) -> None:
    at = begin(petra, home, cleaning)
    kept = fields_of(petra.get(f"{at}price/"))
    assert kept["weekday-day"] == "45.00"
    assert petra.post(f"{at}price/", kept | {"weekday-day": "46,5"}).url == f"{at}day/"
    assert petra.post(f"{at}day/", {"day": "2027-01-01"}).url == at
    page = text_of(petra.get(at))
    assert "Weekday Before 45.00 € New 46.50 € Difference +3.3 %" in page
    assert "The new prices hold from 1 January 2027." in page
    assert PriceVersion.objects.filter(listing=cleaning).count() == 1
    assert send(petra, at).url == at
    version = PriceVersion.objects.filter(listing=cleaning).latest("pk")
    assert version.valid_from == NEW_YEAR
    assert version.lines.get(day_type="weekday", part="day").cents == 4650
    assert version.created_by.email == "petra@example.org"
    board = text_of(petra.get(home))
    assert "From 1 January 2027 Weekday: 46.50 €" in board


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-12-01", "The prices can change on 1 January 2027 at the earliest, so that clients have time."),
        ("2027-01-15", "Prices can begin on the first day of a month. The nearest day is 1 February 2027."),
        ("2027-12-01", "Prices can be set up to 30 November 2027. Choose an earlier day."),
        ("", "Say from which day the new prices hold."),
        ("soon", "Write the day as day.month.year, for example 1.2.2027."),
    ],
)
def test_days_outside_the_windows(petra: Browser, home: str, cleaning: Listing, day: str, words: str) -> None:
    at = begin(petra, home, cleaning)
    page = petra.post(f"{at}day/", {"day": day})
    assert page.status_code == 200
    assert words in text_of(page)
    assert PriceChange.objects.get().valid_from is None


def test_a_day_that_has_come_too_near_meanwhile_is_not_sent(
    petra: Browser, home: str, cleaning: Listing, time_machine
) -> None:
    at = change_to(petra, home, cleaning, "46")
    shown = shown_on(petra.get(at))
    time_machine.move_to("2026-12-03T10:00:00Z")
    answer = petra.post(at, {"shown": shown})
    assert answer.status_code == 409
    assert "The prices can change on 1 February 2027 at the earliest" in text_of(answer)
    assert PriceVersion.objects.filter(listing=cleaning).count() == 1


@pytest.mark.parametrize(
    ("price", "cents"), [("46,5", 4650), ("46.50", 4650), ("46,50 €", 4650), (" 46 ", 4600), ("1 046,50", 104650)]
)
def test_prices_as_people_write_them(petra: Browser, home: str, cleaning: Listing, price: str, cents: int) -> None:
    send(petra, change_to(petra, home, cleaning, price))
    line = PriceVersion.objects.filter(listing=cleaning).latest("pk").lines.get(day_type="weekday", part="day")
    assert line.cents == cents


@pytest.mark.parametrize(
    ("name", "price", "words"),
    [
        ("weekday-day", "x", "Write the sum in euros, for example 346,80."),
        ("weekday-day", "-5", "Write the sum in euros, for example 346,80."),
        ("weekday-day", "4,555", "Write the sum in euros, for example 346,80."),
        ("saturday-evening", "130 %", ""),
        ("weekday-day", "130 %", "Write the sum in euros, for example 346,80."),
    ],
)
def test_prices_that_are_none(petra: Browser, home: str, cleaning: Listing, name: str, price: str, words: str) -> None:
    at = begin(petra, home, cleaning)
    page = petra.post(f"{at}price/", fields_of(petra.get(f"{at}price/")) | {name: price})
    assert page.status_code == (200 if words else 302)
    assert not words or (words in text_of(page) and f'value="{price}"' in page.content.decode())


def test_sent_twice_it_is_one_version(petra: Browser, home: str, cleaning: Listing) -> None:
    at = change_to(petra, home, cleaning, "46")
    shown = shown_on(petra.get(at))
    assert petra.post(at, {"shown": shown}).status_code == 302
    assert petra.post(at, {"shown": shown}).status_code == 302
    assert PriceVersion.objects.filter(listing=cleaning).count() == 2


def test_what_holds_already_is_not_sent(petra: Browser, home: str, cleaning: Listing) -> None:
    send(petra, change_to(petra, home, cleaning, "46"))
    page = petra.get(change_to(petra, home, cleaning, "46"))
    assert "No price differs from what holds that day." in text_of(page)
    assert "Take the new prices into use" not in text_of(page)


def test_a_price_that_a_colleague_set_meanwhile_is_seen_first(petra: Browser, home: str, cleaning: Listing) -> None:
    at = change_to(petra, home, cleaning, "46")
    shown = shown_on(petra.get(at))
    line = actions.Line("weekday", "day", cents=4700)
    actions.set_price(listing=cleaning, by=None, on=dt.date(2026, 11, 26), valid_from=NEW_YEAR, lines=[line])
    answer = petra.post(at, {"shown": shown})
    assert answer.status_code == 409
    assert "The prices changed meanwhile. Look at them again." in text_of(answer)


def test_only_from_an_approved_provider(
    petra: Browser, home: str, cleaning: Listing, tranbaret: Approval, cast: World
) -> None:
    for approval in Approval.objects.filter(provider=cleaning.provider):
        actions.withdraw_approval(approval=approval, by=cast.users["olof"], on=dt.date(2026, 11, 26), reason="x")
    answer = petra.get(home)
    assert answer.status_code == 403
    assert "See how the approval stands" in text_of(answer)
    assert petra.post(f"{home}{cleaning.pk}/change/").status_code == 403
    assert petra.get(f"{home}list/").status_code == 403


def test_queries_stay_the_same_with_more_listings(petra: Browser, home: str, cleaning: Listing) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert petra.get(home).status_code == 200
        return len(seen)

    petra.get(home)
    few = count()
    for number in range(6):
        words = {"title": f"Ny {number}", "summary": "x", "body": "x"}
        added = actions.add_listing(
            provider=cleaning.provider, category=cleaning.category, unit="hour", texts={"sv": words, "fi": words}
        )
        line = actions.Line("weekday", "day", cents=4700)
        actions.set_price(listing=added, by=None, on=dt.date(2026, 11, 26), valid_from=NEW_YEAR, lines=[line])
    assert count() == few


# What differs


def test_a_base_that_moved_is_a_change_of_the_drives(petra: Browser, home: str, cleaning: Listing) -> None:
    """45 € stays, but the way is counted from another place."""
    actions.add_base(provider=cleaning.provider, name="Närpes", lat=62.47, lon=21.34)
    at = begin(petra, home, cleaning)
    petra.post(f"{at}day/", {"day": "2027-01-01"})
    assert "Drives begin in Before Smedsby New Smedsby and Närpes" in text_of(petra.get(at))
    send(petra, at)
    assert [base["name"] for base in PriceVersion.objects.filter(listing=cleaning).latest("pk").bases] == [
        "Smedsby",
        "Närpes",
    ]


def test_everything_that_was_asked_is_in_the_new_version(petra: Browser, home: str, cleaning: Listing) -> None:
    at = begin(petra, home, cleaning)
    kept = fields_of(petra.get(f"{at}price/"))
    night = {"weekday-day": "46", "weekday-night": "150 %", "saturday-day": ""}
    assert petra.post(f"{at}price/", kept | night).url == f"{at}hours/"
    hours = petra.post(f"{at}hours/", {"evening_from": "17.30", "night_from": "", "night_until": "x"})
    assert "Write the time, for example 18.00." in text_of(hours)
    assert "Write the time as hour.minutes, like 18.00." in text_of(hours)
    petra.post(f"{at}hours/", {"evening_from": "17.30", "night_from": "21", "night_until": "6:30"})
    petra.post(f"{at}travel/", {"cents_per_km": "0,75", "free_km": "7,5", "max_km": ""})
    new = {"new_sv": "Trappa", "new_fi": "Portaat", "new_price": "20"}
    petra.post(f"{at}extras/", {"option-windows": "", **new})
    petra.post(f"{at}amounts/", {"smallest": "1,5", "largest": "6", "step": "0,5"})
    petra.post(f"{at}day/", {"day": "2027-01-01"})
    page = text_of(petra.get(at))
    for words in (
        "Weekday night Before no price New 69.00 €",
        "Saturday Before 58.00 € New no price",
        "Windows, inside Before 12.00 € New no price",
        "Trappa Before no price New 20.00 €",
        "Travel, each started kilometre Before 0.60 € New 0.75 € Difference +25 %",
        "Travel is free within Before 10 km New 7.5 km",
        "Farthest drive Before 40 km New no limit",
        "Evening begins Before 18:00 New 17:30",
        "Smallest amount Before 2 New 1.5",
    ):
        assert words in page, words
    send(petra, at)
    version = PriceVersion.objects.filter(listing=cleaning).latest("pk")
    assert (version.evening_from, version.night_from, version.night_until) == (
        dt.time(17, 30),
        dt.time(21),
        dt.time(6, 30),
    )
    assert (version.travel_cents_per_km, version.travel_free_m, version.travel_max_m) == (75, 7500, None)
    assert (version.smallest, version.largest, version.step) == (Decimal("1.5"), 6, Decimal("0.5"))
    assert version.lines.get(part="night").percent == 150
    assert [(option.name_fi, option.cents) for option in version.options.all()] == [("Portaat", 2000)]


def test_a_first_price_holds_at_once(petra: Browser, home: str, cleaning: Listing, cast: World) -> None:
    """Nobody has seen a price yet that could change."""
    words = {"title": "Ny", "summary": "x", "body": "x"}
    facts = {"provider": cleaning.provider, "category": cleaning.category}
    added = actions.add_listing(**facts, unit="month", texts={"sv": words, "fi": words})
    assert "No price yet." in text_of(petra.get(home))
    at = begin(petra, home, added)
    empty = petra.post(f"{at}price/", {"none-none": ""})
    assert "Write the price." in text_of(empty)
    assert petra.post(f"{at}price/", {"none-none": "320"}).url == at
    send(petra, at)
    version = PriceVersion.objects.get(listing=added)
    assert (version.valid_from, version.lines.get().cents) == (dt.date(2026, 11, 26), 32000)


def test_where_it_is_free_by_law_the_voucher_is_the_highest_price(petra: Browser, home: str, cleaning: Listing) -> None:
    """The voucher pays 45 € an hour on a weekday."""
    Category.objects.filter(pk=cleaning.category_id).update(free_by_law=True)
    at = change_to(petra, home, cleaning, "45,01")
    page = petra.get(at)
    assert "Weekday: the client pays nothing by law for this help, so the price is at most 45 €." in text_of(page)
    assert b'name="shown"' not in page.content


def test_thrown_away(petra: Browser, home: str, cleaning: Listing) -> None:
    at = change_to(petra, home, cleaning, "46")
    assert petra.post(f"{at}throw-away/").url == home
    assert petra.get(at).status_code == 404
    sent = change_to(petra, home, cleaning, "46")
    send(petra, sent)
    petra.post(f"{sent}throw-away/")
    assert PriceChange.objects.get().state == "taken"


def test_begun_twice_it_is_one_change(petra: Browser, home: str, cleaning: Listing) -> None:
    assert begin(petra, home, cleaning) == begin(petra, home, cleaning)
    assert PriceChange.objects.count() == 1


def test_numbers_under_five_are_not_told(petra: Browser, home: str, cleaning: Listing, cast: World) -> None:
    """Whether it is one or none who has saved it cannot be seen."""
    page = text_of(petra.get(change_to(petra, home, cleaning, "48")))
    ShortlistItem.objects.filter(listing=cleaning).delete()
    assert "Home cleaning Have it in their plan 5–9 Have saved it fewer than 5" in page
    assert text_of(petra.get(f"{home}changes/{PriceChange.objects.get().pk}/")) == page


def test_a_slip_before_the_first_publication_is_put_right_at_once(petra: Browser, home: str, cleaning: Listing) -> None:
    words, today = {"title": "Ny", "summary": "x", "body": "x"}, dt.date(2026, 11, 26)
    facts = {"provider": cleaning.provider, "category": cleaning.category}
    added = actions.add_listing(**facts, unit="month", texts={"sv": words, "fi": words})
    actions.set_price(listing=added, by=None, on=today, valid_from=today, lines=[actions.Line(cents=3200)])
    at = begin(petra, home, added)
    assert petra.post(f"{at}price/", {"none-none": "320"}).url == at
    send(petra, at)
    version = PriceVersion.objects.filter(listing=added).latest("pk")
    assert (version.valid_from, version.lines.get().cents) == (today, 32000)


# What cannot be


EARLIER = "The evening must begin before the night begins, and the night at midnight (0.00) at the latest."
MORNING = "The night must end in the morning: earlier in the day than the evening and the night begin."


@pytest.mark.parametrize(
    ("evening", "night", "until", "words"),
    [
        ("22", "18", "20", EARLIER),
        ("22", "18", "6", EARLIER),
        ("18", "18", "6", EARLIER),
        ("18", "1", "6", EARLIER),
        ("17", "18", "20", MORNING),
        ("5", "22", "6", MORNING),
        ("18", "22", "22", MORNING),
        ("18", "0", "0", MORNING),
        ("", "18", "20", MORNING),
        ("18", "22", "6", ""),
        ("18", "22", "0", ""),
        ("18", "0", "6", ""),
        ("18", "22", "", ""),
        ("", "22", "6", ""),
    ],
)
def test_hours_that_cannot_be(
    petra: Browser, home: str, cleaning: Listing, evening: str, night: str, until: str, words: str
) -> None:
    """Without a price for evenings the three hours may be left out."""
    at = begin(petra, home, cleaning)
    kept = fields_of(petra.get(f"{at}price/"))
    petra.post(f"{at}price/", kept | {name: "" for name in kept if name.endswith("evening")})
    page = petra.post(f"{at}hours/", {"evening_from": evening, "night_from": night, "night_until": until})
    assert page.status_code == (200 if words else 302)
    assert not words or (words in text_of(page) and f'name="night_from" value="{night}"' in page.content.decode())


@pytest.mark.parametrize(("free", "most", "status"), [("9999", "1", 200), ("10,5", "10", 200), ("10", "10", 302)])
def test_travel_is_not_free_beyond_the_farthest_drive(
    petra: Browser, home: str, cleaning: Listing, free: str, most: str, status: int
) -> None:
    at = begin(petra, home, cleaning)
    page = petra.post(f"{at}travel/", {"cents_per_km": "0,50", "free_km": free, "max_km": most})
    assert page.status_code == status
    words = "You drive less far than the travel is free. Check both distances."
    assert status == 302 or words in text_of(page)


def test_hours_that_were_kept_before_are_not_sent(petra: Browser, home: str, cleaning: Listing) -> None:
    at = change_to(petra, home, cleaning, "46")
    row = PriceChange.objects.get().rows.get()
    row.terms["hours"] = {"evening_from": "22:00:00", "night_from": "18:00:00", "night_until": "20:00:00"}
    row.save()
    page = petra.get(at)
    assert EARLIER in text_of(page)
    assert b'name="shown"' not in page.content


@pytest.fixture
def added(cleaning: Listing) -> Listing:
    """A service by the hour without a price."""
    words = {"title": "Ny", "summary": "x", "body": "x"}
    facts = {"provider": cleaning.provider, "category": cleaning.category}
    return actions.add_listing(**facts, unit="hour", texts={"sv": words, "fi": words})


def test_a_first_price_is_no_rise(petra: Browser, home: str, added: Listing, five_per_cent: None) -> None:
    at = begin(petra, home, added)
    petra.post(f"{at}price/", {"weekday-day": "45"})
    petra.post(f"{at}travel/", {"cents_per_km": "0,50", "free_km": "5", "max_km": "30"})
    page = petra.get(at)
    assert "Travel, each started kilometre New 0.50 €" in text_of(page)
    assert "an official looks at it first" not in text_of(page)
    assert "Is this right?" not in text_of(page)
    send(petra, at)
    assert PriceChange.objects.get().state == "taken"


def test_travel_that_cost_nothing_is_a_rise(petra: Browser, home: str, added: Listing, five_per_cent: None) -> None:
    today = dt.date(2026, 11, 26)
    actions.set_price(listing=added, by=None, on=today, valid_from=today, lines=[actions.Line("weekday", "day", 4500)])
    at = begin(petra, home, added)
    petra.post(f"{at}day/", {"day": "2027-01-01"})
    petra.post(f"{at}travel/", {"cents_per_km": "0,50", "free_km": "", "max_km": ""})
    assert "an official looks at it first" in text_of(petra.get(at))


def test_a_first_price_shows_its_amounts(petra: Browser, home: str, added: Listing) -> None:
    at = begin(petra, home, added)
    petra.post(f"{at}price/", {"weekday-day": "45"})
    petra.post(f"{at}amounts/", {"smallest": "1,5", "largest": "6", "step": "0,5"})
    page = text_of(petra.get(at))
    assert "Smallest amount New 1.5 Largest amount New 6 Goes in steps of New 0.5" in page


@pytest.mark.parametrize(
    ("price", "words"),
    [
        ("0", "Is this right? Weekday becomes 0.00 €."),
        ("90,01", "Is this right? Weekday rises from 45.00 € to 90.01 €, more than double."),
        ("90", ""),
        ("1", ""),
    ],
)
def test_what_may_be_a_slip_is_asked_and_still_sent(
    petra: Browser, home: str, cleaning: Listing, price: str, words: str
) -> None:
    at = change_to(petra, home, cleaning, price)
    page = text_of(petra.get(at))
    assert words in page
    assert ("Is this right?" in page) == bool(words)
    send(petra, at)
    assert PriceChange.objects.get().state == "taken"
