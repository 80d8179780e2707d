"""The provider's prices: what holds and what comes, a change question by question, a check with its consequences."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.listing_rules import is_approved
from catalogue.models import Provider
from catalogue.price_rules import PriceDays
from catalogue.terms import Terms
from marketplace.foundation.dates import today

from ..enums import OPEN_CHANGES, PriceChangeRefusal, PriceChangeState
from ..models import PriceChange
from ..prices import actions
from ..prices.board import board
from ..prices.fields import DayForm
from ..prices.looking import first_day, have_price, look_at
from ..prices.questions import DAY, Question, next_key, questions_of
from .frame import organiser, posted, provider_for, show


class NotApproved(PermissionDenied):
    """The provider is the user's own, but the county does not approve it."""


def approved_provider(request: HttpRequest, provider_id: int) -> Provider:
    """The editor's provider, if the county approves it today; else 403."""
    provider = provider_for(request, provider_id)
    if not is_approved(provider, organiser(), today()):
        raise NotApproved(provider)
    return provider


@require_safe
def prices(request: HttpRequest, provider_id: int) -> HttpResponse:
    """Each listing with its price now and those to come; what is not sent yet, or waits for the county."""
    try:
        provider, on = approved_provider(request, provider_id), today()
    except NotApproved as error:
        return show(request, error.args[0], "not_approved.html", {}, status=403)
    rules = organiser().rules(on)
    changes = provider.price_changes.with_rows()
    context = {
        "rows": board(provider, on),
        "days": PriceDays(rules, on),
        "confirms": rules.price_confirm_percent,
        "drafts": changes.drafts_of(provider, request.user),
        "waiting": changes.waiting(),
    }
    return show(request, provider, "prices.html", context)


@require_POST
def begin(request: HttpRequest, provider_id: int, listing_id: int) -> HttpResponse:
    """Begun twice it is one change."""
    provider = approved_provider(request, provider_id)
    listing = get_object_or_404(provider.listings.exclude(unit=""), pk=listing_id)
    if listing.is_package and not listing.prices.exists():
        # Its first price is set together with what is in it.
        return redirect("providers:listing_question", provider.pk, listing.pk, "price")
    change = actions.begin_change(listing=listing, organiser=organiser(), by=request.user, on=today())
    return redirect("providers:price_question", provider.pk, change.pk, "price")


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, provider_id: int, change_id: int, key: str) -> HttpResponse:
    """One question. The answer is saved before the next is asked, or the change looked at."""
    provider, change = _change(request, provider_id, change_id)
    if change.state not in OPEN_CHANGES:
        return redirect("providers:price_change", provider.pk, change.pk)
    asked, form = _form(request, change, key)
    if request.method == "POST" and form.is_valid():
        if asked is None:
            actions.write_day(change=change, day=form.cleaned_data["day"])
        else:
            actions.write_terms(row=change.rows.all()[0], terms=form.changed())
        return _onward(provider, change)
    listing = None if change.file_name else change.rows.all()[0].listing
    context = {
        "change": change,
        "form": form,
        "listing": listing,
        "text": listing.text() if listing else None,
        "question": asked,
    }
    return show(request, provider, "price_question.html", context)


def _form(request: HttpRequest, change: PriceChange, key: str) -> tuple[Question | None, Form]:
    """The question and its form; None: from which day."""
    on = today()
    rows = list(change.rows.all())
    if key == DAY:
        days = PriceDays(organiser().rules(on), on, has_price=have_price([row.listing_id for row in rows], on))
        return None, DayForm(posted(request), days=days, initial={"day": first_day(change, days)})
    known = [] if change.file_name else questions_of(rows[0].listing)
    asked = next((each for each in known if each.key == key), None)
    if asked is None:
        raise Http404
    return asked, asked.form(posted(request), listing=rows[0].listing, terms=Terms.from_json(rows[0].terms))


def _onward(provider: Provider, change: PriceChange) -> HttpResponse:
    key = None if change.file_name else next_key(Terms.from_json(change.rows.all()[0].terms), change.valid_from)
    if key:
        return redirect("providers:price_question", provider.pk, change.pk, key)
    return redirect("providers:price_change", provider.pk, change.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, provider_id: int, change_id: int) -> HttpResponse:
    """Old and new side by side, what is wrong, for how many clients it changes something; then sent."""
    provider, found = _change(request, provider_id, change_id)
    if request.method == "POST":
        return _send(request, provider, found)
    return _show(request, provider, found)


def _show(
    request: HttpRequest, provider: Provider, found: PriceChange, refusal: PriceChangeRefusal | None = None
) -> HttpResponse:
    if found.state not in OPEN_CHANGES:
        return show(request, provider, "price_sent.html", {"change": found, "waits": _waits(found)})
    look = look_at(found, organiser(), today())
    listing = None if found.file_name else look.rows[0].listing
    context = {
        "change": found,
        "look": look,
        "refusal": refusal,
        "questions": questions_of(listing) if listing else [],
        "text": listing.text() if listing else None,
    }
    return show(request, provider, "price_change.html", context, status=409 if refusal else 200)


def _waits(found: PriceChange) -> bool:
    return found.state == PriceChangeState.WAITING


def _send(request: HttpRequest, provider: Provider, found: PriceChange) -> HttpResponse:
    shown = request.POST.get("shown", "")
    refusal = actions.send_change(change=found, organiser=organiser(), by=request.user, on=today(), shown=shown)
    fresh = PriceChange.objects.with_rows().get(pk=found.pk)
    if refusal == PriceChangeRefusal.NOT_OPEN:
        messages.info(request, _("These prices were sent already."))
    elif refusal is not None:
        return _show(request, provider, fresh, refusal)
    elif _waits(fresh):
        messages.success(request, _("The prices are sent. An official looks at them and answers."))
    else:
        messages.success(request, _("The new prices are saved. Clients see them on their first day."))
    return redirect("providers:price_change", provider.pk, found.pk)


@require_POST
def throw_away(request: HttpRequest, provider_id: int, change_id: int) -> HttpResponse:
    provider, found = _change(request, provider_id, change_id)
    if actions.throw_away(change=found):
        messages.success(request, _("The change is thrown away. The prices stay as they are."))
    else:
        messages.info(request, _("These prices were sent already."))
    return redirect("providers:prices", provider.pk)


def _change(request: HttpRequest, provider_id: int, change_id: int) -> tuple[Provider, PriceChange]:
    provider = approved_provider(request, provider_id)
    return provider, get_object_or_404(PriceChange.objects.with_rows().filter(provider=provider), pk=change_id)
