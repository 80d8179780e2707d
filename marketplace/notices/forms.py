from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import About


class CallBackForm(forms.Form):
    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=About,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    message = forms.CharField(
        label=_("Message"),
        help_text=_("For example when it suits you. Write no health details."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Write more briefly, at most 300 letters.")},
    )
