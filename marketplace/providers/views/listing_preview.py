"""A draft as clients will see it, with what it costs at a place that one chooses."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.listing_states import ListingCase
from catalogue.models import Provider
from catalogue.offers import load_offers
from catalogue.places import find_area
from catalogue.pricing import CardQuote, Place, card_quote
from catalogue.views.listing import listing_context, price_rows
from marketplace.foundation.formats import LANGUAGES, swap_language
from marketplace.foundation.templatetags.ui import active_language, euro

from ..listings.forms import PostcodeForm
from .frame import show
from .listing_frame import for_own_listing


@require_safe
@for_own_listing
def preview(request: HttpRequest, provider: Provider, case: ListingCase) -> HttpResponse:
    """`?postcode=`: for whom. The words are the draft's; price, places and approval are what they are now."""
    if not case.draft.unit:
        messages.info(request, _("First say how the price is counted. Then you can see the preview."))
        return redirect("providers:listing", provider.pk, case.listing.pk)
    asked = request.GET.get("postcode", "")
    area = find_area(asked)
    form = PostcodeForm(request.GET if asked else None)
    if asked and form.is_valid() and area is None:
        form.add_error("postcode", _("We do not know this postal code. It has five digits."))
    place = Place.of(area) if area else None
    offer = load_offers([case.listing.pk], case.on)[case.listing.pk]
    quote = card_quote(offer, place, case.on)
    context = {
        **listing_context(case.draft, offer, quote, case.on),
        "case": case,
        "form": form,
        "area": area,
        "rows": price_rows(offer, place, case.on),
        "numbers": numbers(quote),
        "written_in": _languages(request, case),
    }
    return show(request, provider, "listing_preview.html", context)


def numbers(quote: CardQuote) -> list[tuple[str, str]]:
    """The three: the client's part, the budget's, and the price; none where there is no price for the place."""
    if quote.refusal or quote.own is None:
        return []
    own = (_("The client pays"), euro(quote.own))
    return [own, (_("From the budget"), euro(quote.budget)), (_("Price"), euro(quote.price))]


def _languages(request: HttpRequest, case: ListingCase) -> list[dict[str, Any]]:
    """The other languages that it is written in, and where to see it in them."""
    here, found = request.get_full_path(), [code for code in LANGUAGES if code in case.texts]
    return [
        {"code": code, "name": LANGUAGES[code], "url": swap_language(here, code)}
        for code in found
        if code != active_language()
    ]
