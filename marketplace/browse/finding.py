"""One page of results: from the engine, or from the database when it does not answer."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import get_language

from catalogue.models import Listing
from catalogue.remembered import remembered
from search.api import search
from search.engine import SearchUnavailable
from search.filters import ListingFilter
from search.query import PAGE_SIZE


@dataclass(frozen=True)
class Findings:
    """The listings of one page in order, with what the page says about the whole."""

    page: Page
    listings: list[Listing]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    relaxed: bool = False
    """Few were found, so that weaker resemblances stand at the end."""
    not_applied: tuple[str, ...] = ()
    degraded: bool = False
    did_you_mean: str = ""

    @property
    def total(self) -> int:
        return self.page.paginator.count


class CountedPaginator(Paginator):
    """A paginator over one page's ids, when the engine has counted the whole."""

    def __init__(self, ids: list[int], total: int) -> None:
        super().__init__(ids, PAGE_SIZE)
        self.total = total

    @property
    def count(self) -> int:  # type: ignore[override]
        return self.total


def filter_of(data: Any) -> ListingFilter:
    return ListingFilter(data, lang=(get_language() or "sv")[:2])


def find(filters: ListingFilter, *, left_cents: int | None = None, only_fitting: bool = False) -> Findings:
    """The asked page. `filters` must be valid; `left_cents`: what a client has left, for what fits and its count."""
    query = filters.to_query(max_budget_cents=left_cents if only_fitting else None, left_cents=left_cents)
    try:
        result = search(query)
    except SearchUnavailable:
        return _from_database(filters, query.page, only_fitting)
    paginator = CountedPaginator(list(result.ids), result.total)
    page = Page(list(result.ids), min(max(1, query.page), max(1, paginator.num_pages)), paginator)
    return Findings(
        page=page,
        listings=_in_order(list(result.ids)),
        facets={name: dict(counts) for name, counts in result.facets.items()},
        relaxed=result.relaxed,
        not_applied=tuple(result.not_applied),
        did_you_mean=result.did_you_mean,
    )


def _from_database(filters: ListingFilter, number: int, only_fitting: bool) -> Findings:
    page = Paginator(filters.qs, PAGE_SIZE).get_page(number)
    ids = [listing.pk for listing in page.object_list]
    off = (*filters.not_applied(), *(["fits"] if only_fitting else []))
    return Findings(page=page, listings=_in_order(ids), not_applied=off, degraded=True)


def _in_order(ids: list[int]) -> list[Listing]:
    """Without what cannot be chosen any more: after midnight the index follows with the next tick."""
    catalogue = remembered()
    offers = catalogue.offers(ids)
    return [listing for listing in catalogue.listings(ids).values() if offers[listing.pk].choosable]
