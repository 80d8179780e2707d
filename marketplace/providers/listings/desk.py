"""Reading listings in the admin: what waits and how long, and one listing with all that it changes, to answer."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.models import TaskState, WorkflowState

from catalogue import actions
from catalogue.difference import changes
from catalogue.enums import ListingRefusal, ListingState
from catalogue.listing_rules import approved_for
from catalogue.listing_states import ListingCase
from catalogue.models import Listing
from catalogue.offers import load_offers
from catalogue.permissions import user_can_decide_about
from catalogue.translations import outdated
from catalogue.views.listing import package_items, price_rows
from catalogue.words import extras, travel_words, unit_caption
from marketplace.foundation.formats import LANGUAGES
from marketplace.foundation.readability import reading

from ..desk import for_officials
from ..views.frame import organiser, posted
from ..views.listing_frame import case_of, cases_of
from .words import reading_words

PUBLISH, RETURN = "publish", "return"


class AnswerForm(forms.Form):
    """`seen` is the revision that the official has read."""

    step = forms.ChoiceField(
        label=_("Step"),
        choices=[(PUBLISH, _("Publish it: clients see it at once")), (RETURN, _("Send it back with a comment"))],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The provider reads it."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("step") == RETURN and not data.get("comment"):
            self.add_error("comment", gettext("Write what the provider should change."))
        return data


@require_safe
@for_officials
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the county, the longest first; and what was sent back."""
    county = organiser()
    running = WorkflowState.objects.active().values_list("object_id", flat=True)
    rows = Listing.objects.for_provider().filter(pk__in=[int(pk) for pk in running.filter(**_of_listings())])
    cases = sorted(cases_of(rows, county), key=lambda case: case.task.started_at)
    context = {
        "waiting": [(case, _days(case)) for case in cases if case.work == ListingState.REVIEW],
        "returned": [(case, _days(case)) for case in cases if case.work == ListingState.RETURNED],
    }
    return render(request, "providers/admin/listing_queue.html", context)


def _of_listings() -> dict[str, Any]:
    return {"base_content_type__app_label": "catalogue", "base_content_type__model": "listing"}


def _days(case: ListingCase) -> int:
    task: TaskState = case.task
    return (timezone.localdate() - timezone.localtime(task.started_at).date()).days


@require_http_methods(["GET", "HEAD", "POST"])
@for_officials
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One listing. It is answered only as it was read."""
    case = case_of(get_object_or_404(Listing.objects.for_provider(), pk=pk), organiser())
    form = AnswerForm(posted(request), initial={"seen": case.listing.latest_revision_id})
    if request.method == "POST" and form.is_valid():
        refusal = _answer(request, case, form.cleaned_data)
        if refusal is None:
            messages.success(request, gettext("Done, and the provider is told."))
            return redirect("listing_desk")
        form.add_error(None, ListingRefusal(refusal).label)
        data = form.data.copy()
        data["seen"] = case.listing.latest_revision_id
        form.data = data
        return _show(request, case, form, status=409)
    return _show(request, case, form)


def _answer(request: HttpRequest, case: ListingCase, data: dict[str, Any]) -> ListingRefusal | None:
    act = actions.publish_listing if data["step"] == PUBLISH else actions.return_listing
    facts = {"by": request.user, "organiser": organiser(), "on": case.on}
    return act(listing=case.listing, seen=data["seen"], comment=data["comment"], **facts)


def _show(request: HttpRequest, case: ListingCase, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    listing, required = case.listing, organiser().required_languages
    offer = load_offers([listing.pk], case.on)[listing.pk]
    context = {
        "case": case,
        "waits": case.work == ListingState.REVIEW,
        "is_first": listing.first_published_at is None,
        "changes": changes(listing if listing.first_published_at else None, case.draft),
        "readings": _readings(case),
        "outdated": [LANGUAGES[code] for code in outdated(case.texts, required)],
        "prices": price_rows(offer, None, case.on),
        "caption": unit_caption(listing.unit) if listing.unit else "",
        "travel": travel_words(offer) if offer.has_travel else "",
        "extras": extras(offer),
        "items": package_items(offer) if offer.is_package else [],
        "towns": sorted(row.municipality.name for row in listing.served.select_related("municipality")),
        "approved": approved_for(listing, organiser(), case.on),
        "may_decide": user_can_decide_about(request.user, listing.provider, case.on),
        "form": form,
    }
    return render(request, "providers/admin/listing_review.html", context, status=status)


def _readings(case: ListingCase) -> list[tuple[str, str, str]]:
    """Language, which text, and how hard it is to read."""
    found = []
    for code, text in case.texts.items():
        for label, words in ((gettext("Text"), text.body), (gettext("Text in easy language"), text.easy_body)):
            if said := reading_words(reading(words, code)):
                found.append((LANGUAGES[code], label, said))
    return found
