"""How a listing's freshness lease stands, for officials and editors in the admin."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from wagtail.admin.panels import Panel
from wagtail.admin.ui.tables import Column

from marketplace.foundation.dates import today

from .freshness import lease_of
from .models import Listing


def with_checks(listings: QuerySet) -> QuerySet:
    return listings.with_last_check(today())  # type: ignore[attr-defined]


def lease_words(listing: Listing) -> str:
    """`listing` comes from `with_checks`, or is read once more."""
    if not listing.live:
        return gettext("not published")
    if not hasattr(listing, "checked_on"):
        listing = with_checks(Listing.objects.filter(pk=listing.pk)).get()
    lease = lease_of(listing, listing.checked_on, today())
    return str(lease) if lease else gettext("never checked by its provider")


class LeaseColumn(Column):
    def get_value(self, instance: Any) -> str:
        return lease_words(instance)


class LeasePanel(Panel):
    """Only says it: the provider alone can say that all is still right."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "catalogue/admin/lease.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            words = lease_words(self.instance) if self.instance.pk else ""
            return {**super().get_context_data(parent_context), "lease": words}
