"""The query string: checked kindly, asked of the engine, or listed from the database."""

import time

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from catalogue.enums import ProviderKind
from catalogue.remembered import one_look
from search import api
from search.engine import SearchUnavailable
from search.filters import ListingFilter
from search.query import SearchQuery

pytestmark = pytest.mark.django_db


def asked(address: str, lang: str = "sv") -> ListingFilter:
    return ListingFilter(QueryDict(address), lang=lang)


def test_a_whole_query_string_becomes_a_query(vasa, cleaning) -> None:
    address = (
        "q=städ&postcode=65100&category=cleaning&municipality=905&provider_kind=company&kind=package&speaks=fi"
        "&own_share_zero=1&max_budget_cents=5000&sort=cheapest&page=3"
    )
    chosen = asked(address, "fi")
    assert chosen.is_valid()
    assert chosen.to_query() == SearchQuery(
        q="städ",
        lang="fi",
        postcode="65100",
        category=("cleaning",),
        municipality=("905",),
        provider_kind=("company",),
        kind=("package",),
        speaks=("fi",),
        own_share_zero=True,
        max_budget_cents=5000,
        sort="cheapest",
        page=3,
    )
    assert chosen.not_applied() == ["q", "own_share_zero", "max_budget_cents", "sort"]


def test_several_values_of_a_parameter_are_all_asked(vasa, narpes, cleaning, home_help) -> None:
    """In the catalogue's order where there is one, each once; an empty one (old links have it) is none."""
    address = (
        "category=&category=p4-3&category=cleaning&category=cleaning&municipality=905&municipality=545"
        "&provider_kind=company&provider_kind=association&kind=service&kind=package&speaks=&speaks=fi&speaks=en"
    )
    chosen = asked(address)
    assert chosen.is_valid()
    query = chosen.to_query()
    assert (query.category, query.municipality) == (("p4-3", "cleaning"), ("545", "905"))
    assert (query.provider_kind, query.kind) == (("company", "association"), ("service", "package"))
    assert query.speaks == ("fi", "en")
    assert asked("category=&municipality=&provider_kind=&kind=&speaks=").to_query() == SearchQuery()


def test_of_several_values_the_unknown_one_is_named(cleaning) -> None:
    chosen = asked("category=cleaning&category=nope&speaks=sv&speaks=klingon")
    assert not chosen.is_valid()
    assert "nope”" in chosen.form.errors["category"][0]
    assert "klingon”" in chosen.form.errors["speaks"][0]
    assert len(asked("kind=" + "x" * 500).form.errors["kind"][0]) < 120


def test_nothing_asked_is_everything(vasa) -> None:
    chosen = asked("")
    assert chosen.is_valid()
    assert chosen.to_query() == SearchQuery()
    assert chosen.not_applied() == []
    assert asked("", "de").to_query().lang == "sv"


def test_what_is_left_goes_in_beside_the_address(vasa) -> None:
    query = asked("postcode=65100").to_query(max_budget_cents=22200, left_cents=22200)
    assert (query.max_budget_cents, query.left_cents) == (22200, 22200)


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("postcode=99999", "postcode"),
        ("postcode=6510", "postcode"),
        ("postcode=%00", "postcode"),
        ("category=nope", "category"),
        ("category=%00", "category"),
        ("municipality=x", "municipality"),
        ("provider_kind=x", "provider_kind"),
        ("kind=x", "kind"),
        ("speaks=xx", "speaks"),
        ("speaks=sv&speaks=xx", "speaks"),
        ("category=cleaning&category=nope", "category"),
        ("municipality=905&municipality=%00", "municipality"),
        ("max_budget_cents=45,50", "max_budget_cents"),
        ("max_budget_cents=-1", "max_budget_cents"),
        ("max_budget_cents=99999999999999999999", "max_budget_cents"),
        ("sort=paid", "sort"),
        ("page=0", "page"),
        ("page=9999999", "page"),
        ("page=x", "page"),
        ("q=" + "x" * 201, "q"),
        ("q=%00", "q"),
    ],
)
def test_a_wrong_value_is_said_kept_and_spoils_no_other(make_listing, address, field) -> None:
    listing = make_listing()
    chosen = asked(f"{address}&own_share_zero=1")
    assert not chosen.is_valid()
    assert list(chosen.form.errors) == [field]
    kept = chosen.form[field].value()
    assert (kept[-1] if isinstance(kept, list) else kept) == QueryDict(address)[field]
    assert chosen.to_query().own_share_zero is True
    assert list(chosen.qs) == [listing]


def test_the_database_filters_by_what_it_can(make_listing, vasa, narpes, cleaning, home_help, company) -> None:
    first = make_listing(title="Östhjälp", speaks=["fi"])
    second = make_listing(title="Andra", category=cleaning, speaks=["sv", "fi"])
    found = {
        "": [second, first],
        "category=p4": [second, first],
        "category=cleaning": [second],
        "municipality=905": [second, first],
        "municipality=545": [],
        "postcode=65100": [second, first],
        "postcode=64200": [],
        "speaks=sv": [second],
        "speaks=sv&speaks=fi": [second, first],
        "speaks=sv&speaks=en": [second],
        "category=cleaning&category=p4-3": [second, first],
        "category=cleaning&category=p4": [second, first],
        "municipality=545&municipality=905": [second, first],
        "provider_kind=association&provider_kind=company": [second, first],
        "kind=package&kind=service": [second, first],
        "kind=package": [],
        "provider_kind=company": [second, first],
        f"provider_kind={ProviderKind.ASSOCIATION}": [],
        "q=nothing": [second, first],
    }
    assert {address: list(asked(address).qs) for address in found} == found


def test_what_cannot_be_chosen_is_not_listed(make_listing) -> None:
    make_listing().unpublish()
    assert list(asked("").qs) == []


def test_the_number_of_queries_is_the_same_with_every_filter(make_listing, vasa, cleaning) -> None:
    make_listing(category=cleaning)
    address = "postcode=65100&category=cleaning&municipality=905&provider_kind=company&kind=service&speaks=fi&sort=name"
    address += "&category=p4&municipality=545&provider_kind=other&kind=package&speaks=sv"
    with one_look(), CaptureQueriesContext(connection) as queries:
        assert len(asked(address).qs) == 1
    assert len(queries) <= 6


def test_with_the_engine_switched_off_the_database_answers_in_time(make_listing) -> None:
    listing = make_listing()
    chosen = asked("q=hjälp&category=p4")
    started = time.monotonic()
    with pytest.raises(SearchUnavailable):
        api.search(chosen.to_query())
    assert list(chosen.qs) == [listing]
    assert time.monotonic() - started < 2


def test_with_the_engine_on_the_same_query_string_finds(make_listing, set_value) -> None:
    set_value(4000)
    listing = make_listing()
    api.rebuild()
    for address in ("category=p4&speaks=sv", "category=cleaning&category=p4&speaks=en&speaks=sv"):
        result = api.search(asked(f"q=hjälp&postcode=65100&{address}").to_query())
        assert (result.hits, result.total) == ((listing.pk,), 1)
