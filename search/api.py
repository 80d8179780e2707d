"""What other rooms use: search, and build the index anew."""

from marketplace.foundation.dates import today

from . import indexing, plan
from .engines import current_engine
from .query import SearchQuery, SearchResult

__all__ = ["SearchQuery", "SearchResult", "rebuild", "search"]


def search(query: SearchQuery) -> SearchResult:
    """Raises `search.engine.SearchUnavailable`: then list from the database (`search.filters.ListingFilter.qs`)."""
    return plan.run(current_engine(), query, today())


def rebuild() -> int:
    """Builds the index anew from the database; returns how many listings it holds."""
    return indexing.rebuild()
