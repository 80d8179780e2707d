"""A price changes: the provider sets it, a client sees the right cents on its day, her running choice is unchanged."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from catalogue.calendar import load_calendars
from marketplace.demo.world import World
from marketplace.foundation.dates import today
from marketplace.providers.models import PriceChange
from marketplace.selections.models import Selection, Visit
from tests.demo_fixtures import noon_of
from tests.selections.acting import choose, once

from .test_approval import press, step_in


def sums(page: Any, site: str, address: str) -> list[str]:
    """You pay, from the budget."""
    page.goto(f"{site}{address}")
    return [words.replace("\xa0", " ") for words in page.locator("main .three dd").all_inner_texts()[:2]]


def change_price(page: Any, site: str, listing: Any, day: dt.date, old: str, new: str) -> None:
    """The weekday's price of an hour, as it is shown."""
    page.goto(f"{site}/sv/provider/{listing.provider_id}/prices/")
    press(page, f"main form[action$='/prices/{listing.pk}/change/'] button")
    page.fill("[name=weekday-day]", new)
    press(page, "main form button[data-variant=primary]")
    page.fill("[name=day]", day.isoformat())
    press(page, "main form button[data-variant=primary]")
    assert [f"{cents}\xa0€" in page.inner_text("main") for cents in (old, new)] == [True, True]
    press(page, "main form:has([name=shown]) button")
    assert "De nya priserna är sparade." in page.inner_text("main")


def plain_weekday(cast: World) -> dt.date:
    """In two weeks or later; a week after it is one too."""
    calendar, day, week = load_calendars()[cast.organiser.pk], today() + dt.timedelta(days=14), dt.timedelta(days=7)
    while {calendar.day_type(day), calendar.day_type(day + week)} != {"weekday"}:
        day += dt.timedelta(days=1)
    return day


@pytest.mark.browser
def test_seen_on_its_day_and_the_running_choice_unchanged(browser: Any, live_server: Any, cast: World) -> None:
    """From 45 to 48,50 € an hour; the voucher pays 45 €, and one buys two hours at least. Any day will do here."""
    cast.organiser.rule_sets.update(price_window="day", price_notice_days=1)
    site, listing, aino = live_server.url, cast.listings["tranbaret.cleaning"], cast.clients["Aino Virtanen"]
    running = choose(cast, once(plain_weekday(cast)), on=today())
    Selection.objects.filter(pk=running.pk).update(state="accepted")
    mine, public = f"/sv/for/{aino.number}/listings/{listing.pk}/", f"/sv/listings/{listing.pk}/?postcode=65100"
    tomorrow = today() + dt.timedelta(days=1)
    change_price(step_in(browser, site, "petra"), site, listing, tomorrow, "45,00", "48,50")
    assert sums(step_in(browser, site, "aino"), site, mine) == ["0 €", "90 €"]

    with time_machine.travel(noon_of(tomorrow), tick=True):
        page = step_in(browser, site, "aino")
        assert sums(page, site, mine) == ["7 €", "90 €"]
        assert sums(browser.new_context().new_page(), site, public)[0] == "7 €"
        page.goto(f"{site}/sv/for/{aino.number}/choices/{running.pk}/")
        assert words_of(page, "main tbody tr td:nth-child(3)") == ["Självriskandel0 €"]
        press(page, "main form[action$='/renew/'] button")
        assert words_of(page, "section[aria-labelledby=fore] tbody tr") == [
            "Pris Förut90,00 € Nu97,00 €",
            "Från budgeten Förut90,00 € Nu90,00 €",
            "Du betalar Förut0,00 € Nu7,00 €",
        ]
        press(page, "main form:has([name=shown]) button")
        assert "/receipt/" in page.url
        assert cents_of(running) == {(9000, 9000, 0)}
        assert cents_of(Selection.objects.latest("pk")) == {(9700, 9000, 700)}


def words_of(page: Any, selector: str) -> list[str]:
    """With the labels that stand there on small screens."""
    return [" ".join(words.split()) for words in page.locator(selector).all_text_contents()]


def cents_of(selection: Selection) -> set[tuple[int, int, int]]:
    rows = Visit.objects.filter(selection=selection)
    return set(rows.values_list("price_cents", "budget_cents", "own_cents"))


@pytest.mark.browser
def test_a_long_file_name_fits_a_phone(browser: Any, live_server: Any, cast: World) -> None:
    """One without a space or a hyphen, as phones and programs name files."""
    provider = cast.listings["tranbaret.cleaning"].provider
    PriceChange.objects.create(
        provider=provider, by=cast.users["petra"], valid_from=today(), file_name=f"{'prislista' * 12}.xlsx"
    )
    page = step_in(browser, live_server.url, "petra")
    page.set_viewport_size({"width": 390, "height": 800})
    change = PriceChange.objects.get()
    for address in ("", f"changes/{change.pk}/", f"changes/{change.pk}/day/"):
        page.goto(f"{live_server.url}/sv/provider/{provider.pk}/prices/{address}")
        assert change.file_name in page.inner_text("main")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
