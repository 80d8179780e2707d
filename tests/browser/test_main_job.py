"""Aino's main job by keyboard alone, without script: search, compare, choose, check, confirm."""

import datetime as dt
from typing import Any

import pytest

from marketplace.demo.world import World
from marketplace.foundation.dates import today
from marketplace.selections.models import Selection
from search.api import rebuild

RING = """() => {
  const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
  const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  return {ring, size: box.width * box.height, end: it === document.body, what: it.outerHTML.slice(0, 120)};
}"""
MOST_STOPS = 120


def tab_to(page: Any, selector: str) -> None:
    """Tab after Tab; at every stop one sees where one is."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        seen = page.evaluate(RING)
        if seen["end"]:
            continue  # past the last stop the page begins anew
        assert seen["ring"] and seen["size"], seen["what"]
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not among {MOST_STOPS} stops of {page.url}")


def follow(page: Any, selector: str) -> None:
    """The link or button with the focus, by Enter."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_day(page: Any, day: dt.date) -> None:
    """The browser asks for day, month and year in the order of its own language."""
    tab_to(page, "[name=first_on]")
    for order in ("%m%d%Y", "%d%m%Y", "%Y%m%d"):
        page.keyboard.type(day.strftime(order))
        if page.input_value("[name=first_on]") == day.isoformat():
            return
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Shift+Tab")
        tab_to(page, "[name=first_on]")
    raise AssertionError(page.input_value("[name=first_on]"))


def choose_every_second_week(page: Any, day: dt.date) -> None:
    tab_to(page, "[name=how_often]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, f"[name=weekdays][value='{day.weekday()}']")
    page.keyboard.press("Space")
    type_day(page, day)
    follow(page, "main form button")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("language", "word"), [("sv", "städning"), ("fi", "siivous")])
def test_by_keys_alone(browser: Any, live_server: Any, cast: World, language: str, word: str, width: int) -> None:
    rebuild()
    cast.users["aino"].language = language
    cast.users["aino"].save()
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/{language}/demo/")
    follow(page, "form[action$='/demo/aino/'] button")
    follow(page, f"a[href*='/{language}/for/'][href*='/search/']")
    if width == 390:  # a small screen begins with the panel folded
        tab_to(page, "a[href$='#filter']")
        page.keyboard.press("Enter")
    tab_to(page, "#q")
    page.keyboard.type(word)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for listing in ("tranbaret.cleaning", "sjoboda.cleaning"):
        tab_to(page, f"[type=checkbox][form=compare][value='{cast.listings[listing].pk}']")
        page.keyboard.press("Space")
    follow(page, "button[form=compare], form#compare button")
    follow(page, f"a[href$='/listings/{cast.listings['tranbaret.cleaning'].pk}/']")
    before = Selection.objects.count()
    follow(page, "a[href*='/choose/']")
    choose_every_second_week(page, next_tuesday())
    assert "/check/" in page.url
    follow(page, "main form[action*='/check/'] button, main form:has([name=shown]) button")
    assert "/receipt/" in page.url
    assert Selection.objects.count() == before + 1
    chosen = Selection.objects.latest("pk")
    assert (chosen.client, chosen.every_weeks) == (cast.clients["Aino Virtanen"], 2)
    context.close()


def next_tuesday() -> dt.date:
    """After every notice time."""
    day = today() + dt.timedelta(days=12)
    return day + dt.timedelta(days=(1 - day.weekday()) % 7)
