"""The public API: the numbers of the pages, kind refusals, and nothing of clients."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client as Browser
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from catalogue.models import Listing, PostalArea
from marketplace.browse.api import limits, parameters
from marketplace.browse.models import ApiSlot
from marketplace.demo.world import World
from search import api
from search.filters import ListingFilter

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
ALL = 17
"""Listings of the small world."""


@pytest.fixture
def indexed(stage: World) -> World:
    api.rebuild()
    return stage


def titles(answer: Any) -> list[str]:
    return [each["title"] for each in answer.json()["results"]]


# what it says


def test_the_price_at_the_door_is_the_page_s(indexed: World, client: Browser) -> None:
    """Two hours at 49 €: 98 €, of which a voucher pays 90 € and one pays 8 € oneself."""
    listing = indexed.listings["sjoboda.cleaning"]
    found = client.get(f"{V1}/listings/{listing.pk}?postcode=65100").json()
    price = found["price"]
    assert {name: price[name] for name in price if name.endswith("cents")} == {
        "price_cents": 9_800,
        "travel_cents": 0,
        "budget_cents": 9_000,
        "own_share_cents": 800,
        "value_cents": 9_000,
    }
    assert price["line"].replace("\xa0", " ") == "49 €/h × 2 h = 98 €"
    assert (price["postcode"], price["refusal"]) == ("65100", None)
    page = client.get(f"/sv/listings/{listing.pk}/?postcode=65100").context["quote"]
    assert (page.price, page.budget, page.own, page.metres) == (9_800, 9_000, 800, price["metres"])


def test_every_card_of_a_page_is_in_the_answer_in_its_order(indexed: World, client: Browser) -> None:
    asked = "q=städning&postcode=65100&sort=cheapest"
    answer = client.get(f"{V1}/listings?{asked}").json()
    page = client.get(f"/sv/search/?{asked}")
    cards = page.context["cards"]
    assert [each["id"] for each in answer["results"]] == [card["id"] for card in cards]
    assert [each["price"]["line"] for each in answer["results"]] == [card["line"] for card in cards]
    assert answer["total"] == page.context["found"].total
    assert answer["facets"]["speaks"] == page.context["found"].facets["speaks"]


def test_the_shape_of_a_hit(indexed: World, client: Browser) -> None:
    hit = next(
        each
        for each in client.get(f"{V1}/listings?category=cleaning&lang=fi").json()["results"]
        if each["id"] == indexed.listings["tranbaret.cleaning"].pk
    )
    assert {name: hit[name] for name in ("title", "text_language", "category", "kind", "unit")} == {
        "title": "Kotisiivous",
        "text_language": "fi",
        "category": {"code": "cleaning", "name": "Siivous"},
        "kind": "service",
        "unit": "hour",
    }
    assert hit["url"] == f"http://testserver/fi/listings/{hit['id']}/"
    assert hit["price"]["postcode"] is None
    assert hit["price"]["price_cents"] == 9_000


def test_a_listing_in_full(indexed: World, client: Browser) -> None:
    """Home cleaning: 45 € on weekdays, 54 € in the evening, 58 € and 90 € at the weekend; windows 12 €; travel."""
    found = client.get(f"{V1}/listings/{indexed.listings['tranbaret.cleaning'].pk}").json()
    assert [each["cents"] for each in found["prices"]] == [4_500, 5_400, 5_800, 9_000]
    assert [(each["name"], each["cents"]) for each in found["options"]] == [("Fönster på insidan", 1_200)]
    assert found["travel"] == {"free_metres": 10_000, "cents_per_km": 60, "farthest_metres": 40_000}
    assert "Vi kommer hem till dig" in found["body"]
    assert {"code": "905", "name": "Vasa"} in found["municipalities"]


def test_several_values_of_one_filter(indexed: World, client: Browser) -> None:
    one = client.get(f"{V1}/listings?category=meals").json()["total"]
    other = client.get(f"{V1}/listings?category=laundry").json()["total"]
    assert (one, other) == (2, 1)
    assert client.get(f"{V1}/listings?category=meals&category=laundry").json()["total"] == 3


@pytest.mark.parametrize(("given", "only"), [("true", True), ("1", True), ("false", False), ("0", False)])
def test_nothing_to_pay(indexed: World, client: Browser, given: str, only: bool) -> None:
    answer = client.get(f"{V1}/listings?postcode=65100&own_share_zero={given}").json()
    assert answer["results"]
    assert all(each["price"]["own_share_cents"] == 0 for each in answer["results"]) is only
    assert (answer["total"] == answer["facets"]["nothing_to_pay"]["yes"]) is only


def test_pages_lead_to_each_other(indexed: World, client: Browser) -> None:
    first = client.get(f"{V1}/listings?lang=fi").json()
    assert (first["total"], first["page"], first["pages"], first["page_size"]) == (ALL, 1, 2, 10)
    assert first["links"]["prev"] is None
    assert first["links"]["next"] == f"http://testserver{V1}/listings?lang=fi&page=2"
    second = client.get(first["links"]["next"]).json()
    assert (len(second["results"]), second["links"]["next"]) == (7, None)
    assert second["links"]["prev"] == f"http://testserver{V1}/listings?lang=fi&page=1"
    ids = {each["id"] for answer in (first, second) for each in answer["results"]}
    assert len(ids) == ALL


def test_far_beyond_the_last_page_is_nothing(indexed: World, client: Browser) -> None:
    answer = client.get(f"{V1}/listings?page=1000")
    assert (answer.status_code, answer.json()["results"]) == (200, [])


def test_what_was_perhaps_meant(indexed: World, client: Browser) -> None:
    assert client.get(f"{V1}/listings?q=stödning").json()["did_you_mean"] == "städning"
    assert client.get(f"{V1}/listings?q=städning").json()["did_you_mean"] is None


def test_without_a_place_it_says_what_it_left_off(indexed: World, client: Browser) -> None:
    answer = client.get(f"{V1}/listings?own_share_zero=true&max_budget_cents=5000&sort=nearest").json()
    assert answer["not_applied"] == ["own_share_zero", "max_budget_cents", "sort"]
    assert answer["degraded"] is False


def test_without_an_engine_it_lists_from_the_database_and_says_so(stage: World, client: Browser) -> None:
    answer = client.get(f"{V1}/listings?q=promenad&category=meals&sort=best").json()
    assert (answer["degraded"], answer["total"], answer["not_applied"], answer["facets"]) == (
        True,
        2,
        ["q", "sort"],
        {},
    )


def test_suggestions(stage: World, client: Browser) -> None:
    answer = client.get(f"{V1}/suggest?q=siiv&kind=category&lang=fi").json()
    assert answer == {"suggestions": [{"kind": "category", "code": "cleaning", "words": "Siivous"}]}
    assert client.get(f"{V1}/suggest").json() == {"suggestions": []}


# what it refuses


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ("postcode=99999", ["postcode"]),
        ("postcode=6510", ["postcode"]),
        ("category=nope", ["category"]),
        ("category=cleaning&category=nope", ["category"]),
        ("category=&category=cleaning", ["category"]),
        ("municipality=x", ["municipality"]),
        ("provider_kind=x&kind=y", ["provider_kind", "kind"]),
        ("speaks=xx", ["speaks"]),
        ("speaks=", ["speaks"]),
        ("max_budget_cents=45,50", ["max_budget_cents"]),
        ("max_budget_cents=-1", ["max_budget_cents"]),
        ("max_budget_cents=10000001", ["max_budget_cents"]),
        ("max_budget_cents=" + "9" * 400, ["max_budget_cents"]),
        ("max_budget_cents=%D9%A5", ["max_budget_cents"]),
        ("own_share_zero=yes", ["own_share_zero"]),
        ("sort=paid", ["sort"]),
        ("page=0", ["page"]),
        ("page=1001", ["page"]),
        ("page=1&page=2", ["page"]),
        ("lang=de", ["lang"]),
        ("q=" + "x" * 201, ["q"]),
        ("q=%00", ["q"]),
        ("colour=blue", ["colour"]),
        ("%00=1", ["\0"]),
        ("&".join(["speaks=sv"] * 51), ["speaks"]),
    ],
)
def test_bad_input_is_named(stage: World, client: Browser, asked: str, wrong: list[str]) -> None:
    answer = client.get(f"{V1}/listings?{asked}")
    problem = answer.json()
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert [each["parameter"] for each in problem["errors"]] == wrong
    assert all(each["detail"] for each in problem["errors"])
    assert problem["status"] == 400
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("asked", ["kind=zz", "q=&kind=zz", "q=siiv&kind=category&kind=zz"])
def test_a_kind_of_suggestion_that_is_none_is_named_whatever_is_typed(stage: World, client: Browser, asked) -> None:
    answer = client.get(f"{V1}/suggest?{asked}")
    assert answer.status_code == 400
    assert [each["parameter"] for each in answer.json()["errors"]] == ["kind"]


def test_problems_speak_the_asked_language(stage: World, client: Browser) -> None:
    finnish = client.get(f"{V1}/listings?lang=fi&page=x")
    assert finnish.json()["title"] == "Kysymyksessä on jotakin väärin"
    assert finnish.json()["errors"] == [{"parameter": "page", "detail": "Kirjoita kokonaisluku, vain numeroita."}]
    assert finnish.headers["Content-Language"] == "fi"
    swedish = client.get(f"{V1}/listings?page=x", headers={"Accept-Language": "fi"})
    assert swedish.json()["title"] == "Något i frågan är fel"


@pytest.mark.parametrize(
    "path",
    ["/listings/99999999", "/listings/" + "9" * 40, "/listings/x", "/listings/", "/nothing", "/", "/listings/1/2"],
)
def test_nothing_there(stage: World, client: Browser, path: str) -> None:
    answer = client.get(f"{V1}{path}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["type"] == "about:blank"


def test_what_cannot_be_chosen_is_not_there(indexed: World, client: Browser) -> None:
    listing = Listing.objects.get(pk=indexed.listings["larkan.walk"].pk)
    url = f"{V1}/listings/{listing.pk}"
    assert client.get(url).status_code == 200
    listing.freshness_checks.all().delete()
    assert client.get(url).status_code == 404


def test_an_address_too_long_or_of_too_many_parts(stage: World, client: Browser, settings) -> None:
    assert client.get(f"{V1}/listings?q={'x' * 9_000}").status_code == 414
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    answer = client.get(f"{V1}/listings?{'&'.join(['speaks=sv'] * 9)}")
    assert (answer.status_code, answer.json()["title"]) == (414, "Frågan är för lång")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_one_can_only_read(client: Browser, method: str) -> None:
    answer = getattr(client, method)(f"{V1}/listings")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_without_a_database_it_says_when_to_ask_again(client: Browser, monkeypatch) -> None:
    def refuse(*args: object) -> None:
        raise OperationalError("connection refused by db.example.org")

    monkeypatch.setattr(limits, "count", refuse)
    answer = client.get(f"{V1}/listings")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json()["title"] == "Vi kan inte svara just nu"
    assert b"example.org" not in answer.content


# caches, and scripts of other sites


def test_who_has_the_answer_gets_it_not_again(indexed: World, client: Browser) -> None:
    url = f"{V1}/listings?category=meals"
    first = client.get(url)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    listing = Listing.objects.get(pk=first.json()["results"][0]["id"])
    listing.texts.filter(language="sv").update(title="Nytt namn")
    changed = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert "Nytt namn" in titles(changed)


def test_head_and_scripts_of_other_sites(stage: World, client: Browser) -> None:
    head = client.head(f"{V1}/suggest?q=vasa")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == client.get(f"{V1}/suggest?q=vasa").headers["ETag"]
    asked = client.options(f"{V1}/listings", headers={"Origin": "https://example.org"})
    assert (asked.status_code, asked.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in asked.headers


def test_the_same_bytes_for_a_client(indexed: World, client: Browser) -> None:
    url = f"{V1}/listings?postcode=65100"
    visitor = client.get(url)
    client.force_login(indexed.users["aino"])
    hers = client.get(url)
    assert hers.content == visitor.content
    assert not hers.cookies
    assert "Cookie" not in hers.headers["Vary"]


def test_the_number_of_queries_does_not_grow(indexed: World, client: Browser) -> None:
    def queries(asked: str) -> tuple[int, int]:
        client.get(f"{V1}/listings?{asked}")
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(f"{V1}/listings?{asked}")
        return len(answer.json()["results"]), len(seen)

    (one, few), (ten, many) = queries("category=laundry"), queries("category=cleaning")
    assert (one, ten) == (1, 10)
    assert many <= few


# the limit


def test_the_limit_is_told_and_kept(stage: World, client: Browser, settings) -> None:
    """Twenty seconds past the minute: two are allowed, the third waits for the other forty."""
    settings.API_REQUESTS_A_MINUTE = 2
    with time_machine.travel(dt.datetime(2026, 11, 26, 10, 0, 20, tzinfo=dt.UTC), tick=False):
        answers = [client.get(f"{V1}/suggest") for _ in range(3)]
        other = client.get(f"{V1}/suggest", headers={"X-Forwarded-For": "203.0.113.9"})
    with time_machine.travel(dt.datetime(2026, 11, 26, 10, 1, 0, tzinfo=dt.UTC), tick=False):
        later = client.get(f"{V1}/suggest")
    assert [answer.status_code for answer in (*answers, other, later)] == [200, 200, 429, 200, 200]
    assert [answer.headers["RateLimit"] for answer in (*answers, other, later)] == [
        '"minute";r=1;t=40',
        '"minute";r=0;t=40',
        '"minute";r=0;t=40',
        '"minute";r=1;t=40',
        '"minute";r=1;t=60',
    ]
    refused = answers[2]
    assert refused.headers["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert refused.headers["Retry-After"] == "40"
    assert refused.json()["title"] == "För många frågor på kort tid"
    assert refused.headers["Cache-Control"] == "no-store"
    settings.API_REQUESTS_A_MINUTE = 0
    assert "RateLimit" not in client.get(f"{V1}/suggest").headers


@pytest.mark.parametrize(
    ("peer", "named", "caller"),
    [
        ("198.51.100.7", "", "198.51.100.7"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),  # no proxy of ours: whoever it is may write what they like
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, 127.0.0.1", "203.0.113.9"),
        ("127.0.0.1", "nonsense", "unknown"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("", "203.0.113.9", "203.0.113.9"),
        ("", "", "unknown"),
        ("::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:127.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_who_calls(peer: str, named: str, caller: str) -> None:
    headers = {"X-Forwarded-For": named} if named else {}
    assert limits.caller_of(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)) == caller


def test_no_address_is_kept(stage: World, client: Browser) -> None:
    client.get(f"{V1}/suggest", REMOTE_ADDR="198.51.100.7")
    kept = ApiSlot.objects.get()
    assert "198.51" not in kept.caller and len(kept.caller) == 32


def test_slots_that_are_over_are_forgotten(stage: World, client: Browser) -> None:
    client.get(f"{V1}/suggest")
    now = ApiSlot.objects.get()
    ApiSlot.objects.create(caller="old", number=now.number - 2, asked=9)
    assert limits.forget_old(stage.anchor) == 1
    assert list(ApiSlot.objects.all()) == [now]


# the description


def test_the_parameters_are_those_of_the_filter() -> None:
    assert {each.name for each in parameters.LISTINGS} == set(ListingFilter.base_filters) | {"lang"}
    described = {each.name for each in parameters.LISTINGS if each.several}
    assert described == {"category", "municipality", "provider_kind", "kind", "speaks"}


def test_the_description_names_every_answer(client: Browser) -> None:
    found = client.get(f"{V1}/openapi.json").json()
    assert set(found["paths"]) == {f"{V1}/listings", f"{V1}/listings/{{listing_id}}", f"{V1}/suggest"}
    for methods in found["paths"].values():
        responses = methods["get"]["responses"]
        assert set(responses) == {"200", "304", "400", "404", "414", "429", "503"}
        assert list(responses["400"]["content"]) == ["application/problem+json"]
        assert all(each["description"] for each in methods["get"]["parameters"])


def test_a_postcode_that_is_new_to_the_index_is_answered_from_the_database(indexed: World, client: Browser) -> None:
    area = PostalArea.objects.get(code="65100")
    PostalArea.objects.create(
        municipality=area.municipality, code="65999", name_sv="Nytt", name_fi="Uusi", lat=area.lat, lon=area.lon
    )
    answer = client.get(f"{V1}/listings?postcode=65999").json()
    assert answer["degraded"] is True
    assert client.get(f"{V1}/listings?postcode=65100").json()["degraded"] is False
