"""Choosing the same again: from which date, old and new side by side, and what was chosen keeps its cents."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from catalogue.enums import Unit
from catalogue.models import Listing
from marketplace.clients.enums import Right
from marketplace.selections.actions.drafts import renew_choice
from marketplace.selections.models import Draft, Selection, Visit
from marketplace.selections.pattern import Pattern
from marketplace.selections.renewal import next_pattern
from tests.shown import soup, table

from .world import ON, aino, browser, draft, helper, listing, once, price, value, weekly

pytestmark = pytest.mark.django_db

LAST_OF_YEAR = dt.date(2026, 12, 31)
NEW_YEAR = dt.date(2027, 1, 1)


def chosen(client: Any, what: Any, pattern: Pattern) -> Selection:
    """Confirmed on the pages, and accepted."""
    made = draft(client, what, pattern)
    page = soup(browser(client.user).get(f"/sv/for/{client.number}/check/{made.pk}/"))
    fields = {name: page.select_one(f"[name={name}]")["value"] for name in ("key", "shown")}
    answer = browser(client.user).post(f"/sv/for/{client.number}/check/{made.pk}/", fields)
    assert "/receipt/" in answer.url
    selection = Selection.objects.get()
    Selection.objects.update(state="accepted")
    selection.refresh_from_db()
    return selection


def cents_of(selection: Selection) -> set[tuple[int, int, int]]:
    return set(Visit.objects.filter(selection=selection).values_list("price_cents", "budget_cents", "own_cents"))


def renew(client: Any, selection: Selection, by: Any = None) -> Any:
    who = browser(by or client.user)
    answer = who.post(f"/sv/for/{client.number}/choices/{selection.pk}/renew/")
    assert answer.status_code == 302
    return who.get(answer.url)


def test_old_and_new_stand_side_by_side() -> None:
    """45 € × 2 h with a value of 40 € an hour; from New Year 48,35 € × 2 h."""
    value(4000)
    client, what = aino(), listing()
    selection = chosen(client, what, weekly(until_on=LAST_OF_YEAR))
    price(what, 4835, NEW_YEAR)
    page = soup(renew(client, selection))
    (shown,) = [table(each) for each in page.select("section[aria-labelledby=fore] table")]
    assert shown == [
        ["Vad", "Förut", "Nu"],
        ["Pris", "90,00 €", "96,70 €"],
        ["Från budgeten", "80,00 €", "80,00 €"],
        ["Du betalar", "10,00 €", "16,70 €"],
    ]
    assert "från 5 januari 2027" in " ".join(page.text.replace("\xa0", " ").split())
    assert cents_of(selection) == {(9000, 8000, 1000)}


def test_the_renewed_choice_has_the_new_cents_and_the_old_one_its_own() -> None:
    value(4000)
    client, what = aino(), listing()
    selection = chosen(client, what, weekly(until_on=LAST_OF_YEAR))
    price(what, 4835, NEW_YEAR)
    page = soup(renew(client, selection))
    fields = {name: page.select_one(f"[name={name}]")["value"] for name in ("key", "shown")}
    made = Draft.objects.get(renews=selection)
    answer = browser(client.user).post(f"/sv/for/{client.number}/check/{made.pk}/", fields)
    assert "/receipt/" in answer.url
    renewed = Selection.objects.exclude(pk=selection.pk).get()
    assert cents_of(renewed) == {(9670, 8000, 1670)}
    assert cents_of(selection) == {(9000, 8000, 1000)}


def test_a_price_that_changes_in_the_middle_is_shown_with_its_date() -> None:
    value(4000)
    client, what = aino(), listing()
    selection = chosen(client, what, weekly(until_on=LAST_OF_YEAR))
    price(what, 5000, dt.date(2027, 3, 1))
    page = soup(renew(client, selection))
    shown = [table(each)[1] for each in page.select("section[aria-labelledby=fore] table")]
    assert shown == [["Pris", "90,00 €", "90,00 €"], ["Pris", "90,00 €", "100,00 €"]]
    assert "från 2 mars 2027" in " ".join(page.text.replace("\xa0", " ").split())


def test_a_month_is_compared_with_a_month() -> None:
    """348 € a month with a value of 320 €; from New Year 360 €. The first month of the old choice was a part."""
    value(32000, Unit.MONTH)
    client, what = aino(), listing(34800, unit=Unit.MONTH)
    monthly = Pattern("monthly", dt.date(2026, 11, 26), 1, until_on=LAST_OF_YEAR)
    selection = chosen(client, what, monthly)
    price(what, 36000, NEW_YEAR)
    page = soup(renew(client, selection))
    (shown,) = [table(each) for each in page.select("section[aria-labelledby=fore] table")]
    assert shown[1:] == [
        ["Pris", "348,00 €", "360,00 €"],
        ["Från budgeten", "320,00 €", "320,00 €"],
        ["Du betalar", "28,00 €", "40,00 €"],
    ]


def test_of_months_the_whole_ones_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ended at New Year; on 10 February it goes on the next day. February is a part, March is whole."""
    value(32000, Unit.MONTH)
    client, what = aino(), listing(34800, unit=Unit.MONTH)
    selection = chosen(client, what, Pattern("monthly", dt.date(2026, 12, 1), 1, until_on=LAST_OF_YEAR))
    price(what, 36000, NEW_YEAR)
    Listing.objects.get(pk=what.pk).freshness_checks.update(on=NEW_YEAR)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: dt.date(2027, 2, 10))
    page = soup(renew(client, selection))
    (shown,) = [table(each) for each in page.select("section[aria-labelledby=fore] table")]
    assert shown[1] == ["Pris", "348,00 €", "360,00 €"]
    assert "från 1 mars 2027" in " ".join(page.text.replace("\xa0", " ").split())


@pytest.mark.parametrize(
    ("pattern", "on", "first"),
    [
        (weekly(until_on=LAST_OF_YEAR), ON, dt.date(2027, 1, 5)),  # the last visit is on 29 December
        (weekly(until_on=LAST_OF_YEAR), dt.date(2027, 2, 2), dt.date(2027, 2, 9)),  # it ended long ago
        (weekly(2, until_on=LAST_OF_YEAR), ON, dt.date(2027, 1, 12)),  # every second week goes on so
        (weekly(4, until_on=LAST_OF_YEAR), ON, dt.date(2027, 1, 26)),
        (weekly(weekdays=(1, 4), quantity=Decimal(1), until_on=dt.date(2026, 12, 29)), ON, dt.date(2027, 1, 1)),
        (once(dt.date(2026, 12, 1)), ON, dt.date(2026, 12, 8)),
        (once(dt.date(2026, 12, 1)), dt.date(2026, 12, 9), dt.date(2026, 12, 15)),
    ],
)
def test_the_next_free_date(pattern: Pattern, on: dt.date, first: dt.date) -> None:
    value(4000)
    client = aino()
    selection = chosen(client, listing(), pattern)
    found = next_pattern(selection, on)
    assert (found.first_on, found.until_on) == (first, None)
    assert (found.kind, found.every_weeks, found.weekdays) == (pattern.kind, pattern.every_weeks, pattern.weekdays)


def test_asked_for_twice_it_is_one_draft() -> None:
    value(4000)
    client = aino()
    selection = chosen(client, listing(), weekly(until_on=LAST_OF_YEAR))
    first = renew_choice(selection=selection, author=client.user, on=ON)
    assert renew_choice(selection=selection, author=client.user, on=ON).pk == first.pk


def test_a_choice_that_nobody_said_yes_to_is_not_renewed() -> None:
    value(4000)
    client, what = aino(), listing()
    selection = chosen(client, what, weekly(until_on=LAST_OF_YEAR))
    Selection.objects.update(state="declined")
    answer = browser(client.user).post(f"/sv/for/{client.number}/choices/{selection.pk}/renew/")
    assert answer.url == f"/sv/for/{client.number}/listings/{what.pk}/"
    assert not Draft.objects.filter(renews=selection).exists()


def test_the_button_is_for_those_who_may_choose() -> None:
    value(4000)
    client = aino()
    selection = chosen(client, listing(), weekly(until_on=LAST_OF_YEAR))
    url = f"/sv/for/{client.number}/choices/{selection.pk}/"
    anna = helper(client, "anna", Right.SUGGEST)
    assert "Välj samma igen" in soup(browser(client.user).get(url)).text
    assert "Välj samma igen" not in soup(browser(anna).get(url)).text
