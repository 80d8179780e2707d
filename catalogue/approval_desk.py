"""Approvals in the admin: a list, a new one, and for each its story and the official's next step. By actions only."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from marketplace.foundation.dates import today

from . import actions
from .enums import ApprovalState
from .evidence import ADDED, EvidenceForm, read_evidence, write_down
from .models import Approval, Category, Organiser, Provider
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
    """Officials see approvals and add one by our own form; nobody changes or deletes their rows."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "add"} and user_decides_approvals(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return user_decides_approvals(user)


class DatedReasonForm(forms.Form):
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: no end"),
    )
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 4}))


class NewApprovalForm(DatedReasonForm):
    """A yes to a provider that did not apply here, such as one taken over from an old list."""

    field_order = ("organiser", "provider", "category")
    organiser = forms.ModelChoiceField(Organiser.objects.all(), label=_("Organiser"), empty_label=None)
    provider = forms.ModelChoiceField(Provider.objects.all(), label=_("Provider"))
    category = forms.ModelChoiceField(Category.objects.order_by("path"), label=_("Kind of help"))


class DecisionForm(DatedReasonForm):
    field_order = ("step",)
    step = forms.ChoiceField(label=_("Step"), choices=[(s.value, s.label) for s in DECISIONS])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("step") in NEED_REASON and not data.get("reason"):
            self.add_error("reason", _("Write the reason: the provider reads it."))
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def new_approval(request: HttpRequest) -> HttpResponse:
    """Approves a provider for a category; why not stands in the form, with what was chosen."""
    if not user_decides_approvals(request.user):
        raise PermissionDenied
    form = NewApprovalForm(request.POST or None, initial={"from_on": today()})
    if request.method == "POST" and form.is_valid():
        made = _tried(form, lambda: actions.approve(by=request.user, on=today(), **form.cleaned_data))
        if made is not None:
            messages.success(request, gettext("The provider is approved."))
            return redirect("approval:decide", made.pk)
    return render(request, "catalogue/admin/new_approval.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The approval's story, and the next step for an official who does not work there."""
    approval = _approval_for(request, pk)
    form = DecisionForm(request.POST or None, initial={"from_on": today()})
    if request.method == "POST" and form.is_valid():
        facts = {"approval": approval, "by": request.user, "on": today(), **form.cleaned_data}
        if _tried(form, lambda: take_step(**facts) or True):
            messages.success(request, gettext("The step is saved."))
            return redirect("approval:decide", pk)
    return _story(request, approval, form=form)


@require_POST
def add_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps a document behind the approval; a browser forgets the chosen file, the other words stay."""
    approval = _approval_for(request, pk)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _story(request, approval, evidence_form=form)
    with transaction.atomic():
        evidence = actions.add_evidence(approval=approval, by=request.user, **form.cleaned_data)
        write_down(evidence, ADDED, request.user)
    messages.success(request, gettext("The document is saved."))
    return redirect("approval:decide", pk)


def _approval_for(request: HttpRequest, pk: int) -> Approval:
    """For officials to look at; to change, for those who do not work for the provider."""
    if not user_decides_approvals(request.user):
        raise PermissionDenied
    approval = get_object_or_404(Approval.objects.select_related("provider", "category", "organiser"), pk=pk)
    if request.method == "POST" and not user_can_decide_about(request.user, approval.provider, today()):
        raise PermissionDenied
    return approval


def _story(
    request: HttpRequest,
    approval: Approval,
    form: DecisionForm | None = None,
    evidence_form: EvidenceForm | None = None,
) -> HttpResponse:
    context = {
        "approval": approval,
        "form": form or DecisionForm(initial={"from_on": today()}),
        "evidence_form": evidence_form or EvidenceForm(),
        "may_decide": user_can_decide_about(request.user, approval.provider, today()),
        "steps": approval.steps.select_related("by"),
        "periods": approval.periods.order_by("from_on"),
        "evidence": approval.evidence.select_related("uploaded_by").order_by("pk"),
        "today": today(),
    }
    return render(request, "catalogue/admin/decide.html", context)


def _tried(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What the action gives, or None with its refusal in the form."""
    try:
        return act()
    except ValidationError as error:
        form.add_error(None, error)
        return None


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
        """Our own form in place of the general one, which would write a row without its steps."""
        return [
            path("new/", new_approval, name="add"),
            *(pattern for pattern in super().get_urlpatterns() if pattern.name != "add"),
            path("<int:pk>/decide/", decide, name="decide"),
            path("<int:pk>/evidence/add/", add_evidence, name="add_evidence"),
            path("<int:pk>/evidence/<int:evidence_id>/", read_evidence, name="evidence"),
        ]
