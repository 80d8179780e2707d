"""The provider's own numbers, as tables with bars in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.remembered import remembered
from marketplace.foundation.dates import today
from marketplace.foundation.templatetags.ui import month_year
from marketplace.selections.enums import Refusal, SelectionState

from ..numbers import Month, Where, numbers_of, unmet_near
from ..small_cells import LEAST, Cells
from ..words import NO_WORDS
from .frame import provider_for, show


@dataclass(frozen=True)
class Bar:
    """A row: its words, the number (None: hidden), and the bar's length in percent of the longest."""

    words: str
    number: int | None
    percent: int


def bars(rows: Iterable[tuple[str, int | None]]) -> list[Bar]:
    found = list(rows)
    most = max((number or 0 for _words, number in found), default=0)
    return [Bar(words, number, round(100 * (number or 0) / most) if most else 0) for words, number in found]


@require_safe
def numbers(request: HttpRequest, provider_id: int) -> HttpResponse:
    provider, on = provider_for(request, provider_id), today()
    own, near = numbers_of(provider, on), unmet_near(provider, on)
    context = {
        "months": own.months,
        "least": LEAST,
        "views": _chart(own.views),
        "saved": _chart(own.saved),
        "choices": _chart(own.choices),
        "listings": own.listings,
        "noes": _chart(own.noes),
        "reasons": _reasons(own.reasons),
        "searches": _chart(near.searches),
        "searches_where": _places(near.searches_where),
        "wishes": _chart(near.wishes),
        "wishes_where": _places(near.wishes_where),
    }
    return show(request, provider, "numbers.html", context)


def _chart(cells: Cells[Month] | Mapping[Month, int]) -> dict[str, Any]:
    """What `components/bar_table.html` takes; `any`: whether there is anything to show."""
    if not isinstance(cells, Cells):
        cells = Cells(dict(cells), sum(cells.values()))
    rows = bars((capfirst(month_year(month)), number) for month, number in cells.shown.items())
    return {"rows": rows, "total": cells.total, "any": cells.total != 0}


def _reasons(cells: Cells[str]) -> dict[str, Any]:
    """The most frequent first, hidden ones last."""
    found = sorted(cells.shown.items(), key=lambda item: -(item[1] or 0))
    return {"rows": bars((_reason(code), number) for code, number in found), "total": cells.total}


def _reason(code: str) -> str:
    if code in NO_WORDS:
        return str(NO_WORDS[SelectionState(code)])
    return capfirst(str(Refusal(code).label)) if code in Refusal.values else code


def _places(cells: Cells[Where]) -> dict[str, Any]:
    """Only what may be shown; `more`: something is hidden besides."""
    found = [(where, number) for where, number in cells.shown.items() if number]
    found.sort(key=lambda item: (-item[1], str(_place(item[0]))))
    return {"rows": bars((_place(where), number) for where, number in found), "more": cells.hides}


def _place(where: Where) -> str:
    catalogue, (category, town) = remembered(today()), where
    kind = catalogue.categories[category].name if category else _("some other help")
    return f"{capfirst(kind)}, {catalogue.municipalities[town].name}"
