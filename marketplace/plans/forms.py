"""The case manager's forms. What was typed is kept; errors say what to write instead."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from catalogue.enums import Unit
from catalogue.models import Category
from catalogue.money import half_up
from marketplace.foundation.dates import add_months, month_of
from marketplace.foundation.formats import MONTHS, NBSP

from . import rules
from .data import NeedData
from .enums import Per

DATE_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y"]
NEED_UNITS = [(unit.value, unit.label) for unit in Unit if unit != Unit.ONCE]
MOST_NEEDS = 20
MOST_EUROS = 20_000
EURO = re.compile(r"(\d{1,3}(?: ?\d{3})*)(?:[.,](\d{1,2}))?")


class AmountField(forms.DecimalField):
    """A decimal typed with a comma or a point, at most two places."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        errors = {
            "invalid": gettext_lazy("Write a number, for example 2 or 1,5."),
            "max_decimal_places": gettext_lazy("Write at most two decimals."),
        }
        super().__init__(max_digits=6, decimal_places=2, widget=widget, error_messages=errors, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(value.replace(",", ".").replace(NBSP, "") if isinstance(value, str) else value)


class EuroField(forms.CharField):
    """A sum in euros, as one writes it: 346,80 or 1 234 €. Cleans to cents, or None."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).replace(NBSP, " ").replace("€", "").strip()
        if not text:
            return None
        found = EURO.fullmatch(text)
        if not found:
            raise ValidationError(_("Write the sum in euros, for example 346,80."))
        euros = Decimal(f"{found[1].replace(' ', '')}.{found[2] or 0}")
        if euros > MOST_EUROS:
            raise ValidationError(_("The sum is too large. Check the number."))
        return half_up(euros * 100)


class NeedForm(forms.Form):
    """One thing that the client needs help with."""

    category = forms.ChoiceField(
        label=gettext_lazy("Help with"), error_messages={"required": gettext_lazy("Choose what the help is with.")}
    )
    amount = AmountField(label=gettext_lazy("How much?"), min_value=Decimal("0.01"))
    unit = forms.ChoiceField(label=gettext_lazy("Counted in"), choices=NEED_UNITS, initial=Unit.HOUR)
    per = forms.ChoiceField(label=gettext_lazy("How often?"), choices=Per.choices, initial=Per.WEEK)
    goal = forms.CharField(
        label=gettext_lazy("The client's goal, in the client's own words"), max_length=300, required=False
    )

    def __init__(self, *args: Any, categories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", "–"), *categories]  # type: ignore[attr-defined]
        self.fields["amount"].error_messages["required"] = _("Write how much, for example 2.")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("unit") == Unit.MONTH and said.get("per") == Per.WEEK:
            self.add_error("per", _("Help by the month is counted per month. Choose a month here."))
        return said

    def need(self) -> NeedData:
        said = self.cleaned_data
        return NeedData(int(said["category"]), said["amount"], said["unit"], said["per"], said["goal"])


NeedFormSet = forms.formset_factory(
    NeedForm, extra=2, max_num=MOST_NEEDS, absolute_max=MOST_NEEDS, validate_max=True, can_delete=True
)


class ViewsForm(forms.Form):
    """Both views of the situation, kept where they differ."""

    client_view = forms.CharField(
        label=gettext_lazy("How the client sees it"),
        help_text=gettext_lazy("Write it if you see it differently. Both are kept."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    worker_view = forms.CharField(
        label=gettext_lazy("How you see it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )


class DateInput(forms.DateInput):
    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, dt.date) else value


class SumForm(forms.Form):
    """Months, travel, the sum, and when the plan is looked at again."""

    from_month = forms.ChoiceField(label=gettext_lazy("First month"))
    until_month = forms.ChoiceField(label=gettext_lazy("Last month"))
    trips = AmountField(
        label=gettext_lazy("Trips to the client in a month"),
        help_text=gettext_lazy("Only if it is far to the nearest provider. Otherwise leave it empty."),
        min_value=Decimal(0),
        max_value=Decimal(500),
        required=False,
    )
    km = forms.IntegerField(
        label=gettext_lazy("Kilometres one way"),
        min_value=0,
        max_value=300,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Write whole kilometres, for example 12.")},
    )
    monthly = EuroField(
        label=gettext_lazy("Another sum a month, in euros"),
        help_text=gettext_lazy("Leave it empty if the reckoned sum is right."),
        required=False,
        max_length=20,
    )
    change_reason = forms.CharField(
        label=gettext_lazy("Why another sum?"),
        help_text=gettext_lazy("The client reads this."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )
    review_on = forms.DateField(
        label=gettext_lazy("The plan is looked at again on"),
        input_formats=DATE_FORMATS,
        widget=DateInput,
        error_messages={
            "required": gettext_lazy("Say which day the plan is looked at again."),
            "invalid": gettext_lazy("Write the day as day.month.year, for example 1.12.2026."),
        },
    )

    def __init__(self, *args: Any, on: dt.date, suggested: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on, self.suggested = on, suggested
        for name, count in (("from_month", 12), ("until_month", 23)):
            self.fields[name].choices = month_choices(on, count)  # type: ignore[attr-defined]
            self.fields[name].error_messages["invalid_choice"] = _("Choose one of the months in the list.")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = (_month(said.get(name)) for name in ("from_month", "until_month"))
        if first and last and not rules.good_months(first, last, on=self.on):
            words = _("A plan holds at most 12 months, and the last month is not before the first.")
            self.add_error("until_month", words)
        if said.get("monthly") not in (None, self.suggested) and not said.get("change_reason", "").strip():
            self.add_error("change_reason", _("Write why the sum is another than the reckoned one."))
        day = said.get("review_on")
        if day and last and not rules.good_review(day, last, on=self.on):
            self.add_error("review_on", _("Choose a day after today, before the plan ends."))
        return said

    def changes(self) -> dict[str, Any]:
        """The fields of PlanData that this page decides."""
        said = self.cleaned_data
        return {
            "from_month": _month(said["from_month"]),
            "until_month": _month(said["until_month"]),
            "trips": said["trips"] or Decimal(0),
            "km": said["km"] or 0,
            "monthly_cents": said["monthly"],
            "change_reason": said["change_reason"],
            "review_on": said["review_on"],
        }


def month_choices(on: dt.date, count: int) -> list[tuple[str, str]]:
    names = MONTHS[(get_language() or "sv")[:2]]
    months = [add_months(month_of(on), ahead) for ahead in range(count)]
    return [(month.isoformat(), f"{names[month.month - 1]} {month.year}") for month in months]


def category_choices() -> list[tuple[str, str]]:
    """The tree, indented; one query."""
    rows = sorted(Category.objects.all(), key=lambda category: category.path)
    return [(str(row.pk), NBSP * 3 * (len(row.lineage) - 1) + row.name) for row in rows]


def _month(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
