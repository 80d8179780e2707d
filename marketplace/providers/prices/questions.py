"""The questions about one listing's prices, one per page. Each form reads terms, and gives them back changed."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from catalogue.actions.prices import check_distances, check_hours
from catalogue.enums import UNBANDED_UNITS, DayPart, Unit
from catalogue.models import Listing
from catalogue.snapshots import BAND_ORDER, NO_BAND, Band
from catalogue.terms import Hours, Line, Option, Terms, Travel
from catalogue.words import band_name, unit_caption
from marketplace.foundation.templatetags.ui import number
from marketplace.plans.forms import AmountField, EuroField

from .fields import ClockField, PriceField, sum_words
from .moves import option_name

MOST_OPTIONS = 20
DAY = "day"
"""The key of the question from which day on; the only one about a whole list."""


class TermsForm(forms.Form):
    """`terms` as they are; `changed()` gives them as they were written."""

    def __init__(self, *args: Any, listing: Listing, terms: Terms, **kwargs: Any) -> None:
        self.listing, self.terms = listing, terms
        super().__init__(*args, **kwargs)

    def changed(self) -> Terms:
        raise NotImplementedError


class PricesForm(TermsForm):
    """One field for each time; an empty one means that nobody comes then."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = {line.band: line for line in self.terms.lines}
        for band in self.bands():
            may_share = band.part in {DayPart.EVENING, DayPart.NIGHT}
            field = PriceField if may_share else EuroField
            label = unit_caption(self.listing.unit) if band == NO_BAND else capfirst(band_name(band))
            self.fields[name_of(band)] = field(label=label, required=band == NO_BAND, initial=_said(lines.get(band)))
        if NO_BAND in self.bands():
            self.fields[name_of(NO_BAND)].error_messages["required"] = _("Write the price.")

    def bands(self) -> list[Band]:
        if self.listing.unit in UNBANDED_UNITS:
            return [NO_BAND]
        return [band for band in BAND_ORDER if band != NO_BAND]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self._lines(data):
            raise ValidationError(_("Write at least one price."))
        for line in [] if self.errors else self._lines(data):
            day = name_of(Band(line.day_type, DayPart.DAY))
            if line.percent is not None and data.get(day) is None:
                self.add_error(name_of(line.band), _("A percentage needs a price for the day of the same kind of day."))
        return data

    def _lines(self, data: dict[str, Any]) -> list[Line]:
        said = [(band, data.get(name_of(band))) for band in self.bands()]
        return [_line(band, value) for band, value in said if value is not None]

    def changed(self) -> Terms:
        """In the order of the week; what did not change keeps its place, so that nothing differs."""
        lines = {line.band: line for line in self._lines(self.cleaned_data)}
        kept = [band for band in (line.band for line in self.terms.lines) if band in lines]
        order = [*kept, *(band for band in lines if band not in kept)]
        return self.terms.but(lines=tuple(lines[band] for band in order))


def name_of(band: Band) -> str:
    return f"{band.day_type}-{band.part}"


def _said(line: Line | None) -> str:
    if line is None:
        return ""
    return f"{line.percent} %" if line.percent is not None else sum_words(line.cents)


def _line(band: Band, value: int | tuple[int | None, int | None]) -> Line:
    cents, percent = value if isinstance(value, tuple) else (value, None)
    return Line(band.day_type, band.part, cents, percent)


class HoursForm(TermsForm):
    evening_from = ClockField(gettext_lazy("When does the evening begin?"))
    night_from = ClockField(gettext_lazy("When does the night begin?"))
    night_until = ClockField(gettext_lazy("When does the night end?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.initial.setdefault(name, getattr(self.terms.hours, name))
        parts = {line.part for line in self.terms.lines}
        for part, names in {DayPart.EVENING: ["evening_from"], DayPart.NIGHT: ["night_from", "night_until"]}.items():
            for name in names if part in parts else []:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = _("Write the time, for example 18.00.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                check_hours(Hours(**data))
            except ValidationError as error:
                self.add_error("evening_from" if error.code == "evening_after_night" else "night_until", error)
        return data

    def changed(self) -> Terms:
        return self.terms.but(hours=Hours(**self.cleaned_data))


class TravelForm(TermsForm):
    cents_per_km = EuroField(
        label=gettext_lazy("Price of each started kilometre, one way"),
        help_text=gettext_lazy("Empty: the travel is included."),
        required=False,
    )
    free_km = AmountField(label=gettext_lazy("How many kilometres are free?"), required=False, min_value=0)
    max_km = AmountField(
        label=gettext_lazy("How many kilometres do you drive at most?"),
        help_text=gettext_lazy("Empty: there is no limit."),
        required=False,
        min_value=0,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        travel = self.terms.travel
        self.initial["cents_per_km"] = sum_words(travel.cents_per_km or None)
        self.initial["free_km"] = _km(travel.free_m or None)
        self.initial["max_km"] = _km(travel.max_m)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                check_distances(_travel(data))
            except ValidationError as error:
                self.add_error("max_km", error)
        return data

    def changed(self) -> Terms:
        return self.terms.but(travel=_travel(self.cleaned_data))


def _travel(data: dict[str, Any]) -> Travel:
    most = data["max_km"]
    return Travel(
        free_m=int((data["free_km"] or 0) * 1000),
        cents_per_km=data["cents_per_km"] or 0,
        max_m=None if most is None else int(most * 1000),
    )


def _km(metres: int | None) -> str:
    return "" if metres is None else number(Decimal(metres) / 1000)


class ExtrasForm(TermsForm):
    """Each extra's price, and one more to add. An empty price takes an extra away."""

    new_sv = forms.CharField(
        label=gettext_lazy("One more extra: its name in Swedish"),
        help_text=gettext_lazy("For example: We bring the cleaning things."),
        max_length=80,
        required=False,
    )
    new_fi = forms.CharField(label=gettext_lazy("Its name in Finnish"), max_length=80, required=False)
    new_price = EuroField(label=gettext_lazy("Its price"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        added = {name: self.fields.pop(name) for name in ("new_sv", "new_fi", "new_price")}
        for option in self.terms.options:
            help_text = _("Empty: it cannot be had any more.")
            field = EuroField(label=option_name(option), required=False, help_text=help_text)
            field.initial = sum_words(option.cents)
            self.fields[f"option-{option.code}"] = field
        if len(self.terms.options) < MOST_OPTIONS:
            self.fields |= added

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        new = {name: data.get(name) for name in ("new_sv", "new_fi", "new_price") if name in self.fields}
        if any(value not in {None, ""} for value in new.values()):
            for name, value in new.items():
                if value in {None, ""} and name not in self.errors:
                    self.add_error(name, _("Write the name in both languages, and the price."))
        return data

    def changed(self) -> Terms:
        data = self.cleaned_data
        kept = [
            replace(option, cents=data[f"option-{option.code}"])
            for option in self.terms.options
            if data[f"option-{option.code}"] is not None
        ]
        if data.get("new_price") is not None:
            taken = {option.code for option in self.terms.options}
            code = next(code for count in range(1, 100) if (code := f"extra-{count}") not in taken)
            kept.append(Option(code, data["new_sv"], data["new_fi"], data["new_price"]))
        return self.terms.but(options=tuple(kept))


class AmountsForm(TermsForm):
    smallest = AmountField(label=gettext_lazy("The least that one can choose"), min_value=Decimal("0.01"))
    largest = AmountField(label=gettext_lazy("The most that one can choose at a time"), min_value=Decimal("0.01"))
    step = AmountField(
        label=gettext_lazy("In steps of"),
        help_text=gettext_lazy("For example 0,5: then 1,5 hours can be chosen."),
        min_value=Decimal("0.01"),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes does it take?"),
        help_text=gettext_lazy("Of one visit or one time, if it is not counted by the hour."),
        min_value=1,
        max_value=1440,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Write a whole number, for example 45.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("smallest", "largest", "step"):
            self.initial.setdefault(name, number(getattr(self.terms, name)))
            self.fields[name].error_messages["required"] = _("Write how much, for example 2.")
        self.initial.setdefault("minutes", self.terms.minutes)
        if self.listing.unit == Unit.HOUR:
            del self.fields["minutes"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        smallest, largest, step = (data.get(name) for name in ("smallest", "largest", "step"))
        if smallest and largest and largest < smallest:
            self.add_error("largest", _("The most is less than the least."))
        elif smallest and largest and step and (smallest % step or largest % step):
            self.add_error("step", _("The smallest and the largest amount must be multiples of the step."))
        return data

    def changed(self) -> Terms:
        return self.terms.but(**self.cleaned_data)


@dataclass(frozen=True)
class Question:
    """`asked(listing)`: whether it is asked of such a listing at all."""

    key: str
    short: Promise
    form: type[TermsForm]
    asked: Callable[[Listing], bool]


def _banded(listing: Listing) -> bool:
    return listing.unit not in UNBANDED_UNITS


def _travels(listing: Listing) -> bool:
    return listing.unit not in {Unit.MONTH, Unit.PIECE}


QUESTIONS = (
    Question("price", gettext_lazy("Prices"), PricesForm, lambda listing: True),
    Question("hours", gettext_lazy("Evening and night"), HoursForm, _banded),
    Question("travel", pgettext_lazy("price", "Travel"), TravelForm, _travels),
    Question("extras", gettext_lazy("Extras"), ExtrasForm, lambda listing: listing.unit != Unit.MONTH),
    Question("amounts", gettext_lazy("Amounts"), AmountsForm, lambda listing: listing.unit != Unit.MONTH),
)


def questions_of(listing: Listing) -> list[Question]:
    return [question for question in QUESTIONS if question.asked(listing)]


def next_key(terms: Terms, day: dt.date | None) -> str | None:
    """What must be answered before the change can be looked at; None: nothing."""
    parts = {line.part for line in terms.lines}
    if not terms.lines:
        return "price"
    evening_open = DayPart.EVENING in parts and terms.hours.evening_from is None
    night_open = DayPart.NIGHT in parts and None in {terms.hours.night_from, terms.hours.night_until}
    if evening_open or night_open:
        return "hours"
    return DAY if day is None else None
