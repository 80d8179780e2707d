"""What differs between two sets of terms, line by line, in words and cents."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.enums import Unit
from catalogue.snapshots import BAND_ORDER
from catalogue.terms import Option, Terms
from catalogue.words import band_name
from marketplace.foundation.templatetags.ui import active_language, clock, euro2, list_words, number


@dataclass(frozen=True)
class Move:
    """One thing that changes: its name, and what it was and will be, as words. Sums also in cents (None: no sum)."""

    name: str
    old: str
    new: str
    old_cents: int | None = None
    new_cents: int | None = None

    @property
    def per_cent(self) -> Decimal | None:
        """By how many per cent it rises (below zero: falls), with one decimal."""
        if not self.old_cents or self.new_cents is None:
            return None
        rise = Decimal(self.new_cents - self.old_cents) * 100 / self.old_cents
        return rise.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def warning(self) -> str:
        """What may be a slip of the hand: a price that becomes nothing, or more than doubles. Empty: nothing."""
        if self.new_cents == 0 and self.old_cents != 0:
            return _("Is this right? %(name)s becomes %(new)s.") % self._words
        if self.old_cents and (self.new_cents or 0) > 2 * self.old_cents:
            return _("Is this right? %(name)s rises from %(old)s to %(new)s, more than double.") % self._words
        return ""

    @property
    def _words(self) -> dict[str, str]:
        return {"name": self.name, "old": self.old, "new": self.new}

    @property
    def is_rise(self) -> bool:
        return (self.new_cents or 0) > (self.old_cents or 0)

    def rises_above(self, per_cent: int) -> bool:
        """By more than so many per cent; what cost nothing before and costs something now does."""
        old, new = self.old_cents, self.new_cents
        return old is not None and new is not None and new * 100 > old * (100 + per_cent)


def moves(old: Terms | None, new: Terms, unit: str) -> list[Move]:
    """Everything that differs. Without old terms all is new, and no sum is a rise."""
    before = old or Terms()
    found = [*_bands(before, new), *_options(before, new), *_travel(before, new), *_hours(before, new)]
    found += _amounts(old, new, unit)
    if old is None:
        found = [replace(move, old_cents=None) for move in found]
    return [move for move in found if (move.old, move.new) != ("", "")]


def places(old: Iterable[dict[str, Any]], new: Iterable[dict[str, Any]]) -> list[Move]:
    """Whether the drives begin elsewhere; the distance changes with it."""
    before, after = list(old), list(new)
    if sorted(map(_point, before)) == sorted(map(_point, after)):
        return []
    names = [list_words(place["name"] for place in each) or "–" for each in (before, after)]
    return [Move(_("Drives begin in"), *names)]


def _point(place: dict[str, Any]) -> tuple[float, float]:
    return place["lat"], place["lon"]


def _sum(name: str, old: int | None, new: int | None, none: str) -> Iterator[Move]:
    if old != new:
        words = [none if cents is None else euro2(cents) for cents in (old, new)]
        yield Move(name, words[0], words[1], old, new)


def _bands(old: Terms, new: Terms) -> Iterator[Move]:
    before, after = old.cents, new.cents
    for band in BAND_ORDER:
        yield from _sum(band_name(band), before.get(band), after.get(band), _("no price"))


def _options(old: Terms, new: Terms) -> Iterator[Move]:
    before, after = ({option.code: option for option in terms.options} for terms in (old, new))
    for code in dict.fromkeys([*before, *after]):
        was, will = before.get(code), after.get(code)
        name = option_name(will or was)  # type: ignore[arg-type]
        yield from _sum(name, was.cents if was else None, will.cents if will else None, _("no price"))


def option_name(option: Option) -> str:
    return getattr(option, f"name_{active_language()}") or option.name_sv


def _travel(old: Terms, new: Terms) -> Iterator[Move]:
    was, will = old.travel, new.travel
    name = _("Travel, each started kilometre")
    yield from _sum(name, was.cents_per_km, will.cents_per_km, "")
    yield from _words(_("Travel is free within"), _km(was.free_m), _km(will.free_m))
    yield from _words(_("Farthest drive"), _km(was.max_m), _km(will.max_m))


def _km(metres: int | None) -> str:
    return _("no limit") if metres is None else _("%(km)s km") % {"km": number(Decimal(metres) / 1000)}


def _hours(old: Terms, new: Terms) -> Iterator[Move]:
    yield from _words(_("Evening begins"), _clock(old.hours.evening_from), _clock(new.hours.evening_from))
    yield from _words(_("Night begins"), _clock(old.hours.night_from), _clock(new.hours.night_from))
    yield from _words(_("Night ends"), _clock(old.hours.night_until), _clock(new.hours.night_until))


def _amounts(old: Terms | None, new: Terms, unit: str) -> Iterator[Move]:
    """Nobody chooses how many of a month."""
    if old is None and unit == Unit.MONTH:
        return
    names = {
        "smallest": _("Smallest amount"),
        "largest": _("Largest amount"),
        "step": _("Goes in steps of"),
        "minutes": _("Minutes of one unit"),
    }
    for field, name in names.items():
        was, will = (number(getattr(terms, field, None)) or "–" for terms in (old, new))
        yield from _words(name, was, will)


def _clock(time: dt.time | None) -> str:
    return clock(time) or "–"


def _words(name: str, old: str, new: str) -> Iterator[Move]:
    if old != new:
        yield Move(name, old, new)


def price_lines(terms: Terms, unit: str) -> list[tuple[str, int]]:
    """Each time with its price in cents, in the order of the week."""
    cents = terms.cents
    named = len(cents) > 1 or unit in {Unit.HOUR, Unit.VISIT, Unit.DAY}
    return [(capfirst(band_name(band)) if named else "", cents[band]) for band in BAND_ORDER if band in cents]
