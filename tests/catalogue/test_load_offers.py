import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.actions import Line, set_price
from catalogue.models import Listing
from catalogue.offers import load_offers
from catalogue.pricing import Place, card_quote, quote

from .conftest import ON, WEEKDAY

pytestmark = pytest.mark.django_db


def test_a_card_says_price_budget_and_own_share(make_listing, set_value, vasa) -> None:
    set_value(4000)
    listing = make_listing(prices={"lines": [Line(**WEEKDAY, cents=4500)], "smallest": Decimal(2)})
    card = card_quote(load_offers([listing.pk], ON)[listing.pk], Place.of(vasa), ON)
    assert (card.refusal, card.price, card.budget, card.own, card.quantity) == (None, 9000, 8000, 1000, 2)


def test_of_one_day_the_newest_version_holds_and_later_ones_wait(make_listing, set_value, vasa) -> None:
    set_value(10000)
    listing = make_listing()
    later = dt.date(2026, 12, 1)
    for day, cents in [(ON, 4600), (later, 4700), (later, 4800)]:
        set_price(listing=listing, by=None, on=ON, valid_from=day, lines=[Line(**WEEKDAY, cents=cents)])
    offer = load_offers([listing.pk], ON)[listing.pk]
    prices = [quote(offer, Place.of(vasa), day, None, Decimal(1)).price for day in (ON, dt.date(2026, 11, 30), later)]
    assert prices == [4600, 4600, 4800]


def test_the_number_of_queries_does_not_grow(make_listing, set_value) -> None:
    set_value(4000)
    ids = [make_listing().pk for _ in range(10)]
    counts = []
    for some in (ids[:1], ids):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(load_offers(some, ON)) == len(some)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14


def test_unknown_ids_are_left_out_and_no_price_is_a_refusal(make_listing, vasa) -> None:
    listing = make_listing(prices=None)
    offers = load_offers([listing.pk, 999], ON)
    assert list(offers) == [listing.pk]
    assert card_quote(offers[listing.pk], Place.of(vasa), ON).refusal == "NO_SERVICE_THAT_DAY"
    assert not offers[listing.pk].choosable


def test_choosable_and_approved_by_are_of_the_day(make_listing, organiser) -> None:
    listing = make_listing()
    offer = load_offers([listing.pk], ON)[listing.pk]
    assert offer.choosable_by == offer.approved_by == {organiser.pk}
    assert list(Listing.objects.choosable(ON, organiser)) == [listing]
    assert load_offers([listing.pk], ON - dt.timedelta(days=1))[listing.pk].choosable is False
