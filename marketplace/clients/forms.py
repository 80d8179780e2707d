"""Forms about rights. What was typed is kept; errors say what to write instead."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .enums import Kinship, MandateBasis, Right

OWN_BASES = {MandateBasis.CONSENT, MandateBasis.FAMILY_CARER}
"""What a client can say herself; a guardian or an attorney is entered by staff, who have seen the paper."""
DATE_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]
RIGHTS = [
    (Right.SEE, _("See: the budget, the plan and the choices")),
    (Right.SUGGEST, _("Suggest: see, and propose services. I say yes or no")),
    (Right.CHOOSE, _("Choose: see, suggest and choose services in my name")),
]


class PersonForm(forms.Form):
    """Who is invited by a link, to help or to work together."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Write who you want to invite.")}
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send the link there. You can also give the link yourself."),
        error_messages={
            "required": _("Write an e-mail address."),
            "invalid": _("Write the whole e-mail address, for example name@example.org."),
        },
    )


class InvitationForm(PersonForm):
    right = forms.TypedChoiceField(
        label=_("What may the person do?"),
        choices=RIGHTS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the person may do.")},
    )
    kinship = forms.ChoiceField(label=_("Who is it?"), choices=Kinship, initial=Kinship.OTHER)
    basis = forms.ChoiceField(label=_("By what right?"), choices=MandateBasis, initial=MandateBasis.CONSENT)
    purpose = forms.CharField(
        label=_("What for?"),
        help_text=_("For example: helps me to choose cleaning. Write no health details."),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Write more briefly, at most 200 letters.")},
    )
    until_on = forms.DateField(
        label=_("Until which day?"),
        help_text=_("May be left empty: the right then holds until someone ends it."),
        required=False,
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day as day.month.year, for example 1.12.2026.")},
    )

    def __init__(self, *args: Any, on: dt.date, by_staff: bool, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)
        bases = [basis for basis in MandateBasis if by_staff or basis in OWN_BASES]
        self.fields["basis"].choices = [(basis.value, capfirst(basis.label)) for basis in bases]
        self.fields["kinship"].choices = [(kinship.value, capfirst(kinship.label)) for kinship in Kinship]

    def clean_until_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["until_on"]
        if day is not None and day < self.on:
            raise forms.ValidationError(_("The day has passed. Choose today or a later day."))
        return day


class LinkForm(forms.Form):
    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Twelve letters and digits. You got the code from your case manager."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        error_messages={"required": _("Write the code.")},
    )


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("The client's number"),
        help_text=_("Eight digits."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Write the number."), "max_length": _("The number has eight digits.")},
    )

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).replace(" ", "")


class StandInForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need to open this client today?"),
        help_text=_("The client sees the reason. Write no health details."),
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write the reason."),
            "min_length": _("Write the reason with a few words."),
            "max_length": _("Write the reason more briefly, at most 300 letters."),
        },
    )
