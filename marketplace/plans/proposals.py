"""From a draft to the suggested sum, with the organiser's reference prices and travel allowance of a day."""

import datetime as dt
from dataclasses import dataclass

from catalogue.models import Category
from marketplace.clients.models import Client

from .cost import Allowance, Line, Reference, change_line, help_line, reference_cents, total, travel_line
from .data import NeedData, PlanData
from .models import ReferencePrice


@dataclass(frozen=True)
class Proposal:
    """The cost model's lines, and the needs for which no reference price is set (they make a decision impossible)."""

    lines: tuple[Line, ...]
    unpriced: tuple[NeedData, ...]
    categories: dict[int, Category]

    @property
    def suggested(self) -> int:
        return total(self.lines)


def propose(client: Client, data: PlanData, *, on: dt.date) -> Proposal:
    """Three queries, however many needs."""
    categories = Category.objects.in_bulk([need.category for need in data.needs])
    prices = references(client, on=on)
    town = client.postal_area.municipality_id
    lines: list[Line] = []
    unpriced: list[NeedData] = []
    for number, need in enumerate(data.needs):
        cents = reference_cents(prices, categories[need.category].path, town, need.unit)
        if cents is None:
            unpriced.append(need)
        else:
            lines.append(help_line(number, need.amount, need.per, cents))
    travel = travel_line(data.trips, data.km, allowance(client, on=on))
    return Proposal((*lines, *([travel] if travel else [])), tuple(unpriced), categories)


def references(client: Client, *, on: dt.date) -> list[Reference]:
    rows = ReferencePrice.objects.filter(organiser=client.organiser_id, valid_from__lte=on)
    return [
        Reference(*row) for row in rows.values_list("category__path", "municipality_id", "unit", "cents", "valid_from")
    ]


def allowance(client: Client, *, on: dt.date) -> Allowance:
    """Nothing where the organiser has set no rules."""
    rules = client.organiser.rule_sets.filter(valid_from__lte=on).order_by("valid_from").last()
    if rules is None:
        return Allowance(0, 0)
    return Allowance(rules.travel_allowance_cents_per_km, rules.travel_allowance_free_km)


def with_change(proposal: Proposal, data: PlanData) -> list[Line]:
    """The lines that a plan version keeps: those of the model, and the case manager's change if there is one."""
    wanted = proposal.suggested if data.monthly_cents is None else data.monthly_cents
    change = change_line(proposal.suggested, wanted)
    return [*proposal.lines, *([change] if change else [])]
