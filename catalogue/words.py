"""Prices in words of the active language: facts lines, bands, units."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.foundation.templatetags.ui import active_language, clock, euro, km, number

from .enums import DayPart, DayType, Unit
from .pricing import Quote, QuoteLine
from .snapshots import Band, Offer, OptionNames, PriceList


def facts_line(quote: Quote, offer: Offer) -> str:
    """ "45 €/h × 2 h + travel 6 € = 96 €"; a single unit without extras: "14 € per visit"."""
    if quote.price is None:
        return per_unit(quote.unit_cents, offer.unit) if quote.unit_cents is not None else ""
    if len(quote.lines) == 1 and quote.quantity == 1 and offer.unit != Unit.HOUR and quote.lines[0].kind == "unit":
        return per_unit(quote.unit_cents or 0, offer.unit)
    return f"{' + '.join(line_words(line, offer) for line in quote.lines)} = {euro(quote.price)}"


def line_words(line: QuoteLine, offer: Offer) -> str:
    """One line of a price as a term of the facts line."""
    if line.kind == "travel":
        return _("travel %(price)s") % {"price": euro(line.cents)}
    if line.kind == "option":
        return f"{option_name(offer, line.words['code'])} {euro(line.cents)}"
    unit_cents, quantity = line.words["unit_cents"], line.words["quantity"]
    if line.kind == "month":
        words = {"price": euro(unit_cents), "days": line.words["days"], "of": line.words["of"]}
        return _("%(price)s a month × %(days)s/%(of)s days") % words
    if offer.unit != Unit.HOUR and quantity == 1:
        return per_unit(unit_cents, offer.unit)
    price = per_unit(unit_cents, offer.unit) if offer.unit == Unit.HOUR else euro(unit_cents)
    return f"{price} × {amount(quantity, offer.unit)}"


def per_unit(cents: int, unit: str) -> str:
    """The price of one unit: "45 €/h", "14 € per visit"."""
    words = {"price": euro(cents)}
    return {
        Unit.HOUR: _("%(price)s/h"),
        Unit.VISIT: _("%(price)s per visit"),
        Unit.DAY: _("%(price)s per day"),
        Unit.MONTH: _("%(price)s a month"),
        Unit.PIECE: _("%(price)s each"),
        Unit.ONCE: _("%(price)s per time"),
    }[Unit(unit)] % words


def amount(quantity: Decimal, unit: str) -> str:
    """ "2 h", "3 visits"."""
    count = int(quantity) if quantity == int(quantity) else 2
    words = {"count": number(quantity)}
    return {
        Unit.HOUR: _("%(count)s h"),
        Unit.VISIT: ngettext("%(count)s visit", "%(count)s visits", count),
        Unit.DAY: ngettext("%(count)s day", "%(count)s days", count),
        Unit.MONTH: ngettext("%(count)s month", "%(count)s months", count),
        Unit.PIECE: ngettext("%(count)s piece", "%(count)s pieces", count),
        Unit.ONCE: ngettext("%(count)s time", "%(count)s times", count),
    }[Unit(unit)] % words


def unit_caption(unit: str) -> str:
    """The caption of a price table."""
    return {
        Unit.HOUR: _("Price of one hour"),
        Unit.VISIT: _("Price of one visit"),
        Unit.DAY: _("Price of one day"),
        Unit.MONTH: _("Price of one month"),
        Unit.PIECE: _("Price of one piece"),
        Unit.ONCE: _("Price of one time"),
    }[Unit(unit)]


def option_name(offer: PriceList, code: str) -> str:
    names = offer.option_names.get(code, OptionNames(code, code, code))
    return names._asdict()[active_language()]


def extras(prices: PriceList) -> list[tuple[OptionNames, int]]:
    """What one can add to it: the names in every language, as the public reads them, and cents."""
    return [(prices.option_names[code], cents) for code, cents in prices.options.items()]


def band_name(band: Band) -> str:
    """ "Weekday", "Saturday evening"."""
    return {
        (DayType.NONE, DayPart.NONE): _("At any time"),
        (DayType.WEEKDAY, DayPart.DAY): _("Weekday"),
        (DayType.WEEKDAY, DayPart.EVENING): _("Weekday evening"),
        (DayType.WEEKDAY, DayPart.NIGHT): _("Weekday night"),
        (DayType.SATURDAY, DayPart.DAY): _("Saturday"),
        (DayType.SATURDAY, DayPart.EVENING): _("Saturday evening"),
        (DayType.SATURDAY, DayPart.NIGHT): _("Saturday night"),
        (DayType.SUNDAY, DayPart.DAY): _("Sunday and holiday"),
        (DayType.SUNDAY, DayPart.EVENING): _("Sunday evening"),
        (DayType.SUNDAY, DayPart.NIGHT): _("Sunday night"),
    }.get((DayType(band.day_type), DayPart(band.part)), "")


def band_words(band: Band, prices: PriceList) -> str:
    """The band with its hours, where they are known: "Weekday evening 18–21"."""
    hours = band_hours(band, prices)
    return f"{band_name(band)} {clock(hours[0])}–{clock(hours[1])}" if hours else band_name(band)


def band_hours(band: Band, prices: PriceList) -> tuple[dt.time, dt.time] | None:
    """From–to of a part of the day; None where nothing was said."""
    evening, night, morning = prices.evening_from, prices.night_from, prices.night_until
    found = {
        DayPart.DAY: (morning, evening or night),
        DayPart.EVENING: (evening, night),
        DayPart.NIGHT: (night, morning),
    }.get(DayPart(band.part), (None, None))
    return found if None not in found else None  # type: ignore[return-value]


def travel_words(prices: PriceList) -> str:
    """What the way there costs."""
    words = {"km": km(prices.travel_free_m), "price": euro(prices.travel_cents_per_km)}
    if not prices.travel_cents_per_km:
        return _("The travel is included.")
    if not prices.travel_free_m:
        return _("The travel costs %(price)s for each started kilometre, one way.") % words
    return _("The travel is included within %(km)s. After that %(price)s for each started kilometre, one way.") % words


def refusal_words(code: str | None) -> str:
    """Why there is no price for this place (the refusals that a quote can give)."""
    return {
        None: "",
        "NOT_CHOOSABLE": _("Cannot be chosen now"),
        "NOT_SERVED": _("Does not come to this place"),
        "BAD_QUANTITY": _("Cannot be had in this amount"),
        "NO_SERVICE_THAT_DAY": _("No price is set now"),
        "NO_VALUE_SET": _("No voucher value is set for this"),
        "ABOVE_VALUE": _("Costs more than the voucher pays"),
    }.get(code, "")
