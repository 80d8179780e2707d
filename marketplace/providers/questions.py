"""The questions to a new provider, one per page, each with its form. An answer is saved before the next is asked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.actions import clean_business_id
from catalogue.enums import ProviderKind
from catalogue.models import PostalArea, ProviderIdentifier
from catalogue.rules import BUSINESS_ID
from marketplace.accounts.enums import Language
from marketplace.foundation.formats import SPOKEN
from marketplace.foundation.templatetags.ui import active_language, list_words, spoken

from .enums import RegistrationRefusal
from .models import Registration

MOST_PLACES = 10


class AnswerForm(forms.ModelForm):
    """One question. `words(row)` is the answer as the check page shows it."""

    class Meta:
        model = Registration
        fields: list[str] = []

    @staticmethod
    def words(row: Registration) -> str:
        raise NotImplementedError


class BusinessIdForm(AnswerForm):
    business_id = forms.CharField(
        label=gettext_lazy("Business ID"),
        help_text=gettext_lazy("For example 1234567-8. It stands in the trade register and on your invoices."),
        max_length=20,
        error_messages={"required": gettext_lazy("Write the business ID.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    class Meta(AnswerForm.Meta):
        fields = ["business_id"]

    def clean_business_id(self) -> str:
        number = clean_business_id(self.cleaned_data["business_id"])
        if ProviderIdentifier.objects.filter(scheme=BUSINESS_ID, value=number).exists():
            raise forms.ValidationError(RegistrationRefusal.TAKEN.label, code="taken")
        return number

    @staticmethod
    def words(row: Registration) -> str:
        return row.business_id


class NameForm(AnswerForm):
    name = forms.CharField(
        label=gettext_lazy("Name of the provider"),
        help_text=gettext_lazy("As in the trade register or the register of associations. Clients see it."),
        max_length=160,
        error_messages={
            "required": gettext_lazy("Write the name."),
            "max_length": gettext_lazy("Write the name with at most 160 letters."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    class Meta(AnswerForm.Meta):
        fields = ["name"]

    @staticmethod
    def words(row: Registration) -> str:
        return row.name


class KindForm(AnswerForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What are you?"),
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )

    class Meta(AnswerForm.Meta):
        fields = ["kind"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, capfirst(kind.label)) for kind in ProviderKind]

    @staticmethod
    def words(row: Registration) -> str:
        return capfirst(row.get_kind_display())


class PlacesForm(AnswerForm):
    """Typed as postal codes; kept as postal areas."""

    codes = forms.CharField(
        label=gettext_lazy("From which postal codes do you start your drives?"),
        help_text=gettext_lazy("One or more, with a comma between: 65100, 64200. Drives are counted from the nearest."),
        max_length=200,
        error_messages={"required": gettext_lazy("Write at least one postal code.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            codes = self.instance.places.order_by("code").values_list("code", flat=True)
            self.initial.setdefault("codes", ", ".join(codes))

    def clean_codes(self) -> list[PostalArea]:
        codes = list(dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["codes"].strip(" ,;"))))
        if len(codes) > MOST_PLACES:
            raise forms.ValidationError(_("Write at most %(most)s postal codes."), params={"most": MOST_PLACES})
        found = {area.code: area for area in PostalArea.objects.filter(code__in=codes)}
        strange = [code for code in codes if code not in found]
        if strange:
            words = _("We do not know: %(codes)s. A postal code in our area has five digits.")
            raise forms.ValidationError(words, params={"codes": ", ".join(strange)})
        return [found[code] for code in codes]

    def save(self, commit: bool = True) -> Registration:
        row = super().save(commit)
        row.places.set(self.cleaned_data["codes"])
        return row

    @staticmethod
    def words(row: Registration) -> str:
        return list_words(f"{area.code} {area}" for area in row.places.order_by("code"))


class LanguagesForm(AnswerForm):
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Which languages do your people speak?"),
        help_text=gettext_lazy("Tick those in which a client can be served every day."),
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one language.")},
    )

    class Meta(AnswerForm.Meta):
        fields = ["languages"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {code: words[active_language()] for code, words in SPOKEN.items()}
        self.fields["languages"].choices = [(code, capfirst(name)) for code, name in names.items()]

    @staticmethod
    def words(row: Registration) -> str:
        return capfirst(spoken(row.languages))


class PeopleForm(AnswerForm):
    people = forms.IntegerField(
        label=gettext_lazy("How many people do the work?"),
        help_text=gettext_lazy("Count yourself too. You invite your colleagues later."),
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Write how many."),
            "invalid": gettext_lazy("Write a whole number, for example 3."),
            "min_value": gettext_lazy("At least one person does the work."),
            "max_value": gettext_lazy("Write a number below 10,000."),
        },
    )

    class Meta(AnswerForm.Meta):
        fields = ["people"]

    @staticmethod
    def words(row: Registration) -> str:
        return str(row.people or "")


class ContactForm(AnswerForm):
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        help_text=gettext_lazy("Clients and the county call this number."),
        max_length=40,
        error_messages={"required": gettext_lazy("Write a phone number.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        error_messages={
            "required": gettext_lazy("Write an e-mail address."),
            "invalid": gettext_lazy("Write the whole e-mail address, for example name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    class Meta(AnswerForm.Meta):
        fields = ["phone", "email"]

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if len(re.sub(r"\D", "", phone)) < 5 or re.search(r"[^\d\s()+-]", phone):
            raise forms.ValidationError(_("Write the number with digits, for example 000 000 0000."))
        return phone

    @staticmethod
    def words(row: Registration) -> str:
        return f"{row.phone}, {row.email}" if row.phone else ""


class ContactLanguageForm(AnswerForm):
    contact_language = forms.ChoiceField(
        label=gettext_lazy("In which language shall the county write to you?"),
        help_text=gettext_lazy("Decisions and letters come in this language."),
        choices=Language,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a language.")},
    )

    class Meta(AnswerForm.Meta):
        fields = ["contact_language"]

    @staticmethod
    def words(row: Registration) -> str:
        return row.get_contact_language_display()


@dataclass(frozen=True)
class Question:
    """`key` stands in the address; `short` on the check page."""

    key: str
    form: type[AnswerForm]
    short: Promise


QUESTIONS = (
    Question("business-id", BusinessIdForm, gettext_lazy("Business ID")),
    Question("name", NameForm, gettext_lazy("Name")),
    Question("kind", KindForm, gettext_lazy("Kind")),
    Question("places", PlacesForm, gettext_lazy("Places you drive from")),
    Question("languages", LanguagesForm, gettext_lazy("Languages")),
    Question("people", PeopleForm, gettext_lazy("People")),
    Question("contact", ContactForm, gettext_lazy("Phone and e-mail")),
    Question("contact-language", ContactLanguageForm, gettext_lazy("Language of the letters")),
)
BY_KEY = {question.key: question for question in QUESTIONS}


def unanswered(row: Registration, questions: Iterable[Question] = QUESTIONS) -> list[Question]:
    return [question for question in questions if not question.form.words(row)]


def after(key: str) -> Question | None:
    """The question that follows; None after the last."""
    place = [question.key for question in QUESTIONS].index(key)
    return QUESTIONS[place + 1] if place + 1 < len(QUESTIONS) else None


def before(key: str) -> Question | None:
    place = [question.key for question in QUESTIONS].index(key)
    return QUESTIONS[place - 1] if place else None
