"""A relative or case manager proposes; the client's side answers. No money moves."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from catalogue.models import Listing
from marketplace.accounts.models import User
from marketplace.budgets.ledger import Refused
from marketplace.clients.enums import Right
from marketplace.clients.lookups import Acting, acting_for
from marketplace.clients.models import Client

from ..enums import Answer, Hindrance, Refusal
from ..models import Draft, PatternFields, Suggestion
from ..permissions import user_has_conflict
from ..signals import suggestion_answered, suggestion_made

PATTERN_FIELDS = tuple(field.name for field in PatternFields._meta.get_fields())


def suggest(
    *,
    client: Client,
    listing: Listing,
    acting: Acting,
    message: str,
    on: dt.date,
    pattern: dict[str, Any] | None = None,
) -> Suggestion:
    """Proposes a listing, with how often if that was said.

    The same open proposal of the same person is kept once, with what was said last.
    """
    with transaction.atomic():
        suggestion, made = Suggestion.objects.get_or_create(
            client=client,
            listing=listing,
            actor=acting.user,
            answer="",
            defaults={**acting.act_fields(), "message": message, "made_on": on, **(pattern or {})},
        )
        if made:
            suggestion_made.send(Suggestion, suggestion=suggestion)
        elif said := {**({"message": message} if message else {}), **(pattern or {})}:
            for name, value in said.items():
                setattr(suggestion, name, value)
            suggestion.save(update_fields=said)
    return suggestion


def accept_suggestion(*, suggestion: Suggestion, user: User, on: dt.date) -> Draft:
    """The client's side wants it: a draft of the same pattern is made, to be checked and confirmed.

    Raises `Refused` with NO_MANDATE, CONFLICT or ALREADY_ANSWERED.
    """
    with transaction.atomic():
        _answer(suggestion, user, Answer.ACCEPTED, on=on)
        pattern = {name: getattr(suggestion, name) for name in PATTERN_FIELDS}
        return Draft.objects.create(
            client=suggestion.client,
            listing=suggestion.listing,
            author=user,
            suggestion=suggestion,
            key=str(uuid.uuid4()),
            **pattern,
        )


def decline_suggestion(*, suggestion: Suggestion, user: User, on: dt.date) -> None:
    """The client's side does not want it. Raises `Refused` with NO_MANDATE or ALREADY_ANSWERED."""
    with transaction.atomic():
        _answer(suggestion, user, Answer.DECLINED, on=on)


def take_back_suggestion(*, suggestion: Suggestion, user: User, on: dt.date) -> None:
    """Who made it takes it back. Raises `Refused` with NOT_YOURS or ALREADY_ANSWERED."""
    if suggestion.actor_id != user.pk:
        raise Refused(Hindrance.NOT_YOURS)
    with transaction.atomic():
        _set_answer(suggestion, user, Answer.TAKEN_BACK, on=on)


def _answer(suggestion: Suggestion, user: User, answer: Answer, *, on: dt.date) -> None:
    acting = acting_for(user, suggestion.client, on=on)
    if acting is None or acting.right < Right.CHOOSE:
        raise Refused(Refusal.NO_MANDATE)
    conflict = user_has_conflict(user, suggestion.listing.provider_id, on=on)
    if answer == Answer.ACCEPTED and not acting.is_self and conflict:
        raise Refused(Refusal.CONFLICT)
    _set_answer(suggestion, user, answer, on=on)


def _set_answer(suggestion: Suggestion, user: User, answer: Answer, *, on: dt.date) -> None:
    changed = Suggestion.objects.filter(pk=suggestion.pk, answer="").update(
        answer=answer, answered_on=on, answered_by=user
    )
    if not changed:
        raise Refused(Hindrance.ALREADY_ANSWERED)
    suggestion.refresh_from_db()
    suggestion_answered.send(Suggestion, suggestion=suggestion)
