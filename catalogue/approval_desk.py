"""Approvals in the admin: a list, and for each its story and the official's next step. Changed by actions only."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from marketplace.foundation.dates import today

from . import actions
from .enums import ApprovalState
from .models import Approval
from .permissions import user_can_decide_about, user_decides_approvals

DECISIONS = (
    ApprovalState.APPROVED,
    ApprovalState.REFUSED,
    ApprovalState.QUESTION,
    ApprovalState.SUSPENDED,
    ApprovalState.RESUMED,
    ApprovalState.WITHDRAWN,
)
NEED_REASON = frozenset(DECISIONS) - {ApprovalState.APPROVED, ApprovalState.RESUMED}


class OfficialsLook(ModelPermissionPolicy):
    """Officials see approvals; nobody adds, changes or deletes their rows."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and user_decides_approvals(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return user_decides_approvals(user)


class DecisionForm(forms.Form):
    step = forms.ChoiceField(label=_("Step"), choices=[(s.value, s.label) for s in DECISIONS])
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: no end"),
    )
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("step") in NEED_REASON and not data.get("reason"):
            self.add_error("reason", _("Write the reason: the provider reads it."))
        return data


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The approval's story, and the next step for an official who does not work there."""
    if not user_decides_approvals(request.user):
        raise PermissionDenied
    approval = get_object_or_404(Approval.objects.select_related("provider", "category", "organiser"), pk=pk)
    may = user_can_decide_about(request.user, approval.provider, today())
    form = DecisionForm(request.POST or None, initial={"from_on": today()})
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if form.is_valid() and _taken(form, approval, request.user):
            messages.success(request, gettext("The step is saved."))
            return redirect("approval:decide", pk)
    context = {"approval": approval, "form": form, "may_decide": may}
    context |= {"steps": approval.steps.select_related("by"), "periods": approval.periods.order_by("from_on")}
    return render(request, "catalogue/admin/decide.html", context)


def _taken(form: DecisionForm, approval: Approval, by: Any) -> bool:
    """Whether the step could be taken; what was wrong stands in the form."""
    try:
        take_step(approval=approval, by=by, on=today(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def take_step(
    *,
    approval: Approval,
    by: Any,
    on: dt.date,
    step: str,
    from_on: dt.date,
    until_on: dt.date | None = None,
    reason: str = "",
) -> None:
    """The official's step by its name."""
    facts = {"approval": approval, "by": by, "on": on, "reason": reason}
    if step == ApprovalState.APPROVED:
        whom = {"organiser": approval.organiser, "provider": approval.provider, "category": approval.category}
        actions.approve(**whom, by=by, on=on, from_on=from_on, until_on=until_on, reason=reason)
    elif step == ApprovalState.RESUMED:
        actions.resume(**facts, until_on=until_on)
    elif step in {ApprovalState.SUSPENDED, ApprovalState.WITHDRAWN}:
        stop = actions.suspend if step == ApprovalState.SUSPENDED else actions.withdraw_approval
        stop(**facts, from_on=from_on)
    else:
        say = actions.refuse if step == ApprovalState.REFUSED else actions.ask
        say(**facts)


class ApprovalViewSet(ModelViewSet):
    model = Approval
    name = "approval"
    icon = "check"
    menu_label = _("Approvals")
    list_display = ["provider", "category", "organiser"]
    form_fields: list[str] = []
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_template_name = "catalogue/admin/inspect_approval.html"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/decide/", decide, name="decide")]
