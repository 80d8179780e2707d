"""The search panel: few choices, each with how many there are; and the chips of what is chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.enums import ListingKind, ProviderKind
from catalogue.models import Category, Municipality
from marketplace.foundation.templatetags.ui import spoken

SORTS = ("best", "cheapest", "nearest", "name")
MOST_CATEGORIES = 20


@dataclass(frozen=True)
class Choice:
    """One tick box or radio: its count is None where nothing was counted."""

    value: str
    words: str
    count: int | None
    checked: bool


def categories(facets: dict[str, int], chosen: Iterable[str]) -> list[Choice]:
    """Categories that have hits, and those chosen; in the catalogue's order."""
    wanted = set(chosen)
    codes = set(facets) | wanted
    leaves = Category.objects.filter(children__isnull=True)
    rows = leaves.filter(code__in=codes) if codes else leaves
    return [
        Choice(row.code, row.name, facets.get(row.code, 0) if facets else None, row.code in wanted)
        for row in rows[:MOST_CATEGORIES]
    ]


def languages(facets: dict[str, int], chosen: Iterable[str]) -> list[Choice]:
    wanted = set(chosen)
    return [
        Choice(code, spoken([code]).capitalize(), facets.get(code, 0) if facets else None, code in wanted)
        for code in ("sv", "fi", "en")
    ]


def provider_kinds(facets: dict[str, int], chosen: Iterable[str]) -> list[Choice]:
    wanted = set(chosen)
    return [
        Choice(kind.value, str(kind.label).capitalize(), facets.get(kind.value, 0) if facets else None, kind in wanted)
        for kind in ProviderKind
    ]


def sort_words() -> dict[str, str]:
    return {
        "best": _("Best match first"),
        "cheapest": _("Lowest cost for you first"),
        "nearest": _("Nearest first"),
        "name": _("By name"),
    }


def sorts(chosen: str, *, with_place: bool) -> list[Choice]:
    """Orders that can be had: nearest and cheapest need a place."""
    words = sort_words()
    possible = [name for name in SORTS if with_place or name in {"best", "name"}]
    return [Choice(name, words[name], None, name == (chosen or "best")) for name in possible]


def chips(data: QueryDict, category_names: dict[str, str]) -> list[dict[str, str]]:
    """What is chosen, each with the address without it: "Remove 'Cleaning'"."""
    found = []
    for name, value in _chosen(data):
        words = _chip_words(name, value, category_names)
        if words:
            text = _("Remove “%(words)s”") % {"words": words}
            found.append({"url": _without(data, name, value), "text": text})
    return found


def _chosen(data: QueryDict) -> list[tuple[str, str]]:
    names = ("q", "category", "municipality", "speaks", "provider_kind", "kind", "own_share_zero", "fits")
    return [(name, value) for name in names for value in data.getlist(name) if value]


def _chip_words(name: str, value: str, category_names: dict[str, str]) -> str:
    if name == "q":
        return value[:60]
    if name == "category":
        return category_names.get(value, "")
    if name == "municipality":
        row = Municipality.objects.filter(code=value[:3]).first()
        return row.name if row else ""
    if name == "speaks":
        return spoken([value]).capitalize() if value in {"sv", "fi", "en"} else ""
    if name == "provider_kind":
        return str(ProviderKind(value).label) if value in ProviderKind.values else ""
    if name == "kind":
        return str(ListingKind(value).label) if value in ListingKind.values else ""
    return _("Nothing to pay") if name == "own_share_zero" else _("Only what fits")


def _without(data: QueryDict, name: str, value: str) -> str:
    rest = data.copy()
    rest.setlist(name, [other for other in data.getlist(name) if other != value])
    rest.pop("page", None)
    return f"?{rest.urlencode()}"


def panel(data: QueryDict, facets: dict[str, dict[str, int]], *, with_place: bool) -> dict[str, Any]:
    """Everything `components/search_panel.html` shows, beside the typed values."""
    chosen_categories = categories(facets.get("category", {}), data.getlist("category"))
    names = {choice.value: choice.words for choice in chosen_categories}
    return {
        "categories": chosen_categories,
        "any_category": not data.get("category"),
        "any_language": not data.get("speaks"),
        "any_provider": not data.get("provider_kind"),
        "languages": languages(facets.get("speaks", {}), data.getlist("speaks")),
        "provider_kinds": provider_kinds(facets.get("provider_kind", {}), data.getlist("provider_kind")),
        "sorts": sorts(data.get("sort", ""), with_place=with_place),
        "chips": chips(data, names),
        "free": Choice("1", "", facets.get("nothing_to_pay", {}).get("yes"), bool(data.get("own_share_zero"))),
        "fits": Choice("1", "", facets.get("fits", {}).get("yes"), bool(data.get("fits"))),
        "kept": [(name, value) for name, value in _kept(data)],
    }


def _kept(data: QueryDict) -> list[tuple[str, str]]:
    """What the form for the order carries along."""
    return [(name, value) for name, values in data.lists() if name not in {"sort", "page"} for value in values]
