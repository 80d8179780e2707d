"""My budget: every number on the page is the ledger's, and any number of movements costs the same."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from marketplace.budgets.ledger import Book, command
from marketplace.budgets.models import Entry
from marketplace.clients.models import AccessLogEntry
from marketplace.demo.world import World
from marketplace.selections.actions.requests import accept_request
from marketplace.selections.actions.withdraw import withdraw

from .acting import DECEMBER, THURSDAY, choose, client_of, once, text_of

MONTHS = [
    ("November 2026", "480 €", "334 €", "28 €", "118 €"),
    ("December 2026", "480 €", "0 €", "168 €", "312 €"),
    ("Januari 2027", "480 €", "0 €", "154 €", "326 €"),
    ("Februari 2027", "480 €", "0 €", "168 €", "312 €"),
]


@pytest.fixture
def aino(stage: World, client: Browser) -> Browser:
    client.force_login(stage.users["aino"])
    return client


def url(stage: World, rest: str = "", name: str = "Aino Virtanen") -> str:
    return f"/sv/for/{stage.clients[name].number}/budget/{rest}"


def table(html: str) -> list[tuple[str, ...]]:
    """Month, budget, used, reserved and left of each row."""
    body = html.replace("\xa0", " ").split("<tbody", 1)[1].split("</tbody>", 1)[0]
    rows = re.sub(r'<span class="lab">[^<]*</span>', "", body).split("<tr")[1:]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows]
    return [tuple(" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in row) for row in cells]


def test_the_numbers_of_each_month(stage: World, aino: Browser) -> None:
    page = aino.get(url(stage))
    assert page.status_code == 200
    assert table(page.content.decode())[-4:] == MONTHS
    assert "312 €" in text_of(page).split("<h1", 1)[1].split("</h1>", 1)[0]


def test_the_numbers_follow_the_ledger(stage: World, aino: Browser) -> None:
    chosen = choose(stage, once(dt.date(2026, 12, 15)))
    december = ("December 2026", "480 €", "0 €", "258 €", "222 €")
    assert december in table(aino.get(url(stage)).content.decode())
    withdraw(selection=chosen, user=stage.users["aino"], key="back", on=THURSDAY)
    assert MONTHS[1] in table(aino.get(url(stage)).content.decode())


def skips(answer) -> list[tuple[dt.date, bool]]:
    return [(row["visit"].on, row["can_skip"]) for row in answer.context["coming"]]


def test_only_what_can_be_skipped_is_offered(stage: World, aino: Browser) -> None:
    """Inside the notice time only what nobody has said yes to; after the yes no more."""
    soon = THURSDAY + dt.timedelta(days=1)
    chosen = choose(stage, once(soon))
    link = f"visits/{chosen.visits.get().pk}/skip/"
    page = aino.get(url(stage))
    assert skips(page)[0] == (soon, True)
    assert link in page.content.decode()
    assert accept_request(selection=chosen, user=stage.users["petra"], key="yes", on=THURSDAY).ok
    page = aino.get(url(stage))
    assert skips(page)[0] == (soon, False)
    assert link not in page.content.decode()


def test_who_may_not_choose_is_offered_no_skipping(stage: World, client: Browser) -> None:
    choose(stage, once(THURSDAY + dt.timedelta(days=1)))
    client.force_login(stage.users["anna"])
    page = client.get(url(stage))
    assert len(skips(page)) == 3
    assert not any(offered for _, offered in skips(page))


def test_the_movements_are_the_ledgers_newest(stage: World, aino: Browser) -> None:
    choose(stage, once(dt.date(2026, 12, 15)))
    movements = aino.get(url(stage)).context["movements"]
    newest = Entry.objects.filter(budget__client=stage.clients["Aino Virtanen"]).order_by("-pk")[:6]
    assert [row.cents for row in movements] == [entry.amount for entry in newest]
    assert movements[0].cents == 9_000
    assert "Hemstädning" in movements[0].text


def test_every_movement_stands_once_on_the_pages_of_movements(stage: World, aino: Browser) -> None:
    total = Entry.objects.filter(budget__client=stage.clients["Aino Virtanen"]).count()
    shown = []
    for number in range(1, -(-total // 20) + 1):
        shown += aino.get(url(stage, f"entries/?page={number}")).context["movements"]
    assert len(shown) == total > 20
    assert sum(row.cents for row in shown) == sum(
        Entry.objects.filter(budget__client=stage.clients["Aino Virtanen"]).values_list("amount", flat=True)
    )


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", "", "1e3"])
def test_a_strange_page_number_is_some_page(stage: World, aino: Browser, page: str) -> None:
    assert aino.get(url(stage, f"entries/?page={page}")).status_code == 200


@pytest.mark.parametrize("rest", ["", "entries/"])
def test_sixty_movements_more_ask_nothing_more(stage: World, aino: Browser, rest: str) -> None:
    aino.get(url(stage, rest))
    with CaptureQueriesContext(connection) as few:
        aino.get(url(stage, rest))
    owner = client_of(stage)

    def work(book: Book) -> dict[str, int]:
        wishes = [(stage.listings["tranbaret.walk"].pk, dt.date(2026, 12, 15), 100)] * 60
        for reservation in book.reserve(wishes, on=THURSDAY):
            book.release(reservation, on=THURSDAY)
        return {}

    assert command(key="60", client=owner, actor=stage.users["aino"], kind="choose", payload={}, work=work).ok
    with CaptureQueriesContext(connection) as many:
        aino.get(url(stage, rest))
    assert len(many) <= len(few)


@pytest.mark.parametrize(
    ("who", "status"),
    [("aino", 200), ("antti", 200), ("anna", 200), ("kaisa", 200), ("otto", 404), ("petra", 404), ("olof", 404)],
)
def test_who_sees_the_money(stage: World, client: Browser, who: str, status: int) -> None:
    client.force_login(stage.users[who])
    for rest in ("", "entries/"):
        assert client.get(url(stage, rest)).status_code == status


def test_a_helpers_look_is_written_down(stage: World, client: Browser) -> None:
    before = AccessLogEntry.objects.filter(user=stage.users["anna"]).count()
    client.force_login(stage.users["anna"])
    client.get(url(stage))
    looks = AccessLogEntry.objects.filter(user=stage.users["anna"], what="selections:budget")
    assert (looks.count(), AccessLogEntry.objects.filter(user=stage.users["anna"]).count()) == (1, before + 1)


def test_the_purse_of_the_shown_month(stage: World, aino: Browser) -> None:
    """From the 25th the next month is shown first."""
    bar = aino.get(url(stage)).context["bar"]
    assert (bar.month, bar.granted, bar.held, bar.left) == (DECEMBER, 48_000, 16_800, 31_200)
