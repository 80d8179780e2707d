"""Who may change what in the catalogue. Sentences without a request."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser

from marketplace.accounts.enums import Role
from marketplace.accounts.models import User
from marketplace.accounts.permissions import user_has_role

from .enums import CAN_EDIT
from .models import Provider


def user_decides_approvals(user: User | AnonymousUser) -> bool:
    """Officials, and nobody else of the staff."""
    return user_has_role(user, Role.OFFICIAL)


def user_can_decide_about(user: User | AnonymousUser, provider: Provider, on: dt.date) -> bool:
    """An official who does not work for the provider."""
    return user_decides_approvals(user) and not provider.members.active(on).filter(user=user).exists()


def user_can_edit_listings_of(user: User | AnonymousUser, provider: Provider, on: dt.date) -> bool:
    """Owners and editors among the provider's own people."""
    return user.is_authenticated and provider.members.active(on).filter(user=user, role__in=CAN_EDIT).exists()
