"""What may be asked: one table for the OpenAPI, for checking the form, and (by a test) for `ListingFilter`."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.enums import ListingKind, ProviderKind
from search.analysis.words import LANGUAGES
from search.filters import LAST_PAGE, MOST_CENTS, ListingFilter
from search.query import SORTS
from search.suggest import KINDS, MOST

from .problems import bad_parameters

MOST_VALUES = 50
WHOLE_NUMBER = re.compile(r"[0-9]{1,15}")
SHOWN_LETTERS = 60


@dataclass(frozen=True)
class Parameter:
    """`schema`: as OpenAPI has it, of one value; `several`: it may be given more than once.

    `closed`: no filter checks after us that a value is one of its list.
    """

    name: str
    schema: dict[str, Any]
    words: str
    several: bool = False
    closed: bool = False

    def documented(self) -> dict[str, Any]:
        several = {"type": "array", "items": self.schema, "maxItems": MOST_VALUES, "uniqueItems": False}
        schema = several if self.several else self.schema
        found = {"name": self.name, "in": "query", "required": False, "description": self.words, "schema": schema}
        return found | ({"style": "form", "explode": True} if self.several else {})

    def wrong(self, values: list[str]) -> str:
        """Why these values cannot be taken, as far as their form tells; empty if they can."""
        if len(values) > (MOST_VALUES if self.several else 1):
            return _("Give at most %(most)d values.") % {"most": MOST_VALUES} if self.several else _("Give this once.")
        return next((words for value in values if (words := self._wrong_one(value))), "")

    def _wrong_one(self, value: str) -> str:
        if "\0" in value:
            return _("There is a character here that cannot be used. Write it again.")
        if value == "" and self.name != "q":
            return _("Give a value, or leave the parameter out.")
        if self.schema["type"] == "boolean" and value not in {"true", "false", "1", "0"}:
            return _("Write true or false.")
        if self.schema["type"] == "integer" and not WHOLE_NUMBER.fullmatch(value):
            return _("Write a whole number, digits only.")
        if self.closed and value not in self.schema["enum"]:
            return _("Choose one of: %(values)s.") % {"values": ", ".join(self.schema["enum"])}
        return ""


def text(**more: Any) -> dict[str, Any]:
    return {"type": "string", **more}


LANG = Parameter(
    "lang",
    text(enum=list(LANGUAGES), default="sv"),
    "Language of words in the answer, of problems too. A listing without texts in it has them in Swedish.",
    closed=True,
)
POSTCODE = Parameter(
    "postcode",
    text(pattern="^[0-9]{5}$", example="65100"),
    "Where the help is wanted: five digits. With it, prices are those at that door; only what can be bought there is"
    " found.",
)
LISTINGS = (
    Parameter("q", text(maxLength=200, example="städning"), "What is looked for, in Swedish, Finnish or English."),
    POSTCODE,
    Parameter("category", text(example="cleaning"), "Code of a kind of help; those below it count. Any of.", True),
    Parameter("municipality", text(example="905"), "Code of a municipality where the help is given. Any of.", True),
    Parameter("provider_kind", text(enum=list(ProviderKind.values)), "Who gives the help. Any of.", True),
    Parameter("kind", text(enum=list(ListingKind.values)), "A single service or a package. Any of.", True),
    Parameter("speaks", text(enum=["sv", "fi", "en"]), "A language that the staff speak. Any of.", True),
    Parameter("own_share_zero", {"type": "boolean"}, "Only what costs nothing oneself. Needs a postcode."),
    Parameter(
        "max_budget_cents",
        {"type": "integer", "minimum": 0, "maximum": MOST_CENTS},
        "Only what takes at most this many cents from a budget. Needs a postcode.",
    ),
    Parameter(
        "sort",
        text(enum=list(SORTS), default="best"),
        "Order. Nearest needs a postcode; cheapest is by own share then.",
    ),
    Parameter("page", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1}, "Page of ten, from 1."),
    LANG,
)
LISTING = (POSTCODE, LANG)
SUGGEST = (
    Parameter("q", text(maxLength=200, example="stä"), "What was typed so far."),
    Parameter("kind", text(enum=list(KINDS)), f"Only suggestions of these kinds; at most {MOST} in all.", True, True),
    LANG,
)


def checked(data: QueryDict, known: tuple[Parameter, ...]) -> None:
    """Raises a problem that names every unknown parameter and every value of a wrong form."""
    table = {each.name: each for each in known}
    errors = []
    for name in data:
        if name in table:
            words = table[name].wrong(data.getlist(name))
        else:
            words = _("There is no such parameter. There are: %(names)s.") % {"names": ", ".join(table)}
        if words:
            errors.append({"parameter": name[:SHOWN_LETTERS], "detail": words})
    if errors:
        raise bad_parameters(errors)


def listing_filter(data: QueryDict, lang: str, known: tuple[Parameter, ...] = LISTINGS) -> ListingFilter:
    """The same check and search as on the pages; a problem for what is wrong."""
    checked(data, known)
    asked = data.copy()
    if asked.get("own_share_zero") in {"false", "0"}:
        del asked["own_share_zero"]
    filters = ListingFilter(asked, lang=lang)
    if not filters.is_valid():
        errors = filters.form.errors.items()
        raise bad_parameters([{"parameter": name, "detail": str(words[0])} for name, words in errors])
    return filters
