"""At most three side by side, always the same facts; no address and no number of rows breaks it."""

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from marketplace.browse.comparing import compared_ids
from marketplace.demo.world import World
from tests.selections.acting import text_of

KEYS = ("tranbaret.cleaning", "sjoboda.cleaning", "larkan.cleaning", "bjorkbo.cleaning")


def url(stage: World, *keys: str, number: str = "") -> str:
    ids = "&".join(f"id={stage.listings[key].pk}" for key in keys)
    return f"/sv/for/{number}/compare/?{ids}" if number else f"/sv/compare/?{ids}"


@pytest.fixture
def number(stage: World, client: Browser) -> str:
    client.force_login(stage.users["aino"])
    return stage.clients["Aino Virtanen"].number


def rows_of(page) -> dict[str, list[str]]:
    return {row["label"]: [cell for _column, cell in row["cells"]] for row in page.context["rows"]}


def test_the_numbers_of_a_client(stage: World, client: Browser, number: str) -> None:
    """Two hours each: 90 € all from the budget; 98 € of which 8 € are her own."""
    page = client.get(url(stage, *KEYS[:2], number=number))
    assert page.status_code == 200
    rows = {label: [cell.replace("\xa0", " ") for cell in cells] for label, cells in rows_of(page).items()}
    assert ["0 €", "8 €"] in rows.values()
    assert ["90 €", "90 €"] in rows.values()
    assert ["222 €", "222 €"] in rows.values()


def test_three_at_most(stage: World, client: Browser, number: str) -> None:
    page = client.get(url(stage, *KEYS, number=number))
    assert len(page.context["columns"]) == 3
    assert page.context["too_many"]
    visitor = client.get(url(stage, *KEYS))
    assert (len(visitor.context["columns"]), visitor.context["too_many"]) == (3, True)


@pytest.mark.parametrize("rest", ["", "?id=", "?id=x", "?id=-1", "?id=99999999", "?id=" + "9" * 40, "?id=²"])
def test_strange_ids_are_left_out(stage: World, client: Browser, number: str, rest: str) -> None:
    for address in (f"/sv/compare/{rest}", f"/sv/for/{number}/compare/{rest}"):
        page = client.get(address)
        assert page.status_code == 200
        assert page.context["columns"] == []


def test_each_id_once_in_the_order_given() -> None:
    assert compared_ids(["3", "1", "3", "2", "4"]) == [3, 1, 2]
    assert compared_ids(["3", "1", "3", "2", "4"], limit=False) == [3, 1, 2, 4]


def test_a_visitor_sees_titles_and_no_purse(stage: World, client: Browser) -> None:
    words = text_of(client.get(url(stage, *KEYS[:2])))
    assert "Hemstädning" in words
    assert "Veckostädning" in words
    assert "312 €" not in words


def test_three_ask_no_more_than_one(stage: World, client: Browser, number: str) -> None:
    counts = []
    for keys in (KEYS[:1], KEYS[:3]):
        client.get(url(stage, *keys, number=number))
        with CaptureQueriesContext(connection) as seen:
            client.get(url(stage, *keys, number=number))
        counts.append(len(seen))
    assert counts[1] <= counts[0]


def test_an_outsider_compares_for_nobody(stage: World, client: Browser, number: str) -> None:
    client.force_login(stage.users["otto"])
    assert client.get(url(stage, *KEYS[:2], number=number)).status_code == 404
