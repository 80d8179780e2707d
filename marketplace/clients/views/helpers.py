"""People who help me: who, what, why, until when; invite and end."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.foundation.dates import today

from .. import actions
from ..enums import Right
from ..forms import InvitationForm
from ..frame import frame
from ..lookups import get_client_for
from ..models import Client, MandateInvitation
from ..permissions import may_end, may_manage_helpers

SHOWN_ENDED = 10


@require_safe
def helpers(request: HttpRequest, number: str) -> HttpResponse:
    client = get_client_for(request, number, right=Right.SEE)
    on, manages = today(), may_manage_helpers(client.acting)
    mandates = list(client.mandates.select_related("person").order_by("-right", "pk"))
    active = [mandate for mandate in mandates if mandate.is_active(on) or mandate.is_coming(on)]
    ended = [mandate for mandate in mandates if mandate not in active]
    context = {
        "rows": [{"mandate": mandate, "may_end": may_end(client.acting, mandate)} for mandate in active],
        "ended": sorted(ended, key=lambda mandate: mandate.ended_on, reverse=True)[:SHOWN_ENDED],
        "assignments": client.assignments.active(on).select_related("user").order_by("profession", "pk"),
        "manages": manages,
        "invitations": open_invitations(client) if manages else [],
    }
    return render(request, "pages/clients/helpers.html", frame(client) | context)


def open_invitations(client: Client) -> list[MandateInvitation]:
    unused = client.invitations.filter(mandate__isnull=True, withdrawn_at__isnull=True)
    return list(unused.filter(expires_at__gt=timezone.now()).order_by("pk"))


@require_POST
def end_mandate(request: HttpRequest, number: str, mandate_id: int) -> HttpResponse:
    """At once, in one click; nothing is deleted."""
    client = get_client_for(request, number, right=Right.SEE)
    mandate = get_object_or_404(client.mandates.select_related("person"), pk=mandate_id)
    if not may_end(client.acting, mandate):
        raise PermissionDenied
    actions.end_mandate(mandate=mandate, by=request.user)
    if mandate.person_id == request.user.pk:
        messages.success(request, _("You are not a helper any more. Thank you for helping."))
        return redirect("clients:people")
    messages.success(request, _("The right has ended: %(name)s.") % {"name": mandate.person})
    return redirect("clients:helpers", number)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, number: str) -> HttpResponse:
    """The link is shown in the answer to the POST, and never again."""
    client = get_client_for(request, number, right=Right.SEE)
    if not may_manage_helpers(client.acting):
        raise PermissionDenied
    on, by_staff = today(), client.acting.is_staff
    form = InvitationForm(request.POST or None, on=on, by_staff=by_staff)
    if request.method == "POST" and form.is_valid():
        days = client.organiser.rules(on).invitation_days
        invitation, token = actions.invite(client=client, by=request.user, days=days, **form.cleaned_data)
        link = request.build_absolute_uri(reverse("clients:invitation", args=[token]))
        context = frame(client) | {"invitation": invitation, "link": link}
        return render(request, "pages/clients/invited.html", context)
    return render(request, "pages/clients/invite.html", frame(client) | {"form": form})


@require_POST
def withdraw_invitation(request: HttpRequest, number: str, invitation_id: int) -> HttpResponse:
    client = get_client_for(request, number, right=Right.SEE)
    if not may_manage_helpers(client.acting):
        raise PermissionDenied
    invitation = get_object_or_404(client.invitations, pk=invitation_id)
    if actions.withdraw_invitation(invitation=invitation):
        messages.success(request, _("The invitation is taken back: %(name)s.") % {"name": invitation.name})
    else:
        messages.info(request, _("The invitation was taken up or taken back already."))
    return redirect("clients:helpers", number)
