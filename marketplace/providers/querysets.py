import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from django.db import connection, models

from .enums import OPEN_CHANGES, PriceChangeState

if TYPE_CHECKING:
    from catalogue.models import Provider
    from marketplace.accounts.models import User


class RegistrationQuerySet(models.QuerySet):
    def open_of(self, user: "User") -> Self:
        return self.filter(applicant=user, provider__isnull=True)


class PriceChangeQuerySet(models.QuerySet):
    def drafts_of(self, provider: "Provider", user: "User") -> Self:
        """What the person has not sent yet, or got back; the newest first."""
        return self.filter(provider=provider, by=user, state__in=OPEN_CHANGES).order_by("-pk")

    def waiting(self) -> Self:
        """For an official, the longest ago first."""
        return self.filter(state=PriceChangeState.WAITING).order_by("sent_at", "pk")

    def sent(self) -> Self:
        return self.exclude(state=PriceChangeState.DRAFT).order_by("-sent_at", "-pk")

    def with_rows(self) -> Self:
        """With the listings, their texts and categories."""
        return self.select_related("provider", "by", "decided_by").prefetch_related(
            "rows__listing__texts", "rows__listing__category", "rows__listing__provider"
        )


ADD = """
INSERT INTO providers_listingviews (listing_id, "on", seen) VALUES (%s, %s, %s)
ON CONFLICT (listing_id, "on") DO UPDATE SET seen = providers_listingviews.seen + excluded.seen
"""


class ListingViewsQuerySet(models.QuerySet):
    def add(self, seen: Mapping[tuple[int, dt.date], int]) -> None:
        """So many more for a listing and day. In one order, so that two writers never wait for each other."""
        with connection.cursor() as cursor:
            cursor.executemany(ADD, [(listing, on, count) for (listing, on), count in sorted(seen.items())])
