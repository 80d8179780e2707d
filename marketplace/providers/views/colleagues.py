"""Who works for the provider here: inviting by link, joining, removing."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue import actions
from catalogue.enums import CAN_EDIT, ColleagueRefusal
from marketplace.accounts.adapter import INVITED_KEY
from marketplace.accounts.models import User
from marketplace.clients.exceptions import LoginNeeded
from marketplace.foundation.dates import today

from ..forms import ROLES, ColleagueForm
from .frame import OWNERS, organiser, posted, provider_for, show

ROLE_WORDS = {role.value: words for role, words in ROLES}


@require_safe
def colleagues(request: HttpRequest, provider_id: int) -> HttpResponse:
    provider = provider_for(request, provider_id, OWNERS)
    members = provider.members.active(today()).select_related("user").order_by("role", "pk")
    context = {
        "members": [(member, ROLE_WORDS[member.role]) for member in members],
        "invitations": provider.invitations.open_at(timezone.now()).order_by("pk"),
    }
    return show(request, provider, "colleagues.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, provider_id: int) -> HttpResponse:
    """The link is shown in the answer to the POST, and never again."""
    provider = provider_for(request, provider_id, OWNERS)
    form = ColleagueForm(posted(request))
    if request.method == "POST" and form.is_valid():
        days = organiser().rules(today()).invitation_days
        invitation, token = actions.invite_colleague(provider=provider, by=request.user, days=days, **form.cleaned_data)
        link = request.build_absolute_uri(reverse("providers:invitation", args=[token]))
        return show(request, provider, "invited.html", {"invitation": invitation, "link": link})
    return show(request, provider, "invite.html", {"form": form})


@require_POST
def withdraw_invitation(request: HttpRequest, provider_id: int, invitation_id: int) -> HttpResponse:
    provider = provider_for(request, provider_id, OWNERS)
    invitation = get_object_or_404(provider.invitations, pk=invitation_id)
    if actions.withdraw_colleague_invitation(invitation=invitation):
        messages.success(request, _("The invitation is taken back: %(name)s.") % {"name": invitation.name})
    else:
        messages.info(request, _("The invitation was taken up or taken back already."))
    return redirect("providers:colleagues", provider.pk)


@require_POST
def remove(request: HttpRequest, provider_id: int, member_id: int) -> HttpResponse:
    """At once. Who removes oneself leaves the provider's pages."""
    provider = provider_for(request, provider_id, OWNERS)
    member = get_object_or_404(provider.members.select_related("user"), pk=member_id)
    refusal = actions.remove_colleague(member=member, on=today())
    if refusal is not None:
        messages.error(request, ColleagueRefusal(refusal).label)
    elif member.user_id == request.user.pk:
        messages.success(request, _("You do not work for %(name)s here any more.") % {"name": provider.name})
        return redirect("selections:providers")
    else:
        messages.success(request, _("%(name)s does not work for you here any more.") % {"name": member.user})
    return redirect("providers:colleagues", provider.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The other end of the link. GET changes nothing but the session, so a mail program accepts nothing."""
    offer = actions.open_colleague_invitation(token)
    if offer is None:
        return render(request, "pages/providers/invitation_gone.html", status=410)
    if request.method == "POST":
        if not isinstance(request.user, User):
            raise LoginNeeded
        member = actions.join_as_colleague(token=token, user=request.user, on=today())
        if member is None:
            return render(request, "pages/providers/invitation_gone.html", status=410)
        messages.success(request, _("Welcome. You work for %(name)s now.") % {"name": offer.provider.name})
        first = "providers:approvals" if member.role in CAN_EDIT else "selections:requests"
        return redirect(first, offer.provider_id)
    if not isinstance(request.user, User):
        request.session[INVITED_KEY] = True
    context = {
        "invitation": offer,
        "may": ROLE_WORDS[offer.role],
        "next_query": urlencode({"next": request.path}),
    }
    return render(request, "pages/providers/invitation.html", context)
