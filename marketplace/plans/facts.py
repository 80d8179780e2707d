"""Which plan is in force. Nothing about it is stored: it follows from the decided versions and the month asked for."""

import datetime as dt
from collections.abc import Iterable

from marketplace.clients.models import Client
from marketplace.foundation.dates import month_of

from .models import PlanVersion


def plan_on(client: Client, month: dt.date) -> PlanVersion | None:
    """The newest decided version that covers the month, with needs and their categories at hand."""
    return plans_on(client, [month])[month_of(month)]


def plans_on(client: Client, months: Iterable[dt.date]) -> dict[dt.date, PlanVersion | None]:
    """As `plan_on`, for several months; two queries however many."""
    found: dict[dt.date, PlanVersion | None] = {month_of(month): None for month in months}
    if not found:
        return found
    covering = PlanVersion.objects.decided().filter(
        client=client, from_month__lte=max(found), until_month__gte=min(found)
    )
    for version in covering.with_needs().order_by("number"):
        for month in found:
            if version.covers(month):
                found[month] = version
    return found


def last_decided(client: Client) -> PlanVersion | None:
    """The version decided last, whatever months it covers."""
    return PlanVersion.objects.decided().filter(client=client).with_needs().order_by("-number").first()
