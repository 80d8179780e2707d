"""What was chosen, on a page that is made for paper too."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from marketplace.clients.enums import Right
from marketplace.clients.lookups import get_client_for

from ..enums import OPEN
from ..models import Selection
from .frame import client_page


@require_safe
def receipt(request: HttpRequest, number: str, selection_id: int) -> HttpResponse:
    """What was chosen, with number and next steps; made for paper too."""
    client = get_client_for(request, number, right=Right.SEE)
    selection = get_object_or_404(
        Selection.objects.select_related("provider", "listing", "actor", "client__organiser"),
        pk=selection_id,
        client=client,
    )
    months = months_of(selection)
    context = {
        "selection": selection,
        "in_force": selection.state in OPEN,
        "months": months,
        "text": selection.listing.text(),
        "visit_count": sum(len(row["visits"]) for row in months),
        "budget": sum(row["budget"] for row in months),
        "own": sum(row["own"] for row in months),
        "notice_days": client.organiser.rules(selection.requested_on).notice_days,
    }
    return client_page(request, client, "selections/receipt.html", context)


def months_of(selection: Selection) -> list[dict[str, Any]]:
    """A choice's visits by month, with sums in cents."""
    rows: dict[Any, dict[str, Any]] = {}
    for visit in selection.visits.all():
        month = visit.on.replace(day=1)
        row = rows.setdefault(month, {"month": month, "visits": [], "budget": 0, "own": 0})
        row["visits"].append(visit)
        row["budget"] += visit.budget_cents
        row["own"] += visit.own_cents
    return list(rows.values())
