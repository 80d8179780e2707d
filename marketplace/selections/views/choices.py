"""My choices: all of them, one of them, take back, skip a visit, say that a visit was or was not done."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.clients.enums import Right
from marketplace.clients.lookups import get_client_for
from marketplace.clients.models import Client
from marketplace.foundation.dates import today
from marketplace.foundation.templatetags.ui import euro

from ..actions.drafts import renew_choice
from ..actions.visits import confirm_visit, dispute_visit
from ..actions.withdraw import can_skip, first_free_day, skip_visit, withdraw
from ..enums import OPEN, SelectionState, VisitState
from ..forms import ReasonForm
from ..models import Selection, Visit
from .acts import answer_with, new_key, posted_key
from .frame import client_page
from .receipt import months_of


@require_safe
def choices(request: HttpRequest, number: str) -> HttpResponse:
    """Open choices first, then what has ended; and what waits for the client's word."""
    client = get_client_for(request, number, right=Right.SEE)
    on = today()
    rows = list(client.selections.with_cards().order_by("-pk"))
    recorded = Visit.objects.of_client(client).filter(state=VisitState.RECORDED).with_listing().order_by("on")
    context = {
        "open": [row for row in rows if row.state in OPEN and row.last_on >= on],
        "ended": [row for row in rows if row.state not in OPEN or row.last_on < on],
        "recorded": list(recorded.select_related("event")),
        "suggestions": list(
            client.suggestions.filter(answer="").select_related("listing__provider", "actor", "mandate")
        ),
        "on": on,
        "stopped": set(client.selections.without_approval(on).values_list("pk", flat=True)),
    }
    return client_page(request, client, "selections/choices.html", context)


@require_safe
def choice(request: HttpRequest, number: str, selection_id: int) -> HttpResponse:
    client = get_client_for(request, number, right=Right.SEE)
    selection = _selection(client, selection_id)
    on = today()
    free = first_free_day(selection, on=on)
    context = {
        "selection": selection,
        "text": selection.listing.text(),
        "months": months_of(selection),
        "free_from": free,
        "can_withdraw": selection.state in OPEN,
        "can_renew": selection.state == SelectionState.ACCEPTED,
        "visits": [_visit_row(visit, free) for visit in selection.visits.select_related("event")],
        "may_choose": client.acting.right >= Right.CHOOSE,
        "stopped": client.selections.filter(pk=selection.pk).without_approval(on).with_stop(on).first(),
    }
    return client_page(request, client, "selections/choice.html", context)


def _visit_row(visit: Visit, free: dt.date) -> dict[str, Any]:
    return {"visit": visit, "can_skip": can_skip(visit, free), "to_confirm": visit.state == VisitState.RECORDED}


@require_POST
def renew(request: HttpRequest, number: str, selection_id: int) -> HttpResponse:
    """The same again from the next free date on: leads to the check, where old and new stand side by side."""
    client = get_client_for(request, number, right=Right.CHOOSE)
    selection = _selection(client, selection_id)
    if selection.state != SelectionState.ACCEPTED:
        return redirect("browse:listing_for", number, selection.listing_id)
    draft = renew_choice(selection=selection, author=request.user, on=today())
    return redirect("selections:check", number, draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_page(request: HttpRequest, number: str, selection_id: int) -> HttpResponse:
    """Says first what is free and what stays, then takes the choice back."""
    client = get_client_for(request, number, right=Right.CHOOSE)
    selection = _selection(client, selection_id)
    to = reverse("selections:choice", args=[number, selection.pk])
    on = today()
    if request.method == "POST":
        return answer_with(
            request,
            lambda: withdraw(selection=selection, user=request.user, key=posted_key(request), on=on),
            done=_("The choice is taken back."),
            data=lambda data: (
                _("The choice is taken back. %(sum)s is back in the budget.") % {"sum": euro(data["cents"])}
            ),
            to=to,
        )
    free = first_free_day(selection, on=on)
    planned = [visit for visit in selection.visits.all() if visit.state == VisitState.PLANNED]
    context = {
        "selection": selection,
        "text": selection.listing.text(),
        "key": new_key(),
        "free_from": free,
        "back_cents": sum(visit.budget_cents for visit in planned if visit.on >= free),
        "kept": [visit for visit in planned if visit.on < free],
        "open": selection.state in OPEN,
        "asked": selection.state == SelectionState.REQUESTED,
    }
    return client_page(request, client, "selections/withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def skip_page(request: HttpRequest, number: str, visit_id: int) -> HttpResponse:
    client = get_client_for(request, number, right=Right.CHOOSE)
    visit = _visit(client, visit_id)
    to = reverse("selections:choice", args=[number, visit.selection_id])
    if request.method == "POST":
        return answer_with(
            request,
            lambda: skip_visit(visit=visit, user=request.user, key=posted_key(request), on=today()),
            done=_("The visit is skipped."),
            data=lambda data: _("The visit is skipped. %(sum)s is back in the budget.") % {"sum": euro(data["cents"])},
            to=to,
        )
    free = first_free_day(visit.selection, on=today())
    context = {
        "visit": visit,
        "selection": visit.selection,
        "text": visit.selection.listing.text(),
        "key": new_key(),
        "free_from": free,
        "possible": can_skip(visit, free),
    }
    return client_page(request, client, "selections/skip.html", context)


@require_POST
def confirm_visit_page(request: HttpRequest, number: str, visit_id: int) -> HttpResponse:
    """Yes, it was done."""
    client = get_client_for(request, number, right=Right.CHOOSE)
    visit = _visit(client, visit_id)
    return answer_with(
        request,
        lambda: confirm_visit(visit=visit, user=request.user, key=posted_key(request), on=today()),
        done=_("Thank you. The visit is confirmed."),
        to=reverse("selections:choices", args=[number]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def dispute_page(request: HttpRequest, number: str, visit_id: int) -> HttpResponse:
    """It was not so: nothing is paid until it is cleared up."""
    client = get_client_for(request, number, right=Right.CHOOSE)
    visit = _visit(client, visit_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return answer_with(
            request,
            lambda: dispute_visit(
                visit=visit,
                user=request.user,
                reason=form.cleaned_data["reason"],
                key=posted_key(request),
                on=today(),
            ),
            done=_("Thank you for telling. Nothing is paid for this visit until it is cleared up."),
            to=reverse("selections:choices", args=[number]),
        )
    context = {"visit": visit, "text": visit.selection.listing.text(), "form": form, "key": new_key()}
    context["selection"] = visit.selection
    return client_page(request, client, "selections/dispute.html", context)


def _selection(client: Client, selection_id: int) -> Selection:
    return get_object_or_404(
        Selection.objects.with_cards().select_related("client__organiser"), pk=selection_id, client=client
    )


def _visit(client: Client, visit_id: int) -> Visit:
    visits = Visit.objects.of_client(client).with_listing().select_related("selection__client__organiser")
    return get_object_or_404(visits, pk=visit_id)
