"""What the builders hand on to each other."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from catalogue.models import Approval, Category, Listing, Organiser, Provider
from marketplace.accounts.models import User
from marketplace.clients.models import Client
from marketplace.foundation.dates import add_months, month_of

HISTORY_MONTHS, COMING_MONTHS = 3, 3

Item = TypeVar("Item")


def silent(items: Iterable[Any], words: str) -> Iterable[Any]:
    return items


@dataclass
class World:
    """`anchor` is the world's today. `users` by first name in lower case, `clients` by first name, others by key."""

    anchor: dt.date
    cast_only: bool = False
    say: Callable[[str], None] = lambda words: None
    each: Callable[[Iterable[Any], str], Iterable[Any]] = silent
    organiser: Organiser = None  # type: ignore[assignment]
    users: dict[str, User] = field(default_factory=dict)
    providers: dict[str, Provider] = field(default_factory=dict)
    workers: dict[int, User] = field(default_factory=dict)
    """Who answers and records for a provider, by the provider's id."""
    applicants: dict[str, Provider] = field(default_factory=dict)
    """Those on their way to an approval."""
    approvals: list[Approval] = field(default_factory=list)
    categories: dict[str, Category] = field(default_factory=dict)
    listings: dict[str, Listing] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    @property
    def first_month(self) -> dt.date:
        return add_months(month_of(self.anchor), -HISTORY_MONTHS)

    @property
    def last_month(self) -> dt.date:
        return add_months(month_of(self.anchor), COMING_MONTHS)

    @property
    def opened(self) -> dt.date:
        """The day on which the county opened its market."""
        return add_months(self.first_month, -1)
