"""The case manager's three pages: needs, months and sum, decide. The draft is kept on the server at each step."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.models import User
from marketplace.budgets.ledger import KeyReused
from marketplace.budgets.models import Reservation
from marketplace.budgets.querysets import remaining
from marketplace.clients.enums import Right
from marketplace.clients.exceptions import RightTooSmall
from marketplace.clients.frame import frame
from marketplace.clients.lookups import get_client_for
from marketplace.clients.models import Client
from marketplace.foundation.dates import add_months, month_of, months_between, today

from .. import rules
from ..actions import decide, save_draft
from ..data import NeedData, PlanData
from ..enums import PlanRefusal
from ..facts import last_decided, plans_on
from ..forms import NeedFormSet, SumForm, ViewsForm, category_choices
from ..models import PlanDraft, PlanVersion
from ..permissions import user_may_plan
from ..proposals import Proposal, propose, with_change
from ..words import line_row, refusal_words, said_number

FORM = ["GET", "HEAD", "POST"]


def get_client_to_plan(request: HttpRequest, number: str) -> tuple[Client, User]:
    """The client, if the user is their case manager today; a stand-in gets the kind 403, others 404."""
    client = get_client_for(request, number, right=Right.SEE)
    user = client.acting.user
    if not user_may_plan(user, client, today()):
        if client.acting.is_staff:
            raise RightTooSmall(client, Right.SEE)
        raise Http404
    return client, user


def draft_data(client: Client, on: dt.date) -> PlanData:
    """The plan in the making; without one, the last plan to start from, its months moved on."""
    draft = PlanDraft.objects.filter(client=client).first()
    if draft:
        return PlanData.from_json(draft.data)
    version = last_decided(client)
    first = month_of(on)
    last = add_months(first, 5)
    data = PlanData(from_month=first, until_month=last, review_on=add_months(first, 5).replace(day=15))
    return data if version is None else replace(data, **_from_version(version))


def _from_version(version: PlanVersion) -> dict[str, Any]:
    needs = [NeedData(need.category_id, need.amount, need.unit, need.per, need.goal) for need in version.needs.all()]
    return {"needs": tuple(needs), "client_view": version.client_view, "worker_view": version.worker_view}


@require_http_methods(FORM)
def needs(request: HttpRequest, number: str) -> HttpResponse:
    client, user = get_client_to_plan(request, number)
    on = today()
    data = draft_data(client, on)
    sent = request.POST if request.method == "POST" else None
    initial = [_need_initial(need) for need in data.needs]
    rows = NeedFormSet(sent, prefix="need", initial=initial, form_kwargs={"categories": category_choices()})
    views = ViewsForm(sent, initial={"client_view": data.client_view, "worker_view": data.worker_view})
    if sent is not None and rows.is_valid() and views.is_valid():
        wanted = replace(data, needs=_needs_of(rows), **views.cleaned_data)
        save_draft(client=client, user=user, data=wanted, on=on)
        if "more" in request.POST:
            return redirect("plans:needs", client.number)
        if wanted.needs and not _mark_unpriced(rows, propose(client, wanted, on=on)):
            return redirect("plans:sum", client.number)
    context = {"rows": rows, "views": views, "empty": sent is not None and rows.is_valid() and not _needs_of(rows)}
    return _page(request, client, "needs", context, errors=[*rows.forms, views])


def _need_initial(need: NeedData) -> dict[str, Any]:
    return {**vars(need), "category": str(need.category), "amount": said_number(need.amount)}


def _needs_of(rows: Any) -> tuple[Any, ...]:
    kept = [form for form in rows.forms if form.has_changed() or form.initial]
    return tuple(form.need() for form in kept if form not in rows.deleted_forms and "category" in form.cleaned_data)


def _mark_unpriced(rows: Any, proposal: Proposal) -> bool:
    """Puts words beside each need that has no reference price; True if there is one."""
    missing = set(proposal.unpriced)
    for form in rows.forms:
        if form.cleaned_data.get("category") and form not in rows.deleted_forms and form.need() in missing:
            form.add_error("unit", _("No price is set for this help in this unit. Choose another unit, or call."))
    return bool(missing)


@require_http_methods(FORM)
def sum_page(request: HttpRequest, number: str) -> HttpResponse:
    client, user = get_client_to_plan(request, number)
    on = today()
    data = draft_data(client, on)
    if not data.needs:
        return redirect("plans:needs", client.number)
    proposal = propose(client, data, on=on)
    sent = request.POST if request.method == "POST" else None
    form = SumForm(sent, initial=_sum_initial(data), on=on, suggested=proposal.suggested)
    if sent is not None and form.is_valid():
        data = replace(data, **form.changes())
        save_draft(client=client, user=user, data=data, on=on)
        if "again" not in request.POST and not _new_sum_lacks_reason(data, client, on):
            return redirect("plans:decide", client.number)
        return redirect("plans:sum", client.number)
    context = {"form": form, "lines": _rows(proposal.lines, data, proposal), "suggested": proposal.suggested}
    return _page(request, client, "sum", context, errors=[form])


def _new_sum_lacks_reason(data: PlanData, client: Client, on: dt.date) -> bool:
    """Other travel makes another suggestion: a sum given earlier may differ from it now."""
    return rules.refusal(data, propose(client, data, on=on), on=on) == PlanRefusal.NO_REASON


def _sum_initial(data: PlanData) -> dict[str, Any]:
    cents = data.monthly_cents
    return {
        "from_month": data.from_month and data.from_month.isoformat(),
        "until_month": data.until_month and data.until_month.isoformat(),
        "trips": data.trips or None,
        "km": data.km or None,
        "monthly": "" if cents is None else f"{cents // 100},{cents % 100:02d}",
        "change_reason": data.change_reason,
        "review_on": data.review_on,
    }


@require_http_methods(FORM)
def decide_page(request: HttpRequest, number: str) -> HttpResponse:
    client, user = get_client_to_plan(request, number)
    on = today()
    no = None
    if request.method == "POST":
        try:
            answer = decide(client=client, user=user, key=_posted_key(request), on=on)
        except KeyReused:
            no = _no(PlanRefusal.DRAFT_CHANGED, {}, client)
        else:
            if answer.ok:
                return redirect("plans:decided", client.number, answer.data["version"])
            no = _no(answer.refusal or "", answer.data, client)
    draft = PlanDraft.objects.filter(client=client).first()
    if draft is None and no is None:
        return redirect("plans:needs", client.number)
    context = {"no": no, "draft": draft} | (_summary(client, draft, on) if draft else {})
    return _page(request, client, "decide", context, status=409 if no else 200)


def _posted_key(request: HttpRequest) -> str:
    """A form without its key decides nothing: no draft has the key made here."""
    return request.POST.get("key", "").replace("\x00", "")[:100] or f"plan:{uuid4()}"


def _no(code: str, data: dict[str, Any], client: Client) -> dict[str, Any]:
    """The words of a no, with the choices in the way: date, service, provider, sum."""
    held = Reservation.objects.filter(pk__in=data.get("reservations", ()), budget__client=client)
    held = held.select_related("listing__provider").prefetch_related("listing__texts").order_by("on", "pk")
    short = [(dt.date.fromisoformat(row["month"]), row["missing"]) for row in data.get("months", ())]
    return refusal_words(code, client.organiser.phone) | {"held": list(held), "short": short}


def _summary(client: Client, draft: PlanDraft, on: dt.date) -> dict[str, Any]:
    data = PlanData.from_json(draft.data)
    proposal = propose(client, data, on=on)
    lines = with_change(proposal, data)
    monthly = sum(line.cents for line in lines)
    months = list(months_between(data.from_month, data.until_month)) if data.from_month and data.until_month else []
    before, money = plans_on(client, months), remaining(client, months)
    rows = [
        {
            "month": month,
            "before": before[month].monthly_cents if before[month] else 0,  # type: ignore[union-attr]
            "after": monthly,
            "used": money[month].used,
        }
        for month in months
    ]
    return {"data": data, "lines": _rows(lines, data, proposal), "monthly": monthly, "months": rows}


def _rows(lines: Any, data: PlanData, proposal: Proposal) -> list[dict[str, Any]]:
    needs_of = [(None, None) if line.need is None else _need(line.need, data, proposal) for line in lines]
    return [line_row(line, *found) for line, found in zip(lines, needs_of, strict=True)]


def _need(number: int, data: PlanData, proposal: Proposal) -> tuple[Any, Any]:
    need = data.needs[number]
    return need, proposal.categories[need.category]


@require_safe
def decided(request: HttpRequest, number: str, version_id: int) -> HttpResponse:
    client, _user = get_client_to_plan(request, number)
    versions = PlanVersion.objects.decided().filter(client=client).select_related("decision")
    return _page(request, client, "decided", {"version": get_object_or_404(versions, pk=version_id)})


def _page(
    request: HttpRequest,
    client: Client,
    name: str,
    context: dict[str, Any],
    *,
    errors: list[Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    wrong = [form for form in errors or [] if form.errors]
    around = frame(client) | {"forms": wrong, "errors": bool(wrong)}
    return render(request, f"pages/plans/{name}.html", around | context, status=status)
