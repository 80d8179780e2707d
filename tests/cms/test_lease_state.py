"""Officials and editors see in the admin how long a listing is valid, or since when it is hidden."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.models import Listing
from marketplace.accounts.enums import Role

from .conftest import ON

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/catalogue/listing/"


def words_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.EDITOR])
@pytest.mark.parametrize(
    ("days", "words"),
    [(89, "I kraft till och med 25 november 2026"), (90, "Dold för nya val sedan 25 november 2026")],
)
def test_in_the_list_and_on_the_page(client: Client, staff, make_listing, role: Role, days: int, words: str) -> None:
    """Checked on 28 or 27 August; today is 25 November."""
    listing = make_listing()
    listing.freshness_checks.update(on=ON - dt.timedelta(days=days))
    client.force_login(staff[role])
    assert words in words_of(client, LIST)
    assert words in words_of(client, f"{LIST}edit/{listing.pk}/")


def test_what_is_not_published_or_never_checked(client: Client, staff, make_listing) -> None:
    hidden, unchecked = make_listing(), make_listing()
    Listing.objects.filter(pk=hidden.pk).update(live=False)
    unchecked.freshness_checks.all().delete()
    client.force_login(staff[Role.OFFICIAL])
    words = words_of(client, LIST)
    assert "inte publicerad" in words and "aldrig kontrollerad av producenten" in words
    assert words_of(client, f"{LIST}add/")


def test_the_state_costs_no_query_a_row(client: Client, staff, make_listing) -> None:
    """Titles do: Wagtail reads each row's latest draft."""
    client.force_login(staff[Role.OFFICIAL])
    for _ in range(4):
        make_listing()
    with CaptureQueriesContext(connection) as seen:
        client.get(LIST)
    for table, most in (("catalogue_freshnesscheck", 1), ("catalogue_organiserrules", 1)):
        assert sum(table in query["sql"] for query in seen.captured_queries) == most
