"""The freshness lease: how long a provider's word holds that a listing is still right, by the organiser's rules.

A lease of 90 days holds on the day of the word and 89 days after it: on day 90 the listing is hidden from new choices.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from marketplace.foundation.templatetags.ui import day_long

from .models import Listing, Organiser
from .remembered import remembered

Rules = Sequence[tuple[dt.date, int]]
"""First day and days of the lease, oldest first."""
DAY = dt.timedelta(days=1)
NEVER = (dt.date.max, 0)


@dataclass(frozen=True)
class Lease:
    """A listing and the provider's latest word about it, as of `on`. `hidden_from`: the first day out of choice."""

    listing: Listing
    checked_on: dt.date
    hidden_from: dt.date
    on: dt.date

    @property
    def is_over(self) -> bool:
        return self.hidden_from <= self.on

    @property
    def valid_until(self) -> dt.date:
        return self.hidden_from - DAY

    @property
    def days(self) -> int:
        return (self.hidden_from - self.checked_on).days

    def __str__(self) -> str:
        """The state in words."""
        if self.is_over:
            return _("Hidden from new choices since %(day)s") % {"day": day_long(self.hidden_from)}
        return _("Valid until %(day)s") % {"day": day_long(self.valid_until)}


def hidden_from(checked_on: dt.date, rules: Rules, on: dt.date) -> dt.date | None:
    """The first day of the stretch without a lease that `on` is in, else of the next one; None if none comes."""
    since = None
    for (start, days), (end, _days) in pairwise([*rules, NEVER]):
        first = max(start, checked_on + dt.timedelta(days=days))
        if first >= end:
            since = None
            continue
        since = since if since is not None and first == start else first
        if on < end:
            return since
    return None


def rules_of(organiser: Organiser) -> Rules:
    return list(organiser.rule_sets.order_by("valid_from").values_list("valid_from", "lease_days"))


def leases(listings: Iterable[Listing], organiser: Organiser, on: dt.date) -> list[Lease]:
    """Of listings that were loaded `with_last_check`, those that run out first before the others."""
    rules = rules_of(organiser)
    found = [(row, hidden_from(row.checked_on, rules, on)) for row in listings if row.checked_on]
    made = [Lease(row, row.checked_on, day, on) for row, day in found if day is not None]
    return sorted(made, key=lambda lease: (lease.hidden_from, lease.listing.pk))


def lease_of(listing: Listing, checked_on: dt.date | None, on: dt.date) -> Lease | None:
    """By the site's organiser, whose rules pages remember; None for what is not published or was never checked."""
    catalogue = remembered(on)
    organiser = catalogue.organiser
    if organiser is None or checked_on is None or not listing.live:
        return None
    rules = catalogue.keep(("lease rules", organiser.pk), lambda: rules_of(organiser))
    day = hidden_from(checked_on, rules, on)
    return Lease(listing, checked_on, day, on) if day else None
