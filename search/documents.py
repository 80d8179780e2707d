"""A search document: a mapping of plain values, made from a listing's words, facts and frozen offer."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.pricing import Offer, Place, card_quote

from .analysis.chain import streams
from .analysis.words import LANGUAGES, STOP, fold, marked, split

OWN_STEP = 2**24
"""Own share × this + price sorts by what I pay, then by price; below it there is nothing to pay."""
FAR = 10**9
"""Metres of an offer that names no place it drives from: last when the nearest come first."""
NO_PRICE = 10**9
"""`p_base` of a listing without a price of its own: last when the cheapest come first."""
WEEKDAYS = range(7)
TIE_MULTIPLIERS = (2654435761, 2246822519, 3266489917, 668265263, 374761393, 1597334677, 3812015801)
FACETS = ("category", "municipality", "provider_kind", "kind", "speaks")
RAW = (*FACETS, "unit", "served")
LEM = ("lem_title", "lem_category", "lem_body")
TEXT = (*LEM, "par_title", "par_category", "par_body", "ng_head", "ng_body")
FORMS = "forms"
"""The one key that no engine indexes: marked whole words of title and category, read by `scoring.Counting`."""
ALPHABET = {letter: code for code, letter in enumerate(" 0123456789abcdefghijklmnopqrstuvwxyzåäö", start=1)}
NAME_LETTERS = 11
"""As many as a whole number of 63 bits holds, to the base of the alphabet."""
WHOLE_NUMBERS = ("p_base", "name_sv", "name_fi", "name_en", *(f"tie_{day}" for day in WEEKDAYS))
SCHEMA_VERSION = 2

Texts = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Words:
    """(language, text) pairs of each part, and the name that lists are ordered by, per language."""

    title: Texts = ()
    category: Texts = ()
    body: Texts = ()
    names: Mapping[str, str] = field(default_factory=dict)


def document(pk: int, words: Words, facts: Mapping[str, Iterable[str]], prices: Mapping[str, int]) -> dict[str, Any]:
    """`facts`: values of the RAW fields but `served`; `prices`: columns of `price_columns`."""
    title, category, body = (streams(texts) for texts in (words.title, words.category, words.body))
    forms = list(dict.fromkeys(_forms((*words.title, *words.category))))
    made: dict[str, Any] = {"id": pk, **{f"tie_{day}": tie(pk, day) for day in WEEKDAYS}}
    for name, (lem, par, _) in {"title": title, "category": category, "body": body}.items():
        made |= {f"lem_{name}": lem, f"par_{name}": par}
    made |= {"ng_head": list(dict.fromkeys((*title[2], *category[2]))), "ng_body": body[2]}
    made |= {f"name_{code}": name_order(words.names.get(code, "")) for code in LANGUAGES}
    made |= {name: sorted(set(facts.get(name, ()))) for name in (*FACETS, "unit")}
    made["served"] = sorted(column[1:] for column in prices if column.startswith("b"))
    return {**made, FORMS: forms, **prices}


def _forms(texts: Texts) -> list[str]:
    return [marked(word, code) for code, text in texts for word in split(text) if word not in STOP[code]]


def tie(pk: int, weekday: int) -> int:
    """Unique and neutral: among equals the order changes with the weekday, never by payment."""
    return pk * TIE_MULTIPLIERS[weekday] % 2**32


def name_order(name: str) -> int:
    """A number that orders as the first letters do: digits, a–z, å, ä, ö."""
    letters = " ".join(split(name))
    plain = [letter if letter in ALPHABET else fold(letter)[:1] for letter in letters][:NAME_LETTERS]
    number = 0
    for letter in plain + [""] * (NAME_LETTERS - len(plain)):
        number = number * (len(ALPHABET) + 1) + ALPHABET.get(letter, 0)
    return number


def price_columns(offer: Offer, places: Iterable[Place], on: dt.date) -> dict[str, int]:
    """`b…`, `o…` and `d…` per postal code where it can be bought, and `p_base`, the price without travel."""
    columns: dict[str, int] = {}
    base = card_quote(offer, None, on)
    if base is not None and base.price is not None:
        columns["p_base"] = base.price
    for place in places:
        if place.municipality_id not in offer.served or place.organiser_id not in offer.choosable_by:
            continue
        quote = card_quote(offer, place, on)
        if quote is None or quote.refusal or quote.own is None or quote.budget is None:
            continue
        columns[f"b{place.postcode}"] = quote.budget
        columns[f"o{place.postcode}"] = quote.own * OWN_STEP + (quote.price or 0)
        columns[f"d{place.postcode}"] = FAR if quote.metres is None else quote.metres
    return columns
