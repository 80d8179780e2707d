"""What Petra finds in her numbers: months of views, wishes that became a no, searches in vain. Invented, by a rule."""

import datetime as dt

from catalogue.models import Municipality
from marketplace.foundation.dates import add_months, days_in_month
from marketplace.providers.models import EmptySearch, ListingViews, RefusedWish
from marketplace.selections.enums import Refusal

from .world import HISTORY_MONTHS, World

OWNER = "tranbaret"
NOES = {Refusal.OVER_BUDGET: 4, Refusal.NO_SERVICE_THAT_DAY: 3, Refusal.NOT_SERVED: 2, Refusal.BAD_QUANTITY: 1}
"""How many a month for its cleaning, in Vasa."""
IN_VAIN = {"snow": 7, "laundry": 5, "": 6}
"""On how many days of each month someone looked for it in Vasa and found nothing; empty: for something else."""


def build_numbers(world: World) -> None:
    """Of the whole months of the world's history."""
    for back in range(HISTORY_MONTHS, 0, -1):
        month = add_months(world.anchor, -back)
        _views(world, month)
        _noes(world, month)
        _in_vain(world, month)


def _views(world: World, month: dt.date) -> None:
    listings = [row for key, row in world.listings.items() if key.startswith(f"{OWNER}.")]
    ListingViews.objects.add(
        {
            (row.pk, month.replace(day=day)): 1 + (day * (place + 3) + month.month) % 6
            for place, row in enumerate(listings)
            for day in range(1, days_in_month(month) + 1)
            if (day + place) % (place + 2) == 0
        }
    )


def _noes(world: World, month: dt.date) -> None:
    """The tokens belong to nobody."""
    facts = {"listing": world.listings[f"{OWNER}.cleaning"], "municipality": _vasa(), "month": month}
    RefusedWish.objects.bulk_create(
        RefusedWish(token=f"demo:{month:%y%m}:{reason[:16]}:{number}", reason=reason, **facts)
        for reason, count in NOES.items()
        for number in range(count + month.month % 2)
    )


def _in_vain(world: World, month: dt.date) -> None:
    kinds = {code: world.categories.get(code) for code in IN_VAIN}
    EmptySearch.objects.bulk_create(
        EmptySearch(category=kinds[code], municipality=_vasa(), on=month.replace(day=1 + 3 * number))
        for code, count in IN_VAIN.items()
        if kinds[code] is not None or not code
        for number in range(count)
    )


def _vasa() -> Municipality:
    return Municipality.objects.get(code="905")
