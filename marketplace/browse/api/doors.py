"""What stands around every answer of the API: methods, language, limit, problems, caches, other sites' scripts."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from marketplace.foundation.middleware import public_page
from search.analysis.words import LANGUAGES

from . import limits
from .problems import Problem, method_not_allowed, too_long, too_many, unavailable

CACHE_SECONDS = 60
CACHED = f"public, max-age={CACHE_SECONDS}"
MOST_BYTES = 8_000
"""Of a query string: more than any sensible question has."""
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, RateLimit, RateLimit-Policy, Retry-After",
}
PREFLIGHT = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
    "Cache-Control": "no-store",
}
View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """A view that answers with JSON or a problem, whatever is asked of it; open to scripts of any site, by reading."""

    @csrf_exempt
    @public_page(CACHE_SECONDS)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=OPEN | PREFLIGHT)
        lang = asked_language(request)
        with override(lang):
            response = _answer(request, view, kwargs)
        return _with(response, OPEN | {"Content-Language": lang})

    return answer


def asked_language(request: HttpRequest) -> str:
    """That of problems as well; Swedish where nothing right is asked."""
    try:
        lang = request.GET.get("lang", "")
    except TooManyFieldsSent:
        return "sv"
    return lang if lang in LANGUAGES else "sv"


def _answer(request: HttpRequest, view: View, kwargs: dict[str, Any]) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        return method_not_allowed().response()
    allowed: dict[str, str] = {}
    try:
        if allowance := limits.count(request):
            allowed = allowance.headers()
            if allowance.over:
                raise too_many(allowed)
        response = _read(request, view, kwargs)
    except Problem as problem:
        response = problem.response()
    except TooManyFieldsSent:
        response = too_long().response()
    except (OperationalError, InterfaceError):
        response = unavailable().response()
    return _with(response, allowed)


def _with(response: HttpResponse, headers: dict[str, str]) -> HttpResponse:
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _read(request: HttpRequest, view: View, kwargs: dict[str, Any]) -> HttpResponse:
    """The view's answer, or that the caller has it already."""
    if len(request.META.get("QUERY_STRING", "")) > MOST_BYTES:
        raise too_long()
    method, request.method = request.method, "GET"  # of HEAD the server leaves the body out
    try:
        response = view(request, **kwargs)
    finally:
        request.method = method
    response.headers.setdefault("Cache-Control", CACHED)
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
