"""The other end of an invitation: what is offered, and taking it up."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.accounts.adapter import INVITED_KEY
from marketplace.foundation.dates import today

from ..actions import accept_invitation, open_invitation
from ..exceptions import InvitationGone, LoginNeeded
from .people import ask_for_strong_login


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET changes nothing but the session, so a mail program that follows links accepts nothing."""
    try:
        offer = open_invitation(token)
        if request.method == "POST":
            if not request.user.is_authenticated:
                raise LoginNeeded
            ask_for_strong_login(request)
            accept_invitation(token=token, user=request.user, on=today())
            messages.success(request, _("Thank you. You can help now."))
            return redirect("clients:people")
    except InvitationGone:
        return render(request, "pages/clients/invitation_gone.html", status=410)
    if not request.user.is_authenticated:
        request.session[INVITED_KEY] = True
    context = {"invitation": offer, "next_query": urlencode({"next": request.path})}
    return render(request, "pages/clients/invitation.html", context)
