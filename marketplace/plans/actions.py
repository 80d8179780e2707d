"""Save a plan in the making, decide it, ask for an early review."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.models import User
from marketplace.budgets.ledger import Answer, Book, Refused, command
from marketplace.budgets.querysets import held_in
from marketplace.clients.models import Client
from marketplace.foundation.dates import months_between

from . import rules
from .data import PlanData
from .enums import PlanRefusal
from .facts import plans_on
from .models import CostLine, Decision, Need, PlanDraft, PlanVersion, ReviewRequest
from .permissions import user_may_plan
from .proposals import Proposal, propose, with_change
from .signals import plan_decided, review_asked


def save_draft(*, client: Client, user: User, data: PlanData, on: dt.date) -> PlanDraft:
    """Keeps the plan in the making; another content gets another key. Raises PermissionDenied."""
    if not user_may_plan(user, client, on):
        raise PermissionDenied
    plain = data.to_json()
    with transaction.atomic():
        draft, is_new = PlanDraft.objects.get_or_create(
            client=client, defaults={"data": plain, "key": _new_key(), "updated_by": user}
        )
        if not is_new and draft.data != plain:
            draft.data, draft.key, draft.updated_by = plain, _new_key(), user
            draft.save()
    return draft


def decide(*, client: Client, user: User, key: str, on: dt.date) -> Answer:
    """Puts the draft of that key in force: version, needs, lines, decision, and all its months' money in one command.

    Refuses by `PlanRefusal`; CHOICES_IN_THE_WAY has {months: [{month, missing}], reservations: [id]}. Answer data:
    {"version": id, "number": the decision's}. An answered no gives the draft a new key.
    """

    def work(book: Book) -> dict[str, Any]:
        draft = PlanDraft.objects.filter(client=client, key=key).first()
        if not user_may_plan(user, client, on):
            raise Refused(PlanRefusal.NOT_YOUR_CLIENT)
        if draft is None:
            raise Refused(PlanRefusal.DRAFT_CHANGED)
        data = PlanData.from_json(draft.data)
        proposal = propose(client, data, on=on)
        if no := rules.refusal(data, proposal, on=on):
            raise Refused(no)
        version = _write_version(client, user, data, proposal)
        _move_money(book, version, on=on)
        decision = Decision.objects.create(
            number=f"{on.year}-{version.pk:05d}", version=version, decided_by=user, on=on, command=book.command
        )
        draft.delete()
        plan_decided.send(Decision, decision=decision)
        return {"version": version.pk, "number": decision.number}

    answer = command(key=key, client=client, actor=user, kind="decide", payload={}, work=work)
    if not answer.ok:
        PlanDraft.objects.filter(client=client, key=key).update(key=_new_key())
    return answer


def ask_review(*, version: PlanVersion, user: User, on: dt.date) -> ReviewRequest:
    """The client's side wants the plan looked at before its day; asking again changes nothing."""
    with transaction.atomic():
        request, is_new = ReviewRequest.objects.get_or_create(version=version, defaults={"asked_by": user, "on": on})
        if is_new:
            review_asked.send(ReviewRequest, request=request)
    return request


def _new_key() -> str:
    return f"plan:{uuid4()}"


def _write_version(client: Client, user: User, data: PlanData, proposal: Proposal) -> PlanVersion:
    lines = with_change(proposal, data)
    newest = client.plan_versions.order_by("-number").first()
    version = PlanVersion.objects.create(
        client=client,
        number=newest.number + 1 if newest else 1,
        from_month=data.from_month,
        until_month=data.until_month,
        monthly_cents=sum(line.cents for line in lines),
        client_view=data.client_view,
        worker_view=data.worker_view,
        change_reason=data.change_reason,
        review_on=data.review_on,
        author=user,
    )
    needs = [
        Need.objects.create(
            version=version,
            category_id=need.category,
            goal=need.goal,
            amount=need.amount,
            unit=need.unit,
            per=need.per,
        )
        for need in data.needs
    ]
    CostLine.objects.bulk_create(
        CostLine(
            version=version,
            need=None if line.need is None else needs[line.need],
            kind=line.kind,
            quantity=line.quantity,
            unit_cents=line.unit_cents,
            cents=line.cents,
        )
        for line in lines
    )
    return version


def _move_money(book: Book, version: PlanVersion, *, on: dt.date) -> None:
    """Each month gets the difference to what the plan in force until now gave it (carry-overs stay untouched)."""
    short: list[dict[str, Any]] = []
    before = plans_on(book.client, version.months)
    for month in months_between(version.from_month, version.until_month):
        old = before[month]
        difference = version.monthly_cents - (old.monthly_cents if old else 0)
        if difference > 0:
            book.grant(month, difference, on=on)
        elif difference < 0:
            try:
                book.cut(month, -difference, on=on)
            except Refused as refused:  # go on: the page names every month that is in the way
                short.append(refused.data)
    if short:
        held = held_in(book.client, [row["month"] for row in short])
        raise Refused(PlanRefusal.CHOICES_IN_THE_WAY, months=short, reservations=[row.pk for row in held])
