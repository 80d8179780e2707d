"""Forms of choosing. What was typed is kept; errors say what to write instead."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.enums import Unit
from catalogue.pricing import Offer
from marketplace.foundation.formats import euro, number

from .enums import PatternKind
from .models import Draft, Suggestion
from .pattern import Pattern

DATE_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y"]
WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]
HOW_OFTEN = [
    ("once", _("Once")),
    ("1", _("Every week")),
    ("2", _("Every second week")),
    ("4", _("Every fourth week")),
]
MOST_CHOICES = 40
"""More amounts than this are written by hand instead of chosen from a list."""


class DateInput(forms.DateInput):
    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, dt.date) else value


def clock_choices() -> list[tuple[str, str]]:
    """Half hours from six in the morning to ten at night, then the night."""
    minutes = [*range(6 * 60, 24 * 60, 30), *range(0, 6 * 60, 30)]
    return [(f"{m // 60:02}:{m % 60:02}", f"{m // 60}.{m % 60:02}") for m in minutes]


class AmountField(forms.DecimalField):
    """Takes a comma as well as a point, in every language; at most two decimals."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {
            "required": _("Say how much."),
            "invalid": _("Write a number, for example 2 or 1,5."),
            "max_decimal_places": _("Write at most two decimals."),
        }
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_digits=7, decimal_places=2, widget=widget, error_messages=errors, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class PatternForm(forms.Form):
    """How often, when and how much of one listing. For a month-priced service only from when."""

    how_often = forms.ChoiceField(label=_("How often?"), choices=HOW_OFTEN, widget=forms.RadioSelect, initial="once")
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which weekdays?"),
        help_text=_("Only if it is more than once."),
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    first_on = forms.DateField(
        label=_("First day"),
        input_formats=DATE_FORMATS,
        widget=DateInput,
        error_messages={
            "invalid": _("Write the day as day.month.year, for example 1.12.2026."),
            "required": _("Say which day it begins."),
        },
    )
    until_on = forms.DateField(
        label=_("Last day"),
        help_text=_("May be left empty: it then goes on as long as the plan allows."),
        input_formats=DATE_FORMATS,
        widget=DateInput,
        required=False,
        error_messages={"invalid": _("Write the day as day.month.year, for example 1.12.2026.")},
    )
    start = forms.TimeField(
        label=_("At what time?"),
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.Select(choices=[]),
        error_messages={
            "required": _("Say at what time."),
            "invalid": _("Write the time as hour.minutes, like 10.30."),
        },
    )
    quantity = AmountField(label=_("How much each time?"))
    options = forms.MultipleChoiceField(label=_("Extras"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, offer: Offer, on: dt.date, **kwargs: Any) -> None:
        self.offer, self.on = offer, on
        super().__init__(*args, **kwargs)
        if offer.unit == Unit.MONTH:
            for name in ("how_often", "weekdays", "start", "quantity", "options"):
                del self.fields[name]
            return
        self.fields["start"].widget.choices = clock_choices()
        if not offer.options:
            del self.fields["options"]
        else:
            self.fields["options"].choices = _option_choices(offer)
        if offer.unit in {Unit.PIECE, Unit.ONCE}:
            self.fields["start"].required = False
        self._amounts()

    def _amounts(self) -> None:
        """A short list of amounts is chosen from; what is typed past it is refused with the smallest and largest."""
        offer, field = self.offer, self.fields["quantity"]
        count = int((offer.largest - offer.smallest) / offer.step) + 1
        if count == 1:
            field.widget = forms.HiddenInput()
            field.initial = offer.smallest
            return
        if count <= MOST_CHOICES:
            amounts = [offer.smallest + offer.step * index for index in range(count)]
            field.widget = forms.Select(choices=[(_plain(a), _amount_words(a, offer.unit)) for a in amounts])
        field.initial = _plain(offer.smallest)

    def clean_first_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["first_on"]
        if day < self.on:
            text = _("Choose today (%(day)s) or a later day.")
            raise forms.ValidationError(text, params={"day": date_format(self.on, "j.n.Y")})
        return day

    def clean_quantity(self) -> Decimal:
        quantity: Decimal = self.cleaned_data["quantity"]
        offer = self.offer
        if not offer.smallest <= quantity <= offer.largest:
            text = _("Choose at least %(least)s and at most %(most)s.")
            raise forms.ValidationError(text, params={"least": amount(offer.smallest), "most": amount(offer.largest)})
        if quantity % offer.step:
            raise forms.ValidationError(_("It goes in steps of %(step)s."), params={"step": amount(offer.step)})
        return quantity

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, until = data.get("first_on"), data.get("until_on")
        if first and until and until < first:
            self.add_error("until_on", _("The last day is before the first day."))
        if data.get("how_often") not in {None, "once"} and not data.get("weekdays"):
            self.add_error("weekdays", _("Choose at least one weekday."))
        if self._is_over(data):
            self.add_error("start", _("That time is over today. Choose a later time or a later first day."))
        return data

    def _is_over(self, data: dict[str, Any]) -> bool:
        """Whether the first visit is today, at a time that has gone."""
        start, once, now = data.get("start"), data.get("how_often") == "once", timezone.localtime()
        if start is None or not data.get("first_on") == self.on == now.date():
            return False
        is_today = once or self.on.weekday() in {int(day) for day in data.get("weekdays") or ()}
        return is_today and start <= now.time()

    def pattern(self) -> Pattern:
        data = self.cleaned_data
        if self.offer.unit == Unit.MONTH:
            return Pattern(PatternKind.MONTHLY, data["first_on"], Decimal(1), until_on=data["until_on"])
        once = data["how_often"] == "once"
        return Pattern(
            kind=PatternKind.ONCE if once else PatternKind.WEEKLY,
            first_on=data["first_on"],
            quantity=data["quantity"],
            every_weeks=1 if once else int(data["how_often"]),
            weekdays=() if once else tuple(sorted(data["weekdays"])),
            until_on=None if once else data["until_on"],
            start=data["start"],
            options=tuple(data.get("options", ())),
        )


def initial_of(row: Draft | Suggestion) -> dict[str, Any]:
    """What the form shows of a kept draft or suggestion."""
    return {
        "how_often": "once" if row.pattern == PatternKind.ONCE else str(row.every_weeks),
        "weekdays": row.weekdays,
        "first_on": row.first_on,
        "until_on": row.until_on,
        "start": row.start.strftime("%H:%M") if row.start else None,
        "quantity": _plain(row.quantity) if row.quantity is not None else None,
        "options": row.options,
    }


def amount(value: Decimal) -> str:
    """As one writes it here: 1,5 (English: 1.5)."""
    return number(value, (get_language() or "sv")[:2])


def _plain(value: Decimal) -> str:
    """ "2" and "1.5", never "2.00": the same in the list and in what comes back."""
    return f"{value.normalize():f}"


def _amount_words(value: Decimal, unit: str) -> str:
    words = {
        Unit.HOUR: _("%(amount)s h"),
        Unit.VISIT: _("%(amount)s visits"),
        Unit.DAY: _("%(amount)s days"),
    }.get(Unit(unit), _("%(amount)s pieces"))
    if value == 1:
        words = {Unit.VISIT: _("1 visit"), Unit.DAY: _("1 day")}.get(Unit(unit), words)
    return str(words) % {"amount": amount(value)} if "%(amount)s" in str(words) else str(words)


def _option_choices(offer: Offer) -> list[tuple[str, str]]:
    language = (get_language() or "sv")[:2]
    names = {code: getattr(name, language, "") or name.sv for code, name in offer.option_names.items()}
    return [(code, f"{names[code]} (+{euro(cents, language)})") for code, cents in offer.options.items()]


class NoteForm(forms.Form):
    """How a choice by phone or on paper reached staff."""

    note = forms.CharField(
        label=_("How did the client say it?"),
        help_text=_("For example: by phone today at ten. The client sees this."),
        max_length=300,
        error_messages={"required": _("Say how the client told you.")},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The client reads this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a few words, so that the other side understands.")},
    )


class MessageForm(forms.Form):
    message = forms.CharField(
        label=_("A few words to go with it"),
        help_text=_("May be left empty."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
