"""The description of the API: what django-ninja knows, and what `doors` adds to every answer."""

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from .problems import MEDIA_TYPE
from .routes import api
from .shapes import Problem

PROBLEMS = {
    400: "A parameter is wrong; `errors` names each.",
    404: "There is no such listing, or it cannot be chosen now.",
    414: "The address is too long.",
    429: "Too many requests in a minute: wait `Retry-After` seconds.",
    503: "The database does not answer: ask again after `Retry-After` seconds.",
}
TEXT = {"schema": {"type": "string"}}
LIMIT_HEADERS = {
    "RateLimit": {"description": 'Requests left and seconds until more: `"minute";r=118;t=37`.', **TEXT},
    "RateLimit-Policy": {"description": 'The limit: `"minute";q=120;w=60`.', **TEXT},
}
GOOD_HEADERS = {
    "ETag": {"description": "Send it back as If-None-Match.", **TEXT},
    "Cache-Control": TEXT,
    **LIMIT_HEADERS,
}
WAIT_HEADERS = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}


def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(description())


@functools.cache
def description() -> dict[str, Any]:
    found = dict(api.get_openapi_schema(path_prefix=reverse("api:unknown")))
    found["components"]["schemas"]["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    found["components"]["schemas"] |= found["components"]["schemas"]["Problem"].pop("$defs")
    for methods in found["paths"].values():
        for operation in methods.values():
            _complete(operation["responses"])
    return found


def _complete(responses: dict[Any, Any]) -> None:
    responses[200]["headers"] = GOOD_HEADERS
    responses[304] = {"description": "What `If-None-Match` names is still right.", "headers": GOOD_HEADERS}
    for status, words in PROBLEMS.items():
        responses[status] = {
            "description": words,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            "headers": LIMIT_HEADERS | (WAIT_HEADERS if status in {429, 503} else {}),
        }
