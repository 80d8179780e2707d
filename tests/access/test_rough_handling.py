"""Every form of the site, handled roughly by who may use it: a clear page, never a 500, and nothing spent."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db.models import Sum

from marketplace.budgets.models import Budget
from marketplace.clients.actions import end_mandate
from marketplace.clients.models import Mandate
from tests.demo_fixtures import rolled_back

from .asking import address, ask
from .rows import GET, POST
from .test_table import label
from .world import ROLES, Things, digest

pytestmark = pytest.mark.django_db
DONE = {200, 302, 409}
KIND = DONE | {400, 403, 404, 410, 413}
READ = {(name, arguments) for name, arguments, _cells in GET}
MEANWHILE = [row for row in POST if row[1].startswith("aino") and row[2]["antti"] in DONE]
"""What Antti may do by his mandate."""
NONSENSE = {
    "NUL": "a\0b",
    "script": '"><script>alert(1)</script>',
    "zero": "0",
    "ten thousand": "10000",
    "below zero": "-1",
    "no number": "NaN",
    "huge": "9" * 400,
    "long": "å" * 20_000,
    "far month": "2199-12-01",
    "no date": "2027-02-30",
    "other digits": "١٢",
}


def able(row: Any) -> str:
    """Who may do it: of the people who may, one with as few rights as it takes."""
    return next(role for role in ("anna", "petra", "antti", "kaisa", *ROLES) if row[2][role] in DONE)


def money() -> dict[str, int]:
    """Of all clients: what was granted, and what is reserved or spent."""
    sums = Budget.objects.aggregate(granted=Sum("granted"), reserved=Sum("reserved"), spent=Sum("spent"))
    return {"granted": sums["granted"], "taken": sums["reserved"] + sums["spent"]}


def assert_nothing_spent(before: dict[str, int]) -> None:
    after = money()
    assert after["granted"] == before["granted"]
    assert after["taken"] <= before["taken"]


def fields(things: Things, jars: Any, row: Any) -> set[str]:
    """The names of everything that the form's page lets one fill in, and those that the table posts."""
    names = {name for name in row[3] if not name.endswith("_FORMS")}
    if (row[0], row[1]) in READ:
        page = ask(jars[able(row)], "get", address(things, row[0], row[1]))
        found = BeautifulSoup(page.content, "html.parser").select("main form [name]")
        names |= {tag["name"] for tag in found} - {"csrfmiddlewaretoken"}
    return {name for name in names if not name.endswith("_FORMS")}


@pytest.mark.parametrize("row", POST, ids=label)
def test_nonsense_in_every_field(things: Things, jars: Any, row: Any) -> None:
    url, role, names = address(things, row[0], row[1]), able(row), fields(things, jars, row)
    kept = {name: value for name, value in row[3].items() if name.endswith("_FORMS")}
    before = money()
    for what, value in NONSENSE.items():
        with rolled_back():
            answer = ask(jars[role], "post", url, kept | dict.fromkeys(names, value))
            assert answer.status_code in KIND, what
            assert "<script>alert" not in answer.content.decode(), what
            assert_nothing_spent(before)


@pytest.mark.parametrize("row", POST, ids=label)
def test_nothing_and_twice_as_much(things: Things, jars: Any, row: Any) -> None:
    """An empty form, a form whose every field comes twice, and a formset that says it has a million rows."""
    url, role, names = address(things, row[0], row[1]), able(row), fields(things, jars, row)
    before = money()
    for data in (
        {},
        {name: ["1", "2"] for name in names},
        {**row[3], "need-TOTAL_FORMS": "1000000", "need-INITIAL_FORMS": "x"},
    ):
        with rolled_back():
            assert ask(jars[role], "post", url, data).status_code in KIND
            assert_nothing_spent(before)


@pytest.mark.parametrize("row", POST, ids=label)
def test_ten_megabytes(things: Things, jars: Any, row: Any) -> None:
    """As text of a form, as a form's part, as three thousand fields: one kind page, and nothing happens."""
    url, role = address(things, row[0], row[1]), able(row)
    before = digest()
    urlencoded = {"content_type": "application/x-www-form-urlencoded"}
    for data, kind in (
        (b"reason=" + b"x" * 10_000_000, urlencoded),
        ({"reason": "x" * 3_000_000}, {}),
        (b"&".join(b"f%d=1" % number for number in range(3000)), urlencoded),
    ):
        answer = ask(jars[role], "post", url, data, **kind)
        assert answer.status_code == 413
        assert "Det blev för mycket på en gång" in answer.content.decode()
    assert digest() == before


@pytest.mark.parametrize("row", MEANWHILE, ids=label)
def test_a_mandate_that_ended_between_page_and_confirm(things: Things, jars: Any, row: Any) -> None:
    """Antti opens the page, Aino ends his mandate, he presses the button: a no in words, and nothing has happened."""
    name, arguments, _cells, data = row
    url = address(things, name, arguments)
    with rolled_back():
        if (name, arguments) in READ:
            assert ask(jars["antti"], "get", url).status_code == 200
        mandate = Mandate.objects.get(person=things.users["antti"], client__number=things.of["aino"])
        end_mandate(mandate=mandate, by=mandate.client.user)
        before = digest()
        answer = ask(jars["antti"], "post", url, data)
        assert answer.status_code == 403
        body = answer.content.decode()
        assert "26 november 2026" in body.replace("\xa0", " ")
        assert "Virtanen" not in body.split("<main", 1)[1].split("</main>", 1)[0]
        assert digest() == before


def test_the_acts_of_the_main_job_are_among_them() -> None:
    names = {row[0].removeprefix("selections:") for row in MEANWHILE}
    assert names >= {"check", "choose", "suggest", "answer_suggestion", "withdraw", "skip", "confirm_visit", "dispute"}
