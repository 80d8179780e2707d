"""Forms of the admin where a plain field would not do: languages are ticked, not written as JSON."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from marketplace.foundation.formats import LANGUAGES, SPOKEN

SPEAKS = [(code, LANGUAGES.get(code) or names["en"]) for code, names in SPOKEN.items()]


class ListingForm(WagtailAdminModelForm):
    speaks = forms.MultipleChoiceField(label=_("staff speak"), choices=SPEAKS, widget=forms.CheckboxSelectMultiple)


class ProviderForm(WagtailAdminModelForm):
    languages = forms.MultipleChoiceField(
        label=_("languages spoken"), choices=SPEAKS, widget=forms.CheckboxSelectMultiple, required=False
    )


class OrganiserForm(WagtailAdminModelForm):
    required_languages = forms.MultipleChoiceField(
        label=_("languages that every listing must have"),
        choices=list(LANGUAGES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one language at least.")},
    )


def form_for(viewset: Any, base: type[forms.ModelForm]) -> type[forms.ModelForm]:
    """The viewset's fields on that form."""
    return forms.modelform_factory(
        viewset.model, form=base, formfield_callback=viewset.formfield_for_dbfield, fields=viewset.form_fields
    )
