"""A pattern in words, in the page's language: "every second week on Tuesday at 10"."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from catalogue.enums import Unit
from marketplace.foundation.formats import clock, day_words, list_words, number

from .enums import PatternKind
from .pattern import HasPattern, Pattern


def language() -> str:
    return (get_language() or "sv")[:2]


def on_weekday(weekday: int) -> str:
    """0 is Monday. Said as in "on Tuesday": Finnish has its own form for it."""
    return (
        pgettext("on weekday", "Monday"),
        pgettext("on weekday", "Tuesday"),
        pgettext("on weekday", "Wednesday"),
        pgettext("on weekday", "Thursday"),
        pgettext("on weekday", "Friday"),
        pgettext("on weekday", "Saturday"),
        pgettext("on weekday", "Sunday"),
    )[weekday]


def how_often(pattern: Pattern | HasPattern) -> str:
    """ "every second week on Tuesday at 10", "once on Tuesday 1 December at 10", "month by month"."""
    kind = pattern.kind if isinstance(pattern, Pattern) else pattern.pattern
    if kind == PatternKind.MONTHLY:
        return _("month by month")
    at = _(" at %(time)s") % {"time": clock(pattern.start, language())} if pattern.start else ""
    if kind == PatternKind.ONCE:
        day = day_words(pattern.first_on, language()) if pattern.first_on else ""
        return _("once, %(day)s") % {"day": day} + at
    days = list_words([on_weekday(day) for day in pattern.weekdays], language())
    text = {
        1: _("every week on %(days)s"),
        2: _("every second week on %(days)s"),
        4: _("every fourth week on %(days)s"),
    }.get(pattern.every_weeks, _("on %(days)s"))
    return text % {"days": days} + at


def amount(quantity: Decimal, unit: str) -> str:
    """ "2 hours", "1 visit"."""
    said = {"n": number(quantity, language())}
    count = 1 if quantity == 1 else 2
    words = {
        Unit.HOUR: ngettext("%(n)s hour", "%(n)s hours", count),
        Unit.VISIT: ngettext("%(n)s visit", "%(n)s visits", count),
        Unit.DAY: ngettext("%(n)s day", "%(n)s days", count),
        Unit.MONTH: ngettext("%(n)s month", "%(n)s months", count),
        Unit.PIECE: ngettext("%(n)s piece", "%(n)s pieces", count),
        Unit.ONCE: ngettext("%(n)s time", "%(n)s times", count),
    }
    return words[Unit(unit)] % said


def day_numbers(days: Iterable[dt.date]) -> str:
    """ "1, 15 and 29": the days of one month."""
    suffix = "." if language() == "fi" else ""
    return list_words([f"{day.day}{suffix}" for day in days], language())
