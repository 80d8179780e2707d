"""Pages of words: the same in every language, side by side, with their length and how hard they are to read."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import ListingText
from marketplace.foundation.formats import LANGUAGES
from marketplace.foundation.readability import reading

from .forms import DraftForm
from .words import reading_words

MOST_BODY, MOST_EASY = 4000, 1500
"""Letters."""


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
