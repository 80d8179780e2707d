"""Shortlist and suggestions: what is kept for later, and what helpers propose."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.budgets.ledger import Refused
from marketplace.clients.enums import Right
from marketplace.clients.lookups import get_client_for
from marketplace.foundation.dates import today

from ..actions.shortlist import drop, keep
from ..actions.suggestions import accept_suggestion, decline_suggestion, suggest, take_back_suggestion
from ..cards import client_card
from ..facts import client_cards, purse
from ..forms import MessageForm
from ..models import Suggestion
from ..words import words_for
from .draft import listing_and_offer
from .frame import client_page


@require_safe
def shortlist(request: HttpRequest, number: str) -> HttpResponse:
    client = get_client_for(request, number, right=Right.SEE)
    on = today()
    items = list(
        client.shortlist.select_related("listing__provider", "listing__category", "added_by").prefetch_related(
            "listing__texts"
        )
    )
    bar = purse(client, on=on)
    numbers = client_cards(client, [item.listing_id for item in items], bar, on=on)
    rows = [
        {"item": item, "card": client_card(client, item.listing, numbers[item.listing_id], compare="compare")}
        for item in items
        if item.listing_id in numbers
    ]
    return client_page(request, client, "selections/shortlist.html", {"rows": rows, "purse": bar})


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, number: str, listing_id: int) -> HttpResponse:
    """GET asks (links from public pages lead here), POST keeps the listing on the list."""
    client = get_client_for(request, number, right=Right.SEE)
    listing, _offer = listing_and_offer(listing_id)
    if request.method == "POST":
        keep(client=client, listing=listing, user=request.user)
        messages.success(request, _("It is on the shortlist now."))
        return redirect("selections:shortlist", number)
    return client_page(request, client, "selections/save.html", {"listing": listing, "text": listing.text()})


@require_POST
def unsave(request: HttpRequest, number: str, listing_id: int) -> HttpResponse:
    client = get_client_for(request, number, right=Right.SEE)
    drop(client=client, listing_id=listing_id)
    messages.success(request, _("It is taken off the shortlist."))
    return redirect("selections:shortlist", number)


@require_http_methods(["GET", "HEAD", "POST"])
def suggest_page(request: HttpRequest, number: str, listing_id: int) -> HttpResponse:
    """A helper proposes a listing. No money moves; the client answers."""
    client = get_client_for(request, number, right=Right.SUGGEST)
    listing, _offer = listing_and_offer(listing_id)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        suggest(client=client, listing=listing, acting=client.acting, message=form.cleaned_data["message"], on=today())
        messages.success(request, _("The suggestion is sent. No money has moved."))
        return redirect("selections:suggestions", number)
    context = {"listing": listing, "text": listing.text(), "form": form}
    return client_page(request, client, "selections/suggest.html", context)


@require_safe
def suggestions(request: HttpRequest, number: str) -> HttpResponse:
    """Open ones with their numbers, then those answered."""
    client = get_client_for(request, number, right=Right.SEE)
    on = today()
    rows = list(
        client.suggestions.select_related("listing__provider", "listing__category", "actor", "mandate", "answered_by")
        .prefetch_related("listing__texts")
        .order_by("-pk")[:50]
    )
    bar = purse(client, on=on)
    numbers = client_cards(client, [row.listing_id for row in rows if not row.answer], bar, on=on)
    context: dict[str, Any] = {
        "open": [
            {"suggestion": row, "card": client_card(client, row.listing, numbers[row.listing_id], buttons=False)}
            for row in rows
            if not row.answer and row.listing_id in numbers
        ],
        "answered": [row for row in rows if row.answer],
        "may_choose": client.acting.right >= Right.CHOOSE,
        "purse": bar,
    }
    return client_page(request, client, "selections/suggestions.html", context)


@require_POST
def answer_suggestion(request: HttpRequest, number: str, suggestion_id: int) -> HttpResponse:
    """`answer` = yes (goes on to when and how often), no, or back (who made it takes it back)."""
    answer = request.POST.get("answer", "")
    right = Right.SUGGEST if answer == "back" else Right.CHOOSE
    client = get_client_for(request, number, right=right)
    suggestion = get_object_or_404(
        Suggestion.objects.select_related("client", "listing"), pk=suggestion_id, client=client
    )
    try:
        if answer == "yes":
            draft = accept_suggestion(suggestion=suggestion, user=request.user, on=today())
            messages.info(request, _("Now say when and how often. Nothing is chosen before you confirm."))
            return redirect("selections:draft", number, draft.pk)
        if answer == "back":
            take_back_suggestion(suggestion=suggestion, user=request.user, on=today())
            messages.success(request, _("The suggestion is taken back."))
        elif answer == "no":
            decline_suggestion(suggestion=suggestion, user=request.user, on=today())
            messages.success(request, _("You said no. Who suggested it is told."))
    except Refused as refused:
        words = words_for(refused.code)
        messages.warning(request, f"{words.heading}. {words.text}")
    return redirect("selections:suggestions", number)
