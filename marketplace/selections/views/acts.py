"""One way to do an act that moves money or changes a state: a page with a key, a POST, an answer in words."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from marketplace.budgets.ledger import Answer, KeyReused

from ..words import words_for


def new_key() -> str:
    return str(uuid.uuid4())


def posted_key(request: HttpRequest) -> str:
    """The form's key; a form without one gets its own, so that nothing is lost. PostgreSQL takes no NUL."""
    return request.POST.get("key", "").replace("\x00", "")[:100] or new_key()


def answer_with(
    request: HttpRequest, act: Callable[[], Answer], *, done: str, to: str, data: Callable[[Any], str] | None = None
) -> HttpResponse:
    """Runs the act and goes back to `to` with a message: what was done, or why not and what one can do."""
    try:
        answer = act()
    except KeyReused:
        words = words_for("")
        messages.warning(request, f"{words.heading}. {words.text}")
        return HttpResponseRedirect(to)
    if answer.ok:
        messages.success(request, data(answer.data) if data else done)
    else:
        words = words_for(answer.refusal or "")
        messages.warning(request, f"{words.heading}. {words.text}")
    return HttpResponseRedirect(to)
