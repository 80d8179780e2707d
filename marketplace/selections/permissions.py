"""Who may do what with a choice. Sentences without a request."""

import datetime as dt

from django.urls import reverse

from catalogue.enums import CAN_EDIT
from catalogue.models import Provider, ProviderMember
from marketplace.accounts.models import User
from marketplace.foundation.dates import today

CONFLICT_DAYS = 365
"""Who is or was in 12 months a provider's member may not choose it for anyone (domain.md, CONFLICT)."""


def user_works_for(user: User, provider: Provider, *, on: dt.date) -> bool:
    """Any role: sees requests and visits, records what was done."""
    return ProviderMember.objects.active(on).filter(user=user, provider=provider).exists()


def user_answers_for(user: User, provider: Provider, *, on: dt.date) -> bool:
    """Owner or editor: says yes or no to a request."""
    return ProviderMember.objects.active(on).filter(user=user, provider=provider, role__in=CAN_EDIT).exists()


def first_page_of_provider(user: User) -> str | None:
    """Who works for a provider begins with its requests."""
    works = ProviderMember.objects.active(today()).filter(user=user).exists()
    return reverse("selections:providers") if works else None


def user_has_conflict(user: User, provider_id: int, *, on: dt.date) -> bool:
    """True for who is, or within 12 months was, a member of the provider."""
    since = on - dt.timedelta(days=CONFLICT_DAYS)
    return ProviderMember.objects.since(since).filter(user=user, provider_id=provider_id).exists()


def conflicts_of(user: User, *, on: dt.date) -> frozenset[int]:
    """The providers that the user is, or within 12 months was, a member of."""
    since = on - dt.timedelta(days=CONFLICT_DAYS)
    return frozenset(ProviderMember.objects.since(since).filter(user=user).values_list("provider_id", flat=True))
