"""schema.org in the pages of listings and providers."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from catalogue import actions
from catalogue.actions import Line
from catalogue.opendata.schema_org import data_block

from ..conftest import ON, WEEKDAY

pytestmark = pytest.mark.django_db
THING = {"@id", "@type", "name", "description", "url", "sameAs"}
VOCABULARY = {  # type -> its properties that we use; from schema.org (version 29), types above included
    "Service": THING | {"serviceType", "provider", "areaServed", "availableChannel", "offers"},
    "Organization": THING | {"knowsLanguage", "location", "makesOffer"},
    "AdministrativeArea": THING,
    "ServiceChannel": THING | {"availableLanguage"},
    "Offer": THING | {"price", "priceCurrency", "validFrom", "priceSpecification", "itemOffered"},
    "UnitPriceSpecification": THING | {"price", "priceCurrency", "unitCode", "unitText", "valueAddedTaxIncluded"},
    "Place": THING | {"geo"},
    "GeoCoordinates": THING | {"latitude", "longitude"},
}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: ON)


def block_of(client: Client, url: str) -> dict[str, Any]:
    [text] = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(url).content.decode(), re.DOTALL
    )
    return json.loads(text)


def strangers(found: Any) -> list[str]:
    """Types and properties that the vocabulary does not have."""
    if isinstance(found, list):
        return [name for each in found for name in strangers(each)]
    if not isinstance(found, dict):
        return []
    here = [f"{found['@type']}.{name}" for name in found.keys() - VOCABULARY[found["@type"]] - {"@context"}]
    return here + [name for value in found.values() for name in strangers(value)]


def test_a_listing_tells_what_it_is_and_costs(client: Client, make_listing) -> None:
    listing = make_listing(prices={"lines": [Line(**WEEKDAY, cents=4550)]})
    found = block_of(client, f"/sv/listings/{listing.pk}/?postcode=65100")
    assert strangers(found) == []
    assert (found["@context"], found["@type"], found["name"]) == ("https://schema.org", "Service", "Hemhjälp")
    assert found["@id"].endswith(f"/sv/listings/{listing.pk}/")
    [offer] = found["offers"]
    assert (offer["price"], offer["priceCurrency"], offer["priceSpecification"]["unitCode"]) == ("45.50", "EUR", "HUR")
    assert found["areaServed"] == [{"@type": "AdministrativeArea", "name": "Vasa"}]


def test_what_cannot_be_chosen_has_no_price(client: Client, make_listing) -> None:
    listing = make_listing()
    actions.unpublish(listing=listing)
    assert "offers" not in block_of(client, f"/fi/listings/{listing.pk}/")


def test_a_provider_tells_where_it_is_and_what_it_offers(client: Client, make_listing, company) -> None:
    make_listing()
    found = block_of(client, f"/sv/providers/{company.pk}/")
    assert strangers(found) == []
    assert (found["name"], found["knowsLanguage"]) == ("Tranbärets Hemhjälp Ab", ["sv", "fi"])
    assert found["location"][0]["geo"] == {"@type": "GeoCoordinates", "latitude": 63.12, "longitude": 21.6}
    assert [offer["itemOffered"]["name"] for offer in found["makesOffer"]] == ["Hemhjälp"]


def test_nothing_in_it_ends_the_element() -> None:
    block = data_block({"name": "</script><script>alert(1)</script><!-- & \u2028"})
    assert block.count("<") == 2 and "&" not in block and "\u2028" not in block
    text = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(text)["name"] == "</script><script>alert(1)</script><!-- & \u2028"


@pytest.mark.browser
def test_the_content_policy_takes_no_notice_of_it(live_server, page, cast) -> None:
    """A data block is not run, so the strict policy neither blocks it nor says a word."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    answer = page.goto(f"{live_server.url}/sv/listings/{cast.listings['tranbaret.cleaning'].pk}/")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    found = page.evaluate(
        """() => JSON.parse(document.querySelector('script[type="application/ld+json"]').textContent)"""
    )
    assert found["@type"] == "Service"
    assert not [words for words in said if "Content Security Policy" in words]
