"""The provider's listings: how each stands, beginning one, and one listing with all answers, sent and taken back."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue import actions
from catalogue.enums import ListingState
from catalogue.listing_rules import draftable, is_approved, open_questions
from catalogue.listing_states import ListingCase
from catalogue.models import Category, Organiser, Provider
from catalogue.offers import load_offers
from catalogue.translations import outdated
from catalogue.views.listing import price_rows
from marketplace.foundation.dates import today
from marketplace.foundation.formats import LANGUAGES

from ..listings.forms import CategoryForm
from ..listings.questions import asked_of, by_language
from ..listings.words import STATUS
from .frame import organiser, posted, provider_for, show
from .listing_frame import case_of, cases_of, for_approved, for_own_listing


@require_safe
def listings(request: HttpRequest, provider_id: int) -> HttpResponse:
    """All of the provider's, those that wait for the provider first."""
    provider, county = provider_for(request, provider_id), organiser()
    rows = cases_of(provider.listings.for_provider().order_by("-pk"), county)
    rows.sort(key=lambda case: case.work is None)
    context = {
        "rows": [(case, [STATUS[state] for state in case.states]) for case in rows],
        "approved": is_approved(provider, county, today()),
    }
    return show(request, provider, "listings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_approved
def new(request: HttpRequest, provider: Provider) -> HttpResponse:
    """In which category; the questions follow."""
    form = CategoryForm(posted(request), categories=_categories(provider, organiser()))
    if request.method == "POST" and form.is_valid():
        category = form.cleaned_data["category"]
        listing = actions.start_listing(provider=provider, category=category, by=request.user)
        first = asked_of(case_of(listing, organiser()))[0]
        return redirect("providers:listing_question", provider.pk, listing.pk, first.key)
    return show(request, provider, "new_listing.html", {"form": form})


def _categories(provider: Provider, county: Organiser) -> QuerySet[Category]:
    """Those with none below them, of what the provider is approved for or waits to be."""
    wanted = Q(pk__in=[])
    for path in draftable(provider, county, today()):
        wanted |= Q(path__startswith=path)
    return Category.objects.filter(wanted, children__isnull=True).order_by("position", "code")


@require_safe
@for_own_listing
def listing(request: HttpRequest, provider: Provider, case: ListingCase) -> HttpResponse:
    """How it stands, and all answers."""
    required = organiser().required_languages
    still_open = open_questions(case.listing, required, case.on)
    keys = {question.key for question in asked_of(case)}
    context = {
        "case": case,
        "shows_price": "price" not in keys,
        "prices": _prices(case),
        "open": still_open,
        "statuses": [STATUS[state] for state in case.states],
        "rows": [
            (question, by_language(question.said(case)), question.key in still_open) for question in asked_of(case)
        ],
        "may_change": case.work != ListingState.REVIEW,
        "outdated": [(code, LANGUAGES[code]) for code in outdated(case.texts, required)],
    }
    return show(request, provider, "listing.html", context)


def _prices(case: ListingCase) -> list[dict[str, Any]]:
    """Those of today; the page of prices has those to come, and changes them."""
    return price_rows(load_offers([case.listing.pk], case.on)[case.listing.pk], None, case.on)


@require_POST
@for_own_listing
def send(request: HttpRequest, provider: Provider, case: ListingCase) -> HttpResponse:
    refusal = actions.send_listing(listing=case.listing, by=request.user, organiser=organiser(), on=case.on)
    if refusal:
        messages.error(request, refusal.label)
    else:
        messages.success(request, _("Sent. The county reads it, and you get a mail."))
    return redirect("providers:listing", provider.pk, case.listing.pk)


@require_POST
@for_own_listing
def take_back(request: HttpRequest, provider: Provider, case: ListingCase) -> HttpResponse:
    refusal = actions.take_back_listing(listing=case.listing, by=request.user)
    if refusal:
        messages.error(request, refusal.label)
    else:
        messages.success(request, _("It is a draft again. Change what you want, and send it when it is ready."))
    return redirect("providers:listing", provider.pk, case.listing.pk)


@require_POST
@for_own_listing
def hide(request: HttpRequest, provider: Provider, case: ListingCase) -> HttpResponse:
    refusal = actions.hide_listing(listing=case.listing, by=request.user)
    if refusal:
        messages.error(request, refusal.label)
    else:
        messages.success(request, _("Clients cannot choose it any more. What they have chosen goes on."))
    return redirect("providers:listing", provider.pk, case.listing.pk)


@require_POST
@for_own_listing
def holds(request: HttpRequest, provider: Provider, case: ListingCase) -> HttpResponse:
    """Someone says that the text in a language is right still, though another one was changed."""
    language = request.POST.get("language", "")
    if language in case.texts:
        facts = {"by": request.user, "organiser": organiser(), "on": case.on, "holds": [language]}
        if refusal := actions.change_draft(listing=case.listing, **facts):
            messages.error(request, refusal.label)
        else:
            messages.success(request, _("Noted: %(language)s still holds.") % {"language": LANGUAGES[language]})
    return redirect("providers:listing", provider.pk, case.listing.pk)
