"""What the boxes ask while one types: the same for everyone, and nothing of anyone."""

import pytest
from django.test import Client as Browser

from marketplace.demo.world import World

pytestmark = pytest.mark.django_db


def test_the_answer(stage: World, client: Browser) -> None:
    answer = client.get("/sv/suggest/?box=what&q=städ")
    assert answer.json() == {
        "options": [
            {"value": "Städning", "words": "Städning", "hint": "slag av hjälp"},
            {"value": "Kvarnlidens Städ", "words": "Kvarnlidens Städ", "hint": "serviceproducent"},
            {"value": "Solrosens Städ", "words": "Solrosens Städ", "hint": "serviceproducent"},
        ],
        "said": "3 förslag. Välj med piltangenterna.",
    }
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert not answer.cookies


def test_in_finnish_for_a_place(stage: World, client: Browser) -> None:
    found = client.get("/fi/suggest/?box=where&q=vas").json()
    assert {"value": "Vaasa", "words": "Vaasa", "hint": "paikkakunta"} in found["options"]
    assert all(each["value"] == "Vaasa" or each["value"].isdigit() for each in found["options"])
    assert client.get("/fi/suggest/?box=where&q=zzzz").json() == {"options": [], "said": "Ei ehdotuksia."}


@pytest.mark.parametrize("rest", ["", "?q=", "?q=%20", "?box=x&q=st", "?q=" + "å" * 5000, "?q=%F0%9F%98%80", "?q=%ff"])
def test_strange_questions_get_an_answer(stage: World, client: Browser, rest: str) -> None:
    assert client.get(f"/sv/suggest/{rest}").status_code == 200


def test_the_same_bytes_for_a_client(stage: World, client: Browser) -> None:
    """No name of a person is ever suggested."""
    visitor = client.get("/sv/suggest/?q=aino").content
    client.force_login(stage.users["aino"])
    assert client.get("/sv/suggest/?q=aino").content == visitor
    assert b"Virtanen" not in visitor


def test_the_boxes_have_a_list_for_browsers_without_script(stage: World, client: Browser) -> None:
    page = client.get("/fi/search/").content.decode()
    assert '<datalist id="what-list">' in page and '<option value="Siivous">' in page
    assert '<datalist id="where-list">' in page and '<option value="Vaasa">' in page
    client.force_login(stage.users["aino"])
    hers = client.get(f"/fi/for/{stage.clients['Aino Virtanen'].number}/search/").content.decode()
    assert 'data-suggest="/fi/suggest/?box=what"' in hers
    assert "where-list" not in hers
