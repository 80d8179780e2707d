"""One value that is another one after every change of what pages show of the catalogue."""

from typing import Any, ClassVar

from django.apps import apps
from django.db import connection, connections, models

from marketplace.foundation import stamped

NOT_SHOWN = {
    "ApprovalStep": "an approval's story; its periods hold",
    "CatalogueStamp": "is the stamp",
    "Evidence": "private",
    "EvidenceRequirement": "is asked of providers, and not shown to clients",
    "MemberInvitation": "people are not shown",
    "PaymentAccount": "private",
    "ProviderBase": "a price list keeps its own copy",
    "ProviderIdentifier": "is not shown",
    "ProviderImport": "tells how an import goes on",
    "ProviderMember": "people are not shown",
    "ProviderRecord": "what a list said; the provider holds",
    "ProviderSource": "where a list comes from",
    "RejectedRow": "what an import left out",
}
"""Models whose changes leave the stamp as it is, each with the reason. All others renew it."""
SHOWN_ELSEWHERE = ("wagtailimages_image",)


class CatalogueStampManager(models.Manager["CatalogueStamp"]):
    def now(self) -> str | None:
        """The value as this statement sees it; None where the row is missing. Plain SQL: every page asks."""
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT "value" FROM "{self.model._meta.db_table}"')  # noqa: S608 - no values in it
            row = cursor.fetchone()
        return row[0] if row else None


class CatalogueStamp(models.Model):
    """The only row; written by the database itself, together with the change."""

    value = models.CharField(max_length=32)

    objects: ClassVar[CatalogueStampManager] = CatalogueStampManager()

    def __str__(self) -> str:
        return self.value


def watched_tables() -> list[str]:
    shown = [model for model in apps.get_app_config("catalogue").get_models() if model.__name__ not in NOT_SHOWN]
    return [*(model._meta.db_table for model in shown), *SHOWN_ELSEWHERE]


def watch(using: str, **_: Any) -> None:
    """After every migration: the tables that have no triggers yet get them."""
    stamped.ensure(connections[using], watched_tables(), CatalogueStamp._meta.db_table)
