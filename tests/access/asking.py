"""Asks an address as one of the people around Aino."""

from typing import Any

from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse
from django.utils.translation import override

from .world import Things

BACKEND = "django.contrib.auth.backends.ModelBackend"


def cookies(user: Any) -> dict[str, str]:
    """Of a fresh login; none for a visitor."""
    browser = Browser()
    if user is not None:
        browser.force_login(user, backend=BACKEND)
    return {name: morsel.value for name, morsel in browser.cookies.items()}


def ask(jar: dict[str, str], method: str, url: str, data: Any = None, **more: Any) -> HttpResponse:
    browser = Browser(raise_request_exception=False)
    browser.cookies.load(jar)
    return getattr(browser, method)(url, data or {}, **more)


def address(things: Things, name: str, arguments: str, language: str = "sv") -> str:
    with override(language):
        return reverse(name, args=[things.of[word] for word in arguments.split()])
