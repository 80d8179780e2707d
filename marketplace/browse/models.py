"""How often a caller asked the public API: counted in the database, so that all workers share one limit."""

from typing import ClassVar, Self

from django.db import connection, models

COUNT_ONE = """
INSERT INTO browse_apislot (caller, number, asked) VALUES (%s, %s, 1)
ON CONFLICT (caller, number) DO UPDATE SET asked = browse_apislot.asked + 1 RETURNING asked
"""


class ApiSlotQuerySet(models.QuerySet):
    def count_one(self, caller: str, number: int) -> int:
        """One more in that slot; returns how many there are now. One statement: no two callers get the same number."""
        with connection.cursor() as cursor:
            cursor.execute(COUNT_ONE, [caller, number])
            return int(cursor.fetchone()[0])

    def before(self, number: int) -> Self:
        return self.filter(number__lt=number)


class ApiSlot(models.Model):
    """A caller and a stretch of time. The caller is a keyed hash: no address is kept."""

    caller = models.CharField(max_length=32)
    number = models.PositiveBigIntegerField()
    """Seconds since 1970, divided by the length of a slot."""
    asked = models.PositiveIntegerField()

    objects: ClassVar[ApiSlotQuerySet] = ApiSlotQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "number"], name="api_slot_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.asked}"
