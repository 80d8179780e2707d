"""Turns a shut door into a page that says why, and what one can do."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .enums import Right
from .exceptions import LoginNeeded, RightEnded, RightRefused, RightTooSmall, WeakLogin


class KindRefusal:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, LoginNeeded):
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "")
        if not isinstance(exception, RightRefused):
            return None
        context: dict[str, object] = {"refused": type(exception).__name__}
        if isinstance(exception, RightEnded):
            context["day"] = exception.day
        if isinstance(exception, RightTooSmall):
            may_suggest = exception.right >= Right.SUGGEST
            context |= {"number": exception.client.number, "may_suggest": may_suggest}
            context["listing_id"] = request.resolver_match.kwargs.get("listing_id") if request.resolver_match else None
        if isinstance(exception, WeakLogin):
            context["refusal"] = "WEAK_LOGIN"
        return render(request, "pages/clients/refused.html", context, status=403)
