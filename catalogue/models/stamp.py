"""One value that is another one after every change of the catalogue."""

from typing import ClassVar

from django.db import connection, models


class CatalogueStampManager(models.Manager["CatalogueStamp"]):
    def now(self) -> str | None:
        """The value as this statement sees it; None where the row is missing. Plain SQL: every page asks."""
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT "value" FROM "{self.model._meta.db_table}"')  # noqa: S608 - no values in it
            row = cursor.fetchone()
        return row[0] if row else None


class CatalogueStamp(models.Model):
    """The only row; written by the database itself (`foundation.stamped`), together with the change."""

    value = models.CharField(max_length=32)

    objects: ClassVar[CatalogueStampManager] = CatalogueStampManager()

    def __str__(self) -> str:
        return self.value
