"""Staff work only with a second factor (domain.md, Mandates and looking)."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from marketplace.foundation.context import is_public

from .permissions import user_is_staff


class StaffNeedMfa:
    """Sends staff without a second factor to where it is set up; allauth asks for it at login once it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> HttpResponse | None:
        """Public pages are not asked: they touch no session."""
        if not settings.STAFF_MFA_REQUIRED or is_public(request) or self.is_open(request):
            return None
        user = request.user
        if user.is_authenticated and user_is_staff(user) and not is_mfa_enabled(user):
            return redirect("mfa_activate_totp")
        return None

    @staticmethod
    def is_open(request: HttpRequest) -> bool:
        """Paths one needs on the way to the second factor."""
        login_pages = reverse("account_login").removesuffix("login/")
        return request.path_info.startswith(("/static/", "/media/", "/oidc/", login_pages))
