"""Small rules that hold for every answer."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

FOR_PROGRAMS = ("/api/", "/health/")
"""Addresses without a language, whose answers are no pages."""
GetResponse = Callable[[HttpRequest], HttpResponse]
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def public_page(seconds: int = 0) -> Callable:
    """Mark a view as public: the same bytes for everyone, so it may be kept by caches for `seconds`."""

    def mark(view: Callable) -> Callable:
        view.public_cache_seconds = seconds  # type: ignore[attr-defined]
        return view

    return mark


class NoStoreByDefault:
    """Everything is `no-store`, except good answers of views marked public and what set a Cache-Control itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            seconds = self.seconds_kept(request, response)
            if seconds is None:
                add_never_cache_headers(response)
            response["Cache-Control"] = "no-store" if seconds is None else f"public, max-age={seconds}"
        return response

    @staticmethod
    def seconds_kept(request: HttpRequest, response: HttpResponse) -> int | None:
        """How long caches may keep the answer; None: not at all."""
        if request.method not in {"GET", "HEAD"} or response.status_code != 200 or response.cookies:
            return None
        return getattr(getattr(request.resolver_match, "func", None), "public_cache_seconds", None)


class AdminContentPolicy:
    """Wagtail's admin has no nonces: allow inline script and style under /admin/ only. Stands after CSPMiddleware."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/admin/"):
            response._csp_update = {  # type: ignore[attr-defined]
                "script-src": [SELF, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
                "img-src": [SELF, "data:", "blob:"],
            }
        return response


class KindBadInput:
    """A body or a form too large, or NUL bytes, gets a page in the user's language instead of a bare error."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(FOR_PROGRAMS):
            return self.get_response(request)
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return render(request, "400.html", status=400)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """What was posted is read here first: where the check of forms' tokens reads it, a refusal is a bare 400."""
        if request.method == "POST" and not request.path_info.startswith(FOR_PROGRAMS):
            try:
                request.POST  # noqa: B018 - reading is the check
            except TOO_MUCH as error:
                return self.process_exception(request, error)
            except UnreadablePostError:
                pass  # whoever sent it has gone; the next reader says so
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return render(request, "413.html", status=413) if isinstance(exception, TOO_MUCH) else None


class LanguageOfPages(LocaleMiddleware):
    """Django's, which sends an unknown address on to the one with a language: not where programs ask."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(FOR_PROGRAMS):
            return response
        return super().process_response(request, response)
