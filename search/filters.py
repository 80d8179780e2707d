"""The query string of every list of listings: checked here, then asked of the engine or of the database."""

import copy
import functools
import operator
from collections.abc import Iterable, Mapping
from typing import Any

import django_filters as df
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.enums import ListingKind, ProviderKind
from catalogue.models import Category, Listing, ListingText, Municipality, Organiser, PostalArea, ServedMunicipality
from catalogue.places import find_area
from catalogue.querysets import ListingQuerySet
from catalogue.remembered import remembered
from marketplace.foundation.dates import today

from .analysis.words import LANGUAGES
from .fields import UNKNOWN_CHOICE, SeveralField, SeveralRowsField
from .query import SearchQuery

MOST_CENTS = 10_000_000
LAST_PAGE = 1000
SORT_CHOICES = [
    ("best", _("Best match first")),
    ("cheapest", _("Lowest price first")),
    ("nearest", _("Nearest first")),
    ("name", _("Name A–Ö")),
]
SPEAKS_CHOICES = [("sv", _("Swedish")), ("fi", _("Finnish")), ("en", _("English"))]
ENGINE_ONLY = ("q", "own_share_zero", "max_budget_cents")


class PostcodeField(forms.CharField):
    """A postal code that we know; its PostalArea is kept in `area`."""

    area: PostalArea | None = None

    def clean(self, value: Any) -> str:
        code = super().clean(value)
        self.area = find_area(code) if code else None
        if code and self.area is None:
            raise forms.ValidationError(
                _("We do not know this postal code. Write the five digits of where you live."), code="unknown"
            )
        return code


class PostcodeFilter(df.CharFilter):
    field_class = PostcodeField


class WholeNumberFilter(df.Filter):
    field_class = forms.IntegerField


class TickFilter(df.Filter):
    """A tick box: there or not."""

    field_class = forms.BooleanField


class SeveralFilter(df.MultipleChoiceFilter):
    """Any of the values of a closed list."""

    field_class = SeveralField


class SeveralRowsFilter(df.Filter):
    """Any of the rows."""

    field_class = SeveralRowsField


def _kept(queryset: QuerySet, name: str, value: Any) -> QuerySet:
    """What only the engine can apply."""
    return queryset


class _Copied(dict[str, df.Filter]):
    """Filters of a set, which copies them for itself: it only tells each who it is, so a copy of the shell will do."""

    def __deepcopy__(self, memo: object) -> dict[str, df.Filter]:
        copies = {name: copy.copy(each) for name, each in self.items()}
        for each in copies.values():
            each.method = each.method  # the way from the filter to its set's method is the copy's own
        return copies


class ListingFilter(df.FilterSet):
    """`is_valid()` checks, `to_query()` makes the search, `qs` lists from the database when the engine is silent."""

    q = df.CharFilter(
        label=_("What do you need help with?"),
        method=_kept,
        max_length=200,
        error_messages={
            "max_length": _("That is too long. Write at most 200 letters."),
            "null_characters_not_allowed": UNKNOWN_CHOICE["null_characters_not_allowed"],
        },
    )
    postcode = PostcodeFilter(label=_("Postal code"), method="serving")
    category = SeveralRowsFilter(label=_("Kind of help"), rows=lambda: remembered().categories.values(), method="below")
    municipality = SeveralRowsFilter(
        label=_("Municipality"), rows=lambda: remembered().municipalities.values(), method="served_in"
    )
    provider_kind = SeveralFilter(
        label=_("Who gives the help"), field_name="provider__kind", choices=ProviderKind.choices, distinct=False
    )
    kind = SeveralFilter(label=_("Service or package"), choices=ListingKind.choices, distinct=False)
    speaks = SeveralFilter(label=_("The staff speak"), choices=SPEAKS_CHOICES, method="speaking")
    own_share_zero = TickFilter(label=_("Nothing to pay yourself"), method=_kept)
    max_budget_cents = WholeNumberFilter(
        label=_("At most from the budget"),
        method=_kept,
        min_value=0,
        max_value=MOST_CENTS,
        error_messages={
            "invalid": _("Write the sum in whole cents, digits only."),
            "min_value": _("The sum cannot be below zero."),
            "max_value": _("The sum is too large. Write a smaller one."),
        },
    )
    sort = df.ChoiceFilter(label=_("Order"), choices=SORT_CHOICES, method=_kept, error_messages=UNKNOWN_CHOICE)
    page = WholeNumberFilter(
        label=_("Page"),
        method=_kept,
        min_value=1,
        max_value=LAST_PAGE,
        error_messages={
            "invalid": _("There is no such page. Here is the first one."),
            "min_value": _("There is no such page. Here is the first one."),
            "max_value": _("There is no such page. Here is the first one."),
        },
    )

    made_form: type[forms.Form] | None = None

    class Meta:
        model = Listing
        fields: list[str] = []

    def __init__(self, data: Mapping[str, Any] | None = None, *, lang: str | None = None, **kwargs: Any) -> None:
        code = (lang or get_language() or "sv")[:2]
        self.lang = code if code in LANGUAGES else "sv"
        super().__init__(data if data is not None else {}, kwargs.pop("queryset", Listing.objects.all()), **kwargs)
        self.form.auto_id = "%s"  # the ids that the search panel gives its controls

    @classmethod
    def get_filters(cls) -> dict[str, df.Filter]:
        return _Copied(super().get_filters())

    def get_form_class(self) -> type[forms.Form]:
        """Made once: no field depends on who asks."""
        if ListingFilter.made_form is None:
            ListingFilter.made_form = super().get_form_class()
        return ListingFilter.made_form

    @property
    def cleaned(self) -> dict[str, Any]:
        """The values that were right; a wrong one does not spoil the others."""
        self.is_valid()
        return getattr(self.form, "cleaned_data", {})

    @property
    def area(self) -> PostalArea | None:
        """The postal area asked for, its municipality along."""
        return self.form.fields["postcode"].area if self.cleaned.get("postcode") else None  # type: ignore[attr-defined]

    def to_query(self, *, max_budget_cents: int | None = None, left_cents: int | None = None) -> SearchQuery:
        """The search of what was asked rightly. The arguments are for a client's page: they stand in no address."""
        asked = self.cleaned
        most = asked.get("max_budget_cents") if max_budget_cents is None else max_budget_cents
        return SearchQuery(
            q=asked.get("q") or "",
            lang=self.lang,
            postcode=asked.get("postcode") or "",
            category=tuple(row.code for row in asked.get("category", ())),
            municipality=tuple(row.code for row in asked.get("municipality", ())),
            provider_kind=tuple(asked.get("provider_kind", ())),
            kind=tuple(asked.get("kind", ())),
            speaks=tuple(asked.get("speaks", ())),
            own_share_zero=bool(asked.get("own_share_zero")),
            max_budget_cents=most,
            left_cents=left_cents,
            sort=asked.get("sort") or "best",
            page=asked.get("page") or 1,
        )

    @property
    def qs(self) -> QuerySet:
        """From the database: what can be chosen, by name, without counts."""
        if not hasattr(self, "_qs"):
            self._qs = self._by_name(self.filter_queryset(self._choosable()))
        return self._qs

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Applies what was asked rightly."""
        for name, value in self.cleaned.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def not_applied(self) -> list[str]:
        """What was asked for that the list from the database does not follow."""
        asked = self.cleaned
        names = [name for name in ENGINE_ONLY if asked.get(name) not in (None, "", False)]
        return names + (["sort"] if asked.get("sort") not in (None, "", "name") else [])

    def _choosable(self) -> QuerySet:
        organiser = self.area.municipality.organiser if self.area else Organiser.objects.current()
        return self.queryset.choosable(today(), organiser) if organiser else self.queryset.none()

    def _by_name(self, queryset: QuerySet) -> QuerySet:
        titles = ListingText.objects.filter(listing=OuterRef("pk"))
        ours = titles.filter(language=self.lang).values("title")[:1]
        return queryset.annotate(name_here=Lower(Subquery(ours))).order_by("name_here", "pk")

    def serving(self, queryset: ListingQuerySet, name: str, value: str) -> QuerySet:
        return queryset.serving(self.area.municipality_id) if self.area else queryset

    def below(self, queryset: QuerySet, name: str, value: list[Category]) -> QuerySet:
        return queryset.filter(_any(Q(category__path__startswith=row.path) for row in value))

    def served_in(self, queryset: QuerySet, name: str, value: list[Municipality]) -> QuerySet:
        """By a look-up, not a join: whoever serves two of them is there once."""
        there = ServedMunicipality.objects.filter(listing=OuterRef("pk"), municipality__in=value)
        return queryset.filter(Exists(there))

    def speaking(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """As text: SQLite cannot look into a JSON list."""
        spoken = queryset.annotate(speaks_text=Cast("speaks", TextField()))
        return spoken.filter(_any(Q(speaks_text__contains=f'"{code}"') for code in value))


def _any(conditions: Iterable[Q]) -> Q:
    return functools.reduce(operator.or_, conditions)
