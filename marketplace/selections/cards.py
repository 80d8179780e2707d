"""A listing's card with a client's numbers: you pay, from the budget, left after this."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.cards import listing_card
from catalogue.models import Listing
from catalogue.pricing import NOT_CHOOSABLE
from marketplace.clients.enums import Right
from marketplace.clients.models import Client
from marketplace.foundation.templatetags.ui import euro, in_month

from .facts import ClientCard


def client_card(
    client: Client,
    listing: Listing,
    card: ClientCard,
    *,
    buttons: bool = True,
    compare: str = "",
    checked: bool = False,
) -> dict[str, Any]:
    """The dict of `components/listing_card.html`. `compare`: the id of the form that a tick box belongs to."""
    words, url = {"when": in_month(card.purse.month)}, reverse("browse:listing_for", args=[client.number, listing.pk])
    mark = explanation = None
    if card.quote.refusal is None and not card.fits:
        mark = {"kind": "no", "icon": "info", "text": _("%(sum)s is missing %(when)s") % (words | _sum(card.missing))}
        explanation = _("It costs more than what is left %(when)s.") % words
    elif card.quote.refusal is None:
        mark = {"kind": "ok", "icon": "check", "text": _("Fits %(when)s") % words}
    return listing_card(
        listing,
        card.offer,
        card.quote,
        url=url,
        numbers=numbers(client, card) if card.fits else [],
        mark=mark,
        explanation=explanation or "",
        buttons=card_buttons(client, listing, card, url) if buttons else [],
        compare={"form": compare, "checked": checked} if compare else None,
        words=card.words,
    )


def payer(client: Client) -> str:
    """Who pays the own share: "You pay", or by name for a helper."""
    return _("You pay") if client.acting.is_self else _("%(name)s pays") % {"name": client.first_name}


def numbers(client: Client, card: ClientCard) -> list[tuple[str, str]]:
    """The three numbers, in the order in which they matter. Empty with a refusal."""
    if card.quote.refusal or card.quote.own is None:
        return []
    return [
        (payer(client), euro(card.quote.own)),
        (_("From the budget"), euro(card.quote.budget)),
        (_("Left after this"), euro(card.left_after)),
    ]


def card_buttons(client: Client, listing: Listing, card: ClientCard, url: str) -> list[dict[str, str]]:
    text = _("Read more and choose") if client.acting.right >= Right.CHOOSE else _("Read more and suggest")
    if card.quote.refusal == NOT_CHOOSABLE:
        text = _("Read more")
    if card.quote.refusal is None and not card.fits:
        text = _("See what fits")
        if client.acting.right >= Right.CHOOSE:
            url = reverse("selections:choose", args=[client.number, listing.pk])
    save = reverse("selections:save", args=[client.number, listing.pk])
    return [{"url": url, "text": text, "variant": "primary"}, {"url": save, "text": _("Save"), "variant": "secondary"}]


def _sum(cents: int) -> dict[str, str]:
    return {"sum": euro(cents)}
