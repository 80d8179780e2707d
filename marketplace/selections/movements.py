"""Entries of the ledger in plain words. One sentence each; the sum and where it went stand beside it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from marketplace.budgets.enums import EntryKind
from marketplace.budgets.models import Entry
from marketplace.foundation.templatetags.ui import day_short, month_name


@dataclass(frozen=True)
class Movement:
    """`cents` with the word `what`: "90 € used"."""

    on: dt.date
    text: str
    cents: int
    what: str


def movements(entries: Iterable[Entry]) -> list[Movement]:
    """The entries with budget, command, reservation, visit and listing at hand (see `views.budget`)."""
    return [Movement(entry.on, _sentence(entry), entry.amount, _what(entry)) for entry in entries]


def _what(entry: Entry) -> str:
    return {
        EntryKind.GRANT: _("in"),
        EntryKind.CARRY_IN: _("in"),
        EntryKind.CUT: _("away"),
        EntryKind.CARRY_OUT: _("away"),
        EntryKind.RESERVE: _("reserved"),
        EntryKind.CAPTURE: _("used"),
        EntryKind.RELEASE: _("back"),
        EntryKind.EXPIRE: _("back"),
        EntryKind.REFUND: _("back"),
    }[EntryKind(entry.kind)]


def _sentence(entry: Entry) -> str:
    words = {"month": month_name(entry.budget.month), "by": str(entry.command.actor or "")}
    if entry.reservation is None:
        return {
            EntryKind.GRANT: _("The budget for %(month)s was granted."),
            EntryKind.CUT: _("The budget for %(month)s was made smaller by a decision."),
            EntryKind.CARRY_OUT: _("What was left in %(month)s was moved to the next month."),
            EntryKind.CARRY_IN: _("Money was moved to %(month)s from the month before."),
        }.get(EntryKind(entry.kind), _("A movement in %(month)s.")) % words
    text = entry.reservation.listing.text()
    visit = getattr(entry.reservation, "visit", None)
    words |= {
        "title": text.title if text else "",
        "day": day_short(entry.reservation.on),
        "provider": visit.selection.provider.name if visit else "",
    }
    return {
        EntryKind.RESERVE: _("%(title)s on %(day)s was chosen by %(by)s."),
        EntryKind.CAPTURE: _("%(title)s on %(day)s was done by %(provider)s."),
        EntryKind.RELEASE: _("%(title)s on %(day)s will not take place. The money is back."),
        EntryKind.EXPIRE: _("%(provider)s did not answer about %(title)s on %(day)s. The money is back."),
        EntryKind.REFUND: _("Money for %(title)s on %(day)s came back from %(provider)s."),
    }.get(EntryKind(entry.kind), "%(title)s") % words
