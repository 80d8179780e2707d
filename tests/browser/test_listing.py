"""A listing in two languages: written, sent back, sent again, published in the admin, and found by everyone."""

from typing import Any

import pytest

from catalogue import actions
from catalogue.models import Listing
from marketplace.demo.world import World
from marketplace.foundation.dates import today

from .test_approval import press, step_in

NAME = {"sv": "Putsade fönster", "fi": "Puhtaat ikkunat"}
TEXT = {"sv": "Vi putsar fönster på in- och utsidan.", "fi": "Pesemme ikkunat sisältä ja ulkoa."}
EASY = {"sv": "Vi putsar fönster. Maj kommer på dagen.", "fi": "Pesemme ikkunat. Maj tulee päivällä."}


def choose(page: Any, name: str, value: object) -> None:
    page.check(f"[name={name}][value='{value}']")


def write(page: Any, name: str, words: dict[str, str]) -> None:
    for language, text in words.items():
        page.fill(f"[name={name}_{language}]", text)
    press(page, "main form button")


def begin(page: Any, site: str, cast: World) -> Listing:
    provider = cast.providers["tranbaret"]
    page.goto(f"{site}/sv/provider/{provider.pk}/listings/")
    press(page, "main a[href$='/listings/new/']")
    choose(page, "category", cast.categories["cleaning"].pk)
    press(page, "main form button")
    return provider.listings.latest("pk")


def answer_all(page: Any, cast: World) -> None:
    choose(page, "kind", "service")
    press(page, "main form button")
    choose(page, "unit", "hour")
    press(page, "main form button")
    write(page, "title", NAME)
    write(page, "body", TEXT)
    write(page, "easy_body", EASY)
    choose(page, "places", cast.organiser.municipalities.get(code="905").pk)
    press(page, "main form button")


def set_a_price(listing: Listing) -> None:
    lines = [actions.Line("weekday", "day", cents=4000)]
    actions.set_price(listing=listing, by=None, on=today(), valid_from=today(), lines=lines)


def review(official: Any, site: str, listing: Listing, action: str, comment: str = "") -> None:
    """By the button of the listing's page in the admin, which asks for a comment in a window."""
    official.goto(f"{site}/admin/snippets/catalogue/listing/edit/{listing.pk}/")
    official.evaluate(f"document.querySelector('[data-workflow-action-name={action}]').click()")
    if action == "reject":
        official.fill("[name=comment]", comment)
        official.click(".modal-dialog [type=submit]")
    official.wait_for_load_state()


@pytest.mark.browser
def test_from_the_first_word_to_the_clients(browser: Any, live_server: Any, cast: World, settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = False
    site = live_server.url
    petra = step_in(browser, site, "petra")
    listing = begin(petra, site, cast)
    answer_all(petra, cast)
    set_a_price(listing)
    petra.reload()
    press(petra, "main form[action$='/send/'] button")
    assert "Sänt." in petra.inner_text("main")
