"""For whom is one here? And: linking a login to a client."""

import re
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.adapter import INVITED_KEY
from marketplace.accounts.permissions import user_is_staff
from marketplace.foundation.dates import today

from ..actions import code_is_open, link_user
from ..exceptions import LinkRefused, WeakLogin
from ..forms import LinkForm
from ..lookups import login_is_strong
from ..reach import Option, ended_days, options_of

LISTING_PATH = re.compile(r"^/(?:sv|fi|en)/listings/(\d{1,18})/?$")
"""A public listing, where "choose" and "save" lead here."""


@require_safe
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Oneself and those one may help. `?next=` a public listing leads on to that listing for the chosen person."""
    on = today()
    options = options_of(request.user, on=on)
    if options and not user_is_staff(request.user):
        ask_for_strong_login(request)
    found = LISTING_PATH.match(request.GET.get("next", "").partition("?")[0])
    listing_id = int(found[1]) if found else None
    save = bool(request.GET.get("save"))
    context = {
        "rows": [{"option": option, "url": way_on(option, listing_id, save=save)} for option in options],
        "listing_id": listing_id,
        "save": save,
        "ended": ended_days(request.user, on=on, reached={option.client.pk for option in options}),
    }
    return render(request, "pages/clients/people.html", context)


def way_on(option: Option, listing_id: int | None, *, save: bool) -> str:
    number = option.client.number
    if listing_id is None:
        return reverse("selections:budget", args=[number])
    return reverse("selections:save" if save else "browse:listing_for", args=[number, listing_id])


def ask_for_strong_login(request: HttpRequest) -> None:
    if settings.STRONG_LOGIN_REQUIRED and not login_is_strong(request):
        raise WeakLogin


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """The one-time code from staff. Who is not logged in yet shows the code first: it opens the sign-up."""
    form = LinkForm(request.POST or None)
    ready = False
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if not request.user.is_authenticated:
            ready = code_is_open(code)
            if ready:
                request.session[INVITED_KEY] = True
            else:
                form.add_error("code", wrong_code())
        else:
            ask_for_strong_login(request)
            try:
                client = link_user(user=request.user, code=code)
            except LinkRefused:
                form.add_error("code", wrong_code())
            else:
                messages.success(request, _("Your login is linked to your own pages now."))
                return redirect("selections:budget", client.number)
    next_query = urlencode({"next": request.path})
    context = {"form": form, "ready": ready, "next_query": next_query}
    return render(request, "pages/clients/link.html", context)


def wrong_code() -> str:
    """One answer for every cause, so that nobody learns which codes exist."""
    return _("The code does not work. Check it letter by letter, or call us and you get a new one.")
