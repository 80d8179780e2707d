"""New prices in the admin: what waits for an official's yes, what was taken lately, and how the prices lie."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.viewsets.model import ModelViewSet

from catalogue.models import Organiser
from catalogue.permissions import user_can_decide_about
from catalogue.words import band_name, extras
from marketplace.foundation.dates import today

from .desk import for_officials
from .enums import PriceChangeRefusal, PriceChangeState
from .models import PriceChange
from .prices import actions
from .prices.looking import Look, RowLook, look_at
from .prices.spread import Spread, spreads
from .views.frame import organiser, posted

PER_PAGE = 30
YES, NO = "yes", "no"


class AnswerForm(forms.Form):
    """`shown` is the fingerprint of what the official has seen."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[(YES, _("The prices may begin on their day")), (NO, _("Back to the provider, with a comment"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The provider reads it."),
    )
    shown = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == NO and not data.get("comment"):
            self.add_error("comment", _("Write what should be changed: the provider reads it."))
        return data


@require_safe
@for_officials
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the county, the oldest first; then all that was sent, the newest first."""
    rows = PriceChange.objects.with_rows()
    page = Paginator(rows.sent(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "providers/admin/prices.html", {"waiting": rows.waiting(), "page_obj": page})


@require_http_methods(["GET", "HEAD", "POST"])
@for_officials
def price_change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change: old and new, and how the prices of such help lie. Answered only on what the official has seen."""
    found = get_object_or_404(PriceChange.objects.with_rows().sent(), pk=pk)
    county, on = organiser(), today()
    may = user_can_decide_about(request.user, found.provider, on)
    look = look_at(found, county, on)
    form = AnswerForm(posted(request), initial={"shown": look.fingerprint})
    refusal = None
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if form.is_valid():
            refusal = _decide(request, found, county, form)
            if refusal is None:
                return redirect("pricechange:edit", found.pk)
            form = AnswerForm(form.data.copy() | {"shown": look.fingerprint})
            form.add_error(None, refusal.label)
    return _show(request, look, county, form, may=may, status=409 if refusal else 200)


def _decide(request: HttpRequest, found: PriceChange, county: Organiser, form: AnswerForm) -> PriceChangeRefusal | None:
    data = form.cleaned_data
    refusal = actions.decide_change(
        change=found,
        organiser=county,
        by=request.user,
        on=today(),
        yes=data["answer"] == YES,
        comment=data["comment"],
        shown=data["shown"],
    )
    if refusal is None:
        messages.success(request, gettext("The answer is saved, and the provider is told."))
    return refusal


def _show(
    request: HttpRequest, look: Look, county: Organiser, form: AnswerForm, *, may: bool, status: int
) -> HttpResponse:
    rows = look.changed or look.rows
    found = spreads(rows, county, look.on, look.day)
    context = {
        "change": look.change,
        "look": look,
        "rows": [(row, _named(row, found[row.listing.pk]), extras(row.pair.new)) for row in rows],
        "form": form,
        "waits": look.change.state == PriceChangeState.WAITING,
        "may_decide": may,
    }
    return render(request, "providers/admin/price_change.html", context, status=status)


def _named(row: RowLook, found: list[Spread]) -> list[tuple[str, Spread]]:
    return [(capfirst(band_name(spread.band)), spread) for spread in found]


class PriceChangeViewSet(ModelViewSet):
    model = PriceChange
    name = "pricechange"
    icon = "tag"
    menu_label = _("Prices")
    menu_order = 196
    add_to_admin_menu = True
    form_fields: list[str] = []
    copy_view_enabled = False

    def get_urlpatterns(self) -> list[URLPattern]:
        """Our own pages alone: prices are never typed in the admin."""
        return [path("", queue, name="index"), path("<int:pk>/", price_change, name="edit")]
