"""What the tests of prices do on the pages: a provider's change from its first question to the official's answer."""

import re

from django.test import Client as Browser

from catalogue.models import Listing
from marketplace.providers.models import PriceChange

BACKEND = "django.contrib.auth.backends.ModelBackend"


def fields_of(page) -> dict[str, str]:
    """What the fields of a question hold."""
    found = re.findall(r'<input type="text" name="([^"]+)"(?: value="([^"]*)")?', page.content.decode())
    return dict(found)


def begin(browser: Browser, home: str, listing: Listing) -> str:
    answer = browser.post(f"{home}{listing.pk}/change/")
    assert answer.status_code == 302
    return answer.url.removesuffix("price/")


def shown_on(page) -> str:
    return re.search(r'name="shown" value="([0-9a-f]+)"', page.content.decode())[1]


def change_to(browser: Browser, home: str, listing: Listing, price: str, day: str = "2027-01-01") -> str:
    """A new weekday price and a day, not sent yet; the address of its check."""
    at = begin(browser, home, listing)
    kept = fields_of(browser.get(f"{at}price/"))
    assert browser.post(f"{at}price/", kept | {"weekday-day": price}).status_code == 302
    assert browser.post(f"{at}day/", {"day": day}).status_code == 302
    return at


def send(browser: Browser, at: str):
    return browser.post(at, {"shown": shown_on(browser.get(at))})


def waiting_change(petra: Browser, home: str, cleaning: Listing, price: str = "50") -> PriceChange:
    send(petra, change_to(petra, home, cleaning, price))
    change = PriceChange.objects.get()
    assert change.state == "waiting"
    return change


def answer(olof: Browser, change: PriceChange, said: str, comment: str = ""):
    url = f"/admin/pricechange/{change.pk}/"
    shown = re.search(r'name="shown" value="([0-9a-f]+)"', olof.get(url).content.decode())[1]
    return olof.post(url, {"answer": said, "comment": comment, "shown": shown})
