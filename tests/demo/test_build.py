"""The small world: Aino's money is as the drawn pages show it, and the books are right."""

import datetime as dt

import pytest

from catalogue.models import Listing
from marketplace.accounts import marks
from marketplace.budgets.audit import differences
from marketplace.budgets.querysets import remaining
from marketplace.clients.enums import Right
from marketplace.clients.models import Client, Mandate
from marketplace.demo.build import build
from marketplace.selections.enums import SelectionState
from marketplace.selections.models import Selection, Suggestion, Visit

ANCHOR = dt.date(2026, 11, 26)


@pytest.mark.once
@pytest.mark.django_db
def test_the_cast_on_the_day_that_was_drawn() -> None:
    world = build(ANCHOR, scale="cast")
    aino = world.clients["Aino Virtanen"]
    months = [dt.date(2026, 11, 1), dt.date(2026, 12, 1), dt.date(2027, 1, 1), dt.date(2027, 2, 1)]
    money = remaining(aino, months)
    assert [(view.granted, view.spent, view.reserved, view.remaining) for view in money.values()] == [
        (48000, 33400, 2800, 11800),
        (48000, 0, 16800, 31200),
        (48000, 0, 15400, 32600),
        (48000, 0, 16800, 31200),
    ]
    assert Client.objects.get(user__email="aino@example.org") == aino
    rights = dict(Mandate.objects.filter(client=aino).values_list("person__first_name", "right"))
    assert rights == {"Antti": Right.CHOOSE, "Anna": Right.SUGGEST}
    waiting = Selection.objects.filter(state=SelectionState.REQUESTED).order_by("answer_by")
    assert [(row.provider.name, row.answer_by) for row in waiting] == [
        ("Tranbärets Hemhjälp Ab", dt.date(2026, 11, 26)),
        ("Tranbärets Hemhjälp Ab", dt.date(2026, 12, 1)),
        ("Tranbärets Hemhjälp Ab", dt.date(2026, 12, 2)),
    ]
    assert Suggestion.objects.get().actor == world.users["anna"]
    everything = Listing.objects.choosable(ANCHOR, world.organiser)
    assert everything.count() == len(world.listings) == 17
    assert marks.mark().finished
    assert list(differences()) == []


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("anchor", ["2026-12-31", "2027-03-28", "2028-02-29", "2026-10-25"])
def test_the_cast_on_hard_days(anchor: str) -> None:
    world = build(dt.date.fromisoformat(anchor), scale="cast")
    assert len(world.clients) == 6
    assert list(differences()) == []


@pytest.mark.once
@pytest.mark.load
@pytest.mark.django_db
def test_the_whole_world() -> None:
    world = build(ANCHOR)
    assert (len(world.providers), len(world.listings), len(world.clients)) == (30, 86, 40)
    assert sum(listing.is_package for listing in world.listings.values()) == 8
    assert len({listing.category_id for listing in world.listings.values()}) == 14
    assert Selection.objects.values("provider").distinct().count() == 21
    assert Listing.objects.choosable(ANCHOR, world.organiser).count() == 86
    december = dt.date(2026, 12, 1)
    left = {key: remaining(client, [december])[december] for key, client in world.clients.items()}
    assert set(Selection.objects.values_list("state", flat=True)) >= {"accepted", "requested", "withdrawn"}
    states = set(Visit.objects.values_list("state", flat=True))
    assert states == {"planned", "skipped", "cancelled", "recorded", "confirmed", "disputed"}
    assert left["Irma Lehtonen"].remaining == 1600
    assert left["Rolf Ahlvik"].remaining == 600
    assert left["Solveig Haga"].remaining == 56800
    assert list(differences()) == []
