"""What the tests of choosing do again and again: choose as the site does, read the money, enter pages."""

import datetime as dt
from decimal import Decimal
from typing import Any

from catalogue.models import Listing
from catalogue.offers import load_offers
from marketplace.budgets.querysets import remaining
from marketplace.clients.acting import acting_for
from marketplace.clients.models import Client
from marketplace.demo.world import World
from marketplace.selections.actions.confirm import confirm
from marketplace.selections.actions.drafts import start_draft
from marketplace.selections.check import check
from marketplace.selections.enums import PatternKind
from marketplace.selections.models import Selection, Visit
from marketplace.selections.pattern import Pattern
from marketplace.selections.permissions import conflicts_of
from marketplace.selections.situation import load_situation

THURSDAY = dt.date(2026, 11, 26)
"""The drawn day."""
DECEMBER, JANUARY = dt.date(2026, 12, 1), dt.date(2027, 1, 1)


def client_of(world: World, name: str = "Aino Virtanen") -> Client:
    related = Client.objects.select_related("organiser", "postal_area__municipality", "user")
    return related.get(pk=world.clients[name].pk)


def once(day: dt.date, hours: str = "2") -> Pattern:
    return Pattern(PatternKind.ONCE, day, Decimal(hours), 1, (), None, dt.time(10))


def weekly(first: dt.date, until: dt.date, hours: str = "2") -> Pattern:
    return Pattern(PatternKind.WEEKLY, first, Decimal(hours), 1, (first.weekday(),), until, dt.time(10))


def choose(
    world: World,
    pattern: Pattern,
    *,
    listing: str | Listing = "tranbaret.cleaning",
    by: str = "aino",
    on: dt.date = THURSDAY,
    client: str = "Aino Virtanen",
) -> Selection:
    chosen_for, user = client_of(world, client), world.users[by]
    offered = world.listings[listing] if isinstance(listing, str) else listing
    acting, conflicts = acting_for(user, chosen_for, on=on), conflicts_of(user, on=on)
    situation = load_situation(chosen_for, on=on, acting=acting, conflicts=conflicts)
    made = check(situation, load_offers([offered.pk], on)[offered.pk], pattern)
    draft = start_draft(client=chosen_for, listing=offered, author=user, pattern=pattern)
    answer = confirm(draft=draft, user=user, key=draft.key, shown=made.fingerprint, on=on)
    assert answer.ok, (answer.refusal, answer.data)
    return Selection.objects.get(pk=answer.data["selection"])


def money(world: World, month: dt.date = DECEMBER, name: str = "Aino Virtanen") -> tuple[int, int, int]:
    """Reserved, spent and left of the month, in cents."""
    view = remaining(world.clients[name], [month])[month]
    return view.reserved, view.spent, view.remaining


def visit_states(selection: Selection) -> list[str]:
    return list(selection.visits.order_by("on").values_list("state", flat=True))


def only_visit(selection: Selection) -> Visit:
    return Visit.objects.select_related("selection__client").get(selection=selection)


def text_of(response: Any) -> str:
    """The page's words with single spaces."""
    return " ".join(response.content.decode().replace("\xa0", " ").split())
