"""A provider's numbers, base places and people in the admin: each changed by its action, and written down."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log

from marketplace.accounts.models import User
from marketplace.foundation.dates import today

from . import actions
from .actions.approvals import BUSINESS_ID
from .enums import MemberRole
from .models import PostalArea, Provider
from .places import find_area

CHANGED = "catalogue.provider_facts"
"""The action in the provider's history."""


class IdentifierForm(forms.Form):
    scheme = forms.SlugField(label=_("Kind of number"), initial=BUSINESS_ID, max_length=60)
    value = forms.CharField(label=_("Number"), max_length=80)

    def act(self, provider: Provider) -> Any:
        return actions.add_identifier(provider=provider, **self.cleaned_data)


class BaseForm(forms.Form):
    name = forms.CharField(label=_("Name of the place"), max_length=120)
    postcode = forms.CharField(label=_("Postal code"), max_length=5)

    def clean_postcode(self) -> PostalArea:
        area = find_area(self.cleaned_data["postcode"])
        if area is None:
            raise ValidationError(_("We do not know this postal code. Write five digits."), code="unknown")
        return area

    def act(self, provider: Provider) -> Any:
        data = self.cleaned_data
        return actions.add_base(provider=provider, name=data["name"], postal_area=data["postcode"])


class MemberForm(forms.Form):
    email = forms.EmailField(label=_("The person's e-mail"))
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices)

    def clean_email(self) -> User:
        user = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if user is None:
            raise ValidationError(_("Nobody with this address has logged in here yet."), code="unknown")
        return user

    def act(self, provider: Provider) -> Any:
        data = self.cleaned_data
        return actions.add_member(provider=provider, user=data["email"], role=data["role"], on=today())


ADD = {"identifier": IdentifierForm, "base": BaseForm, "member": MemberForm}
TAKE = {
    "remove_identifier": ("identifiers", lambda row: actions.remove_identifier(identifier=row)),
    "remove_base": ("bases", lambda row: actions.remove_base(base=row)),
    "end_member": ("members", lambda row: actions.end_member(member=row, on=today())),
}


@require_http_methods(["GET", "HEAD", "POST"])
def provider_facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Three lists with a form each. `act` says which one is meant; what was wrong stands in its form."""
    if not request.user.has_perm("catalogue.change_provider"):
        raise PermissionDenied
    provider = get_object_or_404(Provider, pk=pk)
    asked = request.POST.get("act", "") if request.method == "POST" else ""
    posted = {name: form(request.POST if name == asked else None, prefix=name) for name, form in ADD.items()}
    if asked in ADD and posted[asked].is_valid() and _added(posted[asked], request, provider):
        return _done(request, pk)
    if asked in TAKE and _taken(asked, request, provider):
        return _done(request, pk)
    context = {
        "provider": provider,
        "forms": posted,
        "identifiers": provider.identifiers.order_by("pk"),
        "bases": provider.bases.select_related("postal_area").order_by("pk"),
        "members": provider.members.active(today()).select_related("user").order_by("pk"),
    }
    return render(request, "catalogue/admin/provider_facts.html", context)


def _done(request: HttpRequest, pk: int) -> HttpResponse:
    messages.success(request, gettext("The change is saved."))
    return redirect("provider:facts", pk)


def _added(form: Any, request: HttpRequest, provider: Provider) -> bool:
    try:
        _with_history(request, provider, lambda: form.act(provider))
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _taken(asked: str, request: HttpRequest, provider: Provider) -> bool:
    """False for a row that is not there (any more)."""
    rows, act = TAKE[asked]
    number = request.POST.get("row", "")
    row = getattr(provider, rows).filter(pk=number).first() if number.isascii() and number.isdigit() else None
    if row is None:
        messages.error(request, gettext("This was not there any more. Nothing was changed."))
        return False
    _with_history(request, provider, lambda: act(row), name=str(row))
    return True


@transaction.atomic
def _with_history(request: HttpRequest, provider: Provider, act: Callable[[], Any], name: str = "") -> None:
    made = act()
    what = request.POST["act"]
    log(instance=provider, action=CHANGED, user=request.user, data={"act": what, "name": name or str(made)})
