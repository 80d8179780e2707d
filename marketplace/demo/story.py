"""Months of history, acted out in the order of the days: choices, answers, visits, confirmations."""

import datetime as dt
import heapq
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import count
from typing import Any

from catalogue.enums import Unit
from catalogue.offers import load_offers
from catalogue.pricing import Offer
from marketplace.accounts.models import User
from marketplace.clients.acting import acting_for
from marketplace.clients.models import Client
from marketplace.foundation.dates import add_working_days, last_of_month
from marketplace.selections.actions.confirm import confirm
from marketplace.selections.actions.drafts import start_draft
from marketplace.selections.actions.requests import accept_request
from marketplace.selections.actions.shortlist import keep
from marketplace.selections.actions.suggestions import suggest
from marketplace.selections.actions.visits import confirm_by_time, confirm_visit, record_visit
from marketplace.selections.check import Check, check
from marketplace.selections.enums import PatternKind, Refusal
from marketplace.selections.models import Selection, Visit
from marketplace.selections.pattern import Pattern
from marketplace.selections.permissions import conflicts_of
from marketplace.selections.situation import Situation, load_situation

from .clients import PAIRS, key_of, rows
from .world import World

BY_PHONE = "Valet gjordes per telefon."
UNRECORDED_DAYS = 2
"""Visits of the last days wait to be recorded by the cast's provider."""
CONFIRM_DAYS = 14
ANSWER_WORKING_DAYS = 5

Act = Callable[[dt.date], None]


class Story:
    """Acts by day, played up to the anchor; an act may add later ones."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._acts: list[tuple[dt.date, int, Act]] = []
        self._order = count()

    def add(self, on: dt.date, act: Act) -> None:
        heapq.heappush(self._acts, (on, next(self._order), act))

    def days(self) -> Iterator[dt.date]:
        """Plays one day after the other."""
        while self._acts and self._acts[0][0] <= self.world.anchor:
            on = self._acts[0][0]
            while self._acts and self._acts[0][0] == on:
                heapq.heappop(self._acts)[2](on)
            yield on


def play(world: World) -> None:
    story = Story(world)
    for row in rows(world):
        for wish in row.get("choices", []):
            _plan_choice(story, row, wish)
    for _day in world.each(story.days(), "Months of history"):
        pass
    _loose_ends(world)
    world.say(f"{Selection.objects.count()} choices, {Visit.objects.count()} visits")


def _plan_choice(story: Story, row: dict[str, Any], wish: list[Any]) -> None:
    """A wish: listing, day of choosing ("start", or days before the anchor), weeks (0 once), weekdays, time, quantity
    and the number of days it runs ("" as long as the plan)."""
    world = story.world
    key, when, every, weekdays, start, quantity, runs = wish
    if key not in world.listings:
        return
    on = world.first_month + dt.timedelta(days=1) if when == "start" else _before(world, when)
    client = world.clients[key_of(row)]
    first = on + dt.timedelta(days=6)
    pattern = _pattern(world, key, first, every, weekdays, start, quantity, runs)
    story.add(on, lambda day: _choose(story, client, row, key, pattern, when, day))


def _before(world: World, when: int | str) -> dt.date:
    """`when` days before the anchor; "last day" is the day whose last day to answer is the anchor."""
    if when != "last day":
        return world.anchor - dt.timedelta(days=int(when))
    holidays = frozenset(world.organiser.holidays.filter(kind="holiday").values_list("date", flat=True))
    day = world.anchor
    while add_working_days(day, ANSWER_WORKING_DAYS, holidays) > world.anchor:
        day -= dt.timedelta(days=1)
    return day


def _pattern(
    world: World, key: str, first: dt.date, every: int, weekdays: list[int], start: str, quantity: Any, runs: Any
) -> Pattern:
    unit = world.listings[key].unit
    if unit == Unit.MONTH:
        return Pattern(PatternKind.MONTHLY, first, Decimal(1))
    while weekdays and first.weekday() not in weekdays:
        first += dt.timedelta(days=1)
    time = dt.time.fromisoformat(start) if start else None
    kind = PatternKind.WEEKLY if every else PatternKind.ONCE
    until = first + dt.timedelta(days=runs) if runs else None
    days = tuple(weekdays) if every else ()
    return Pattern(kind, first, Decimal(str(quantity)), max(every, 1), days, until, time)


def _chooser(world: World, client: Client, row: dict[str, Any]) -> User:
    """The client with a login, else the case manager by phone."""
    return client.user or world.users[PAIRS[row.get("pair", 0)][0]]


def _choose(
    story: Story, client: Client, row: dict[str, Any], key: str, pattern: Pattern, when: Any, on: dt.date
) -> None:
    world = story.world
    client = Client.objects.select_related("organiser", "postal_area__municipality", "user").get(pk=client.pk)
    listing, user = world.listings[key], _chooser(world, client, row)
    situation = load_situation(
        client, on=on, acting=acting_for(user, client, on=on), conflicts=conflicts_of(user, on=on)
    )
    made = _fitting(situation, load_offers([listing.pk], on).get(listing.pk), pattern)
    draft = start_draft(client=client, listing=listing, author=user, pattern=made.pattern)
    note = "" if client.user_id else BY_PHONE
    answer = confirm(draft=draft, user=user, key=draft.key, shown=made.fingerprint, on=on, note=note)
    if not answer.ok:
        raise RuntimeError(f"{client} {key} {pattern.first_on}: {answer.refusal} {answer.data}")
    selection = Selection.objects.get(pk=answer.data["selection"])
    if when != "last day" and not row.get("waits"):
        story.add(on + dt.timedelta(days=1), lambda day: _accept(story, selection, day))


def _fitting(situation: Situation, offer: Offer | None, pattern: Pattern) -> Check:
    """As the site offers it: another day when nobody comes; the last visits left out of a month that is short."""
    made = check(situation, offer, pattern)
    while made.refusal == Refusal.NO_SERVICE_THAT_DAY and pattern.kind == PatternKind.ONCE:
        pattern = pattern.but(first_on=pattern.first_on + dt.timedelta(days=1))
        made = check(situation, offer, pattern)
    while made.refusal == Refusal.OVER_BUDGET and made.short is not None:
        pattern = pattern.but(left_out=pattern.left_out | {made.short.visits[-1].on})
        made = check(situation, offer, pattern)
    return made


def _accept(story: Story, selection: Selection, on: dt.date) -> None:
    worker = story.world.workers[selection.provider_id]
    _done(accept_request(selection=selection, user=worker, key=f"demo:accept:{selection.pk}", on=on))
    petras = worker == story.world.users["petra"]
    recorded_until = story.world.anchor - dt.timedelta(days=UNRECORDED_DAYS if petras else 1)
    for visit in selection.visits.filter(on__lte=recorded_until).select_related("selection__client"):
        done_on = last_of_month(visit.on) if selection.pattern == PatternKind.MONTHLY else visit.on
        if done_on <= recorded_until:
            story.add(done_on, lambda day, visit=visit: _record(story, visit, worker, day))


def _record(story: Story, visit: Visit, worker: User, on: dt.date) -> None:
    key = f"demo:record:{visit.pk}"
    _done(record_visit(visit=visit, user=worker, quantity=visit.quantity, key=key, on=on))
    client = visit.selection.client
    if client.user_id:
        story.add(on + dt.timedelta(days=1), lambda day: _confirm(visit, client.user, day))
    else:
        story.add(on + dt.timedelta(days=CONFIRM_DAYS), lambda day: _done(confirm_by_time(visit=visit, on=day)))


def _confirm(visit: Visit, user: User, on: dt.date) -> None:
    _done(confirm_visit(visit=visit, user=user, key=f"demo:confirm:{visit.pk}", on=on))


def _done(answer: Any) -> None:
    if not answer.ok:
        raise RuntimeError(f"{answer.command}: {answer.refusal} {answer.data}")


def _loose_ends(world: World) -> None:
    """What Aino finds on her table: two things kept for later, and a proposal from her daughter."""
    aino, anna = world.clients["Aino Virtanen"], world.users["anna"]
    for key in ("tranbaret.cleaning", "sjoboda.cleaning"):
        keep(client=aino, listing=world.listings[key], user=world.users["antti"])
    on = world.anchor - dt.timedelta(days=2)
    acting = acting_for(anna, aino, on=on)
    assert acting is not None
    message = "Äiti, tämä kävelykaveri kuulosti mukavalta. Anna"
    suggest(client=aino, listing=world.listings["larkan.walk"], acting=acting, message=message, on=on)
