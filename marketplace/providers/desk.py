"""The approval desk in the admin: what waits and how long, one case with its checklist, the official's next step."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from catalogue import actions
from catalogue.admin_forms import ProviderField
from catalogue.enums import WITH_THE_OFFICIAL, AccountRefusal, ApprovalState, StepRefusal
from catalogue.evidence import ADDED, EvidenceForm, write_down
from catalogue.models import Approval, Category, Evidence, Organiser
from catalogue.permissions import user_can_decide_about, user_decides_approvals
from catalogue.rules import BUSINESS_ID, days_refusal, next_steps
from marketplace.foundation.dates import today
from marketplace.selections.models import Selection
from marketplace.selections.stopped import extent, hit_by_end_of

from .cases import Case, cases
from .letters import letter_page
from .views.frame import posted
from .words import DECISIONS, DO

PER_PAGE = 30
STOPS = frozenset({ApprovalState.SUSPENDED, ApprovalState.WITHDRAWN})
NEED_REASON = STOPS | {ApprovalState.REFUSED, ApprovalState.QUESTION}
SHOWN_CHOICES = 200
ENDING_DAYS, SHOWN_ENDING = 30, 100
"""The queue names documents behind approvals in force that have ended, or end within so many days."""


def for_officials(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_decides_approvals(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class NewApprovalForm(forms.Form):
    """A yes to a provider that did not apply here, such as one taken over from an old list."""

    organiser = forms.ModelChoiceField(Organiser.objects.all(), label=_("Organiser"), empty_label=None)
    provider = ProviderField(label=_("Provider"))
    category = forms.ModelChoiceField(Category.objects.order_by("path"), label=_("Kind of help"))
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: no end"),
    )
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 4}))


class DecisionForm(forms.Form):
    """`seen` is the last step that the official has read; `sure` that the consequences were shown."""

    step = forms.ChoiceField(label=_("Step"), widget=forms.RadioSelect)
    from_on = forms.DateField(
        label=_("From"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The first day on which it holds."),
    )
    until_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The last day of an approval. Empty: no end."),
    )
    reason = forms.CharField(
        label=_("Reason, or question"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The provider reads it; it stands in the letter."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, steps: tuple[ApprovalState, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Also what cannot be said any more: who comes second is told why, not that the form is wrong.
        known = steps if not self.is_bound else tuple(DO)
        self.fields["step"].choices = [(step.value, DO[step]) for step in known]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("step") in NEED_REASON and not data.get("reason"):
            self.add_error("reason", _("Write the reason: the provider reads it."))
        return data

    @property
    def asks_first(self) -> bool:
        """A stop is not done before its consequences were shown."""
        return self.cleaned_data["step"] in STOPS and not self.cleaned_data["sure"]


@require_safe
@for_officials
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the county, the oldest first; what waits for an answer; and all, by the provider's name."""
    on, words = today(), request.GET.get("q", "").strip()[:100]
    stories = Approval.objects.with_story()
    known = stories.filter(steps__isnull=False).distinct().order_by("provider__name", "category__position", "pk")
    if words:
        known = known.filter(provider__name__icontains=words)
    page = Paginator(known, PER_PAGE).get_page(request.GET.get("page"))
    ending = Evidence.objects.ending(on, on + dt.timedelta(days=ENDING_DAYS))
    context = {
        "ending": ending.select_related("approval__provider", "approval__category")[:SHOWN_ENDING],
        "waiting": cases(stories.said_last(*WITH_THE_OFFICIAL), on),
        "asked": cases(stories.said_last(ApprovalState.QUESTION), on),
        "page_obj": page,
        "all": cases(page, on),
        "words": words,
    }
    return render(request, "providers/admin/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officials
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case. A step is taken only on what the official has read; a stop only after its consequences."""
    shown, on = _case(pk), today()
    may = user_can_decide_about(request.user, shown.approval.provider, on)
    steps = next_steps(shown.approval, on)
    form = DecisionForm(posted(request), steps=steps, initial=_initial(shown, steps, on))
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if form.is_valid():
            return _take(request, shown, form)
    return _show(request, shown, form, may=may)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officials
def new(request: HttpRequest) -> HttpResponse:
    """Approves a provider for a category; why not stands in the form, with what was chosen."""
    meant = request.GET.get("provider", "")
    form = NewApprovalForm(posted(request), initial={"from_on": today(), "provider": meant})
    form.fields["provider"].mean(request.POST.get("provider") or meant)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.approve(by=request.user, on=today(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, gettext("The provider is approved."))
            return redirect("approval:decide", made.pk)
    return render(request, "providers/admin/new.html", {"form": form})


@require_POST
@for_officials
def add_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """A document that came on paper or by mail; a browser forgets the chosen file, the other words stay."""
    shown = _case(pk)
    if not user_can_decide_about(request.user, shown.approval.provider, today()):
        raise PermissionDenied
    form = EvidenceForm(request.POST, request.FILES, requirements=[line.requirement for line in shown.lines])
    if not form.is_valid():
        steps = next_steps(shown.approval, shown.on)
        decision = DecisionForm(steps=steps, initial=_initial(shown, steps, shown.on))
        return _show(request, shown, decision, may=True, evidence_form=form)
    with transaction.atomic():
        evidence = actions.add_evidence(approval=shown.approval, by=request.user, **form.cleaned_data)
        write_down(evidence, ADDED, request.user)
    messages.success(request, gettext("The document is saved."))
    return redirect("approval:decide", pk)


@require_POST
@for_officials
def confirm_account(request: HttpRequest, pk: int, account_id: int) -> HttpResponse:
    """The second person for a provider with one owner: an official who has checked it with the provider."""
    shown = _case(pk)
    provider = shown.approval.provider
    if not user_can_decide_about(request.user, provider, today()):
        raise PermissionDenied
    account = get_object_or_404(provider.accounts, pk=account_id)
    refusal = actions.confirm_account(account=account, by=request.user)
    if refusal is None:
        messages.success(request, gettext("The account is in use now."))
    else:
        messages.error(request, AccountRefusal(refusal).label)
    return redirect("approval:decide", pk)


def _case(pk: int) -> Case:
    return Case(get_object_or_404(Approval.objects.with_story(), pk=pk), today())


def _initial(shown: Case, steps: tuple[ApprovalState, ...], on: dt.date) -> dict[str, Any]:
    last = shown.last
    return {"from_on": on, "seen": last.pk if last else None, "step": steps[0] if len(steps) == 1 else None}


def _take(request: HttpRequest, shown: Case, form: DecisionForm) -> HttpResponse:
    data = form.cleaned_data
    # Days that cannot be are refused below, before anything is asked about them.
    if form.asks_first and days_refusal(today(), data["from_on"], data["until_on"]) is None:
        hit = _hit(shown.approval, data["from_on"])
        context = {"case": shown, "form": form, "hit": hit, "extent": extent(hit), "do": DO[data["step"]]}
        return render(request, "providers/admin/stop.html", context)
    facts = {name: data[name] for name in ("step", "seen", "from_on", "until_on", "reason")}
    refusal = actions.decide(approval=shown.approval, by=request.user, on=today(), **facts)
    fresh = _case(shown.approval.pk)
    if refusal is None:
        messages.success(request, gettext("The step is saved, and the provider is told."))
        return redirect("approval:decide", shown.approval.pk)
    if refusal == StepRefusal.STALE and _same_again(fresh, request.user, data):
        messages.info(request, gettext("You had saved this step already."))
        return redirect("approval:decide", shown.approval.pk)
    form.add_error(None, StepRefusal(refusal).label)
    return _show(request, fresh, _again(form, fresh), may=True, status=409)


def _same_again(fresh: Case, user: Any, data: dict[str, Any]) -> bool:
    """The button was pressed twice, or the page sent again from the browser's history."""
    last = fresh.last
    return last is not None and (last.by_id, last.kind, last.reason) == (user.pk, data["step"], data["reason"])


def _again(form: DecisionForm, fresh: Case) -> DecisionForm:
    """What was typed stays; what counts as read is what the page shows now."""
    data = form.data.copy()
    data["seen"], data["sure"] = fresh.last.pk if fresh.last else "", ""
    again = DecisionForm(data, steps=next_steps(fresh.approval, fresh.on))
    again.errors.update(form.errors)
    again.fields["step"].choices = [(step.value, DO[step]) for step in next_steps(fresh.approval, fresh.on)]
    return again


def _hit(approval: Approval, from_on: dt.date) -> list[Selection]:
    found = hit_by_end_of(approval, from_on).with_coming(from_on).select_related("listing")
    return list(found.prefetch_related("listing__texts").order_by("coming_last", "pk")[:SHOWN_CHOICES])


def _show(
    request: HttpRequest,
    shown: Case,
    form: DecisionForm,
    *,
    may: bool,
    status: int = 200,
    evidence_form: EvidenceForm | None = None,
) -> HttpResponse:
    provider = shown.approval.provider
    stopped = [] if shown.period or not shown.last else _hit(shown.approval, shown.on)
    context = {
        "case": shown,
        "provider": provider,
        "business_id": provider.identifiers.filter(scheme=BUSINESS_ID).values_list("value", flat=True).first(),
        "bases": provider.bases.all(),
        "people": provider.members.active(shown.on).select_related("user").order_by("role", "pk"),
        "registration": getattr(provider, "registration", None),
        "form": form,
        "account": provider.accounts.waiting().select_related("asked_by").first(),
        "evidence_form": evidence_form or EvidenceForm(requirements=[line.requirement for line in shown.lines]),
        "others": shown.other_documents,
        "may_decide": may,
        "stopped": stopped,
        "extent": extent(stopped),
    }
    return render(request, "providers/admin/case.html", context, status=status)


@require_safe
@for_officials
def letter(request: HttpRequest, pk: int, step_id: int) -> HttpResponse:
    shown = _case(pk)
    return letter_page(request, shown, get_object_or_404(shown.approval.steps.filter(kind__in=DECISIONS), pk=step_id))
