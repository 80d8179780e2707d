"""A provider's own numbers of the last twelve whole months, as they may be shown: small ones are hidden.

The month that goes on is left out: from a number that grows day by day one could read what a single person did today.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncMonth

from catalogue.models import Listing, Provider, ServedMunicipality
from marketplace.foundation.dates import add_months, month_of
from marketplace.selections.enums import Refusal, SelectionState
from marketplace.selections.models import Selection, ShortlistItem
from marketplace.selections.querysets import SelectionQuerySet

from .models import EmptySearch, ListingViews, RefusedWish
from .small_cells import Cells, is_small, protected, protected_together

MONTHS = 12
NO_FROM_PROVIDER = (SelectionState.DECLINED, SelectionState.EXPIRED)
PLAN_SAYS_NO = (Refusal.NOT_IN_PLAN, Refusal.PLAN_NOT_IN_FORCE)
"""A no for which no provider could do anything."""

Month = dt.date
Where = tuple[int | None, int]
"""Ids of a category (None: only words were searched for) and a municipality."""


@dataclass(frozen=True)
class Numbers:
    months: list[Month]
    views: dict[Month, int]
    choices: dict[Month, int]
    """The provider has answered each of them: nothing in it is new to it."""
    saved: Cells[Month]
    """By how many clients a listing was put on the shortlist, where it still is."""
    listings: list[tuple[Listing, int, int]]
    """Each with its views and choices."""
    noes: Cells[Month]
    reasons: Cells[str]
    """By `Refusal`, or the `SelectionState` of a request that the provider turned down or left unanswered."""


@dataclass(frozen=True)
class Unmet:
    """What people in the municipalities that the provider serves asked for and did not get."""

    searches: Cells[Month]
    """Days on which a search found nothing, each day once for a kind of help and a municipality."""
    searches_where: Cells[Where]
    wishes: Cells[Month]
    """Choices that were refused, by whomever they were to be done."""
    wishes_where: Cells[Where]


def last_months(on: dt.date) -> list[Month]:
    """The twelve before that of `on`, oldest first."""
    return [add_months(on, count) for count in range(-MONTHS, 0)]


def numbers_of(provider: Provider, on: dt.date) -> Numbers:
    """Seven statements, whatever there is to count."""
    months = last_months(on)
    views, seen = _views(provider, months)
    choices, chosen = _choices(provider, months)
    noes, reasons = _noes(provider, months)
    listings = provider.listings.filter(first_published_at__isnull=False).prefetch_related("texts").order_by("pk")
    return Numbers(
        months=months,
        views=_by(months, views),
        choices=_by(months, choices),
        saved=protected(_by(months, _saved(provider, months))),
        listings=[(row, seen[row.pk], chosen[row.pk]) for row in listings],
        noes=noes,
        reasons=reasons,
    )


def _by(months: Iterable[Month], found: Counter) -> dict[Month, int]:
    return {month: found[month] for month in months}


def _end(months: list[Month]) -> dt.date:
    """The first day after them."""
    return add_months(months[-1], 1)


def _views(provider: Provider, months: list[Month]) -> tuple[Counter[Month], Counter[int]]:
    rows = ListingViews.objects.filter(listing__provider=provider, on__gte=months[0], on__lt=_end(months))
    by_month, by_listing = Counter[Month](), Counter[int]()
    for month, listing, count in (
        rows.values("listing", month=TruncMonth("on")).annotate(n=Sum("seen")).values_list("month", "listing", "n")
    ):
        by_month[month] += count
        by_listing[listing] += count
    return by_month, by_listing


def _choices(provider: Provider, months: list[Month]) -> tuple[Counter[Month], Counter[int]]:
    rows = _requests(months).filter(provider=provider)
    by_month, by_listing = Counter[Month](), Counter[int]()
    for month, listing, count in (
        rows.values("listing", month=TruncMonth("requested_on"))
        .annotate(n=Count("pk"))
        .values_list("month", "listing", "n")
    ):
        by_month[month] += count
        by_listing[listing] += count
    return by_month, by_listing


def _requests(months: list[Month]) -> SelectionQuerySet:
    return Selection.objects.filter(requested_on__gte=months[0], requested_on__lt=_end(months)).order_by()


def _saved(provider: Provider, months: list[Month]) -> Counter[Month]:
    """The local month in which it was put there."""
    rows = ShortlistItem.objects.filter(listing__provider=provider).order_by()
    found = rows.values(month=TruncMonth("added_at")).annotate(n=Count("client", distinct=True))
    return Counter({month_of(month.date()): n for month, n in found.values_list("month", "n")})


def _noes(provider: Provider, months: list[Month]) -> tuple[Cells[Month], Cells[str]]:
    wishes = RefusedWish.objects.filter(listing__provider=provider, month__in=months)
    said = _requests(months).filter(provider=provider, state__in=NO_FROM_PROVIDER)
    rows = [
        *wishes.values("month", "reason").annotate(n=Count("pk")).values_list("month", "reason", "n"),
        *said.values("state", month=TruncMonth("requested_on"))
        .annotate(n=Count("pk"))
        .values_list("month", "state", "n"),
    ]
    by_month, by_reason = Counter[Month](), Counter[str]()
    for month, reason, count in rows:
        by_month[month] += count
        by_reason[reason] += count
    return protected_together(_by(months, by_month), dict(sorted(by_reason.items())))


def unmet_near(provider: Provider, on: dt.date) -> Unmet:
    """Four statements, whatever there is to count."""
    months, towns = last_months(on), _towns(provider)
    searches, searches_where = _searches(towns, months)
    wishes, wishes_where = _wishes(provider, towns, months)
    return Unmet(searches, searches_where, wishes, wishes_where)


def _towns(provider: Provider) -> list[int]:
    """Where its published listings can be had."""
    served = ServedMunicipality.objects.filter(listing__provider=provider, listing__live=True).order_by()
    return sorted(served.values_list("municipality", flat=True).distinct())


def _searches(towns: list[int], months: list[Month]) -> tuple[Cells[Month], Cells[Where]]:
    rows = EmptySearch.objects.filter(municipality__in=towns, on__gte=months[0], on__lt=_end(months))
    by_month, by_place = Counter[Month](), Counter[Where]()
    for month, category, town, count in (
        rows.values("category", "municipality", month=TruncMonth("on"))
        .annotate(n=Count("pk"))
        .values_list("month", "category", "municipality", "n")
    ):
        by_month[month] += count
        by_place[category, town] += count
    return protected_together(_by(months, by_month), by_place)


def _wishes(provider: Provider, towns: list[int], months: list[Month]) -> tuple[Cells[Month], Cells[Where]]:
    """Also hidden is where all but the provider's own are few: what it knows itself must not give them away."""
    everyone, others = (Counter[Month](), Counter[Where]()), (Counter[Month](), Counter[Where]())
    for month, category, town, count, own in _refused(provider, towns, months):
        for found, number in ((everyone, count), (others, count - own)):
            found[0][month] += number
            found[1][category, town] += number
    few = {key for found in others for key, number in found.items() if is_small(number)}
    return protected_together(_by(months, everyone[0]), everyone[1], also=frozenset(few))


def _refused(provider: Provider, towns: list[int], months: list[Month]) -> Iterable[tuple[Month, int, int, int, int]]:
    """Month, category, municipality, how many, and how many of them were the provider's own."""
    wishes = RefusedWish.objects.filter(municipality__in=towns, month__in=months).exclude(reason__in=PLAN_SAYS_NO)
    fields = ("month", "category", "town", "n", "own")
    yield from (
        wishes.values("month", category=F("listing__category"), town=F("municipality"))
        .annotate(n=Count("pk"), own=Count("pk", filter=Q(listing__provider=provider)))
        .values_list(*fields)
    )
    said = _requests(months).filter(client__postal_area__municipality__in=towns, state__in=NO_FROM_PROVIDER)
    yield from (
        said.values(
            month=TruncMonth("requested_on"),
            category=F("listing__category"),
            town=F("client__postal_area__municipality"),
        )
        .annotate(n=Count("pk"), own=Count("pk", filter=Q(provider=provider)))
        .values_list(*fields)
    )
