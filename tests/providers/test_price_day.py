"""A provider's new price on its day: everyone sees the new cents, and what was chosen keeps its own."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser

from catalogue.models import Listing
from marketplace.demo.world import World
from marketplace.selections.models import Selection, Visit
from search.api import rebuild
from search.indexing import drain
from tests.selections.acting import choose, weekly
from tests.shown import soup, three

from .conftest import told
from .pricing import BACKEND, change_to, send

LAST_OLD, FIRST_NEW = "2026-12-31T10:00:00Z", "2027-01-01T10:00:00Z"
DECEMBER, FEBRUARY = dt.date(2026, 12, 8), dt.date(2027, 2, 16)


@pytest.fixture
def running(cast: World) -> Selection:
    """Two hours of cleaning on Tuesdays at ten, from 8 December to 15 December: 90 € each, all from the budget."""
    return choose(cast, weekly(DECEMBER, dt.date(2026, 12, 15)))


def change(petra: Browser, cleaning: Listing) -> None:
    """From 45 € to 48,50 € on a weekday; the voucher pays 45 € an hour."""
    home = f"/en/provider/{cleaning.provider_id}/prices/"
    assert send(petra, change_to(petra, home, cleaning, "48,50")).status_code == 302


def seen_by(cast: World, name: str, url: str) -> Any:
    browser = Browser()
    browser.force_login(cast.users[name], backend=BACKEND)
    return soup(browser.get(url))


def frozen(selection: Selection) -> list[tuple[int, int, int]]:
    rows = Visit.objects.filter(selection=selection).order_by("on")
    return list(rows.values_list("price_cents", "budget_cents", "own_cents"))


def test_on_its_day_and_not_before(cast: World, petra: Browser, cleaning: Listing, time_machine) -> None:
    change(petra, cleaning)
    public = f"/sv/listings/{cleaning.pk}/?postcode=65100"
    mine = f"/sv/for/{cast.clients['Aino Virtanen'].number}/listings/{cleaning.pk}/"
    time_machine.move_to(LAST_OLD)
    assert three(soup(Browser().get(public)).main)[:1] == [0]
    assert three(seen_by(cast, "aino", mine).main)[:2] == [0, 9000]
    time_machine.move_to(FIRST_NEW)
    assert three(soup(Browser().get(public)).main)[:1] == [700]
    assert three(seen_by(cast, "aino", mine).main)[:2] == [700, 9000]


def test_the_search_knows_it_on_its_day(cast: World, petra: Browser, cleaning: Listing, time_machine) -> None:
    def free() -> set[int]:
        """What costs nothing oneself at 65100, by the public API."""
        answer = Browser().get("/api/v1/listings?postcode=65100&category=cleaning&own_share_zero=true")
        assert answer.status_code == 200, answer.content
        return {row["id"] for row in answer.json()["results"]}

    rebuild()
    change(petra, cleaning)
    time_machine.move_to(LAST_OLD)
    drain(dt.date(2026, 12, 31))
    assert cleaning.pk in free()
    time_machine.move_to(FIRST_NEW)
    drain(dt.date(2027, 1, 1))
    assert cleaning.pk not in free()


def test_what_was_chosen_keeps_its_cents(
    cast: World, petra: Browser, cleaning: Listing, running: Selection, time_machine
) -> None:
    assert frozen(running) == [(9000, 9000, 0), (9000, 9000, 0)]
    change(petra, cleaning)
    time_machine.move_to(FIRST_NEW)
    assert frozen(running) == [(9000, 9000, 0), (9000, 9000, 0)]
    later = choose(cast, weekly(FEBRUARY, FEBRUARY), on=dt.date(2027, 1, 1))
    assert frozen(later) == [(9700, 9000, 700)]
    assert later.price_version_id != running.price_version_id


def test_a_choice_made_before_of_days_after_is_reckoned_by_each_day(
    cast: World, petra: Browser, cleaning: Listing
) -> None:
    change(petra, cleaning)
    both = choose(cast, weekly(dt.date(2026, 12, 29), dt.date(2027, 1, 5)))
    assert frozen(both) == [(9000, 9000, 0), (9700, 9000, 700)]


def test_those_who_have_chosen_or_saved_it_are_told(
    cast: World, petra: Browser, cleaning: Listing, running: Selection
) -> None:
    """Aino has chosen it; Antti and Anna help her, and may suggest. Nobody of the county is told."""
    change(petra, cleaning)
    names = {name for name, kind, _language in told() if kind == "prices_change"}
    assert {"aino", "antti", "anna"} <= names
    assert not names & {"petra", "olof", "kaisa"}
