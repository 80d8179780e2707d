"""Forms of the provider's own pages. What was typed is kept; errors say what to write instead."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalogue.actions import clean_iban
from catalogue.enums import MemberRole
from catalogue.models import EvidenceRequirement
from catalogue.uploads import MOST_MEGABYTES, clean_document
from marketplace.clients.forms import DATE_FORMATS, PersonForm

MOST_LETTERS = 2000


class EvidenceForm(forms.Form):
    """One document for one line of the rule book."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another one."),
            "invalid": _("Choose a file."),
        },
    )
    expires_on = forms.DateField(
        label=_("Last day of validity"),
        help_text=_("The day stands on the document. For example 31.12.2027."),
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Write the last day. It stands on the document."),
            "invalid": _("Write the day as day.month.year, for example 31.12.2027."),
        },
    )

    def __init__(self, *args: Any, requirement: EvidenceRequirement, on: dt.date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)
        words = _("A PDF, or a photo as JPG or PNG. At most %(most)s MB.")
        self.fields["file"].help_text = words % {"most": MOST_MEGABYTES}
        if not requirement.expires:
            del self.fields["expires_on"]

    def clean_file(self) -> Any:
        return clean_document(self.cleaned_data["file"])

    def clean_expires_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["expires_on"]
        if day < self.on:
            raise forms.ValidationError(_("That day has passed. Send a document that is valid today."))
        return day


class WordsForm(forms.Form):
    """An answer, or a note, in the provider's own words."""

    words = forms.CharField(
        label=_("Your answer"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write your answer."),
            "max_length": _("Write more briefly, at most %(limit_value)s letters."),
        },
    )


class NoteForm(WordsForm):
    """A few words to the county along with the application; may be empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["words"]
        field.label, field.required, field.widget.attrs["rows"] = _("Do you want to add something?"), False, 3


ROLES = [
    (MemberRole.OWNER, _("Owner: everything, also colleagues and the payment account")),
    (MemberRole.EDITOR, _("Editor: approval, listings, and answers to requests")),
    (MemberRole.RECORDER, _("Recorder: sees the visits and records them")),
]


class ColleagueForm(PersonForm):
    role = forms.ChoiceField(
        label=_("What may the person do?"),
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the person may do.")},
    )


class AccountForm(forms.Form):
    iban = forms.CharField(
        label=_("Account number (IBAN)"),
        help_text=_("For example FI21 1234 5600 0007 85."),
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the account number.")},
    )
    holder = forms.CharField(
        label=_("Who owns the account?"),
        help_text=_("The name as the bank has it."),
        max_length=160,
        error_messages={"required": _("Write the name of the account's owner.")},
    )

    def clean_iban(self) -> str:
        return clean_iban(self.cleaned_data["iban"])


class CategoryForm(forms.Form):
    category = forms.ChoiceField(
        label=_("For what do you want to be approved?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a kind of help."),
            "invalid_choice": _("Choose one of the kinds of help in the list."),
        },
    )

    def __init__(self, *args: Any, categories: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [(category.pk, capfirst(str(category))) for category in categories]
