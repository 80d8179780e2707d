"""Who may change what in the catalogue. Sentences without a request."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser

from marketplace.accounts.enums import Role
from marketplace.accounts.models import User
from marketplace.accounts.permissions import user_has_role

from .enums import CAN_EDIT, MemberRole
from .models import Provider

CONFLICT_DAYS = 365
"""Who is or was in 12 months a provider's member decides nothing about it (domain.md, CONFLICT)."""


def user_decides_approvals(user: User | AnonymousUser) -> bool:
    """Officials, and nobody else of the staff."""
    return user_has_role(user, Role.OFFICIAL)


def user_has_stake_in(user: User, provider: Provider, on: dt.date) -> bool:
    """Works for the provider, or did within a year."""
    return provider.members.since(on - dt.timedelta(days=CONFLICT_DAYS)).filter(user=user).exists()


def user_can_decide_about(user: User | AnonymousUser, provider: Provider, on: dt.date) -> bool:
    """An official who has no stake in the provider."""
    return user_decides_approvals(user) and not user_has_stake_in(user, provider, on)


def user_owns(user: User | AnonymousUser, provider: Provider, on: dt.date) -> bool:
    """Colleagues, the payment account: the owners' business alone."""
    owners = provider.members.active(on).filter(role=MemberRole.OWNER)
    return user.is_authenticated and owners.filter(user=user).exists()


def user_sees_evidence_of(user: User | AnonymousUser, provider: Provider, on: dt.date) -> bool:
    """Officials, and the provider's owners and editors."""
    return user_decides_approvals(user) or user_can_edit_listings_of(user, provider, on)


def user_can_edit_listings_of(user: User | AnonymousUser, provider: Provider, on: dt.date) -> bool:
    """Owners and editors among the provider's own people."""
    return user.is_authenticated and provider.members.active(on).filter(user=user, role__in=CAN_EDIT).exists()
