"""Reading what is left. Pages and rules start here; nobody adds totals up elsewhere."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.foundation.dates import month_of

from .enums import ReservationState
from .models import Budget, Reservation

if TYPE_CHECKING:
    from marketplace.clients.models import Client


@dataclass(frozen=True)
class BudgetView:
    """A month's totals in cents; all zero where nothing was ever granted."""

    granted: int = 0
    reserved: int = 0
    spent: int = 0

    @property
    def remaining(self) -> int:
        return self.granted - self.reserved - self.spent

    @property
    def used(self) -> int:
        return self.reserved + self.spent


def remaining(client: "Client", months: Iterable[dt.date]) -> dict[dt.date, BudgetView]:
    """The totals of each month, in one query."""
    wanted = [month_of(month) for month in months]
    return _views({month: BudgetView() for month in wanted}, Budget.objects.filter(client=client, month__in=wanted))


def remaining_of_clients(client_ids: Iterable[int], month: dt.date) -> dict[int, BudgetView]:
    """The totals of one month for many clients, in one query."""
    ids = list(client_ids)
    found = {
        budget.client_id: BudgetView(budget.granted, budget.reserved, budget.spent)
        for budget in Budget.objects.filter(client__in=ids, month=month_of(month))
    }
    return {pk: found.get(pk, BudgetView()) for pk in ids}


def months_with_money(client: "Client") -> dict[dt.date, BudgetView]:
    """The totals of every month that has a budget, oldest first."""
    return _views({}, Budget.objects.filter(client=client).order_by("month"))


def held_in(client: "Client", months: Iterable[dt.date]) -> list[Reservation]:
    """What is reserved in those months, by date, with listing and provider."""
    return list(
        Reservation.objects.filter(budget__client=client, budget__month__in=list(months), state=ReservationState.HELD)
        .select_related("budget", "listing__provider")
        .prefetch_related("listing__texts")
        .order_by("on", "pk")
    )


def _views(views: dict[dt.date, BudgetView], budgets: Iterable[Budget]) -> dict[dt.date, BudgetView]:
    for budget in budgets:
        views[budget.month] = BudgetView(budget.granted, budget.reserved, budget.spent)
    return views
