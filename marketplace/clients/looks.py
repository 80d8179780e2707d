"""Who has looked at a client's data, by day, in plain words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .enums import ActingBy
from .models import Client

WORDS = {
    "selections:budget": gettext_lazy("the budget"),
    "selections:entries": gettext_lazy("the movements of the budget"),
    "selections:choices": gettext_lazy("the choices"),
    "selections:choice": gettext_lazy("a choice"),
    "selections:withdraw": gettext_lazy("a choice"),
    "selections:skip": gettext_lazy("a visit"),
    "selections:confirm_visit": gettext_lazy("a visit"),
    "selections:dispute": gettext_lazy("a visit"),
    "selections:choose": gettext_lazy("a choice in the making"),
    "selections:draft": gettext_lazy("a choice in the making"),
    "selections:change": gettext_lazy("a choice in the making"),
    "selections:check": gettext_lazy("a choice in the making"),
    "selections:receipt": gettext_lazy("a receipt"),
    "selections:shortlist": gettext_lazy("the shortlist"),
    "selections:save": gettext_lazy("the shortlist"),
    "selections:unsave": gettext_lazy("the shortlist"),
    "selections:suggest": gettext_lazy("the suggestions"),
    "selections:suggestions": gettext_lazy("the suggestions"),
    "selections:answer_suggestion": gettext_lazy("the suggestions"),
    "browse:search_for": gettext_lazy("the search for help"),
    "browse:listing_for": gettext_lazy("the search for help"),
    "browse:compare_for": gettext_lazy("the search for help"),
    "clients:helpers": gettext_lazy("the people who help"),
    "clients:invite": gettext_lazy("the people who help"),
    "clients:end_mandate": gettext_lazy("the people who help"),
    "clients:withdraw_invitation": gettext_lazy("the people who help"),
    "clients:link_code": gettext_lazy("the client's login"),
    "clients:looks": gettext_lazy("this list"),
    "plans:needs": gettext_lazy("the plan"),
    "plans:plan": gettext_lazy("the plan"),
    "notices:call_back": gettext_lazy("a wish to be called"),
}
"""By view name, as after "Looked at:"."""


@dataclass(frozen=True)
class Look:
    who: str
    by: str
    what: str
    times: int
    reason: str


def words_of(view_name: str, by: str = "") -> str:
    """A page whose name is not known here still counts as a look. Providers see only the same three facts."""
    if by == ActingBy.PROVIDER:
        return _("name, address and phone")
    if view_name in WORDS:
        return str(WORDS[view_name])
    return _("the plan") if view_name.startswith("plans:") else _("the pages")


def looks_of(client: Client) -> QuerySet:
    """One row a day, person, ground and page; newest first."""
    return (
        client.access_log.annotate(day=TruncDate("at"))
        .values(
            "day",
            "by",
            "what",
            "user_id",
            "user__first_name",
            "user__last_name",
            "user__email",
            "provider__name",
            "stand_in__reason",
        )
        .annotate(times=Count("pk"), last=Max("at"))
        .order_by("-day", "-last", "user_id", "what")
    )


def by_day(rows: Iterable[dict[str, Any]]) -> list[tuple[dt.date, list[Look]]]:
    return [(day, [_look(row) for row in same]) for day, same in groupby(rows, key=lambda row: row["day"])]


def _look(row: dict[str, Any]) -> Look:
    name = f"{row['user__first_name']} {row['user__last_name']}".strip() or row["user__email"]
    by = row["provider__name"] or _ground(row["by"])
    return Look(name, by, words_of(row["what"], row["by"]), row["times"], row["stand_in__reason"] or "")


def _ground(by: str) -> str:
    if by == ActingBy.MANDATE:
        return _("helper")
    return str(ActingBy(by).label)
