"""What went wrong, as RFC 9457 has it, in the language that was asked for."""

import json
from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

MEDIA_TYPE = "application/problem+json"
AGAIN_SECONDS = 5
Wrong = Sequence[Mapping[str, str]]


class Problem(Exception):
    """Answers with `status`; `errors` name the parameters that were wrong."""

    def __init__(self, status: int, detail: str, *, errors: Wrong = (), headers: Mapping[str, str] | None = None):
        super().__init__(detail)
        self.status, self.detail, self.errors, self.headers = status, detail, errors, dict(headers or {})

    def response(self) -> HttpResponse:
        found: dict[str, object] = {
            "type": f"{reverse('api:openapi')}#bad-parameter" if self.errors else "about:blank",
            "title": _titles().get(self.status, ""),
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            found["errors"] = list(self.errors)
        headers = {"Cache-Control": "no-store", **self.headers}
        content = json.dumps(found, ensure_ascii=False)
        return HttpResponse(content, status=self.status, content_type=MEDIA_TYPE, headers=headers)


def _titles() -> dict[int, str]:
    return {
        400: _("Something in the question is wrong"),
        404: _("There is nothing here"),
        405: _("One can only read here"),
        414: _("The question is too long"),
        429: _("Too many questions in a short time"),
        503: _("We cannot answer just now"),
    }


def bad_parameters(errors: Wrong) -> Problem:
    return Problem(400, _("Correct what is named in the errors, and ask again."), errors=errors)


def not_found() -> Problem:
    return Problem(404, _("The address is wrong, or what was there cannot be chosen now."))


def method_not_allowed() -> Problem:
    return Problem(405, _("Ask by GET or HEAD."), headers={"Allow": "GET, HEAD, OPTIONS"})


def too_long() -> Problem:
    return Problem(414, _("Ask for fewer things at a time."))


def too_many(headers: Mapping[str, str]) -> Problem:
    return Problem(429, _("Wait until the minute is over, and ask again."), headers=headers)


def unavailable() -> Problem:
    return Problem(503, _("Ask again in a few seconds."), headers={"Retry-After": str(AGAIN_SECONDS)})
