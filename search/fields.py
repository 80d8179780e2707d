"""Form fields for several values of one parameter: `speaks=sv&speaks=fi`."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

NAMED_LETTERS = 60
"""As much of an unknown value as a message says back."""
UNKNOWN_CHOICE: dict[str, Any] = {
    "invalid_choice": _("“%(value)s” is not in the list. Choose another one."),
    "null_characters_not_allowed": _("There is a character here that cannot be used. Write it again."),
}


def distinct(values: Any) -> list[str]:
    """Each value once, in the order asked; an empty one is no choice. One value alone will do for a list."""
    given: Iterable[Any] = [values] if isinstance(values, str) else values or ()
    return [value for value in dict.fromkeys(str(each) for each in given) if value]


def refuse_strange(values: list[str], messages: Any) -> None:
    check = ProhibitNullCharactersValidator(messages["null_characters_not_allowed"])
    for value in values:
        check(value)


class SeveralField(forms.MultipleChoiceField):
    """Values of a closed list."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = UNKNOWN_CHOICE

    def to_python(self, value: Any) -> list[str]:
        values = distinct(value)
        refuse_strange(values, self.error_messages)
        return values

    def validate(self, value: list[str]) -> None:
        for each in value:
            if not self.valid_value(each):
                raise unknown(each, self.error_messages)


class SeveralRowsField(forms.Field):
    """Rows by their code, in the order of `rows()`: those of the catalogue that are remembered."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = UNKNOWN_CHOICE

    def __init__(self, *, rows: Callable[[], Iterable[Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows = rows

    def clean(self, value: Any) -> list[Any]:
        values = distinct(value)
        refuse_strange(values, self.error_messages)
        rows = [row for row in self.rows() if row.code in values] if values else []
        missing = [each for each in values if each not in {row.code for row in rows}]
        if missing:
            raise unknown(missing[0], self.error_messages)
        return rows


def unknown(value: str, messages: Any) -> forms.ValidationError:
    return forms.ValidationError(
        messages["invalid_choice"], code="invalid_choice", params={"value": value[:NAMED_LETTERS]}
    )
