"""What pages show a client about listings and money, in a constant number of queries."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import get_language

from catalogue.cards import card_words
from catalogue.pricing import CardQuote, Offer, Place
from catalogue.remembered import remembered
from marketplace.budgets.querysets import BudgetView, remaining
from marketplace.clients.models import Client
from marketplace.foundation.dates import shown_month, today


@dataclass(frozen=True)
class Purse:
    """The month that the bar names, with its money in cents."""

    month: dt.date
    money: BudgetView

    @property
    def left(self) -> int:
        return self.money.remaining

    @property
    def granted(self) -> int:
        return self.money.granted

    @property
    def held(self) -> int:
        return self.money.reserved


@dataclass(frozen=True)
class ClientCard:
    """The numbers of one card for a client: the quote, what is left after it, and what is missing."""

    offer: Offer
    quote: CardQuote
    purse: Purse
    words: dict[str, Any]
    """What the card says to everyone there (`catalogue.cards.card_words`)."""

    @property
    def left_after(self) -> int | None:
        return None if self.quote.budget is None else self.purse.left - self.quote.budget

    @property
    def missing(self) -> int:
        return max(0, -(self.left_after or 0))

    @property
    def fits(self) -> bool:
        return self.left_after is not None and self.left_after >= 0


def purse(client: Client, *, on: dt.date, month: dt.date | None = None) -> Purse:
    """What is left in the month shown first (from the 25th the next), or in the month asked for."""
    shown = month or shown_month(on)
    return Purse(shown, remaining(client, [shown])[shown])


def purse_of(money: Mapping[dt.date, BudgetView], *, on: dt.date) -> Purse:
    """As `purse`, of months that are at hand."""
    shown = shown_month(on)
    return Purse(shown, money.get(shown, BudgetView()))


def around_client(client: Client, known: Mapping[str, Any]) -> dict[str, Any]:
    """What every page of a client shows beside its content."""
    bar = known.get("purse") or purse(client, on=today())
    return {"purse": bar, "shortlist_count": client.shortlist.count()}


def client_cards(client: Client, ids: Iterable[int], bar: Purse, *, on: dt.date) -> dict[int, ClientCard]:
    """Cards by listing id, unknown ones left out. `client` comes with postal area and municipality (the lookup)."""
    catalogue, place, language = remembered(on), Place.of(client.postal_area), get_language()
    offers = catalogue.offers(ids)
    cards = {}
    for pk, listing in catalogue.listings(offers).items():
        quote = catalogue.card_quote(offers[pk], place)
        words = catalogue.keep(("card words", pk, place, language), partial(card_words, listing, offers[pk], quote))
        cards[pk] = ClientCard(offers[pk], quote, bar, words)
    return cards
