"""The provider's daily work: requests to answer, visits to record and visits to come."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.enums import CAN_EDIT
from catalogue.models import Provider, ProviderMember
from marketplace.accounts.models import User
from marketplace.clients.exceptions import LoginNeeded
from marketplace.foundation.dates import today

from ..actions.requests import accept_request, decline_request
from ..actions.visits import cancel_visit, record_visit
from ..enums import SelectionState, VisitState
from ..forms import AmountField, amount
from ..lookups import IDENTITY_DAYS, get_provider_for, get_selection_for, log_provider_looks
from ..models import Selection, Visit
from .acts import answer_with, new_key, posted_key

DAYS_BACK, DAYS_ON = IDENTITY_DAYS, 14
"""Older visits are not listed: their client's name is not shown any more."""

REASONS = [
    ("no_time", gettext_lazy("We have no free time then")),
    ("too_far", gettext_lazy("It is too far to drive")),
    ("no_language", gettext_lazy("We have nobody who speaks the language")),
    ("other", gettext_lazy("Something else")),
]


class DeclineForm(forms.Form):
    """Why not, in the client's words later."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why does it not suit?"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why, so that the client understands.")},
    )
    more = forms.CharField(
        label=gettext_lazy("A few words more"),
        help_text=gettext_lazy("The client reads this."),
        max_length=200,
        required=False,
    )

    def words(self) -> str:
        said = dict(REASONS)[self.cleaned_data["reason"]]
        return f"{said}. {self.cleaned_data['more']}".strip() if self.cleaned_data["more"] else str(said)


class RecordForm(forms.Form):
    quantity = AmountField(label=gettext_lazy("How much was done?"))

    def __init__(self, *args: Any, most: Decimal, **kwargs: Any) -> None:
        self.most = most
        super().__init__(*args, **kwargs)

    def clean_quantity(self) -> Decimal:
        quantity: Decimal = self.cleaned_data["quantity"]
        if not 0 < quantity <= self.most:
            raise forms.ValidationError(
                _("Write an amount above 0, at most %(most)s."), params={"most": amount(self.most)}
            )
        return quantity


def provider_page(
    request: HttpRequest, provider: Provider, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    around = {
        "provider": provider,
        "may_answer": provider.member.role in CAN_EDIT,
        "on": today(),
        "asked_count": Selection.objects.of_provider(provider).to_answer().count(),
    }
    return render(request, f"pages/selections/{template}", around | context, status=status)


@require_safe
def providers(request: HttpRequest) -> HttpResponse:
    """The providers one works for; straight on if it is one."""
    if not isinstance(request.user, User):
        raise LoginNeeded
    members = list(ProviderMember.objects.active(today()).filter(user=request.user).select_related("provider"))
    if len(members) == 1:
        return redirect("selections:requests", members[0].provider_id)
    return render(request, "pages/selections/providers.html", {"members": members})


@require_safe
def requests_page(request: HttpRequest, provider_id: int) -> HttpResponse:
    return show_requests(request, get_provider_for(request, provider_id))


def show_requests(
    request: HttpRequest, provider: Provider, *, declining: int | None = None, form: DeclineForm | None = None
) -> HttpResponse:
    """Requests show town, pattern and language only; visits of accepted choices show names, and each look is logged."""
    on = today()
    asked = (
        Selection.objects.of_provider(provider)
        .to_answer()
        .with_cards()
        .select_related("client__postal_area__municipality")
    )
    visits = list(
        Visit.objects.of_provider(provider)
        .filter(on__gte=on - dt.timedelta(days=DAYS_BACK), on__lte=on + dt.timedelta(days=DAYS_ON))
        .exclude(state__in=[VisitState.SKIPPED, VisitState.CANCELLED])
        .with_listing()
        .order_by("on", "start", "pk")
    )
    log_provider_looks(request, [visit.selection.client for visit in visits], provider)
    rows = [
        {
            "selection": row,
            "key": new_key(),
            "form": _decline_form(row, declining, form),
        }
        for row in asked
    ]
    context = {
        "asked": rows,
        "declining": declining,
        "form": form,
        "days": _by_day(visit for visit in visits if not _is_done(visit, on)),
        "done_days": _by_day(visit for visit in visits if _is_done(visit, on)),
        "due_today": sum(row["selection"].answer_by <= on for row in rows),
        "to_record": sum(visit.state == VisitState.PLANNED and visit.on <= on for visit in visits),
        "this_week": sum(on <= visit.on < on + dt.timedelta(days=7) for visit in visits),
    }
    return provider_page(request, provider, "requests.html", context, status=200)


def _is_done(visit: Visit, on: dt.date) -> bool:
    """Recorded on an earlier day: nothing is asked of the provider any more."""
    return visit.on < on and visit.state in {VisitState.RECORDED, VisitState.CONFIRMED}


def _by_day(visits: Iterable[Visit]) -> list[dict[str, Any]]:
    return [{"day": day, "visits": list(group)} for day, group in groupby(visits, key=lambda visit: visit.on)]


def _decline_form(row: Selection, declining: int | None, form: DeclineForm | None) -> DeclineForm:
    """Each request has a form of its own, with ids of its own; the one that was sent keeps what was typed."""
    return form if form is not None and row.pk == declining else DeclineForm(auto_id=f"no-{row.pk}-%s")


@require_POST
def accept(request: HttpRequest, provider_id: int, selection_id: int) -> HttpResponse:
    provider, selection = _asked(request, provider_id, selection_id)
    return answer_with(
        request,
        lambda: accept_request(selection=selection, user=request.user, key=posted_key(request), on=today()),
        done=_("You said yes. Now you see the client's name, address and phone."),
        to=reverse("selections:requests", args=[provider.pk]),
    )


@require_POST
def decline(request: HttpRequest, provider_id: int, selection_id: int) -> HttpResponse:
    provider, selection = _asked(request, provider_id, selection_id)
    form = DeclineForm(request.POST, auto_id=f"no-{selection.pk}-%s")
    if not form.is_valid():
        return show_requests(request, provider, declining=selection.pk, form=form)
    return answer_with(
        request,
        lambda: decline_request(
            selection=selection, user=request.user, reason=form.words(), key=posted_key(request), on=today()
        ),
        done=_("You said no. The client is told, and the money is back in the budget."),
        to=reverse("selections:requests", args=[provider.pk]),
    )


@require_safe
def provider_choice(request: HttpRequest, provider_id: int, selection_id: int) -> HttpResponse:
    """One choice, as the provider may see it."""
    provider, selection = _asked(request, provider_id, selection_id)
    shown = get_selection_for(request, selection.pk)
    context = {
        "selection": shown,
        "text": shown.listing.text(),
        "visits": list(shown.visits.select_related("event")),
        "asked": shown.state == SelectionState.REQUESTED,
        "key": new_key(),
    }
    return provider_page(request, provider, "provider_choice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, provider_id: int, visit_id: int) -> HttpResponse:
    """What was done on the visit's day or after it; also corrects what the client's side disputed."""
    provider, visit = _visit(request, provider_id, visit_id)
    to = reverse("selections:requests", args=[provider.pk])
    form = RecordForm(request.POST or None, most=visit.quantity, initial={"quantity": amount(visit.quantity)})
    if request.method == "POST" and form.is_valid():
        return answer_with(
            request,
            lambda: record_visit(
                visit=visit,
                user=request.user,
                quantity=form.cleaned_data["quantity"],
                key=posted_key(request),
                on=today(),
            ),
            done=_("The visit is recorded. The client's side confirms it."),
            to=to,
        )
    shown = get_selection_for(request, visit.selection_id)
    context = {
        "visit": visit,
        "identity": shown.identity,
        "text": visit.selection.listing.text(),
        "form": form,
        "key": new_key(),
    }
    return provider_page(request, provider, "record.html", context)


@require_POST
def cancel(request: HttpRequest, provider_id: int, visit_id: int) -> HttpResponse:
    """The visit did not or will not take place."""
    provider, visit = _visit(request, provider_id, visit_id)
    return answer_with(
        request,
        lambda: cancel_visit(visit=visit, user=request.user, key=posted_key(request), on=today()),
        done=_("The visit is cancelled. The client is told, and the money is back in the budget."),
        to=reverse("selections:requests", args=[provider.pk]),
    )


def _asked(request: HttpRequest, provider_id: int, selection_id: int) -> tuple[Provider, Selection]:
    provider = get_provider_for(request, provider_id)
    return provider, get_object_or_404(
        Selection.objects.of_provider(provider).select_related("client", "listing"), pk=selection_id
    )


def _visit(request: HttpRequest, provider_id: int, visit_id: int) -> tuple[Provider, Visit]:
    provider = get_provider_for(request, provider_id)
    return provider, get_object_or_404(Visit.objects.of_provider(provider).with_listing(), pk=visit_id)
