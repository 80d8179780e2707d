"""Confirming: money is reserved for every visit, or nothing happens and the person is told why."""

import datetime as dt
from typing import Any

from catalogue.offers import load_offers
from marketplace.accounts.models import User
from marketplace.budgets.ledger import Answer, Book, Refused, command
from marketplace.clients.acting import Acting, acting_for
from marketplace.clients.models import Client
from marketplace.foundation.dates import add_working_days

from ..check import Check, check
from ..enums import Refusal
from ..models import Draft, Selection, Visit
from ..pattern import Pattern, PlannedVisit
from ..permissions import conflicts_of
from ..signals import selection_requested
from ..situation import Situation, load_situation


def confirm(
    *,
    draft: Draft,
    user: User,
    key: str,
    shown: str,
    on: dt.date,
    note: str = "",
    strong_enough: bool = True,
) -> Answer:
    """Turns a draft into a choice under the draft's key. `shown` is the fingerprint of the check page.

    Answers any `Refusal`; OVER_BUDGET carries {"month", "missing"}. On yes the data is {"selection": id}.
    A case manager chooses only what came by phone or on paper: without a note there is no right to (NO_MANDATE).
    """
    pattern = Pattern.of(draft)

    def work(book: Book) -> dict[str, Any]:
        client = Client.objects.select_related("organiser", "postal_area__municipality").get(pk=draft.client_id)
        acting = acting_for(user, client, on=on)
        situation = load_situation(
            client, on=on, acting=acting, conflicts=conflicts_of(user, on=on), strong_enough=strong_enough
        )
        offer = load_offers([draft.listing_id], on).get(draft.listing_id)
        made = check(situation, offer, pattern)
        _refuse(made, shown)
        assert acting is not None
        if acting.is_staff and not note.strip():
            raise Refused(Refusal.NO_MANDATE)
        selection = _choose(book, draft, made, situation, acting, note)
        selection_requested.send(Selection, selection=selection)
        return {"selection": selection.pk}

    payload = {"draft": draft.pk, "pattern": pattern.fields(), "shown": shown}
    return command(key=key, client=draft.client, actor=user, kind="choose", payload=payload, work=work)


def _refuse(made: Check, shown: str) -> None:
    if made.refusal and made.refusal != Refusal.OVER_BUDGET:
        raise Refused(made.refusal)
    if made.fingerprint != shown:
        raise Refused(Refusal.PRICE_CHANGED)
    if made.short is not None:
        raise Refused(Refusal.OVER_BUDGET, month=made.short.month, missing=made.short.missing)


def _choose(book: Book, draft: Draft, made: Check, situation: Situation, acting: Acting, note: str) -> Selection:
    on, offer = situation.on, made.offer
    assert offer is not None
    first, last = made.visits[0], made.visits[-1]
    selection = Selection.objects.create(
        **acting.act_fields(),
        **made.pattern.fields(),
        note=note,
        client=draft.client,
        listing_id=offer.listing_id,
        provider_id=offer.provider_id,
        price_version_id=first.quote.price_version_id,
        plan_version=situation.plan(first.on),
        command=book.command,
        requested_on=on,
        answer_by=add_working_days(on, situation.rules.answer_working_days, situation.calendar.holidays),
        last_on=last.until_on or last.on,
    )
    _hold(book, selection, made, on=on)
    return selection


def _hold(book: Book, selection: Selection, made: Check, *, on: dt.date) -> None:
    """One reservation per visit in the budget of its date; a visit that takes nothing from the budget has none."""
    paid = [visit for visit in made.visits if visit.quote.budget]
    held = book.reserve([(selection.listing_id, visit.on, visit.quote.budget or 0) for visit in paid], on=on)
    reservation_on = {reservation.on: reservation for reservation in held}
    Visit.objects.bulk_create(
        Visit(
            selection=selection,
            on=visit.on,
            start=visit.start,
            quantity=visit.quantity,
            price_cents=visit.quote.price,
            budget_cents=visit.quote.budget,
            own_cents=visit.quote.own,
            quote=frozen(visit),
            reservation=reservation_on.get(visit.on),
        )
        for visit in made.visits
    )


def frozen(visit: PlannedVisit) -> dict[str, Any]:
    """The quote as it is kept with the visit (cents): later prices, values and addresses touch only later choices."""
    quote = visit.quote
    base = sum(line.cents for line in quote.lines if line.kind in {"unit", "month"})
    return {
        "unit_cents": quote.unit_cents,
        "extra_cents": (quote.price or 0) - base,
        "value_cents": quote.value,
        "metres": quote.metres,
        "band": list(quote.band) if quote.band else None,
        "price_version": quote.price_version_id,
        "until_on": str(visit.until_on) if visit.until_on else None,
        "lines": [
            {"kind": line.kind, "cents": line.cents, "words": {k: str(v) for k, v in line.words.items()}}
            for line in quote.lines
        ],
    }
