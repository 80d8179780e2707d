"""Every change makes a row in its transaction; draining is harmless to repeat."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from catalogue import actions
from catalogue.models import Listing, Municipality, Organiser, PostalArea
from catalogue.signals import send_ids, send_scope
from search import indexing
from search.documents import OWN_STEP
from search.engine import SearchUnavailable
from search.engines import current_engine
from search.indexing import drain, needs_rebuild, rebuild
from search.models import OutboxRow
from search.plan import run
from search.query import SearchQuery
from search.receivers import drain_after_commit
from search.sources import all_ids, places, read

from .conftest import ON, WEEKDAY

pytestmark = pytest.mark.django_db
NEXT_YEAR = dt.date(2027, 1, 1)


def rows() -> list[tuple[str, int, dt.date]]:
    return list(OutboxRow.objects.order_by("pk").values_list("kind", "target", "due_on"))


def found(on: dt.date = ON, **asked) -> tuple[int, ...]:
    return run(current_engine(), SearchQuery(**asked), on).hits


@pytest.fixture
def cleaning_listing(time_machine_at, make_listing, set_value):
    set_value(4000)
    return make_listing(title="Hemstädning")


@pytest.fixture
def time_machine_at():
    """The day of the catalogue's tests; local noon."""
    import time_machine

    with time_machine.travel(dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC), tick=False):
        yield


def test_ids_make_rows_and_a_scope_makes_one(db, time_machine_at) -> None:
    send_ids([7, 3, 7])
    send_scope("category", 5)
    assert rows() == [("listing", 3, ON), ("listing", 7, ON), ("category", 5, ON)]


def test_a_change_that_is_taken_back_leaves_no_row(db) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send_ids([1])
        raise ZeroDivisionError
    assert rows() == []


def test_a_rebuild_takes_the_rows_along_and_finds_the_listing(cleaning_listing) -> None:
    assert needs_rebuild()
    assert rebuild(ON) == 1
    assert not needs_rebuild()
    assert found(q="städning") == (cleaning_listing.pk,)
    assert not OutboxRow.objects.due(ON).exists()


def test_columns_are_those_of_the_card(cleaning_listing, vasa, narpes) -> None:
    (made,) = read([cleaning_listing.pk], ON, places()).documents
    assert {name: made.get(name) for name in ("p_base", "b65100", "o65100", "served")} == {
        "p_base": 4500,
        "b65100": 4000,
        "o65100": 500 * OWN_STEP + 4500,
        "served": ["65100"],
    }
    assert 2200 < made["d65100"] < 2250
    assert "b64200" not in made


def test_an_edit_is_found_after_a_drain_and_again_after_a_second(cleaning_listing) -> None:
    rebuild(ON)
    text = cleaning_listing.texts.get(language="sv")
    text.title = "Fönsterputs"
    text.save()
    send_ids([cleaning_listing.pk])
    waiting = list(OutboxRow.objects.due(ON))
    assert drain(ON) == 1
    assert found(q="fönsterputs") == (cleaning_listing.pk,)
    OutboxRow.objects.bulk_create(waiting)
    assert drain(ON) == 1
    assert found(q="fönsterputs") == (cleaning_listing.pk,)
    assert current_engine().status()["documents"] == 1


def test_what_is_unpublished_is_gone(cleaning_listing) -> None:
    rebuild(ON)
    Listing.objects.get(pk=cleaning_listing.pk).unpublish()
    drain(ON)
    assert found() == ()


def test_a_price_to_come_is_a_dated_row(cleaning_listing) -> None:
    later = dt.date(2026, 12, 1)
    actions.set_price(
        listing=cleaning_listing, by=None, on=ON, valid_from=later, lines=[actions.Line(**WEEKDAY, cents=3900)]
    )
    rebuild(ON)
    assert ("foreseen", cleaning_listing.pk, later) in rows()
    asked = {"postcode": "65100", "own_share_zero": True}
    assert found(**asked) == ()
    assert drain(later) == 1
    assert found(later, **asked) == (cleaning_listing.pk,)


def test_a_dated_row_that_falls_due_after_a_later_edit_keeps_the_edit(cleaning_listing) -> None:
    later = dt.date(2026, 12, 1)
    cents = {"lines": [actions.Line(**WEEKDAY, cents=3900)]}
    actions.set_price(listing=cleaning_listing, by=None, on=ON, valid_from=later, **cents)
    rebuild(ON)
    cents = {"lines": [actions.Line(**WEEKDAY, cents=3800)], "smallest": Decimal(1)}
    actions.set_price(listing=cleaning_listing, by=None, on=ON, valid_from=later, **cents)
    drain(ON)
    drain(later)
    (made,) = read([cleaning_listing.pk], later, places()).documents
    assert made["o65100"] == 3800


def test_a_lease_that_ends_takes_it_away(cleaning_listing) -> None:
    rebuild(ON)
    ends = ON + dt.timedelta(days=90)
    assert ("foreseen", cleaning_listing.pk, ends) in rows()
    drain(ends - dt.timedelta(days=1))
    assert found() == (cleaning_listing.pk,)
    drain(ends)
    assert found() == ()


def test_a_rebuild_reads_what_serves_one_place_together(cleaning_listing, make_listing, narpes, monkeypatch) -> None:
    nowhere = make_listing(title="Fotvård")
    nowhere.served.all().delete()
    south = make_listing(title="Hemstädning i söder")
    south.served.update(municipality=narpes.municipality)
    assert [pk for pk in all_ids() if pk != nowhere.pk] == [south.pk, cleaning_listing.pk]
    assert len(all_ids()) == 3
    monkeypatch.setattr(indexing, "BATCH", 1)
    assert [made["id"] for made in indexing.all_documents(ON) if made["id"] != nowhere.pk] == [
        south.pk,
        cleaning_listing.pk,
    ]


def test_a_new_postal_area_asks_for_a_rebuild_and_the_tick_does_it(cleaning_listing, narpes) -> None:
    rebuild(ON)
    narpes.__class__.objects.create(
        municipality=narpes.municipality, code="64230", name_sv="Nämpnäs", name_fi="Nämpnäs", lat=62.5, lon=21.2
    )
    assert needs_rebuild()
    with pytest.raises(SearchUnavailable):
        found(postcode="64230")
    assert indexing.tick(ON) == 1
    assert found(postcode="64230") == ()
    assert found(postcode="65100") == (cleaning_listing.pk,)


def test_rows_wait_while_there_is_no_index(cleaning_listing) -> None:
    before = rows()
    assert drain(ON) == 0
    assert rows() == before


def test_a_kill_in_a_drain_loses_nothing(cleaning_listing, monkeypatch) -> None:
    """Killed after the index was written, before the rows were deleted: the next one does it again."""
    rebuild(ON)
    send_ids([cleaning_listing.pk])

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(indexing, "_foresee", killed)
        drain(ON)
    assert OutboxRow.objects.due(ON).count() == 1
    assert drain(ON) == 1
    assert current_engine().status()["documents"] == 1


def test_a_drain_for_an_earlier_day_keeps_what_was_changed_meanwhile(cleaning_listing, monkeypatch) -> None:
    """Only foreseen rows are replaced: an edit committed while its listing is being indexed is never lost."""
    yesterday = ON - dt.timedelta(days=1)
    rebuild(ON)
    OutboxRow.objects.write_ids([cleaning_listing.pk], yesterday)
    real = indexing.read

    def edited_meanwhile(*args):
        found = real(*args)
        send_ids([cleaning_listing.pk])
        return found

    monkeypatch.setattr(indexing, "read", edited_meanwhile)
    drain(yesterday)
    assert ("listing", cleaning_listing.pk, ON) in rows()


def test_who_finds_the_lock_taken_leaves(cleaning_listing) -> None:
    rebuild(ON)
    send_ids([cleaning_listing.pk])
    with indexing.index_lock(wait=False) as got:
        assert got
        assert drain(ON) == 0
    assert drain(ON) == 1


def test_after_the_commit_the_index_follows_once(cleaning_listing) -> None:
    rebuild(ON)
    send_ids([cleaning_listing.pk])
    send_scope("provider", cleaning_listing.provider_id)
    assert [call[1] for call in connection.run_on_commit].count(drain_after_commit) == 1
    drain_after_commit()
    assert not OutboxRow.objects.due(ON).exists()


def test_the_commands_tell(cleaning_listing, capsys) -> None:
    call_command("search_rebuild")
    call_command("search_rebuild", "--if-needed")
    call_command("search_status")
    told = capsys.readouterr().out
    assert "1 listings in the search index" in told
    assert "up to date" in told
    assert "Answers: yes" in told


def test_a_provider_that_ends_is_there_on_its_last_day_and_not_on_the_next(cleaning_listing) -> None:
    last = dt.date(2026, 12, 1)
    cleaning_listing.provider.ended_on = last
    cleaning_listing.provider.save()
    rebuild(ON)
    assert [row for row in rows() if row[0] == "foreseen"] == [("foreseen", cleaning_listing.pk, dt.date(2026, 12, 2))]
    drain(last)
    assert found() == (cleaning_listing.pk,)
    drain(dt.date(2026, 12, 2))
    assert found() == ()


def test_another_organisers_place_has_no_column_without_its_approval(cleaning_listing, vasa) -> None:
    other = Organiser.objects.create(
        code="annan", name_sv="Annat", name_fi="Toinen", phone="000 000 0000", hours_sv="8–16", hours_fi="8–16"
    )
    actions.set_rules(organiser=other, valid_from=dt.date(2025, 1, 1))
    actions.set_voucher_value(
        organiser=other,
        category=cleaning_listing.category,
        unit=cleaning_listing.unit,
        cents=4000,
        valid_from=dt.date(2026, 1, 1),
        **WEEKDAY,
    )
    town = Municipality.objects.create(organiser=other, code="272", name_sv="Karleby", name_fi="Kokkola")
    PostalArea.objects.create(municipality=town, code="67100", name_sv="Karleby", name_fi="Kokkola", lat=63.1, lon=21.6)
    actions.set_served(listing=cleaning_listing, municipalities=[vasa.municipality, town])
    (made,) = read([cleaning_listing.pk], ON, places()).documents
    assert made["served"] == ["65100"]


@pytest.mark.parametrize("code", ["sv", "fi", "en"])
def test_a_search_word_of_the_category_finds_the_listing(cleaning_listing, code) -> None:
    rebuild(ON)
    assert found(q="zebra", lang=code) == ()
    category = cleaning_listing.category
    setattr(category, f"search_terms_{code}", "moppa, zebra")
    category.save()
    drain(ON)
    assert found(q="zebra", lang=code) == (cleaning_listing.pk,)
