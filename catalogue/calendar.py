"""Which kind of day a date is: holidays count as Sunday, named eves as Saturday (dated rows of the organiser)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from .enums import DayType, HolidayKind
from .models import Holiday, Organiser

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class Calendar:
    """The holidays of one organiser, loaded once."""

    kinds: Mapping[dt.date, str] = field(default_factory=dict)

    @classmethod
    def of(cls, organiser: Organiser) -> "Calendar":
        return cls(dict(organiser.holidays.values_list("date", "kind")))

    def day_type(self, day: dt.date) -> DayType:
        kind = self.kinds.get(day)
        if kind == HolidayKind.HOLIDAY or day.weekday() == SUNDAY:
            return DayType.SUNDAY
        if kind == HolidayKind.EVE or day.weekday() == SATURDAY:
            return DayType.SATURDAY
        return DayType.WEEKDAY

    @property
    def holidays(self) -> frozenset[dt.date]:
        """Days on which nobody works (for counting working days)."""
        return frozenset(day for day, kind in self.kinds.items() if kind == HolidayKind.HOLIDAY)


def load_calendars() -> dict[int, Calendar]:
    """The calendar of every organiser that has holidays; one query."""
    kinds: dict[int, dict[dt.date, str]] = {}
    for organiser_id, day, kind in Holiday.objects.values_list("organiser_id", "date", "kind"):
        kinds.setdefault(organiser_id, {})[day] = kind
    return {organiser_id: Calendar(days) for organiser_id, days in kinds.items()}
