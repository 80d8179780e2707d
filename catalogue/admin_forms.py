"""Forms of the admin where a plain field would not do: languages are ticked, providers may be very many."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from marketplace.foundation.formats import LANGUAGES, SPOKEN

from .models import Approval, Listing, Provider

SPEAKS = [(code, LANGUAGES.get(code) or names["en"]) for code, names in SPOKEN.items()]


class TakenUp(ModelChoiceIterator):
    """Those that are more than a row of a register, and the one that is meant already."""

    def __init__(self, field: "ProviderField") -> None:
        super().__init__(field)
        used = Exists(Listing.objects.filter(provider=OuterRef("pk"))) | Exists(
            Approval.objects.filter(provider=OuterRef("pk"))
        )
        self.queryset = self.queryset.filter(Q(source="") | used | Q(pk__in=field.meant))


class ProviderField(forms.ModelChoiceField):
    """Any provider is accepted, but not every one is offered: a register may have brought a hundred thousand.

    Who means one of those comes from its page, with `?provider=`.
    """

    iterator = TakenUp
    meant: Sequence[int] = ()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Provider.objects.all(), **kwargs)

    def mean(self, text: object) -> None:
        """Offers the one that an address or a form names, if it is a number."""
        self.meant = [int(str(text))] if str(text).isascii() and str(text).isdigit() and len(str(text)) < 18 else []
        self.widget.choices = self.choices


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
