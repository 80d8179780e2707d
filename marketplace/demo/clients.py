"""Clients with their helpers, case managers and plans."""

import datetime as dt
from decimal import Decimal
from typing import Any

from catalogue.models import PostalArea
from marketplace.clients import actions as clients
from marketplace.clients.enums import Kinship, MandateBasis, Profession, Right
from marketplace.clients.models import Client
from marketplace.foundation.dates import last_of_month
from marketplace.plans.actions import decide, save_draft
from marketplace.plans.data import NeedData, PlanData

from .people import add_user
from .texts import read
from .world import World

PAIRS = [("kaisa", "kent"), ("katri", "klas")]
REASON = {
    "sv": "Summan är avrundad tillsammans med klienten.",
    "fi": "Summa on pyöristetty yhdessä asiakkaan kanssa.",
}


def rows(world: World) -> list[dict[str, Any]]:
    """The clients of the file; a small world has those that the cast's story needs."""
    return [row for row in read("clients")["client"] if not world.cast_only or row.get("cast")]


def build_clients(world: World) -> None:
    found = rows(world)
    for row in world.each(found, "Clients and plans"):
        client = _client(world, row)
        _helpers(world, client, row)
        _plan(world, client, row)
    world.say(f"{len(found)} clients with plans")


def _client(world: World, row: dict[str, Any]) -> Client:
    client = clients.create_client(
        organiser=world.organiser,
        first_name=row["first"],
        last_name=row["last"],
        born_on=dt.date(world.anchor.year - row["age"], 3, 14),
        language=row["language"],
        street=row["street"],
        postal_area=PostalArea.objects.get(code=row["postcode"]),
        phone="000 000 0000",
    )
    world.clients[key_of(row)] = client
    nurse, social_worker = PAIRS[row.get("pair", 0)]
    start = world.opened
    clients.assign(client=client, user=world.users[nurse], profession=Profession.NURSE, from_on=start)
    clients.assign(client=client, user=world.users[social_worker], profession=Profession.SOCIAL_WORKER, from_on=start)
    return client


def key_of(row: dict[str, Any]) -> str:
    return f"{row['first']} {row['last']}"


def _helpers(world: World, client: Client, row: dict[str, Any]) -> None:
    if row["first"] == "Aino":
        code = clients.make_link_code(client=client, by=world.users["kaisa"])
        clients.link_user(user=world.users["aino"], code=code)
    for first, last, kinship, right in row.get("helpers", []):
        person = world.users.get(first.lower()) if row["first"] == "Aino" else None
        address = f"{first}.{last}@example.org".lower()
        for letter, plain in zip("åäö", "aao", strict=True):
            address = address.replace(letter, plain)
        clients.give_mandate(
            client=client,
            person=person or add_user(world, first, last, row["language"], email=address),
            right=Right[right],
            basis=MandateBasis.CONSENT,
            kinship=Kinship(kinship),
            from_on=world.opened,
        )


def _plan(world: World, client: Client, row: dict[str, Any]) -> None:
    """Decided the month before it begins."""
    needs = tuple(
        NeedData(world.categories[category].pk, Decimal(str(amount)), unit, per, goal)
        for category, amount, unit, per, goal in row["needs"]
    )
    data = PlanData(
        needs=needs,
        from_month=world.first_month,
        until_month=world.last_month,
        monthly_cents=row["euros"] * 100,
        change_reason=REASON[row["language"]],
        client_view=row.get("says", ""),
        worker_view=row.get("worker", ""),
        review_on=last_of_month(world.last_month) - dt.timedelta(days=14),
    )
    decider = world.users[PAIRS[row.get("pair", 0)][1]]
    on = world.first_month - dt.timedelta(days=9)
    draft = save_draft(client=client, user=decider, data=data, on=on)
    answer = decide(client=client, user=decider, key=draft.key, on=on)
    if not answer.ok:
        raise RuntimeError(f"plan of {client}: {answer.refusal} {answer.data}")
