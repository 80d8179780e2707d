"""Models edited in the admin tell the search that listings changed, in the same transaction."""

from typing import Any

from django.db import models, transaction

from ..signals import send_scope

Scope = tuple[str, int]


class TellsSearch(models.Model):
    """`save()` and `delete()` send `listings_changed` for `changed_scope`, and for what it was before."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            before = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
            super().save(*args, **kwargs)
            for scope in dict.fromkeys(row.changed_scope() for row in (before, self) if row is not None):
                send_scope(*scope)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            scope = self.changed_scope()
            deleted = super().delete(*args, **kwargs)
            send_scope(*scope)
        return deleted

    def changed_scope(self) -> Scope:
        """Which listings a change of this row touches."""
        return ("all", 0)
