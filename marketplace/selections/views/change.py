"""Taking an offer: one press changes the draft and shows the check again."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from marketplace.clients.enums import Right
from marketplace.clients.lookups import get_client_for
from marketplace.foundation.dates import today

from ..actions.drafts import change_draft
from ..forms import PatternForm
from ..models import Draft
from .draft import listing_and_offer

MOST_LEFT_OUT = 200
LONGEST_ID = 18
"""Digits of the largest id that every database can look for."""


@require_POST
def change(request: HttpRequest, number: str, draft_id: int) -> HttpResponse:
    """Takes an offer as it stands: the changed pattern, perhaps of another listing, goes to the check page."""
    client = get_client_for(request, number, right=Right.CHOOSE)
    draft = get_object_or_404(Draft.objects.select_related("client", "listing"), pk=draft_id, client=client)
    listing_id = request.POST.get("listing", "")
    is_id = listing_id.isascii() and listing_id.isdigit() and len(listing_id) <= LONGEST_ID
    wanted = int(listing_id) if is_id else draft.listing_id
    listing, offer = listing_and_offer(wanted)
    form = PatternForm(request.POST, offer=offer, on=today())
    if not form.is_valid():
        return redirect("selections:draft", number, draft.pk)
    pattern = form.pattern().but(left_out=_dates(request.POST.getlist("left_out")))
    draft = change_draft(draft=draft, pattern=pattern, listing=listing)
    return redirect("selections:check", number, draft.pk)


def _dates(texts: list[str]) -> frozenset[dt.date]:
    found = set()
    for text in texts[:MOST_LEFT_OUT]:
        try:
            found.add(dt.date.fromisoformat(text))
        except ValueError:
            continue
    return frozenset(found)
