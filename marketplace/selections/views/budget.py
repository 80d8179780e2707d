"""My budget: what is left, month by month, the visits to come, and every movement in plain words."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from marketplace.budgets.models import Entry
from marketplace.budgets.querysets import months_with_money
from marketplace.clients.enums import Right
from marketplace.clients.lookups import get_client_for
from marketplace.clients.models import AccessLogEntry, Client
from marketplace.foundation.dates import today
from marketplace.plans.facts import plan_on

from ..actions.withdraw import can_skip, first_free_day, notice_ends
from ..facts import purse_of
from ..models import Visit
from ..movements import movements
from .frame import client_page

ENTRIES_PER_PAGE = 20
NEWEST_ENTRIES = 6
NEXT_VISITS = 3
MONTHS_BACK, MONTHS_ON = 1, 5


@require_safe
def budget(request: HttpRequest, number: str) -> HttpResponse:
    client = get_client_for(request, number, right=Right.SEE)
    on = today()
    money = months_with_money(client)
    bar = purse_of(money, on=on)
    months = [_month_row(month, sums) for month, sums in money.items()]
    near = [row for row in months if _is_near(row["month"], bar.month)]
    coming = Visit.objects.of_client(client).to_come(on).with_listing().order_by("on", "start", "pk")
    notice = notice_ends(client, on=on)
    context = {
        "bar": bar,
        "purse": bar,
        "months": months if "all" in request.GET else near,
        "hidden": len(months) - len(near) if "all" not in request.GET else 0,
        "coming": [_coming_row(visit, client, on, notice) for visit in coming[:NEXT_VISITS]],
        "movements": movements(_entries(client)[:NEWEST_ENTRIES]),
        "plan": plan_on(client, bar.month),
        "last_look": AccessLogEntry.objects.filter(client=client).select_related("user").order_by("-at").first(),
    }
    return client_page(request, client, "selections/budget.html", context)


@require_safe
def entries(request: HttpRequest, number: str) -> HttpResponse:
    """Every movement, newest first, twenty a page."""
    client = get_client_for(request, number, right=Right.SEE)
    page = Paginator(_entries(client), ENTRIES_PER_PAGE).get_page(request.GET.get("page"))
    return client_page(
        request, client, "selections/entries.html", {"movements": movements(page.object_list), "page_obj": page}
    )


def _entries(client: Client) -> Any:
    return (
        Entry.objects.filter(budget__client=client)
        .select_related("budget", "command__actor", "reservation__visit__selection__provider")
        .prefetch_related("reservation__listing__texts")
        .order_by("-pk")
    )


def _coming_row(visit: Visit, client: Client, on: dt.date, notice: dt.date) -> dict[str, Any]:
    free = first_free_day(visit.selection, on=on, notice=notice)
    return {"visit": visit, "can_skip": client.acting.right >= Right.CHOOSE and can_skip(visit, free)}


def _month_row(month: Any, money: Any) -> dict[str, Any]:
    return {"month": month, "money": money}


def _is_near(month: Any, shown: Any) -> bool:
    distance = (month.year - shown.year) * 12 + month.month - shown.month
    return -MONTHS_BACK <= distance <= MONTHS_ON
