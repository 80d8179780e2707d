"""What pages remember of the catalogue is never older than the last commit."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from catalogue import actions
from catalogue.actions import Line
from catalogue.models import CatalogueStamp, Category, Listing
from catalogue.models.stamp import NOT_SHOWN, watch, watched_tables
from catalogue.pricing import Place
from catalogue.remembered import Kept, OneLook, one_look, remembered
from marketplace.foundation.stamped import create_sql, existing

from .conftest import ON, WEEKDAY


@pytest.mark.django_db
def test_every_table_that_is_shown_renews_the_stamp() -> None:
    names = {model.__name__ for model in apps.get_app_config("catalogue").get_models()}
    assert set(NOT_SHOWN) < names
    wanted = [create_sql(connection.vendor, table, "catalogue_cataloguestamp") for table in watched_tables()]
    assert {"catalogue_priceline", "catalogue_listingtext", "wagtailimages_image"} < set(watched_tables())
    assert {name for made in wanted for name in made} <= existing(connection)


@pytest.mark.django_db
def test_a_table_made_anew_gets_its_triggers_back_with_the_next_migration() -> None:
    names = list(create_sql(connection.vendor, "catalogue_category", "catalogue_cataloguestamp"))
    on_table = ' ON "catalogue_category"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'DROP TRIGGER "{name}"{on_table}')
    assert not set(names) & existing(connection)
    watch(using="default")
    assert set(names) <= existing(connection)


@pytest.mark.django_db(transaction=True)
def test_what_raw_sql_and_bulk_updates_commit_renews_the_stamp_once_taken_back_it_does_not() -> None:
    seen = [CatalogueStamp.objects.now()]

    def renewed() -> bool:
        seen.append(CatalogueStamp.objects.now())
        return seen[-1] not in seen[:-1]

    Category.objects.bulk_create([Category(code="a", path="/a/", name_sv="A", name_fi="A")])
    assert renewed()
    assert not renewed()
    Category.objects.update(name_sv="B")
    assert renewed()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_category SET name_fi = 'C'")
    assert renewed()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Category.objects.update(name_sv="D")
        raise ZeroDivisionError
    assert not renewed()
    Category.objects.all().delete()
    assert renewed()


@pytest.fixture
def listing(make_listing, set_value):
    set_value(4000)
    return make_listing(prices={"lines": [Line(**WEEKDAY, cents=4500)], "smallest": Decimal(2)})


def set_price(listing: Listing, cents: int, valid_from: dt.date = ON) -> None:
    lines = [Line(**WEEKDAY, cents=cents)]
    actions.set_price(listing=listing, by=None, on=ON, valid_from=valid_from, lines=lines, smallest=Decimal(2))


def shown_price(listing: Listing, vasa, on: dt.date = ON) -> int | None:
    known = remembered(on)
    return known.card_quote(known.offers([listing.pk])[listing.pk], Place.of(vasa)).price


@pytest.mark.django_db(transaction=True)
def test_one_statement_while_nothing_changes(listing, vasa) -> None:
    def all_of_it() -> tuple:
        known = remembered(ON)
        quote = known.card_quote(known.offers([listing.pk])[listing.pk], Place.of(vasa))
        phone = known.areas["65100"].municipality.organiser.phone
        title = known.listings([listing.pk])[listing.pk].text("sv").title
        return quote.price, phone, title, [row.code for row in known.leaves]

    first = all_of_it()
    with CaptureQueriesContext(connection) as queries:
        assert all_of_it() == first == (9000, "000 000 0000", "Hemhjälp", ["p4-3"])
    assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
def test_a_price_is_seen_as_soon_as_it_is_committed_by_whomever(listing, vasa) -> None:
    assert shown_price(listing, vasa) == 9000

    def elsewhere() -> None:
        set_price(listing, 4600)
        connection.close()

    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()
    assert shown_price(listing, vasa) == 9200


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_saw_and_took_back_is_forgotten(listing, vasa) -> None:
    assert shown_price(listing, vasa) == 9000
    with transaction.atomic():
        set_price(listing, 4600)
        assert shown_price(listing, vasa) == 9200
        transaction.set_rollback(True)
    assert shown_price(listing, vasa) == 9000


@pytest.mark.django_db(transaction=True)
def test_each_day_has_its_own(listing, vasa) -> None:
    later = dt.date(2026, 12, 1)
    set_price(listing, 4700, valid_from=later)
    assert [shown_price(listing, vasa, on) for on in (ON, later, ON)] == [9000, 9400, 9000]


@pytest.mark.django_db(transaction=True)
def test_a_new_voucher_value_a_withdrawn_approval_and_a_new_text_are_seen(listing, vasa, organiser, olof) -> None:
    def shown() -> tuple:
        known = remembered(ON)
        offer = known.offers([listing.pk])[listing.pk]
        title = known.listings([listing.pk])[listing.pk].text("sv").title
        return known.card_quote(offer, Place.of(vasa)).own, offer.choosable, title

    assert shown() == (1000, True, "Hemhjälp")
    actions.set_voucher_value(
        organiser=organiser, category=listing.category, unit="hour", cents=4500, valid_from=ON, **WEEKDAY
    )
    assert shown() == (0, True, "Hemhjälp")
    actions.withdraw_approval(approval=organiser.approvals.get(), by=olof, on=ON, reason="x")
    assert shown() == (None, False, "Hemhjälp")
    actions.set_text(listing=listing, language="sv", title="Städhjälp")
    assert shown() == (None, False, "Städhjälp")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("method", "statements"), [("get", 1), ("head", 1), ("post", 3)])
def test_a_page_looks_once_and_what_may_change_something_each_time(organiser, method: str, statements: int) -> None:
    assert remembered(ON).organiser == organiser
    page = OneLook(lambda request: [remembered(ON) for _ in range(3)])  # type: ignore[arg-type,return-value]
    with CaptureQueriesContext(connection) as queries:
        page(getattr(RequestFactory(), method)("/"))
    assert len(queries) == statements


@pytest.mark.django_db
def test_without_a_stamp_nothing_is_kept(listing, vasa) -> None:
    CatalogueStamp.objects.all().delete()
    assert remembered(ON) is not remembered(ON)
    with one_look():
        assert remembered(ON) is remembered(ON)
        assert remembered(ON) is not remembered(ON + dt.timedelta(days=1))
    assert shown_price(listing, vasa) == 9000


def test_at_most_so_many_are_kept_and_the_order_asked_for_is_given() -> None:
    kept: Kept[int, str] = Kept(3)
    asked: list[list[int]] = []

    def make(keys: list[int]) -> dict[int, str]:
        asked.append(keys)
        return {key: str(key) for key in keys if key < 9}

    assert list(kept.many([2, 1, 9], make).items()) == [(2, "2"), (1, "1")]
    assert list(kept.many([3, 1, 4, 2], make)) == [3, 1, 4, 2]
    assert asked == [[2, 1, 9], [3, 4]]
    assert sorted(kept.values) == [1, 3, 4]
