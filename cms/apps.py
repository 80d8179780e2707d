from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse

if TYPE_CHECKING:
    from marketplace.accounts.models import User


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from marketplace.foundation.registry import register_start

        register_start(8, "cms", admin_of)


def admin_of(user: User) -> str | None:
    """Who may enter the admin begins there."""
    return reverse("wagtailadmin_home") if user.has_perm("wagtailadmin.access_admin") else None
