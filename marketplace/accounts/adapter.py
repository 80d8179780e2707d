"""How allauth behaves here: nobody signs up alone but who applies as a provider; others are invited or linked."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.shortcuts import redirect

INVITED_KEY = "invited"
"""Session key set by the view that takes an invitation or a one-time code."""
APPLYING_KEY = "applying"
"""Session key set where a new provider applies: it opens the making of a login, which has no rights, and no more."""


def is_invited(request: HttpRequest) -> bool:
    return bool(request.session.get(INVITED_KEY))


def may_make_login(request: HttpRequest) -> bool:
    return is_invited(request) or bool(request.session.get(APPLYING_KEY))


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An account is made from an invitation (a relative's or a provider's colleague's), or to apply as provider."""
        return may_make_login(request)


class IdentityAdapter(DefaultSocialAccountAdapter):
    """An identity (Suomi.fi or another) belongs to an account only by invitation, never because addresses are equal."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return may_make_login(request)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Who got in by a weak login must not make it strong with an identity of their own."""
        if sociallogin.state.get("process") == "connect" and not is_invited(request):
            raise ImmediateHttpResponse(redirect("accounts:start"))
