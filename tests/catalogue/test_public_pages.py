from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue import actions
from catalogue.actions import Line
from marketplace.accounts.models import User

from .conftest import ON, WEEKDAY

pytestmark = pytest.mark.django_db
TWO_HOURS = {"lines": [Line(**WEEKDAY, cents=4500)], "smallest": Decimal(2)}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: ON)


def test_a_listing_shows_price_voucher_and_own_share_for_the_place(client: Client, make_listing, set_value) -> None:
    set_value(4000)
    listing = make_listing(prices=TWO_HOURS)
    page = client.get(f"/sv/listings/{listing.pk}/?postcode=65100")
    words = page.content.decode()
    assert page.status_code == 200
    assert "45\xa0€/h × 2 h = 90\xa0€" in words
    assert "<dd>10\xa0€</dd>" in words and "<dd>80\xa0€</dd>" in words
    assert page.headers["Cache-Control"] == "public, max-age=60"


def test_the_page_is_the_same_bytes_for_everyone(client: Client, make_listing, set_value) -> None:
    set_value(4000)
    address = f"/sv/listings/{make_listing().pk}/"
    visitor = client.get(address).content
    client.force_login(User.objects.create_user("aino@example.org"))
    answer = client.get(address)
    assert answer.content == visitor
    assert not answer.cookies


def test_what_was_public_is_never_404_again(client: Client, make_listing) -> None:
    listing = make_listing()
    make_listing(title="En annan hjälp")
    actions.unpublish(listing=listing)
    page = client.get(f"/sv/listings/{listing.pk}/")
    assert page.status_code == 200
    assert page.context["choosable"] is False
    assert [card["title"] for card in page.context["similar"]] == ["En annan hjälp"]
    assert 'data-variant="primary"' not in page.content.decode()


def test_a_draft_that_never_was_public_is_404(client: Client, company, home_help) -> None:
    listing = actions.add_listing(provider=company, category=home_help, unit="hour", texts={"sv": {"title": "Utkast"}})
    assert client.get(f"/sv/listings/{listing.pk}/").status_code == 404


@pytest.mark.parametrize("postcode", ["00000", "abc", "65100x", "６５１００", "-1", "9" * 300])
def test_an_unknown_postcode_is_said_kindly(client: Client, make_listing, set_value, postcode: str) -> None:
    set_value(4000)
    page = client.get(f"/sv/listings/{make_listing().pk}/", {"postcode": postcode})
    assert page.status_code == 200
    assert page.context["unknown_postcode"]


@pytest.mark.parametrize("path", ["providers/{0.provider_id}/", "categories/p4-3/", "listings/{0.pk}/", "categories/"])
@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_every_page_opens(client: Client, make_listing, set_value, path: str, language: str) -> None:
    set_value(4000)
    page = client.get(f"/{language}/{path.format(make_listing())}?postcode=65100&page=zz")
    assert page.status_code == 200


@pytest.mark.parametrize("path", ["providers/{0.provider_id}/", "categories/p4-3/", "listings/{0.pk}/"])
def test_queries_do_not_grow_with_the_rows(client: Client, make_listing, set_value, path: str) -> None:
    set_value(4000)
    first, counts = make_listing(), []
    make_listing()
    for more in (0, 8):
        for _ in range(more):
            make_listing()
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/sv/{path.format(first)}?postcode=65100")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# The place chooser


def test_a_postcode_leads_back(client: Client, vasa) -> None:
    answer = client.get("/sv/place/", {"where": "65100", "next": "/sv/categories/?page=2&q=x"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sv/categories/?q=x&postcode=65100")


@pytest.mark.parametrize("town", ["Vasa", "vaasa", " VASA ", "Vas"])
def test_a_town_with_one_postal_area_leads_back(client: Client, vasa, town: str) -> None:
    answer = client.get("/sv/place/", {"where": town, "next": "/sv/categories/"})
    assert answer.headers["Location"] == "/sv/categories/?postcode=65100"


def test_a_town_with_several_asks_which(client: Client, vasa) -> None:
    vasa.municipality.postal_areas.create(code="65200", name_sv="Sunnanvik", name_fi="Hietalahti", lat=63.0, lon=21.6)
    page = client.get("/fi/place/", {"where": "Vaasa", "next": "/fi/categories/"})
    assert [url for _area, url in page.context["areas"]] == [
        "/fi/categories/?postcode=65100",
        "/fi/categories/?postcode=65200",
    ]


@pytest.mark.parametrize("where", ["Atlantis", "00000", "", "<script>", "x" * 81])
def test_an_unknown_place_is_said_beside_the_field(client: Client, vasa, where: str) -> None:
    page = client.get("/sv/place/", {"where": where})
    assert page.status_code == 200
    assert page.context["form"].errors["where"]


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"])
def test_it_never_leads_off_the_site(client: Client, vasa, address: str) -> None:
    answer = client.get("/sv/place/", {"where": "65100", "next": address})
    assert answer.headers["Location"] == "/sv/categories/?postcode=65100"
