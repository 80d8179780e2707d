"""Wishes to be called: the client's form, and the case managers' list."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.models import Listing
from marketplace.accounts.enums import Role
from marketplace.accounts.models import User
from marketplace.accounts.permissions import user_has_role
from marketplace.clients.enums import Right
from marketplace.clients.lookups import get_client_for
from marketplace.clients.models import Client
from marketplace.foundation.dates import today
from marketplace.selections.views.frame import client_page

from .actions import ask_for_call, finish_call
from .enums import About
from .forms import CallBackForm
from .models import CallBack

LISTING_OF = r"^/(?:sv|fi|en)/for/{number}/listings/(\d{{1,18}})/$"


@require_http_methods(["GET", "HEAD", "POST"])
def call_back(request: HttpRequest, number: str) -> HttpResponse:
    """`?next=` the listing from which one would rather have the county's own help: its category is noted."""
    client = get_client_for(request, number, right=Right.SEE)
    listing = listing_before(request.GET.get("next", ""), number)
    form = CallBackForm(request.POST or None, initial={"about": About.COUNTY_HELP if listing else About.CHOOSING})
    if request.method == "POST" and form.is_valid():
        ask_for_call(
            client=client,
            user=request.user,
            about=About(form.cleaned_data["about"]),
            message=form.cleaned_data["message"],
            category=listing.category if listing else None,
        )
        messages.success(request, _("Thank you. A case manager calls within a few working days."))
        if listing:
            return redirect("browse:listing_for", number, listing.pk)
        return redirect("selections:budget", number)
    return client_page(request, client, "notices/call_back.html", {"form": form, "listing": listing})


def listing_before(path: str, number: str) -> Listing | None:
    found = re.match(LISTING_OF.format(number=re.escape(number)), path)
    if found is None:
        return None
    return Listing.objects.filter(pk=int(found[1])).select_related("category").first()


@require_safe
@login_required
def call_backs(request: HttpRequest) -> HttpResponse:
    """Open wishes of one's own clients, the oldest first."""
    wishes = wishes_of(request.user).filter(done_at=None).select_related("client", "asked_by", "category")
    return render(request, "pages/notices/call_backs.html", {"wishes": wishes.order_by("asked_at", "pk")})


@require_POST
@login_required
def call_back_done(request: HttpRequest, call_back_id: int) -> HttpResponse:
    wish = get_object_or_404(wishes_of(request.user), pk=call_back_id)
    finish_call(wish=wish, user=request.user)
    messages.success(request, _("Marked as done."))
    return redirect("notices:call_backs")


def wishes_of(user: User) -> QuerySet[CallBack]:
    """Of the clients in the case manager's charge today. Raises Http404 for everyone else."""
    if not user_has_role(user, Role.CASE_MANAGER):
        raise Http404
    return CallBack.objects.filter(client__in=Client.objects.assigned_to(user, today()))
