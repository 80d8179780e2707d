""" "I would rather be phoned": the client's form, and the case managers' list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.notices.models import CallBack

from .conftest import told


@pytest.fixture
def address(aino) -> str:
    return f"/en/for/{aino.number}/call-back/"


WISH = {"about": "budget", "message": "Helst på förmiddagen"}


def test_a_wish_is_kept_and_told_to_the_pair(as_person, address, aino) -> None:
    answer = as_person("aino").post(address, WISH)
    assert answer["Location"] == f"/en/for/{aino.number}/budget/"
    wish = CallBack.objects.get()
    assert (wish.client, wish.asked_by, wish.about, wish.message) == (
        aino,
        aino.user,
        "budget",
        "Helst på förmiddagen",
    )
    assert told() == {("kaisa", "call_back", "sv"), ("kent", "call_back", "sv")}


def test_sent_twice_it_is_one_wish(as_person, address) -> None:
    for _ in range(2):
        as_person("anna").post(address, WISH)
    assert CallBack.objects.count() == 1


def test_from_a_listing_its_category_is_noted(as_person, address, aino, cast) -> None:
    listing = cast.listings["tranbaret.cleaning"]
    back = f"/en/for/{aino.number}/listings/{listing.pk}/"
    answer = as_person("aino").post(f"{address}?next={back}", {"about": "county_help", "message": ""})
    assert answer["Location"] == back
    assert CallBack.objects.get().category_id == listing.category_id


@pytest.mark.parametrize("where", ["https://example.org/", "//example.org/", "/en/for/12345678/listings/1/", "x" * 999])
def test_no_way_out_of_the_site_by_next(as_person, address, aino, where: str) -> None:
    answer = as_person("aino").post(f"{address}?next={where}", WISH)
    assert answer["Location"] == f"/en/for/{aino.number}/budget/"


def test_what_was_typed_is_kept_when_something_is_wrong(as_person, address) -> None:
    page = as_person("aino").post(address, {"about": "", "message": "Ring mig"}).content.decode()
    assert "<title>Error:" in page
    assert "Ring mig" in page
    assert "Choose what it is about." in page
    assert not CallBack.objects.exists()


def test_too_long_a_message(as_person, address) -> None:
    page = as_person("aino").post(address, {"about": "other", "message": "a" * 301}).content.decode()
    assert "at most 300 letters" in page
    assert not CallBack.objects.exists()


@pytest.mark.parametrize("key", ["otto", "petra", "olof", "katri"])
def test_others_find_no_form(as_person, address, key: str) -> None:
    browser = as_person(key)
    assert browser.get(address).status_code == 404
    assert browser.post(address, WISH).status_code == 404
    assert not CallBack.objects.exists()


def test_the_pair_sees_the_wish_and_ticks_it_off(as_person, address) -> None:
    as_person("aino").post(address, WISH)
    page = as_person("kent").get("/en/work/call-backs/").content.decode()
    assert "Aino Virtanen" in page and "Helst på förmiddagen" in page
    wish = CallBack.objects.get()
    assert as_person("kaisa").post(f"/en/work/call-backs/{wish.pk}/done/").status_code == 302
    wish.refresh_from_db()
    assert wish.done_at is not None and wish.done_by.email == "kaisa@example.org"
    assert "Aino Virtanen" not in as_person("kent").get("/en/work/call-backs/").content.decode()


def test_a_colleague_sees_and_ticks_off_nothing(as_person, address) -> None:
    as_person("aino").post(address, WISH)
    wish = CallBack.objects.get()
    browser = as_person("katri")
    assert "Aino" not in browser.get("/en/work/call-backs/").content.decode()
    assert browser.post(f"/en/work/call-backs/{wish.pk}/done/").status_code == 404
    wish.refresh_from_db()
    assert wish.done_at is None


@pytest.mark.parametrize("key", ["aino", "antti", "otto", "petra", "frida"])
def test_the_list_is_for_case_managers_alone(as_person, aino, key: str) -> None:
    assert as_person(key).get("/en/work/call-backs/").status_code == 404


def test_as_many_queries_for_one_wish_as_for_five(as_person, aino) -> None:
    browser = as_person("kaisa")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            browser.get("/en/work/call-backs/")
        return len(seen)

    queries()  # what is looked up once and kept
    CallBack.objects.create(client=aino, asked_by=aino.user, about="other")
    one = queries()
    for index in range(4):
        CallBack.objects.create(client=aino, asked_by=aino.user, about="other", message=str(index))
    assert queries() == one
