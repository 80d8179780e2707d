"""Stepping into a person of the cast. These addresses exist in demo settings only."""

from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.models import User

from .cast import CAST, person, user_of, workplace

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_safe
def cast(request: HttpRequest) -> HttpResponse:
    """One button for each person."""
    names = dict(User.objects.filter(email__in=[f"{one.key}@example.org" for one in CAST]).values_list("email", "pk"))
    users = User.objects.in_bulk(names.values())
    shown = [(one, users[pk]) for one in CAST if (pk := names.get(f"{one.key}@example.org"))]
    return render(request, "pages/demo/cast.html", {"people": shown})


@require_POST
def step_in(request: HttpRequest, key: str) -> HttpResponse:
    """Logs the visitor in as that person and goes where the person works, in the person's language."""
    one = person(key)
    if one is None:
        raise Http404
    try:
        user = user_of(key)
    except User.DoesNotExist as error:
        raise Http404 from error
    logout(request)
    login(request, user, backend=BACKEND)
    with override(user.language):
        return redirect(workplace(one))
