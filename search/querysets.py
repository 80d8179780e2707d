import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Self

from django.db import models


class OutboxQuerySet(models.QuerySet):
    def due(self, on: dt.date) -> Self:
        return self.filter(due_on__lte=on)

    def later(self, on: dt.date) -> Self:
        return self.filter(due_on__gt=on)

    def write_ids(self, ids: Iterable[int], on: dt.date) -> None:
        self.bulk_create([self.model(kind="listing", target=pk, due_on=on) for pk in ids])

    def set_next_dates(self, dates: Mapping[int, dt.date | None], on: dt.date) -> None:
        """The day on which each listing's document changes by itself; replaces what was foreseen before."""
        self.later(on).filter(kind="foreseen", target__in=list(dates)).delete()
        self.bulk_create([self.model(kind="foreseen", target=pk, due_on=day) for pk, day in dates.items() if day])


class VersionQuerySet(models.QuerySet):
    def draw(self) -> int:
        """Higher than any drawn before. Whoever draws it and then reads has seen all that a lower one saw."""
        version = self.create().pk
        self.filter(pk__lt=version).delete()
        return int(version)
