"""Whether this session began at an identity provider: what is to be done for a client asks for it."""

from typing import Any

from allauth.account.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

STRONG_LOGIN_KEY = "strong_login"


@receiver(user_logged_in)
def remember_how(sender: type, request: HttpRequest, **kwargs: Any) -> None:
    """allauth gives `sociallogin` when the login came from an identity provider, also after a second factor."""
    request.session[STRONG_LOGIN_KEY] = kwargs.get("sociallogin") is not None
