"""Who holds which staff role. Sentences without a request (house.md, habit 8)."""

from django.contrib.auth.models import AnonymousUser

from .enums import Role
from .models import User


def user_has_role(user: User | AnonymousUser, role: Role) -> bool:
    """True for an active user in the role's group; kept on the user for the rest of the request."""
    if not user.is_authenticated or not user.is_active:
        return False
    names = getattr(user, "_role_names", None)
    if names is None:
        names = set(user.groups.values_list("name", flat=True))
        user._role_names = names  # type: ignore[attr-defined]
    return role.value in names


def user_is_staff(user: User | AnonymousUser) -> bool:
    """Staff of the organiser: whoever holds any role, or may enter the admin."""
    return user.is_authenticated and (user.is_staff or any(user_has_role(user, role) for role in Role))
