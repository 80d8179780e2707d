"""Forms of the listing editor: one for each question. They change a draft, so none saves a row by itself."""

import datetime as dt
import hashlib
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.actions import change_draft, set_served
from catalogue.enums import ListingKind, ListingRefusal, Unit
from catalogue.listing_rules import change_refusal
from catalogue.listing_states import ListingCase
from catalogue.models import Category, Municipality, Organiser
from marketplace.accounts.models import User
from marketplace.foundation.formats import SPOKEN
from marketplace.foundation.templatetags.ui import active_language

PACKAGE_UNITS = (Unit.VISIT, Unit.MONTH, Unit.ONCE)


class DraftForm(forms.Form):
    """`draft_fields` and `draft_words` are what `actions.change_draft` takes."""

    only_reckons = False
    """What was posted asks for a sum, and keeps nothing."""

    def __init__(self, *args: Any, case: ListingCase, required: list[str], **kwargs: Any) -> None:
        self.case, self.required = case, required
        kwargs["initial"] = self.answers() | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    @cached_property
    def stamp(self) -> str:
        """Of what was answered before: another one in what is posted means that a colleague was quicker."""
        return hashlib.sha256(repr(sorted(self.answers().items())).encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.data.get("stamp", self.stamp) != self.stamp:
            words = _("A colleague changed this meanwhile. What you wrote stands here still. Save again to keep yours.")
            raise forms.ValidationError(words, code="meanwhile")
        return data

    def answers(self) -> dict[str, Any]:
        """What was answered before, by the names of the form's fields."""
        return {name: getattr(self.case.draft, name) for name in self.base_fields}

    def draft_fields(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def draft_words(self) -> dict[str, dict[str, str]]:
        return {}

    def keep(self, *, by: User, organiser: Organiser, on: dt.date) -> ListingRefusal | None:
        """Keeps the answer as a draft, or says why not. Raises ValidationError."""
        return change_draft(
            listing=self.case.listing,
            by=by,
            organiser=organiser,
            on=on,
            fields=self.draft_fields(),
            words=self.draft_words(),
        )


class CategoryForm(forms.Form):
    """Begins a listing."""

    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=gettext_lazy("Which kind of help is it?"),
        help_text=gettext_lazy("Those that the county has approved you for, or that you have applied for."),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Choose a kind of help."),
            "invalid_choice": gettext_lazy("Choose one of the kinds of help in the list."),
        },
    )

    def __init__(self, *args: Any, categories: QuerySet[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["category"]
        field.queryset = categories
        field.label_from_instance = lambda category: capfirst(str(category))


class PostcodeForm(forms.Form):
    """For whom the preview reckons."""

    postcode = forms.CharField(
        label=gettext_lazy("A client's postal code"),
        help_text=gettext_lazy("For example 65100"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"max_length": gettext_lazy("A postal code has five digits.")},
    )


class KindForm(DraftForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Is it one service, or a package?"),
        help_text=gettext_lazy("A package is put together of services that you offer already, at a price of its own."),
        choices=[
            (ListingKind.SERVICE, gettext_lazy("One service")),
            (ListingKind.PACKAGE, gettext_lazy("A package of several services")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )

    def draft_fields(self) -> dict[str, Any]:
        """A package has fewer units: one that it cannot have is asked for anew."""
        kind = self.cleaned_data["kind"]
        unfit = kind == ListingKind.PACKAGE and self.case.draft.unit not in PACKAGE_UNITS
        return {"kind": kind} | ({"unit": ""} if unfit else {})


UNIT_WORDS = {
    Unit.HOUR: gettext_lazy("By the hour"),
    Unit.VISIT: gettext_lazy("By the visit, whatever time it takes"),
    Unit.DAY: gettext_lazy("By the day"),
    Unit.MONTH: gettext_lazy("By the month, the same sum each month"),
    Unit.PIECE: gettext_lazy("Apiece, such as a meal"),
    Unit.ONCE: gettext_lazy("Once, such as an installation"),
}


class UnitForm(DraftForm):
    unit = forms.ChoiceField(
        label=gettext_lazy("How is the price counted?"),
        help_text=gettext_lazy("This cannot change once the listing is published."),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = PACKAGE_UNITS if self.case.draft.is_package else UNIT_WORDS
        self.fields["unit"].choices = [(unit.value, UNIT_WORDS[unit]) for unit in UNIT_WORDS if unit in allowed]


class SpeaksForm(DraftForm):
    speaks = forms.MultipleChoiceField(
        label=gettext_lazy("In which languages is the service given?"),
        help_text=gettext_lazy("Tick those in which a client can be served every day."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one language.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {code: words[active_language()] for code, words in SPOKEN.items()}
        self.fields["speaks"].choices = [(code, capfirst(name)) for code, name in names.items()]


class PlacesForm(DraftForm):
    """Plain rows beside the draft: `actions.set_served` keeps them, at once."""

    places = forms.TypedMultipleChoiceField(
        coerce=int,
        label=gettext_lazy("Where do you come?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick at least one place."),
            "invalid_choice": gettext_lazy("Choose among the places in the list."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"].choices = [(town.pk, town.name) for town in Municipality.objects.all()]
        if self.case.listing.live:
            self.fields["places"].help_text = _("This changes at once, also for clients.")

    def answers(self) -> dict[str, Any]:
        return {"places": sorted(self.case.listing.served.values_list("municipality", flat=True))}

    def keep(self, *, by: User, organiser: Organiser, on: dt.date) -> ListingRefusal | None:
        refusal = change_refusal(self.case.listing, organiser, on)
        if refusal is None:
            towns = Municipality.objects.filter(pk__in=self.cleaned_data["places"])
            set_served(listing=self.case.listing, municipalities=towns, by=by)
        return refusal
