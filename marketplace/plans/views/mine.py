"""The client's page: my plan, why this amount; and the button for an early review."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.clients.enums import Right
from marketplace.clients.frame import frame
from marketplace.clients.lookups import get_client_for
from marketplace.clients.models import Client
from marketplace.foundation.dates import shown_month, today

from ..actions import ask_review
from ..facts import last_decided, plan_on
from ..models import PlanVersion
from ..words import amount_words, line_row


@require_safe
def plan_for(request: HttpRequest, number: str) -> HttpResponse:
    client = get_client_for(request, number, right=Right.SEE)
    version = shown_plan(client)
    context = frame(client) | {"may_ask": client.acting.right >= Right.SUGGEST}
    if version is not None:
        context |= plan_context(version)
    return render(request, "pages/plans/plan.html", context)


def shown_plan(client: Client) -> PlanVersion | None:
    """The plan in force in the month that pages show; without one, the plan decided last."""
    return plan_on(client, shown_month(today())) or last_decided(client)


def plan_context(version: PlanVersion) -> dict[str, Any]:
    needs = {need.pk: need for need in version.needs.all()}
    lines = []
    for line in version.cost_lines.all():
        need = needs.get(line.need_id)
        lines.append(line_row(line, need, need.category if need else None))
    wishes = [(need, amount_words(need.amount, need.unit, need.per)) for need in needs.values()]
    asked = getattr(version, "review_request", None)
    return {"version": version, "decision": version.decision, "lines": lines, "needs": wishes, "asked": asked}


@require_POST
def ask_review_now(request: HttpRequest, number: str) -> HttpResponse:
    client = get_client_for(request, number, right=Right.SUGGEST)
    version = shown_plan(client)
    if version is None:
        raise Http404
    ask_review(version=version, user=client.acting.user, on=today())
    messages.success(request, _("Thank you. A case manager looks at the plan and gets in touch."))
    return redirect("plans:plan_for", client.number)
