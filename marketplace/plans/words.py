"""Plans in plain words: amounts, the lines of the sum, and every no with a way on."""

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from catalogue.enums import Unit
from catalogue.models import Category
from marketplace.foundation.formats import euro, number

from .enums import CostKind, Per, PlanRefusal


def said_number(value: Decimal) -> str:
    return number(value, (get_language() or "sv")[:2])


def said_euro(cents: int) -> str:
    return euro(cents, (get_language() or "sv")[:2])


def amount_words(amount: Decimal, unit: str, per: str) -> str:
    """ "2 hours a week" """
    many = 1 if amount == 1 else 2
    said = {"n": said_number(amount)}
    if unit == Unit.MONTH:
        return _("the whole month")
    if per == Per.WEEK:
        words = {
            Unit.HOUR: ngettext("%(n)s hour a week", "%(n)s hours a week", many),
            Unit.VISIT: ngettext("%(n)s visit a week", "%(n)s visits a week", many),
            Unit.DAY: ngettext("%(n)s day a week", "%(n)s days a week", many),
        }
        return words.get(Unit(unit), ngettext("%(n)s piece a week", "%(n)s pieces a week", many)) % said
    words = {
        Unit.HOUR: ngettext("%(n)s hour a month", "%(n)s hours a month", many),
        Unit.VISIT: ngettext("%(n)s visit a month", "%(n)s visits a month", many),
        Unit.DAY: ngettext("%(n)s day a month", "%(n)s days a month", many),
    }
    return words.get(Unit(unit), ngettext("%(n)s piece a month", "%(n)s pieces a month", many)) % said


def why_a_month(amount: Decimal, unit: str, per: str, quantity: Decimal) -> str:
    """The weeks of a year, said once per line that needs it."""
    if per != Per.WEEK:
        return ""
    return _("%(week)s is %(month)s: a year has 52 weeks and 12 months.") % {
        "week": amount_words(amount, unit, per),
        "month": amount_words(quantity, unit, Per.MONTH),
    }


def line_row(line: Any, need: Any, category: Category | None) -> dict[str, Any]:
    """One row of "why this amount". `line` and `need` are rows or their pure twins."""
    row = {"cents": line.cents, "unit_cents": line.unit_cents, "kind": line.kind, "why": ""}
    if line.kind == CostKind.HELP and need is not None and category is not None:
        quantity = amount_words(line.quantity, need.unit, Per.MONTH)
        why = why_a_month(need.amount, need.unit, need.per, line.quantity)
        return row | {"what": category.name, "quantity": quantity, "why": why}
    if line.kind == CostKind.TRAVEL:
        quantity = _("%(n)s km a month") % {"n": said_number(line.quantity)}
        why = _("Trips beyond the kilometres that cost nothing.")
        return row | {"what": _("Long way to drive"), "quantity": quantity, "why": why}
    return row | {"what": _("Change by the case manager"), "quantity": "", "unit_cents": None}


def refusal_words(code: str, phone: str) -> dict[str, str]:
    """`heading`, `text`, and `step`: the page (needs, sum, decide, work) where it is put right."""
    known = {
        PlanRefusal.NOT_YOUR_CLIENT: (
            _("Only the client's own case managers decide."),
            _("Ask one of them, or ask the office for the client: %(phone)s."),
            "work",
        ),
        PlanRefusal.DRAFT_CHANGED: (
            _("The plan was changed in another window."),
            _("Nothing is decided yet. Look at the plan as it is now, and decide then. Questions: %(phone)s."),
            "decide",
        ),
        PlanRefusal.NO_NEEDS: (
            _("No needs are written down yet."),
            _("Write down at least one need. The sum follows from it. Questions: %(phone)s."),
            "needs",
        ),
        PlanRefusal.NO_PRICE: (
            _("A reference price is missing."),
            _("Count the help in another unit, or ask the office to set the price: %(phone)s."),
            "needs",
        ),
        PlanRefusal.BAD_MONTHS: (
            _("The months do not fit."),
            _("Choose this month or a later one, and at most 12 months. Questions: %(phone)s."),
            "sum",
        ),
        PlanRefusal.NO_REASON: (
            _("The sum is another than the reckoned one, and no reason is given."),
            _("Write why. The client reads it. Questions: %(phone)s."),
            "sum",
        ),
        PlanRefusal.BAD_REVIEW: (
            _("The day to look at the plan again does not fit."),
            _("Choose a day after today, before the plan ends. Questions: %(phone)s."),
            "sum",
        ),
        PlanRefusal.CHOICES_IN_THE_WAY: (
            _("More is reserved or used than the new sum."),
            _("Talk to the client: the visits below must end first, or the sum be higher. Questions: %(phone)s."),
            "sum",
        ),
    }
    heading, text, step = known[PlanRefusal(code)]
    return {"heading": heading, "text": text % {"phone": phone}, "step": step}
