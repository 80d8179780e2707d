from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from .evidence import ADDED, READ
from .provider_desk import CHANGED
from .viewsets import CatalogueGroup, ListingViewSet, NeverDelete

for model in (ListingViewSet.model, *(viewset.model for viewset in CatalogueGroup.items)):
    register_permission_policy(model, NeverDelete(model))

register_snippet(ListingViewSet)


@hooks.register("register_admin_viewset")
def register_catalogue() -> CatalogueGroup:
    return CatalogueGroup()


class NamedThing(LogFormatter):
    """Says in the history which document, number, place or person it was about."""

    def format_message(self, log_entry: Any) -> str:
        words = {
            "identifier": gettext("Added a number"),
            "base": gettext("Added a base place"),
            "member": gettext("Added a person"),
            "remove_identifier": gettext("Took away a number"),
            "remove_base": gettext("Took away a base place"),
            "end_member": gettext("Ended a person's work here"),
        }
        did = words.get(log_entry.data.get("act"), str(self.label))
        return f"{did}: {log_entry.data.get('name', '')}"


@hooks.register("register_log_actions")
def register_history(registry: Any) -> None:
    labels = {
        ADDED: _("Added a document"),
        READ: _("Read a document"),
        CHANGED: _("Changed numbers, places or people"),
    }
    for action, label in labels.items():
        registry.register_action(action)(type("Named", (NamedThing,), {"label": label}))
