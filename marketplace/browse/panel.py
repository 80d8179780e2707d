"""The search panel: few choices, each with how many there are; and the chips of what is chosen."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.enums import ListingKind, ProviderKind
from catalogue.remembered import remembered
from marketplace.foundation.templatetags.ui import spoken

SORTS = ("best", "cheapest", "nearest", "name")
MOST_CATEGORIES = 20
CARRIED = ("municipality", "kind", "sort")
"""Asked for by links; the panel has no control for them, and keeps them."""


@dataclass(frozen=True)
class Choice:
    """One tick box, or one order: its count is None where nothing was counted."""

    value: str
    words: str
    count: int | None
    checked: bool
    off: bool = False
    """Asked for, but it cannot be applied now: shown unticked, and said."""


def categories(facets: dict[str, int], chosen: Iterable[str]) -> list[Choice]:
    """The last branches that have hits, and whatever is chosen; in the catalogue's order."""
    wanted = set(chosen)
    catalogue = remembered()
    last = {row.pk for row in catalogue.leaves if not facets or row.code in facets}
    rows = [row for row in catalogue.categories.values() if row.pk in last or row.code in wanted]
    return [
        Choice(row.code, row.name, facets.get(row.code, 0) if facets else None, row.code in wanted)
        for place, row in enumerate(rows)
        if place < MOST_CATEGORIES or row.code in wanted
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


def sorts(chosen: str, *, with_place: bool, only_name: bool = False) -> list[Choice]:
    """Orders that can be had: nearest and cheapest need a place, the database only knows names."""
    words = sort_words()
    possible = [name for name in SORTS if with_place or name in {"best", "name"}]
    if only_name or chosen not in possible:
        chosen = "name" if only_name else "best"
    return [Choice(name, words[name], None, name == chosen) for name in possible if not only_name or name == "name"]


def chips(data: QueryDict, category_names: dict[str, str], off: Collection[str] = ()) -> list[dict[str, str]]:
    """What is chosen and holds, each with the address without it: "Remove 'Cleaning'"."""
    towns = _town_names(data.getlist("municipality"))
    found = []
    for name, value in _chosen(data):
        words = _chip_words(name, value, category_names, towns)
        if words and name not in off:
            text = _("Remove “%(words)s”") % {"words": words}
            found.append({"url": _without(data, name, value), "text": text})
    return found


def _town_names(codes: list[str]) -> dict[str, str]:
    return {row.code: row.name for row in remembered().municipalities.values() if row.code in codes}


def _chosen(data: QueryDict) -> list[tuple[str, str]]:
    names = ("q", "category", "municipality", "speaks", "provider_kind", "kind", "own_share_zero", "fits")
    return [(name, value) for name in names for value in dict.fromkeys(data.getlist(name)) if value]


def _chip_words(name: str, value: str, category_names: dict[str, str], towns: dict[str, str]) -> str:
    if name == "q":
        return value[:60]
    if name == "category":
        return category_names.get(value, "")
    if name == "municipality":
        return towns.get(value, "")
    if name == "speaks":
        return _("Speaks %(languages)s") % {"languages": spoken([value])} if value in {"sv", "fi", "en"} else ""
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


def panel(
    data: QueryDict,
    facets: dict[str, dict[str, int]],
    *,
    with_place: bool,
    off: Collection[str] = (),
    only_name: bool = False,
) -> dict[str, Any]:
    """Everything `components/search_panel.html` shows, beside the typed values.

    `off`: names of what was asked for and cannot be applied now; `only_name`: no other order can be had.
    """
    chosen_categories = categories(facets.get("category", {}), data.getlist("category"))
    names = {choice.value: choice.words for choice in chosen_categories}
    return {
        "categories": chosen_categories,
        "languages": languages(facets.get("speaks", {}), data.getlist("speaks")),
        "provider_kinds": provider_kinds(facets.get("provider_kind", {}), data.getlist("provider_kind")),
        "sorts": sorts(data.get("sort", ""), with_place=with_place, only_name=only_name),
        "chips": chips(data, names, off),
        "free": _tick("own_share_zero", data, facets.get("nothing_to_pay", {}), off),
        "fits": _tick("fits", data, facets.get("fits", {}), off),
        "words_off": "q" in off,
        "kept": _carried(data, lambda name: name not in {"sort", "page"}),
        "hidden": _carried(data, lambda name: name in CARRIED),
    }


def _tick(name: str, data: QueryDict, counted: dict[str, int], off: Collection[str]) -> Choice:
    asked, is_off = bool(data.get(name)), name in off
    return Choice("1", "", counted.get("yes"), asked and not is_off, asked and is_off)


def _carried(data: QueryDict, wanted: Callable[[str], bool]) -> list[tuple[str, str]]:
    """What a form carries along without showing it."""
    return [(name, value) for name, values in data.lists() if wanted(name) for value in values if value]
