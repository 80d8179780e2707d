"""The provider's listing editor: question by question to the county, back with a comment, and to the clients."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from catalogue import actions
from catalogue.enums import ListingState
from catalogue.listing_states import ListingCase
from catalogue.models import FreshnessCheck, Listing, Provider
from marketplace.demo.world import World
from marketplace.notices.mail import send_due
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
    olof = as_person("olof")
    assert answer_as(olof, written, "return", "Vad kostar resan?").url == "/admin/listing-review/"
    page = text_of(petra.get(f"{home}{written.pk}/"))
    assert "The county sent it back" in page
    assert "Vad kostar resan?" in page
    assert told() == {("olof", "listing_to_read", "sv"), ("petra", "listing_returned", "sv")}
    answer(petra, home, written, "text", {"body_sv": "Vi putsar. Resan ingår.", "body_fi": "Pesemme. Matka kuuluu."})
    petra.post(f"{home}{written.pk}/send/")
    assert answer_as(olof, written, "publish").status_code == 302
    assert case(written).states == [ListingState.LIVE]
    assert ("petra", "listing_published", "sv") in told()
    assert written in Listing.objects.choosable(DRAWN_DAY, cast.organiser)
    assert "Resan ingår" in text_of(client.get(f"/sv/listings/{written.pk}/"))


def answer_as(browser: Browser, listing: Listing, step: str, comment: str = "", seen: int | None = None):
    """On the desk, having read the newest draft unless `seen` says another."""
    seen = seen or case(listing).listing.latest_revision_id
    return browser.post(f"/admin/listing-review/{listing.pk}/", {"step": step, "comment": comment, "seen": seen})


def test_mails_name_nothing_and_come_from_us_alone(
    petra: Browser, as_person, home: str, written: Listing, mailoutbox: list
) -> None:
    petra.post(f"{home}{written.pk}/send/")
    answer_as(as_person("olof"), written, "return", "Vad kostar resan?")
    assert mailoutbox == []  # Wagtail's own would have gone by now
    send_due(DRAWN_DAY)
    assert {mail.to[0] for mail in mailoutbox} == {"olof@example.org", "petra@example.org"}
    assert not any("Fönsterputs" in mail.subject + mail.body for mail in mailoutbox)


def test_what_is_under_review_waits_unchanged(petra: Browser, home: str, written: Listing) -> None:
    petra.post(f"{home}{written.pk}/send/")
    kept = case(written).listing.latest_revision_id
    assert answer(petra, home, written, "name", {"title_sv": "Annat"}).url == f"{home}{written.pk}/"
    assert case(written).listing.latest_revision_id == kept
    assert petra.post(f"{home}{written.pk}/send/").status_code == 302
    assert case(written).listing.workflow_states.count() == 1
    petra.post(f"{home}{written.pk}/take-back/")
    assert case(written).states == [ListingState.DRAFT]
    assert answer(petra, home, written, "name", {"title_sv": "Annat", "title_fi": "Muu"}).status_code == 302
    assert case(written).title == "Annat"


@pytest.mark.parametrize(("key", "fields"), WORDS.items())
def test_without_one_language_it_is_not_sent(
    petra: Browser, home: str, written: Listing, key: str, fields: dict
) -> None:
    only = {name: value for name, value in fields.items() if not name.endswith("_fi")}
    answer(petra, home, written, key, only)
    page = text_of(petra.post(f"{home}{written.pk}/send/", follow=True))
    assert "Something is missing still." in page
    assert case(written).states == [ListingState.DRAFT]


def test_a_language_left_behind_is_not_sent_before_someone_says_that_it_holds(
    petra: Browser, home: str, written: Listing
) -> None:
    answer(petra, home, written, "name", WORDS["name"] | {"title_sv": "Putsade fönster"})
    page = text_of(petra.post(f"{home}{written.pk}/send/", follow=True))
    assert "A text was changed in one language only." in page
    assert "Is the text in Suomi right still?" in page
    petra.post(f"{home}{written.pk}/holds/", {"language": "fi"})
    assert "Is the text in" not in text_of(petra.get(f"{home}{written.pk}/"))
    petra.post(f"{home}{written.pk}/send/")
    assert case(written).states == [ListingState.REVIEW]


def test_a_change_of_what_is_public_changes_nothing_yet(
    cast: World, petra: Browser, as_person, home: str, client
) -> None:
    live = cast.listings["tranbaret.cleaning"]
    answer(petra, home, live, "name", {"title_sv": "Ny städning", "title_fi": "Uusi siivous"})
    assert case(live).states == [ListingState.LIVE, ListingState.DRAFT]
    assert case(live).title == "Ny städning"
    assert "Ny städning" not in text_of(client.get(f"/sv/listings/{live.pk}/"))
    petra.post(f"{home}{live.pk}/holds/", {"language": "en"})
    petra.post(f"{home}{live.pk}/send/")
    olof = as_person("olof")
    page = olof.get(f"/admin/listing-review/{live.pk}/").content.decode()
    assert '<del class="deletion">Hemstädning</del><ins class="addition">Ny städning</ins>' in page
    answer_as(olof, live, "publish")
    assert "Ny städning" in text_of(client.get(f"/sv/listings/{live.pk}/"))


def test_what_is_frozen_is_not_asked_after_publication(cast: World, petra: Browser, home: str) -> None:
    live = cast.listings["tranbaret.cleaning"]
    for key in ("kind", "unit", "price"):
        assert petra.get(f"{home}{live.pk}/questions/{key}/").status_code == 404
        assert answer(petra, home, live, key, {"kind": "package", "unit": "visit"}).status_code == 404


def test_another_kind_of_help_than_ones_own_is_refused(cast: World, petra: Browser, home: str, provider) -> None:
    before = provider.listings.count()
    page = petra.post(f"{home}new/", {"category": cast.categories["meals"].pk})
    assert "Choose one of the kinds of help in the list." in text_of(page)
    assert provider.listings.count() == before


def test_after_a_withdrawn_approval_every_step_is_refused(
    cast: World, petra: Browser, home: str, written: Listing
) -> None:
    approval = written.provider.approvals.get(category__code="cleaning")
    actions.withdraw_approval(approval=approval, by=cast.users["olof"], on=DRAWN_DAY, reason="x")
    for path in ("", "questions/name/", "preview/"):
        assert petra.get(f"{home}{written.pk}/{path}").status_code == 403
    for path in ("questions/name/", "send/", "take-back/", "holds/"):
        assert petra.post(f"{home}{written.pk}/{path}", {"title_sv": "X", "language": "fi"}).status_code == 403
    assert case(written).title == "Fönsterputs"


def test_the_list_costs_the_same_whatever_its_length(petra: Browser, home: str, written: Listing, cast: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert petra.get(home).status_code == 200
        return len(seen)

    before = queries()
    for _time in range(3):
        actions.start_listing(provider=written.provider, category=written.category, by=cast.users["petra"])
    assert queries() == before


def test_the_script_is_told_how_hard_a_text_is(petra: Browser, home: str) -> None:
    told = petra.post(f"{home}measure/", {"language": "fi", "text": "Sairaanhoitaja tulee joka maanantai."}).json()
    assert told["said"].startswith("Wiio 10.2: hard to read.")
    assert petra.post(f"{home}measure/", {"language": "x", "text": "Ja."}).json() == {"said": ""}


def test_a_colleague_who_was_quicker_is_not_written_over(petra: Browser, home: str, written: Listing) -> None:
    page = petra.get(f"{home}{written.pk}/questions/name/").content.decode()
    stamp = re.search(r'name="stamp" value="(\w+)"', page)[1]
    answer(petra, home, written, "name", WORDS["name"] | {"title_sv": "Den andras"})
    mine = WORDS["name"] | {"title_sv": "Mitt", "stamp": stamp}
    refused = answer(petra, home, written, "name", mine)
    assert "A colleague changed this meanwhile." in text_of(refused)
    assert 'value="Mitt"' in refused.content.decode()
    assert case(written).title == "Den andras"
    fresh = re.search(r'name="stamp" value="(\w+)"', refused.content.decode())[1]
    assert answer(petra, home, written, "name", mine | {"stamp": fresh}).status_code == 302
    assert case(written).title == "Mitt"


def test_a_listing_is_hidden_and_what_was_chosen_goes_on(
    cast: World, petra: Browser, as_person, home: str, client
) -> None:
    live = cast.listings["tranbaret.cleaning"]
    chosen = live.selections.filter(state="accepted").count()
    assert chosen
    petra.post(f"{home}{live.pk}/hide/")
    assert case(live).states == [ListingState.HIDDEN, ListingState.DRAFT]
    assert live not in Listing.objects.choosable(DRAWN_DAY, cast.organiser)
    assert "Går inte att välja just nu" in text_of(client.get(f"/sv/listings/{live.pk}/"))
    assert live.selections.filter(state="accepted").count() == chosen
    petra.post(f"{home}{live.pk}/send/")
    answer_as(as_person("olof"), live, "publish")
    assert live in Listing.objects.choosable(DRAWN_DAY, cast.organiser)


def test_stale_is_said(cast: World, petra: Browser, home: str) -> None:
    live = cast.listings["tranbaret.cleaning"]
    FreshnessCheck.objects.filter(listing=live).update(on=DRAWN_DAY - dt.timedelta(days=90))
    assert case(live).states == [ListingState.LIVE]
    FreshnessCheck.objects.filter(listing=live).update(on=DRAWN_DAY - dt.timedelta(days=91))
    assert case(live).states == [ListingState.STALE]
    assert "Too long since you checked it" in text_of(petra.get(home))


def test_a_text_left_behind_is_marked_for_everyone(cast: World, client) -> None:
    """Published so by a program: the pages refuse it."""
    live = cast.listings["tranbaret.cleaning"]
    for language, words in (("fi", {"checked_against": "x"}), ("sv", {})):
        actions.set_text(listing=live, language=language, **words)
    assert "voi olla vanhempi" in text_of(client.get(f"/fi/listings/{live.pk}/"))
    assert "kan vara äldre" not in text_of(client.get(f"/sv/listings/{live.pk}/"))


def test_one_may_write_while_the_county_reads_the_application_but_not_send(
    cast: World, petra: Browser, home: str, provider: Provider, written: Listing
) -> None:
    category = cast.categories["snow"]
    approval = actions.start_application(organiser=cast.organiser, provider=provider, category=category)
    assert "Choose one of the kinds" in text_of(petra.post(f"{home}new/", {"category": category.pk}))
    actions.apply_for_approval(
        organiser=cast.organiser, provider=provider, category=category, by=cast.users["petra"], on=DRAWN_DAY
    )
    assert petra.post(f"{home}new/", {"category": category.pk}).status_code == 302
    snow = provider.listings.latest("pk")
    assert answer(petra, home, snow, "unit", {"unit": "visit"}).status_code == 302
    page = text_of(petra.post(f"{home}{snow.pk}/send/", follow=True))
    assert "The county has not approved you for this kind of help now." in page
    actions.refuse(approval=approval, by=cast.users["olof"], on=DRAWN_DAY, reason="x")
    assert petra.get(f"{home}{snow.pk}/").status_code == 403


@pytest.mark.parametrize(
    ("postcode", "expected"),
    [
        ("65100", ["The client pays", "€0", "From the budget", "€40", "Price", "€40"]),
        ("68600", ["Does not come to this place"]),
        ("1", ["We do not know this postal code."]),
        ("", ["Without a place: the price without travel.", "€40"]),
    ],
)
def test_the_preview_shows_the_three_numbers(
    petra: Browser, home: str, written: Listing, postcode: str, expected: list[str]
) -> None:
    page = text_of(petra.get(f"{home}{written.pk}/preview/", {"postcode": postcode}))
    assert "Vi putsar fönster." in page
    places = [page.replace("40 €", "€40").replace("0 €", "€0").find(words) for words in expected]
    assert -1 not in places
