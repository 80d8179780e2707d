"""Dates without surprises: what is "today" is always asked here or given as `on=`."""

import calendar
import datetime as dt
from collections.abc import Iterator

from django.utils import timezone


def today() -> dt.date:
    """The local date (settings.TIME_ZONE, Europe/Helsinki)."""
    return timezone.localdate()


def month_of(day: dt.date) -> dt.date:
    """The first day of the month of `day`; a month is always written as this date."""
    return day.replace(day=1)


def add_months(month: dt.date, count: int) -> dt.date:
    """The first day of the month `count` months after that of `month`."""
    index = month.year * 12 + month.month - 1 + count
    return dt.date(index // 12, index % 12 + 1, 1)


def days_in_month(day: dt.date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def last_of_month(day: dt.date) -> dt.date:
    return day.replace(day=days_in_month(day))


def months_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every month from that of `first` to that of `last`, both included."""
    month = month_of(first)
    while month <= last:
        yield month
        month = add_months(month, 1)


def shown_month(on: dt.date) -> dt.date:
    """The month that pages show first: this one, from the 25th the next (pages.md, rule 10)."""
    return add_months(on, 1) if on.day >= 25 else month_of(on)


def add_working_days(day: dt.date, count: int, holidays: frozenset[dt.date] = frozenset()) -> dt.date:
    """The date `count` working days (Mon–Fri, no holiday) after `day`."""
    while count:
        day += dt.timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            count -= 1
    return day
