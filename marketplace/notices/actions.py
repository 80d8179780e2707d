"""Writes rows of the outbox, and wishes to be called. Mail itself is sent later, by `mail.send_due`."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalogue.models import Category
from marketplace.accounts.models import User
from marketplace.clients.models import Client

from .enums import About, Kind
from .models import CallBack, Notice
from .recipients import case_managers


def tell(users: Iterable[User], kind: Kind, *, but: User | None = None) -> None:
    """One row a person in the person's language, except for who did it. One unsent mail of a kind is enough."""
    people = {user.pk: user for user in users if user.is_active and (but is None or user.pk != but.pk)}
    waiting = Notice.objects.filter(user__in=people, kind=kind, sent_at=None, tries=0)
    told = set(waiting.values_list("user_id", flat=True))
    Notice.objects.bulk_create(
        Notice(user=user, email=user.email, language=user.language, kind=kind)
        for pk, user in people.items()
        if pk not in told
    )


def tell_address(email: str, language: str, kind: Kind, context: dict[str, Any]) -> Notice:
    """For who has no login yet."""
    return Notice.objects.create(email=email, language=language, kind=kind, context=context)


def ask_for_call(
    *, client: Client, user: User, about: About, message: str = "", category: Category | None = None
) -> CallBack:
    """A wish to be called; the same open wish is kept once. Tells the client's case managers."""
    with transaction.atomic():
        wish, made = CallBack.objects.get_or_create(
            client=client, asked_by=user, about=about, category=category, message=message, done_at=None
        )
        if made:
            tell(case_managers(client), Kind.CALL_BACK, but=user)
    return wish


def finish_call(*, wish: CallBack, user: User) -> bool:
    """False if a colleague was first."""
    open_wish = CallBack.objects.filter(pk=wish.pk, done_at=None)
    return bool(open_wish.update(done_at=timezone.now(), done_by=user))
