"""A colleague is away: a case manager opens a client for the day, with a reason that the client sees."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.enums import Role
from marketplace.accounts.permissions import user_has_role
from marketplace.foundation.dates import today

from .. import actions
from ..acting import acting_for
from ..forms import NumberForm, StandInForm
from ..models import Client


@require_safe
@login_required
def find(request: HttpRequest) -> HttpResponse:
    """Asks for the number that the client's papers show, and leads on to the reason."""
    if not user_has_role(request.user, Role.CASE_MANAGER):
        raise Http404
    form = NumberForm(request.GET or None)
    if form.is_valid():
        number = form.cleaned_data["number"]
        if Client.objects.filter(number=number).exists():
            return redirect("clients:stand_in", number)
        form.add_error("number", _("There is no client with that number. Check it digit by digit."))
    return render(request, "pages/clients/find.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def stand_in(request: HttpRequest, number: str) -> HttpResponse:
    """Shows nothing of the client before the reason is given."""
    if not user_has_role(request.user, Role.CASE_MANAGER):
        raise Http404
    client = get_object_or_404(Client, number=number)
    on = today()
    if acting_for(request.user, client, on=on) is not None:
        return redirect("selections:budget", number)
    form = StandInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.stand_in(client=client, user=request.user, reason=form.cleaned_data["reason"], on=on)
        return redirect("selections:budget", number)
    return render(request, "pages/clients/stand_in.html", {"form": form, "number": number})
