"""For case managers: choices of their clients whose provider is not approved any more."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.accounts.enums import Role
from marketplace.accounts.models import User
from marketplace.accounts.permissions import user_has_role
from marketplace.clients.exceptions import LoginNeeded
from marketplace.clients.models import Client
from marketplace.foundation.dates import today

from ..stopped import stopped_of


@require_safe
def stopped(request: HttpRequest) -> HttpResponse:
    """Nothing is decided here: each choice leads to its own page, where it can be taken back, and to other services."""
    user, on = request.user, today()
    if not isinstance(user, User):
        raise LoginNeeded
    if not user_has_role(user, Role.CASE_MANAGER):
        raise Http404
    rows = stopped_of(Client.objects.assigned_to(user, on), on)
    return render(request, "pages/selections/stopped.html", {"rows": rows})
