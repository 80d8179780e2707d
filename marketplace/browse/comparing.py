"""Columns of the comparison: the same few facts of each, for a visitor or for a client."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.cards import visitor_numbers
from catalogue.models import Listing
from catalogue.pricing import CardQuote, Offer
from catalogue.remembered import remembered
from catalogue.views.public import Asked
from catalogue.words import facts_line, refusal_words, travel_words
from marketplace.clients.enums import Right
from marketplace.clients.models import Client
from marketplace.foundation.templatetags.ui import in_month, km, spoken
from marketplace.selections.cards import numbers
from marketplace.selections.facts import ClientCard

MOST_COMPARED = 3


@dataclass(frozen=True)
class Column:
    """One listing: facts by label, the way on, and the jar's sums for a client."""

    listing: Listing
    title: str
    url: str
    facts: dict[str, str] = field(default_factory=dict)
    button: dict[str, str] | None = None
    jar: dict[str, int] | None = None


def compared_ids(values: list[str], *, limit: bool = True) -> list[int]:
    """Known-looking ids in the order given, each once; at most three unless not limited."""
    ids = list(dict.fromkeys(int(v) for v in values if v.isascii() and v.isdigit() and len(v) < 12))
    return ids[:MOST_COMPARED] if limit else ids


def visitor_column(listing: Listing, offer: Offer, asked: Asked, on: dt.date) -> Column:
    quote = remembered(on).card_quote(offer, asked.place)
    url = asked.link("catalogue:listing", listing.pk)
    money = dict(visitor_numbers(quote, offer))
    button = {"url": url, "text": _("Read more")}
    return Column(listing, _title(listing), url, money | _facts(listing, offer, quote), button)


def client_column(client: Client, listing: Listing, card: ClientCard) -> Column:
    url = reverse("browse:listing_for", args=[client.number, listing.pk])
    money = dict(numbers(client, card))
    if card.quote.refusal is None and not card.fits:
        money[_("Left after this")] = _("Does not fit %(when)s") % {"when": in_month(card.purse.month)}
    jar = None
    if card.fits and card.left_after is not None:
        jar = {
            "granted": card.purse.granted,
            "left": card.left_after,
            "held": card.purse.held,
            "take": card.quote.budget or 0,
        }
    facts = money | _facts(listing, card.offer, card.quote)
    return Column(listing, _title(listing), url, facts, _way_on(client, listing, card, url), jar)


def _way_on(client: Client, listing: Listing, card: ClientCard, url: str) -> dict[str, str]:
    if card.quote.refusal is None and client.acting.right >= Right.CHOOSE:
        return {"url": reverse("selections:choose", args=[client.number, listing.pk]), "text": _choose(listing)}
    return {"url": url, "text": _("Read more")}


def _choose(listing: Listing) -> str:
    return _("Choose %(provider)s") % {"provider": listing.provider.name}


def _title(listing: Listing) -> str:
    text = listing.text()
    return text.title if text else ""


def _facts(listing: Listing, offer: Offer, quote: CardQuote) -> dict[str, str]:
    text = listing.text()
    facts = {
        _("Price"): facts_line(quote, offer),
        _("What it is"): text.summary if text else "",
        _("Speaks"): spoken(listing.speaks).capitalize(),
        _("Travel"): travel_words(offer) if offer.has_travel else _("No travel is charged."),
        _("Distance"): km(quote.metres) if quote.metres is not None else "",
    }
    if quote.refusal:
        facts[_("Price")] = refusal_words(quote.refusal)
    return facts


def compare_rows(columns: list[Column]) -> list[dict[str, Any]]:
    """Rows of the table: every label once, in the order of the first column that has it."""
    labels = list(dict.fromkeys(label for column in columns for label in column.facts))
    return [
        {
            "label": label,
            "first": index == 0,
            "jars": label == _("Left after this"),
            "cells": [(column, column.facts.get(label, "–")) for column in columns],
        }
        for index, label in enumerate(labels)
    ]
