""" "Still right?": the provider's published listings with what clients see, how long each is valid, and the button."""

import datetime as dt
import re
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from catalogue import actions
from catalogue.freshness import Lease, leases
from catalogue.models import Provider
from catalogue.pricing import CardQuote, Offer, card_quote
from catalogue.remembered import remembered
from catalogue.words import facts_line
from marketplace.foundation.dates import today

from ..enums import LeaseStage
from ..leases import stage_days
from .frame import organiser, provider_for, show


@dataclass(frozen=True)
class Row:
    """A listing with what its provider is asked to read once more."""

    lease: Lease
    offer: Offer
    quote: CardQuote

    @property
    def is_due(self) -> bool:
        """From the day of the first reminder on."""
        age = (self.lease.on - self.lease.checked_on).days
        return age >= stage_days(self.lease.days)[LeaseStage.FIRST]

    @property
    def mark(self) -> str:
        return "no" if self.lease.is_over else "tag" if self.is_due else "ok"

    @property
    def icon(self) -> str:
        return "info" if self.is_due else "check"

    @property
    def price(self) -> str:
        return facts_line(self.quote, self.offer)

    @property
    def towns(self) -> list[str]:
        return [row.name for row in remembered(self.lease.on).municipalities.values() if row.pk in self.offer.served]


@require_http_methods(["GET", "HEAD", "POST"])
def freshness(request: HttpRequest, provider_id: int) -> HttpResponse:
    """POST: the listings named by `listing` are still right, one or all of those that the page showed."""
    provider, on = provider_for(request, provider_id), today()
    if request.method == "POST":
        ids = [int(value) for value in request.POST.getlist("listing") if re.fullmatch(r"[0-9]{1,18}", value)]
        _say(request, actions.confirm_several(provider=provider, ids=ids, by=request.user, on=on))
        return redirect("providers:freshness", provider.pk)
    rows = _rows(provider, on)
    context = {"rows": rows, "hidden": sum(row.lease.is_over for row in rows), "due": sum(row.is_due for row in rows)}
    return show(request, provider, "freshness.html", context)


def _say(request: HttpRequest, count: int) -> None:
    if not count:
        messages.info(request, _("Nothing was changed. Look at the list, and press the button once more."))
        return
    words = ngettext(
        "Thank you. Clients can choose this service again, or still.",
        "Thank you. Clients can choose these %(count)s services again, or still.",
        count,
    )
    messages.success(request, words % {"count": count})


def _rows(provider: Provider, on: dt.date) -> list[Row]:
    listings = provider.listings.filter(live=True).select_related("category").prefetch_related("texts")
    found = leases(listings.with_last_check(on), organiser(), on)
    offers = remembered(on).offers([lease.listing.pk for lease in found])
    return [
        Row(lease, offers[lease.listing.pk], card_quote(offers[lease.listing.pk], None, on))
        for lease in found
        if lease.listing.pk in offers
    ]
