"""When and how often: what is wrong is said kindly, and everything that was written is kept."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from catalogue import actions
from marketplace.clients.enums import Right
from marketplace.clients.models import Client
from marketplace.selections.models import Draft

from . import world

pytestmark = pytest.mark.django_db
RIGHT = {"how_often": "2", "weekdays": ["1"], "first_on": "2026-12-01", "start": "10:00", "quantity": "2"}


class Room:
    def __init__(self, language: str = "sv", **changes) -> None:
        world.value(4500)
        self.client: Client = world.aino()
        self.listing = world.listing(4500, **changes)
        self.browser = world.browser(self.client.user)
        self.url = f"/{language}/for/{self.client.number}/choose/{self.listing.pk}/"

    def post(self, **changes):
        return self.browser.post(self.url, RIGHT | changes)


def test_a_filled_form_goes_to_the_check() -> None:
    room = Room()
    answer = room.post()
    draft = Draft.objects.get()
    assert answer.headers["Location"] == f"/sv/for/{room.client.number}/check/{draft.pk}/"
    assert (draft.pattern, draft.every_weeks, draft.weekdays) == ("weekly", 2, [1])
    assert (draft.first_on, draft.start, draft.quantity) == (dt.date(2026, 12, 1), dt.time(10), Decimal(2))


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("quantity", "0"),
        ("quantity", "10000"),
        ("quantity", "-1"),
        ("quantity", "1.5"),
        ("quantity", "NaN"),
        ("quantity", "1e400"),
        ("quantity", ""),
        ("first_on", "2026-11-24"),
        ("first_on", "i morgon"),
        ("first_on", ""),
        ("first_on", "2027-02-29"),
        ("start", "25:00"),
        ("start", "a\0b"),
        ("until_on", "2026-11-30"),
        ("weekdays", []),
        ("weekdays", ["9"]),
        ("how_often", "3"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(field: str, text: object, language: str) -> None:
    room = Room(language)
    answer = room.post(**{field: text})
    assert answer.status_code == 200
    form = answer.context["form"]
    assert list(form.errors) == [field]
    words = answer.content.decode()
    title = {"sv": "Fel:", "fi": "Virhe:", "en": "Error:"}[language]
    assert f"<title>{title}" in words
    assert form["first_on"].value() == (text if field == "first_on" else "2026-12-01")
    assert form["how_often"].value() == (text if field == "how_often" else "2")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("written", ["1.12.2026", "01.12.2026", "1/12/2026", "2026-12-01"])
def test_a_day_may_be_written_as_one_is_used_to(written: str) -> None:
    Room().post(first_on=written)
    assert Draft.objects.get().first_on == dt.date(2026, 12, 1)


def test_half_hours_are_chosen_as_they_are_sold() -> None:
    room = Room(prices={"step": Decimal("0.5"), "smallest": Decimal("1.5")})
    assert room.post(quantity="2.25").context["form"].errors["quantity"]
    room.post(quantity="2.5")
    assert Draft.objects.get().quantity == Decimal("2.5")


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
@pytest.mark.parametrize("written", ["2,5", "2.5", " 2,50 "])
def test_a_half_may_be_written_as_one_is_used_to(written: str, language: str) -> None:
    """With more than forty amounts there is no list: one writes."""
    room = Room(language, prices={"step": Decimal("0.5"), "smallest": Decimal("0.5"), "largest": Decimal(40)})
    page = room.browser.get(room.url).content.decode()
    assert 'inputmode="decimal"' in page
    room.post(quantity=written)
    assert Draft.objects.get().quantity == Decimal("2.5")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", "Det går i steg om 0,5."),
        ("fi", "Määrä kasvaa näin: 0,5 kerrallaan."),
        ("en", "It goes in steps of 0.5."),
    ],
)
def test_what_is_no_half_is_refused_and_kept(language: str, words: str) -> None:
    room = Room(language, prices={"step": Decimal("0.5"), "smallest": Decimal("0.5"), "largest": Decimal(40)})
    answer = room.post(quantity="2,25")
    assert answer.context["form"].errors["quantity"] == [words]
    assert 'value="2,25"' in answer.content.decode()
    assert answer.context["form"]["quantity"].value() == "2,25"
    for strange in ("1,5,5", "2½", "två", "1 000 000 000"):
        assert room.post(quantity=strange).context["form"].errors["quantity"]
    assert not Draft.objects.exists()


def test_a_month_priced_service_asks_only_from_when() -> None:
    client = world.aino()
    world.value(8000, "month")
    what = world.listing(8000, unit="month", prices={"largest": Decimal(1)})
    browser = world.browser(client.user)
    url = f"/sv/for/{client.number}/choose/{what.pk}/"
    assert list(browser.get(url).context["form"].fields) == ["first_on", "until_on"]
    browser.post(url, {"first_on": "2026-12-15"})
    assert Draft.objects.get().pattern == "monthly"


def test_a_kept_draft_comes_back_filled_in() -> None:
    room = Room()
    room.post()
    draft = Draft.objects.get()
    page = room.browser.get(f"/fi/for/{room.client.number}/draft/{draft.pk}/")
    words = page.content.decode()
    assert 'value="2026-12-01"' in words
    assert '<option value="10:00" selected>' in words
    assert '<option value="2" selected>' in words


def test_a_changed_draft_gets_a_new_key() -> None:
    room = Room()
    room.post()
    draft = Draft.objects.get()
    room.browser.post(f"/sv/for/{room.client.number}/draft/{draft.pk}/", RIGHT | {"how_often": "4"})
    changed = Draft.objects.get()
    assert (changed.pk, changed.every_weeks) == (draft.pk, 4)
    assert changed.key != draft.key


def test_a_draft_without_a_pattern_asks_for_one_first() -> None:
    """As a suggestion of a listing alone makes it."""
    room = Room()
    draft = Draft.objects.create(client=room.client, listing=room.listing, author=room.client.user, key="k")
    form = f"/sv/for/{room.client.number}/draft/{draft.pk}/"
    check = f"/sv/for/{room.client.number}/check/{draft.pk}/"
    assert room.browser.get(form).status_code == 200
    assert room.browser.get(check).headers["Location"] == form
    assert room.browser.post(check, {"key": "k", "shown": "0"}).headers["Location"] == form


@pytest.mark.parametrize("listing", ["9" * 30, "9" * 5000, "-1", "abc", "\0", ""])
def test_an_offer_that_was_tampered_with_changes_nothing(listing: str) -> None:
    room = Room()
    room.post()
    draft = Draft.objects.get()
    url = f"/sv/for/{room.client.number}/draft/{draft.pk}/change/"
    answer = room.browser.post(url, {"listing": listing, "quantity": "10000"})
    assert answer.status_code in {302, 404}
    assert Draft.objects.get().key == draft.key


def test_a_listing_nobody_knows_is_not_found() -> None:
    room = Room()
    for number in (10**17, 10**30):
        assert room.browser.get(f"/sv/for/{room.client.number}/choose/{number}/").status_code == 404


def test_who_may_only_suggest_gets_no_form() -> None:
    room = Room()
    anna = world.browser(world.helper(room.client, "anna", Right.SUGGEST))
    assert anna.get(room.url).status_code == 403
    assert anna.post(room.url, RIGHT).status_code == 403


def test_an_option_is_added_to_each_visit() -> None:
    """45 € × 2 h + 5 € for the shopping bag."""
    bag = actions.Option(code="bag", name_sv="Matkasse", name_fi="Ruokakassi", cents=500)
    room = Room(prices={"options": [bag]})
    answer = room.post(options=["bag"])
    check = room.browser.get(answer.headers["Location"]).context["check"]
    assert {visit.quote.price for visit in check.visits} == {9500}
    assert {(visit.quote.budget, visit.quote.own) for visit in check.visits} == {(9000, 500)}


@pytest.mark.parametrize(
    ("start", "first_on", "how_often", "goes_on"),
    [
        ("08:00", "2026-11-25", "once", False),
        ("12:00", "2026-11-25", "once", False),
        ("12:30", "2026-11-25", "once", True),
        ("08:00", "2026-11-26", "once", True),
        ("08:00", "2026-11-25", "1", True),  # every Tuesday from today, a Wednesday
    ],
)
def test_a_time_that_is_over_today_is_refused(start: str, first_on: str, how_often: str, goes_on: bool) -> None:
    room = Room()
    with time_machine.travel("2026-11-25T12:00+02:00", tick=False):
        answer = room.post(start=start, first_on=first_on, how_often=how_often)
    assert answer.status_code == (302 if goes_on else 200)
    if not goes_on:
        assert list(answer.context["form"].errors) == ["start"]
