"""A listing in two languages: written, sent back, sent again, published by the official, and found by everyone."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from catalogue.models import Listing
from marketplace.demo.world import World
from marketplace.foundation.dates import today
from search.api import rebuild
from tests.demo_fixtures import noon_of
from tests.selections.acting import choose as choose_as_aino
from tests.selections.acting import once

from .test_approval import press, step_in
from .test_price_change import cents_of, change_price, plain_weekday, sums

NAME = {"sv": "Putsade fönster", "fi": "Puhtaat ikkunat"}
TEXT = {"sv": "Vi putsar fönster på in- och utsidan.", "fi": "Pesemme ikkunat sisältä ja ulkoa."}
EASY = {"sv": "Vi putsar fönster. Maj kommer på dagen.", "fi": "Pesemme ikkunat. Maj tulee päivällä."}


def choose(page: Any, name: str, value: object) -> None:
    page.check(f"[name={name}][value='{value}']")


def go_on(page: Any) -> None:
    press(page, "main form button[data-variant=primary]")


def write(page: Any, name: str, words: dict[str, str]) -> None:
    for language, text in words.items():
        page.fill(f"[name={name}_{language}]", text)
    go_on(page)


def begin(page: Any, site: str, cast: World) -> Listing:
    provider = cast.providers["tranbaret"]
    page.goto(f"{site}/sv/provider/{provider.pk}/listings/")
    press(page, "main a[href$='/listings/new/']")
    choose(page, "category", cast.categories["cleaning"].pk)
    go_on(page)
    return provider.listings.latest("pk")


def answer_all(page: Any, cast: World) -> None:
    choose(page, "kind", "service")
    go_on(page)
    choose(page, "unit", "hour")
    go_on(page)
    write(page, "title", NAME)
    write(page, "body", TEXT)
    write(page, "easy_body", EASY)
    choose(page, "places", cast.organiser.municipalities.get(code="905").pk)
    go_on(page)


def set_the_price(page: Any, site: str, listing: Listing) -> None:
    """The first one holds at once; nobody sees it before the listing is published."""
    press(page, f"main form[action$='/prices/{listing.pk}/change/'] button")
    page.fill("[name=weekday-day]", "40")
    go_on(page)
    press(page, "main form button[data-variant=primary]")
    page.goto(f"{site}/sv/provider/{listing.provider_id}/listings/{listing.pk}/")


def send(page: Any) -> None:
    press(page, "main form[action$='/send/'] button")
    assert "Sänt." in page.inner_text("main")


def official_says(page: Any, site: str, listing: Listing, step: str, comment: str = "") -> None:
    page.goto(f"{site}/admin/listing-review/")
    press(page, f"a[href$='/listing-review/{listing.pk}/']")
    choose(page, "step", step)
    page.fill("[name=comment]", comment)
    press(page, "form[method=post] button.button")


def found(page: Any, site: str, language: str) -> str:
    page.goto(f"{site}/{language}/search/?postcode=65100&q={NAME[language].split()[1]}")
    return page.inner_text("main")


@pytest.mark.browser
def test_letters_and_reading_measure_follow_while_one_writes(browser: Any, live_server: Any, cast: World) -> None:
    petra = step_in(browser, live_server.url, "petra", script=True)
    listing = cast.listings["tranbaret.cleaning"]
    petra.goto(f"{live_server.url}/sv/provider/{listing.provider_id}/listings/{listing.pk}/questions/easy/")
    # 2 words, 1 sentence, both longer than six letters: LIX 2 + 100
    petra.fill("[name=easy_body_sv]", "Fönsterputsning utomhus.")
    petra.get_by_text("24 av 1500 tecken. LIX 102: svår att läsa.").wait_for(timeout=10_000)
    petra.fill("[name=easy_body_fi]", "Pesemme ikkunat.")
    petra.get_by_text("16 av 1500 tecken. Wiio 2,7: lätt att läsa.").wait_for(timeout=10_000)


@pytest.mark.browser
def test_from_the_first_word_to_the_clients(browser: Any, live_server: Any, cast: World, settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = False
    site = live_server.url
    petra, olof = step_in(browser, site, "petra"), step_in(browser, site, "olof", script=True)
    listing = begin(petra, site, cast)
    answer_all(petra, cast)
    set_the_price(petra, site, listing)
    press(petra, "main a[href$='/preview/']")
    petra.fill("[name=postcode]", "65100")
    press(petra, "main form button")
    assert petra.locator("main .three dd").all_inner_texts() == ["0\xa0€", "40\xa0€", "40\xa0€"]
    press(petra, "main a.back")
    send(petra)

    official_says(olof, site, listing, "return", "Berätta vad resan kostar.")
    petra.reload()
    assert "Berätta vad resan kostar." in petra.inner_text("main")
    press(petra, "main a[href$='/questions/text/']")
    write(petra, "body", {"sv": f"{TEXT['sv']} Resan ingår.", "fi": f"{TEXT['fi']} Matka kuuluu hintaan."})
    send(petra)
    official_says(olof, site, listing, "publish")

    rebuild()
    visitor = browser.new_context().new_page()
    assert NAME["sv"] in found(visitor, site, "sv")
    assert NAME["fi"] in found(visitor, site, "fi")
    press(visitor, f"main a[href*='/listings/{listing.pk}/']")
    assert "Matka kuuluu hintaan." in visitor.inner_text("main")
    price_changes(browser, site, listing, cast)


def price_changes(browser: Any, site: str, listing: Listing, cast: World) -> None:
    """From 40 to 47 € an hour; the voucher pays 45 €. Seen on its day; Aino's running choice keeps its 40 €."""
    cast.organiser.rule_sets.update(price_window="day", price_notice_days=1)
    running = choose_as_aino(cast, once(plain_weekday(cast), "1"), listing=listing, on=today())
    tomorrow = today() + dt.timedelta(days=1)
    change_price(step_in(browser, site, "petra"), site, listing, tomorrow, "40,00", "47,00")
    mine = f"/sv/for/{cast.clients['Aino Virtanen'].number}/listings/{listing.pk}/"
    assert sums(step_in(browser, site, "aino"), site, mine) == ["0 €", "40 €"]
    with time_machine.travel(noon_of(tomorrow), tick=True):
        assert sums(step_in(browser, site, "aino"), site, mine) == ["2 €", "45 €"]
    assert cents_of(running) == {(4000, 4000, 0)}
