"""Check month by month, confirm, and what to do after a no."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from catalogue.models import Listing
from catalogue.offers import load_offers
from marketplace.budgets.ledger import KeyReused
from marketplace.clients.enums import Right
from marketplace.clients.lookups import get_client_for
from marketplace.clients.models import Client
from marketplace.foundation.dates import add_working_days, today

from ..actions.confirm import confirm
from ..actions.drafts import chosen_with, renew_key, stored_command
from ..check import Check, MonthRow, check
from ..enums import Refusal
from ..forms import NoteForm
from ..models import Draft
from ..offers import WayThatFits, what_fits
from ..pattern import Pattern
from ..permissions import conflicts_of
from ..renewal import Compared, compared
from ..signals import choice_refused
from ..situation import Situation, load_situation
from ..words import way_url, words_for
from .draft import listing_and_offer
from .frame import client_page

MEANWHILE = _("The choice was changed meanwhile. Please look at it again.")
MOST_OTHERS = 40
"""Listings of the same category looked at for a cheaper one."""


@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest, number: str, draft_id: int) -> HttpResponse:
    """GET shows the check, or the refusal with what fits; POST confirms."""
    client = get_client_for(request, number, right=Right.CHOOSE)
    draft = get_object_or_404(Draft.objects.select_related("client", "listing__category"), pk=draft_id, client=client)
    if request.method == "POST" and draft.first_on is not None:
        return _confirm(request, client, draft)
    if (selection := chosen_with(draft)) is not None:
        return redirect("selections:receipt", number, selection.pk)
    if draft.first_on is None or draft.quantity is None:
        return redirect("selections:draft", number, draft.pk)
    return show_check(request, client, draft)


def show_check(
    request: HttpRequest,
    client: Client,
    draft: Draft,
    *,
    refused: str | None = None,
    note_form: NoteForm | None = None,
) -> HttpResponse:
    """The check of the draft as it is now; `refused` is the no of a key that was just used, told above a fresh yes."""
    situation = _situation(request, client)
    listing, offer = listing_and_offer(draft.listing_id)
    made = check(situation, offer, Pattern.of(draft))
    context: dict[str, Any] = {
        "draft": draft,
        "listing": listing,
        "text": listing.text(),
        "check": made,
        "situation": situation,
        "jars": _jars(made),
    }
    if made.refusal:
        return _refusal_page(request, client, draft, made, situation, context)
    context["compared"] = _compared(draft, made)
    context["refused"] = words_for(refused) if refused else None
    context["refusal"] = refused
    context["note_form"] = (note_form or NoteForm()) if client.acting.is_staff else None
    context["answer_by"] = add_working_days(
        situation.on, situation.rules.answer_working_days, situation.calendar.holidays
    )
    return client_page(request, client, "selections/check.html", context)


def _compared(draft: Draft, made: Check) -> list[Compared]:
    """What the choice before costs beside what this one will; empty if it goes on from none."""
    if draft.renews_id is None:
        return []
    return compared(list(draft.renews.visits.order_by("on")), made)


def _situation(request: HttpRequest, client: Client) -> Situation:
    on = today()
    return load_situation(client, on=on, acting=client.acting, conflicts=conflicts_of(request.user, on=on))


def _confirm(request: HttpRequest, client: Client, draft: Draft) -> HttpResponse:
    """A used key shows its stored answer; after a no a fresh check page as well."""
    key = _plain(request.POST.get("key", ""))
    note_form = NoteForm(request.POST) if client.acting.is_staff else None
    if stored_command(client, key) is None:
        if key != draft.key:
            messages.info(request, MEANWHILE)
            return redirect("selections:check", client.number, draft.pk)
        if note_form is not None and not note_form.is_valid():
            return show_check(request, client, draft, note_form=note_form)
    note = note_form.cleaned_data["note"] if note_form is not None and note_form.is_valid() else ""
    shown = _plain(request.POST.get("shown", ""))
    return _answer(request, client, draft, key, shown, note)


def _answer(request: HttpRequest, client: Client, draft: Draft, key: str, shown: str, note: str) -> HttpResponse:
    stored = stored_command(client, key)
    if stored is not None and stored.kind == "choose" and "ok" in (stored.answer or {}):
        return redirect("selections:receipt", client.number, stored.answer["ok"]["selection"])
    try:
        answer = confirm(draft=draft, user=request.user, key=key, shown=shown, on=today(), note=note)
    except KeyReused:
        messages.info(request, MEANWHILE)
        return show_check(request, client, renew_key(draft=draft, used=key))
    if answer.ok:
        return redirect("selections:receipt", client.number, answer.data["selection"])
    draft = renew_key(draft=draft, used=key)
    return show_check(request, client, draft, refused=answer.refusal)


def _refusal_page(
    request: HttpRequest,
    client: Client,
    draft: Draft,
    made: Check,
    situation: Situation,
    context: dict[str, Any],
) -> HttpResponse:
    """The no, in words, with the way on; the fresh check's own no goes before a stored one."""
    code = made.refusal or Refusal.NOT_CHOOSABLE
    choice_refused.send(Draft, draft=draft, client=client, refusal=code)
    words = words_for(code)
    ways: list[WayThatFits] = []
    if code == Refusal.OVER_BUDGET:
        ways = what_fits(situation, made, _others(draft, situation))
    titles = Listing.objects.with_texts().in_bulk([way.listing_id for way in ways])
    context |= {
        "refusal": code,
        "words": words,
        "way_url": way_url(words, client, draft),
        "ways": [
            {
                "way": way,
                "text": titles[way.listing_id].text(),
                "listing": titles[way.listing_id],
                "row": _row_to_show(way.check, made),
            }
            for way in ways
        ],
    }
    return client_page(request, client, "selections/no.html", context)


def _row_to_show(way: Check, made: Check) -> MonthRow:
    """The month that was short, or the first one if the way has no visits then."""
    short = made.short.month if made.short else None
    return next((row for row in way.rows if row.month == short), way.rows[0])


def _plain(text: str) -> str:
    """A key or fingerprint as we make them, else nothing: what was tampered with is no key."""
    return text if re.fullmatch(r"[0-9a-f-]{1,64}", text) else ""


def _others(draft: Draft, situation: Situation) -> dict[int, Any]:
    """Offers of the same category that serve the client's municipality."""
    listings = (
        Listing.objects.choosable(situation.on, situation.client.organiser)
        .serving(situation.place.municipality_id)
        .filter(category=draft.listing.category, unit=draft.listing.unit)
        .exclude(pk=draft.listing_id)
        .order_by("pk")
    )
    return load_offers(listings.values_list("pk", flat=True)[:MOST_OTHERS], situation.on)


def _jars(made: Check) -> list[dict[str, Any]]:
    return [
        {
            "granted": row.money.granted,
            "left": max(0, row.left),
            "held": row.money.reserved,
            "take": row.budget,
            "month": row.month,
            "left_cents": row.left,
        }
        for row in made.rows
    ]
