"""What time brings to freshness leases: two reminders, and word that a listing is hidden and how it comes back."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from catalogue.freshness import Lease, leases, rules_of
from catalogue.models import Listing, Organiser, Provider
from marketplace.notices.actions import tell
from marketplace.notices.enums import Kind
from marketplace.notices.recipients import editors

from .enums import LeaseStage
from .models import LeaseReminder

Due = list[tuple[Lease, list[LeaseStage]]]


def stage_days(days: int) -> dict[LeaseStage, int]:
    """On which day of a lease of so many days each stage begins: of 90 on day 60, 75 and 90."""
    return {LeaseStage.FIRST: days * 4 // 6, LeaseStage.SECOND: days * 5 // 6, LeaseStage.OVER: days}


def remind_of_leases(on: dt.date) -> int:
    """Tells owners and editors of listings to check, and of hidden ones; returns how many listings were told of.

    One mail for all of a provider's listings. After days without a tick one mail is enough: the stages passed
    meanwhile count as told. Nobody hears of what could not be chosen anyhow.
    """
    organiser = Organiser.objects.current()
    if organiser is None:
        return 0
    due = defaultdict[Provider, Due](list)
    for lease in leases(_to_look_at(on, organiser), organiser, on):
        if stages := due_stages(lease, lease.listing.told):
            due[lease.listing.provider].append((lease, stages))
    for provider, rows in due.items():
        _tell(provider, rows, on)
    return sum(map(len, due.values()))


def due_stages(lease: Lease, told: int) -> list[LeaseStage]:
    """Those that have begun, after the latest one that was told (0: none)."""
    age = (lease.on - lease.checked_on).days
    return [stage for stage, day in stage_days(lease.days).items() if age >= day and stage > told]


def _to_look_at(on: dt.date, organiser: Organiser) -> Iterable[Listing]:
    """Old enough for a reminder, and not told of their end: `told` is the latest stage that was."""
    shortest = min((days for _from, days in rules_of(organiser)), default=0)
    old = on - dt.timedelta(days=stage_days(shortest)[LeaseStage.FIRST])
    reminders = LeaseReminder.objects.filter(listing=OuterRef("pk"), checked_on=OuterRef("checked_on"))
    latest = Subquery(reminders.order_by("-stage").values("stage")[:1])
    listings = Listing.objects.offered(on, organiser).with_last_check(on).filter(checked_on__lte=old)
    listings = listings.annotate(told=Coalesce(latest, Value(0))).exclude(told=LeaseStage.OVER)
    return listings.select_related("provider")


def _tell(provider: Provider, rows: Due, on: dt.date) -> None:
    """Two ticks at once write each stage once, and find the other's mail unsent."""
    with transaction.atomic():
        reminders = [
            LeaseReminder(listing=lease.listing, checked_on=lease.checked_on, stage=stage, on=on)
            for lease, stages in rows
            for stage in stages
        ]
        LeaseReminder.objects.bulk_create(reminders, ignore_conflicts=True)
        kinds = {Kind.LEASE_ENDED if lease.is_over else Kind.LEASE_ENDS for lease, _stages in rows}
        for kind in sorted(kinds):
            tell(editors(provider), kind)
