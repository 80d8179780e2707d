"""The listing page of one client: the public page's content with her numbers."""

import datetime as dt
from typing import Any

from django.urls import reverse

from catalogue.cards import facts_for_page
from catalogue.models import Listing
from catalogue.pricing import Place
from catalogue.remembered import remembered
from catalogue.views.listing import listing_context, price_rows
from marketplace.clients.enums import Right
from marketplace.clients.models import Client
from marketplace.selections.cards import client_card, numbers, payer
from marketplace.selections.facts import client_cards, purse

SIMILAR = 3


def client_listing(client: Client, shown: Listing, *, on: dt.date) -> dict[str, Any]:
    """Everything `pages/browse/listing_for.html` shows; a constant number of queries."""
    others = _similar(client, shown, on)
    bar = purse(client, on=on)
    cards = client_cards(client, [shown.pk, *(row.pk for row in others)], bar, on=on)
    card, offer = cards[shown.pk], cards[shown.pk].offer
    number = client.number
    return {
        **listing_context(shown, offer, card.quote, on),
        "facts": facts_for_page(shown, card.quote, offer),
        "purse": bar,
        "card": client_card(client, shown, card, buttons=False),
        "numbers": numbers(client, card) if card.fits else [],
        "fits": card.fits,
        "jar": _jar(card) if card.fits else None,
        "rows": price_rows(offer, Place.of(client.postal_area), on),
        "payer": payer(client),
        "choosable": client.organiser_id in offer.choosable_by,
        "may_choose": client.acting.right >= Right.CHOOSE,
        "may_suggest": client.acting.right >= Right.SUGGEST and not client.acting.is_self,
        "saved": client.shortlist.filter(listing=shown).exists(),
        "choose_url": reverse("selections:choose", args=[number, shown.pk]),
        "suggest_url": reverse("selections:suggest", args=[number, shown.pk]),
        "save_url": reverse("selections:save", args=[number, shown.pk]),
        "search_url": f"{reverse('browse:search_for', args=[number])}?category={shown.category.code}",
        "similar": [client_card(client, row, cards[row.pk], buttons=False) for row in others],
    }


def _similar(client: Client, shown: Listing, on: dt.date) -> list[Listing]:
    catalogue, town = remembered(on), client.postal_area.municipality_id
    found = catalogue.choosable(shown.category_id, client.organiser_id, town, SIMILAR + 1)
    return list(catalogue.listings([pk for pk in found if pk != shown.pk][:SIMILAR]).values())


def _jar(card: Any) -> dict[str, int]:
    return {
        "granted": card.purse.granted,
        "left": card.left_after,
        "held": card.purse.held,
        "take": card.quote.budget or 0,
    }
