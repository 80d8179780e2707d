"""Where the provider is paid: one owner gives the account, another owner or an official confirms it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalogue import actions
from catalogue.enums import AccountRefusal
from marketplace.foundation.dates import today

from ..forms import AccountForm
from .frame import OWNERS, posted, provider_for, show


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, provider_id: int) -> HttpResponse:
    """The account in use, the one that waits, and a form for another."""
    provider = provider_for(request, provider_id, OWNERS)
    form = AccountForm(posted(request), initial={"holder": provider.name})
    if request.method == "POST" and form.is_valid():
        actions.give_account(provider=provider, by=request.user, **form.cleaned_data)
        messages.success(request, _("The account is saved. It comes into use when a second person has confirmed it."))
        return redirect("providers:account", provider.pk)
    waiting = provider.accounts.waiting().select_related("asked_by").first()
    owners = provider.members.active(today()).filter(role__in=OWNERS)
    context = {
        "form": form,
        "in_use": provider.accounts.in_use().select_related("asked_by", "confirmed_by").first(),
        "waiting": waiting,
        "is_mine": waiting is not None and waiting.asked_by_id == request.user.pk,
        "alone": not owners.exclude(user=request.user).exists(),
    }
    return show(request, provider, "account.html", context)


@require_POST
def confirm(request: HttpRequest, provider_id: int, account_id: int) -> HttpResponse:
    provider = provider_for(request, provider_id, OWNERS)
    given = get_object_or_404(provider.accounts, pk=account_id)
    refusal = actions.confirm_account(account=given, by=request.user)
    if refusal is None:
        messages.success(request, _("The account is in use now."))
    else:
        messages.error(request, AccountRefusal(refusal).label)
    return redirect("providers:account", provider.pk)


@require_POST
def withdraw(request: HttpRequest, provider_id: int, account_id: int) -> HttpResponse:
    provider = provider_for(request, provider_id, OWNERS)
    given = get_object_or_404(provider.accounts, pk=account_id)
    refusal = actions.withdraw_account(account=given, by=request.user)
    if refusal is None:
        messages.success(request, _("The account is taken back. Payments go on as before."))
    else:
        messages.error(request, AccountRefusal(refusal).label)
    return redirect("providers:account", provider.pk)
