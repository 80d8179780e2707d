"""All that decides whether a client can choose something, loaded once; rules and offers are then reckoned from it."""

import datetime as dt
from dataclasses import dataclass, field

from catalogue.calendar import Calendar, load_calendars
from catalogue.models import OrganiserRules
from catalogue.pricing import Place
from marketplace.budgets.querysets import BudgetView, months_with_money
from marketplace.clients.acting import Acting
from marketplace.clients.models import Client
from marketplace.foundation.dates import add_months, last_of_month, month_of, months_between
from marketplace.plans.facts import plans_on
from marketplace.plans.models import PlanVersion


@dataclass(frozen=True)
class Situation:
    """A client's place, plans, money and rules on a day. `conflicts`: providers the acting person belongs to."""

    client: Client
    place: Place
    on: dt.date
    rules: OrganiserRules
    plans: dict[dt.date, PlanVersion | None]
    money: dict[dt.date, BudgetView]
    calendar: Calendar
    acting: Acting | None = None
    strong_enough: bool = True
    conflicts: frozenset[int] = field(default_factory=frozenset)

    @property
    def horizon(self) -> dt.date:
        """The last date that may be chosen now (area)."""
        return last_of_month(add_months(month_of(self.on), self.rules.horizon_months))

    def plan(self, day: dt.date) -> PlanVersion | None:
        return self.plans.get(month_of(day))

    def last_day(self, first: dt.date) -> dt.date:
        """Where a pattern that begins on `first` ends at the latest: plan version's end or horizon."""
        plan = self.plan(first)
        return min(self.horizon, last_of_month(plan.until_month)) if plan else self.horizon

    def left(self, day: dt.date) -> int:
        """What is left in the month of that day, in cents."""
        return self.money.get(month_of(day), BudgetView()).remaining


def load_situation(
    client: Client,
    *,
    on: dt.date,
    acting: Acting | None,
    conflicts: frozenset[int] = frozenset(),
    strong_enough: bool = True,
) -> Situation:
    """A constant number of queries. `client` comes with organiser and postal area (as the lookup gives it)."""
    rules = client.organiser.rules(on)
    months = list(months_between(on, add_months(month_of(on), rules.horizon_months)))
    return Situation(
        client=client,
        place=Place.of(client.postal_area),
        on=on,
        rules=rules,
        plans=plans_on(client, months),
        money=months_with_money(client),
        calendar=load_calendars().get(client.organiser_id, Calendar()),
        acting=acting,
        strong_enough=strong_enough,
        conflicts=conflicts,
    )
