"""Packages: built from the provider's own services, with the sum of the parts beside the price."""

from decimal import Decimal

import pytest
from django.test import Client as Browser

from catalogue import actions
from catalogue.models import Listing
from catalogue.offers import load_offers
from marketplace.demo.world import World
from tests.demo_fixtures import DRAWN_DAY

from .conftest import text_of


@pytest.fixture
def package(cast: World) -> Listing:
    """A draft in cleaning, by the visit."""
    provider, petra = cast.providers["tranbaret"], cast.users["petra"]
    listing = actions.start_listing(provider=provider, category=cast.categories["cleaning"], by=petra)
    facts = {"by": petra, "organiser": cast.organiser, "on": DRAWN_DAY}
    actions.change_draft(listing=listing, fields={"kind": "package", "unit": "visit"}, **facts)
    return listing


@pytest.fixture
def url(package: Listing) -> str:
    return f"/en/provider/{package.provider_id}/listings/{package.pk}/questions/price/"


@pytest.fixture
def parts(cast: World) -> dict[str, str]:
    """1.5 hours of cleaning at 45 € and an hour's walk at 35 €: 102.50 €."""
    cleaning, walk = cast.listings["tranbaret.cleaning"].pk, cast.listings["tranbaret.walk"].pk
    return {f"part_{cleaning}": "1,5", f"part_{walk}": "1", "price": "95"}


def items(listing: Listing) -> list[tuple[int, Decimal]]:
    offer = load_offers([listing.pk], DRAWN_DAY)[listing.pk]
    return [(item.listing_id, item.quantity) for item in offer.items]


def test_the_sum_is_shown_and_nothing_kept(petra: Browser, url: str, package: Listing, parts: dict[str, str]) -> None:
    page = text_of(petra.post(url, parts | {"reckon": "1"}))
    assert "Its parts one by one €102.50" in page or "Its parts one by one 102.50\xa0€" in page.replace(" €", "\xa0€")
    assert "67.50" in page
    assert not package.prices.exists()


def test_it_is_kept_with_its_price(cast: World, petra: Browser, url: str, package: Listing, parts) -> None:
    assert petra.post(url, parts).status_code == 302
    cleaning, walk = cast.listings["tranbaret.cleaning"], cast.listings["tranbaret.walk"]
    assert items(package) == [(cleaning.pk, Decimal("1.5")), (walk.pk, Decimal(1))]
    offer = load_offers([package.pk], DRAWN_DAY)[package.pk]
    assert list(offer.lines.values()) == [9500]
    page = petra.get(url).content.decode()
    assert 'value="95,00"' in page
    assert "102.50" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"price": ""}, "Write the price of the package."),
        ({"price": "x"}, "Write the sum in euros"),
    ],
)
def test_bad_prices(petra: Browser, url: str, package: Listing, parts, fields: dict[str, str], words: str) -> None:
    assert words in text_of(petra.post(url, parts | fields))
    assert not package.prices.exists()


def test_an_empty_package_is_refused(petra: Browser, url: str, package: Listing) -> None:
    assert "Write how much of at least one service" in text_of(petra.post(url, {"price": "95"}))
    assert not package.prices.exists()


def test_another_providers_service_is_no_part(cast: World, petra: Browser, url: str, package: Listing, parts) -> None:
    strange = cast.listings["larkan.walk"]
    assert f"part_{strange.pk}" not in petra.get(url).content.decode()
    petra.post(url, parts | {f"part_{strange.pk}": "1"})
    assert strange.pk not in [pk for pk, _quantity in items(package)]


def test_a_service_that_became_a_package_says_its_unit_anew(
    cast: World, petra: Browser, package: Listing, url: str
) -> None:
    facts = {"by": cast.users["petra"], "organiser": cast.organiser, "on": DRAWN_DAY}
    actions.change_draft(listing=package, fields={"kind": "service", "unit": "hour"}, **facts)
    kind = url.replace("/price/", "/kind/")
    assert petra.post(kind, {"kind": "package"}).url.endswith("/questions/unit/")
    assert Listing.objects.get(pk=package.pk).unit == ""
    assert "By the hour" not in text_of(petra.get(url.replace("/price/", "/unit/")))


def test_from_the_page_of_prices_one_comes_to_what_is_in_it(petra: Browser, url: str, package: Listing) -> None:
    begun = petra.post(f"/en/provider/{package.provider_id}/prices/{package.pk}/change/")
    assert begun.url == url


@pytest.mark.parametrize(("key", "fields"), [("unit", {"unit": "month"}), ("kind", {"kind": "service"})])
def test_a_price_list_keeps_its_unit_and_kind(
    petra: Browser, url: str, package: Listing, parts, key: str, fields: dict[str, str]
) -> None:
    petra.post(url, parts)
    page = text_of(petra.post(url.replace("/price/", f"/{key}/"), fields, follow=True))
    assert "A price is set already, so this cannot change." in page
    kept = Listing.objects.get(pk=package.pk)
    assert (kept.unit, kept.kind) == ("visit", "package")
