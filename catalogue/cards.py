"""What a card shows of a listing. `components/listing_card.html` takes the dict; browse adds the client's numbers."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from marketplace.foundation.templatetags.ui import euro, km, spoken

from .models import Listing
from .pricing import CardQuote, Offer
from .words import facts_line, refusal_words


def listing_card(
    listing: Listing,
    offer: Offer,
    quote: CardQuote,
    *,
    url: str = "",
    numbers: Sequence[tuple[str, str]] | None = None,
    mark: dict[str, str] | None = None,
    explanation: str = "",
    buttons: Sequence[dict[str, str]] = (),
    compare: dict[str, Any] | None = None,
    words: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Plain values for a card.

    `numbers`: pairs of label and sum, the first the largest (default: the visitor's). `mark`: kind, icon and text
    (default: the refusal, if any). `buttons`: url, text, variant. `compare`: form, value, checked, id. `words`: those
    of `card_words`, if they are at hand.
    """
    same = card_words(listing, offer, quote) if words is None else words
    return {
        **same,
        "url": url or reverse("catalogue:listing", args=[listing.pk]),
        "numbers": visitor_numbers(quote, offer) if numbers is None else list(numbers),
        "mark": mark or same["mark"],
        "explanation": explanation,
        "buttons": list(buttons),
        "compare": compare,
    }


def card_words(listing: Listing, offer: Offer, quote: CardQuote) -> dict[str, Any]:
    """What a card says to everyone in that place, in the active language."""
    text = listing.text()
    refused = refusal_words(quote.refusal)
    return {
        "id": listing.pk,
        "title": text.title if text else "",
        "provider": listing.provider.name,
        "summary": text.summary if text else "",
        "facts": facts(listing, quote),
        "line": facts_line(quote, offer),
        "mark": {"kind": "no", "icon": "info", "text": refused} if refused else None,
    }


def facts(listing: Listing, quote: CardQuote) -> list[str]:
    """Short sentences: how far away, which languages."""
    sentences = []
    if quote.metres is not None:
        sentences.append(capfirst(_("%(km)s away.") % {"km": km(quote.metres)}))
    if listing.speaks:
        sentences.append(_("Speaks %(languages)s.") % {"languages": spoken(listing.speaks)})
    return sentences


def visitor_numbers(quote: CardQuote, offer: Offer) -> list[tuple[str, str]]:
    """What a visitor sees: what one would pay, and what a voucher pays at most. Empty with a refusal."""
    if quote.refusal or quote.own is None:
        return []
    if offer.is_own_unit:
        return [(_("You would pay"), euro(0)), (_("From the budget"), euro(quote.budget))]
    most = euro(quote.value) if quote.value is not None else _("the whole price")
    return [(_("You would pay"), euro(quote.own)), (_("A voucher pays at most"), most)]


def facts_for_page(listing: Listing, quote: CardQuote, offer: Offer) -> list[tuple[str, str]]:
    """Icon and words for the line under a listing's name."""
    items = []
    if quote.metres is not None:
        items.append(("map-pin", capfirst(_("%(km)s away") % {"km": km(quote.metres)})))
    if listing.speaks:
        items.append(("languages", _("Speaks %(languages)s") % {"languages": spoken(listing.speaks)}))
    if offer.minutes:
        items.append(("clock", _("Takes about %(minutes)s minutes") % {"minutes": offer.minutes}))
    if offer.is_own_unit:
        items.append(("house", _("The municipality's own unit")))
    return items
