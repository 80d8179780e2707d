"""The search boxes while one types: by keys, by touch, on a small screen, and without script."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from marketplace.demo.world import World
from search.api import rebuild

pytestmark = pytest.mark.browser
BOX, LIST = "#q", "#q-suggestions"
WORDS = {
    "sv": ("städ", ["Städning slag av hjälp", "Kvarnlidens Städ serviceproducent"], "3 förslag"),
    "fi": ("siiv", ["Siivous avun laji"], "1 ehdotus"),
}


@pytest.fixture(params=[1280, 320])
def small_or_large(request: Any, browser: Any) -> Any:
    context = browser.new_context(viewport={"width": request.param, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def options(page: Any) -> list[str]:
    return page.locator(f"{LIST} [role=option]").all_inner_texts()


def active(page: Any) -> str:
    """The option that a screen reader is told of."""
    name = page.locator(BOX).get_attribute("aria-activedescendant")
    return page.locator(f"#{name}").inner_text() if name else ""


def one_line(words: list[str]) -> list[str]:
    return [" ".join(each.split()) for each in words]


@pytest.mark.parametrize("language", WORDS)
def test_by_keys(small_or_large: Any, live_server: Any, cast: World, language: str) -> None:
    rebuild()
    page = small_or_large
    typed, first, said = WORDS[language]
    page.goto(f"{live_server.url}/{language}/")
    box = page.locator(BOX)
    expect(box).to_have_attribute("role", "combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.focus()
    page.keyboard.type(typed)
    expect(box).to_have_attribute("aria-expanded", "true")
    assert one_line(options(page))[: len(first)] == first
    expect(page.locator(f"{LIST} + [role=status]")).to_have_text(re.compile(said))
    assert active(page) == ""
    page.keyboard.press("ArrowDown")
    assert one_line([active(page)]) == first[:1]
    expect(page.locator(f"{LIST} [aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Home")
    assert active(page) == ""
    page.keyboard.press("ArrowUp")
    assert active(page) == options(page)[-1]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    value = first[0].split()[0]
    expect(box).to_have_value(value)
    expect(box).to_have_attribute("aria-expanded", "false")
    assert page.url.endswith(f"/{language}/")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/search/?q=" in page.url
    assert page.locator(".hit").count() > 0


def test_escape_closes_and_keeps_what_was_typed(page: Any, live_server: Any, cast: World) -> None:
    page.goto(f"{live_server.url}/sv/search/")
    page.locator(BOX).focus()
    page.keyboard.type("städ")
    expect(page.locator(LIST)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator(LIST)).to_be_hidden()
    expect(page.locator(BOX)).to_have_value("städ")
    assert active(page) == ""
    page.keyboard.press("ArrowDown")
    expect(page.locator(LIST)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(LIST)).to_be_hidden()
    expect(page.locator(BOX)).to_have_value("städ")


def test_a_place_by_a_tap(browser: Any, live_server: Any, cast: World) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, has_touch=True)
    page = context.new_page()
    page.goto(f"{live_server.url}/sv/")
    page.locator("#postcode").fill("651")
    item = page.locator("#postcode-suggestions [role=option]").first
    expect(item).to_be_visible()
    size = item.bounding_box()
    assert size["height"] >= 44 and size["x"] >= 0 and size["x"] + size["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    item.tap()
    expect(page.locator("#postcode")).to_have_value("65100")
    context.close()


def test_only_the_last_question_is_shown(page: Any, live_server: Any, cast: World) -> None:
    """An answer that comes late, to an older question, changes nothing; a failing one is no trouble."""
    asked = []

    def answer(route: Any) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            return route.abort()
        return route.continue_()

    page.route("**/suggest/**", answer)
    page.goto(f"{live_server.url}/sv/search/")
    page.locator(BOX).press_sequentially("stä", delay=10)
    page.wait_for_timeout(400)
    expect(page.locator(LIST)).to_be_hidden()
    page.locator(BOX).press_sequentially("dning", delay=10)
    expect(page.locator(LIST)).to_be_visible()
    assert [url.rsplit("q=", 1)[1] for url in asked] == ["st%C3%A4", "st%C3%A4dning"]


def test_on_a_client_s_page_nothing_of_her_is_sent(page: Any, live_server: Any, cast: World) -> None:
    headers = []
    page.on("request", lambda request: headers.append(request.headers) if "/suggest/" in request.url else None)
    page.goto(f"{live_server.url}/sv/demo/")
    page.locator("form[action$='/demo/aino/'] button").first.click()
    page.goto(f"{live_server.url}/sv/for/{cast.clients['Aino Virtanen'].number}/search/")
    page.locator(BOX).press_sequentially("städ", delay=10)
    expect(page.locator(LIST)).to_be_visible()
    assert headers and not any(each.get("cookie") or each.get("referer") for each in headers)


def test_without_script_the_browser_offers_its_own_list(browser: Any, live_server: Any, cast: World) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/fi/")
    assert page.locator(BOX).get_attribute("role") is None
    assert page.locator(BOX).get_attribute("list") == "what-list"
    assert "Siivous" in page.locator("#what-list option").evaluate_all("all => all.map(one => one.value)")
    page.locator(BOX).fill("Siivous")
    page.locator("#postcode").fill("Vaasa")
    with page.expect_navigation():
        page.locator(".seek button").click()
    assert page.locator("h1").count() == 1
    context.close()


def test_an_open_list_has_no_finding_of_axe(page: Any, live_server: Any, cast: World) -> None:
    page.goto(f"{live_server.url}/sv/search/")
    page.locator(BOX).press_sequentially("städ", delay=10)
    expect(page.locator(LIST)).to_be_visible()
    page.keyboard.press("ArrowDown")
    found = Axe().run(page, ".filters").response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
