"""Staff make the code by which a client links a login; it is shown once, read out or printed."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from marketplace.foundation.dates import today

from ..actions import LINK_CODE_DAYS, make_link_code
from ..enums import ActingBy, Right
from ..frame import frame
from ..lookups import get_client_for


@require_http_methods(["GET", "HEAD", "POST"])
def link_code(request: HttpRequest, number: str) -> HttpResponse:
    """The client's own case manager only: who gives out the code has seen who the client is."""
    client = get_client_for(request, number, right=Right.SEE)
    if client.acting.by != ActingBy.ASSIGNMENT:
        raise PermissionDenied
    context = frame(client) | {"linked": client.user_id is not None}
    if request.method == "POST" and not context["linked"]:
        code = make_link_code(client=client, by=request.user)
        until = today() + dt.timedelta(days=LINK_CODE_DAYS)
        context |= {"code": "-".join((code[:4], code[4:8], code[8:])), "until": until}
    return render(request, "pages/clients/link_code.html", context)
