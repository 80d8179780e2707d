from django import forms
from django.utils.translation import gettext_lazy as _


class PlaceForm(forms.Form):
    """Where the help is wanted."""

    where = forms.CharField(
        label=_("Postal code or town"),
        help_text=_("For example 65100 or Vasa"),
        max_length=80,
        error_messages={"required": _("Write a postal code or a town.")},
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
