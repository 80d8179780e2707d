"""Forms of the listing editor: one for each question. They change a draft, so none saves a row by itself."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.actions import change_draft, set_served
from catalogue.enums import ListingKind, ListingRefusal, Unit
from catalogue.listing_rules import change_refusal
from catalogue.listing_states import ListingCase
from catalogue.models import Category, ListingText, Municipality, Organiser
from marketplace.accounts.models import User
from marketplace.foundation.formats import LANGUAGES, SPOKEN
from marketplace.foundation.readability import reading
from marketplace.foundation.templatetags.ui import active_language

from .listing_words import reading_words

PACKAGE_UNITS = (Unit.VISIT, Unit.MONTH, Unit.ONCE)
MOST_BODY, MOST_EASY = 4000, 1500
"""Letters."""


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
        return {"places": list(self.case.listing.served.values_list("municipality", flat=True))}

    def keep(self, *, by: User, organiser: Organiser, on: dt.date) -> ListingRefusal | None:
        refusal = change_refusal(self.case.listing, organiser, on)
        if refusal is None:
            towns = Municipality.objects.filter(pk__in=self.cleaned_data["places"])
            set_served(listing=self.case.listing, municipalities=towns, by=by)
        return refusal


class TallText(forms.Textarea):
    """Its text is counted by us: a browser that stops at the limit eats what is pasted."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        attrs = super().build_attrs(*args, **kwargs)
        attrs.pop("maxlength", None)
        return attrs


class LaterField(forms.CharField):
    """Needed in the end, but it may be left empty for now."""

    def validate(self, value: str) -> None:
        return


@dataclass(frozen=True)
class Asked:
    """A field, and how long and how hard its text is; `most`: letters at most, 0: nobody counts."""

    field: BoundField
    language: str
    most: int

    @property
    def letters(self) -> int:
        return len(self.field.value() or "")

    @property
    def said(self) -> str:
        return reading_words(reading(self.field.value() or "", self.language))


@dataclass(frozen=True)
class Column:
    """One language of a page of words: its name, its fields, and whether all of it may be left empty."""

    language: str
    name: str
    fields: list[Asked]
    optional: bool

    @property
    def is_filled(self) -> bool:
        return any(asked.letters or asked.field.errors for asked in self.fields)


class WordsForm(DraftForm):
    """The same words in every language, side by side. Fields are called title_sv, title_fi …

    `asked`: name → (label, help, letters, rows (0: one line)). `needed`: the one without which the page is not done.
    `measured`: those whose length and reading measure are shown.
    """

    asked: dict[str, tuple[Any, Any, int, int]] = {}
    needed = ""
    measured: frozenset[str] = frozenset()
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in self.languages:
            for name in self.asked:
                self.fields[f"{name}_{language}"] = self.field(name, language)

    @property
    def languages(self) -> list[str]:
        """The required ones first."""
        return sorted(LANGUAGES, key=lambda code: code not in self.required)

    def field(self, name: str, language: str) -> forms.CharField:
        label, help_text, letters, rows = self.asked[name]
        kind = LaterField if language in self.required and name != "summary" else forms.CharField
        too_long = _("Write more briefly, at most %(limit_value)s letters.")
        return kind(
            label=f"{label} – {LANGUAGES[language]}",
            help_text=help_text,
            max_length=letters,
            required=kind is LaterField,
            widget=TallText(attrs={"rows": rows}) if rows else forms.TextInput(),
            error_messages={"max_length": too_long},
        )

    def answers(self) -> dict[str, Any]:
        texts = self.case.texts
        empty = ListingText()
        return {f"{n}_{code}": getattr(texts.get(code, empty), n) for code in LANGUAGES for n in self.asked}

    @cached_property
    def columns(self) -> list[Column]:
        return [Column(code, LANGUAGES[code], self._asked(code), code not in self.required) for code in self.languages]

    def _asked(self, language: str) -> list[Asked]:
        return [
            Asked(self[f"{name}_{language}"], language, letters if name in self.measured else 0)
            for name, (_label, _help, letters, _rows) in self.asked.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Something has to be written, but not in all languages at once: one can come back."""
        super().clean()
        said = [self.cleaned_data.get(f"{self.needed}_{code}") for code in self.required]
        if not self.errors and not any(said):
            words = _("Write it in one language at least. You can add the other one later.")
            self.add_error(f"{self.needed}_{self.languages[0]}", words)
        return self.cleaned_data

    def draft_fields(self) -> dict[str, Any]:
        return {}

    def draft_words(self) -> dict[str, dict[str, str]]:
        return {
            code: {name: self.cleaned_data[f"{name}_{code}"].replace("\r\n", "\n") for name in self.asked}
            for code in self.languages
        }


class NameForm(WordsForm):
    asked = {
        "title": (gettext_lazy("Name"), gettext_lazy("A few words, such as “Home cleaning”."), 120, 0),
        "summary": (gettext_lazy("In one sentence"), gettext_lazy("Clients see it in the list of services."), 300, 3),
    }
    needed = "title"


class TextForm(WordsForm):
    asked = {
        "body": (
            gettext_lazy("What you do"),
            gettext_lazy("An empty line begins a new paragraph. “- ” begins a line of a list, “# ” a heading."),
            MOST_BODY,
            12,
        )
    }
    needed = "body"
    measured = frozenset({"body"})


class EasyForm(WordsForm):
    asked = {
        "easy_body": (
            gettext_lazy("Easy-language text"),
            gettext_lazy("Short sentences, common words, one thing in each sentence."),
            MOST_EASY,
            8,
        )
    }
    needed = "easy_body"
    measured = frozenset({"easy_body"})
