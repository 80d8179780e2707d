"""The case manager's list: my clients, what is left, and which plan wants looking at."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.accounts.enums import Role
from marketplace.accounts.models import User
from marketplace.accounts.permissions import user_has_role
from marketplace.budgets.querysets import remaining_of_clients
from marketplace.clients.exceptions import LoginNeeded
from marketplace.clients.models import Client
from marketplace.foundation.dates import shown_month, today

from ..models import PlanDraft, PlanVersion

PAGE = 50
SOON = dt.timedelta(days=30)


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    user, on = request.user, today()
    if not isinstance(user, User):
        raise LoginNeeded
    if not user_has_role(user, Role.CASE_MANAGER):
        raise Http404
    mine = Client.objects.assigned_to(user, on).select_related("postal_area__municipality")
    page = Paginator(mine.order_by("last_name", "first_name", "pk"), PAGE).get_page(request.GET.get("page"))
    rows = client_rows(list(page), on)
    due = sum(row["is_due"] for row in rows)
    context = {"page": page, "rows": rows, "month": shown_month(on), "due": due}
    return render(request, "pages/plans/work.html", context)


def client_rows(clients: list[Client], on: dt.date) -> list[dict[str, Any]]:
    """Four queries, however many clients."""
    ids = [client.pk for client in clients]
    money = remaining_of_clients(ids, shown_month(on))
    versions = PlanVersion.objects.decided().filter(client__in=ids).select_related("review_request")
    newest = {version.client_id: version for version in versions.order_by("number")}
    drafts = set(PlanDraft.objects.filter(client__in=ids).values_list("client", flat=True))
    return [_row(client, money[client.pk], newest.get(client.pk), client.pk in drafts, on) for client in clients]


def _row(client: Client, money: Any, version: PlanVersion | None, has_draft: bool, on: dt.date) -> dict[str, Any]:
    asked = getattr(version, "review_request", None)
    is_due = version is None or asked is not None or version.review_on <= on + SOON
    return {
        "client": client,
        "money": money,
        "version": version,
        "asked": asked,
        "is_due": is_due,
        "has_draft": has_draft,
    }
