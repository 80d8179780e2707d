"""Fields of the forms about prices, and the question from which day they hold."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from catalogue.price_rules import PriceDays
from marketplace.clients.forms import DATE_FORMATS
from marketplace.foundation.templatetags.ui import active_language, day_long
from marketplace.plans.forms import EuroField

PER_CENT = re.compile(r"(\d{1,4}) ?%")


def sum_words(cents: int | None) -> str:
    """As one writes it into a field: 45,50 (English: 45.50)."""
    if cents is None:
        return ""
    return f"{cents // 100}{'.' if active_language() == 'en' else ','}{cents % 100:02}"


class PriceField(EuroField):
    """A sum (45,50 or 45,50 €), or per cent of the day's price (130 %). Cleans to (cents, percent), or None."""

    def clean(self, value: Any) -> tuple[int | None, int | None] | None:  # type: ignore[override]
        text = str(value or "").replace("\u00a0", " ").strip()
        if found := PER_CENT.fullmatch(text):
            return None, int(found[1])
        cents = super().clean(text)
        return None if cents is None else (cents, None)


class ClockField(forms.TimeField):
    def __init__(self, label: Any) -> None:
        errors = {"invalid": gettext_lazy("Write the time as hour.minutes, like 18.00.")}
        formats = ["%H.%M", "%H:%M", "%H"]
        widget = forms.TimeInput(format="%H.%M", attrs={"autocomplete": "off"})
        super().__init__(label=label, required=False, input_formats=formats, widget=widget, error_messages=errors)


class DayForm(forms.Form):
    """From which day on: one of the days that the organiser allows, or any day."""

    day = forms.DateField(
        label=gettext_lazy("From which day do the new prices hold?"),
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Say from which day the new prices hold."),
            "invalid": gettext_lazy("Write the day as day.month.year, for example 1.2.2027."),
        },
    )

    def __init__(self, *args: Any, days: PriceDays, **kwargs: Any) -> None:
        self.days = days
        super().__init__(*args, **kwargs)
        if listed := days.listed():
            choices = [(day.isoformat(), day_long(day)) for day in listed]
            self.fields["day"].widget = forms.Select(choices=choices)

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if found := self.days.trouble(day):
            raise ValidationError(str(found), code=found.refusal)
        return day
