"""Approvals in the admin: the desk's own pages at the addresses of a list, a form and a history."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from catalogue.evidence import read_evidence
from catalogue.models import Approval
from catalogue.permissions import user_decides_approvals

from . import desk


class OfficialsLook(ModelPermissionPolicy):
    """Officials see the rows and add one by our own form; nobody changes or deletes them here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "add"} and user_decides_approvals(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return user_decides_approvals(user)


class ApprovalViewSet(ModelViewSet):
    model = Approval
    name = "approval"
    icon = "check"
    menu_label = _("Approvals")
    menu_order = 190
    add_to_admin_menu = True
    list_display = ["provider", "category", "organiser"]
    form_fields: list[str] = []
    copy_view_enabled = False

    def get_urlpatterns(self) -> list[URLPattern]:
        """Our own pages in place of the general ones, which would write a row without its steps."""
        ours = [
            path("", desk.queue, name="index"),
            path("new/", desk.new, name="add"),
            path("<int:pk>/decide/", desk.case, name="decide"),
            path("<int:pk>/letter/<int:step_id>/", desk.letter, name="letter"),
            path("<int:pk>/account/<int:account_id>/confirm/", desk.confirm_account, name="confirm_account"),
            path("<int:pk>/evidence/add/", desk.add_evidence, name="add_evidence"),
            path("<int:pk>/evidence/<int:evidence_id>/", read_evidence, name="evidence"),
        ]
        names = {pattern.name for pattern in ours}
        return [*ours, *(pattern for pattern in super().get_urlpatterns() if pattern.name not in names)]
