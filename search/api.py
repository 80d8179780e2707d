"""What other rooms use: search, and build the index anew."""

from marketplace.foundation.dates import today

from . import breaker, indexing, missed, plan
from .deadline import deadline
from .engine import NotIndexedYet, SearchUnavailable
from .engines import current_engine
from .query import SearchQuery, SearchResult

__all__ = ["SearchQuery", "SearchResult", "rebuild", "search"]

PAGE_SECONDS = 1.5
"""For all engine calls of a page: it must be there in two seconds, from the database if need be."""


def search(query: SearchQuery) -> SearchResult:
    """Raises `search.engine.SearchUnavailable`: then list from the database (`search.filters.ListingFilter.qs`).

    After a failure it does so at once for some seconds, without asking the engine.
    """
    engine = current_engine()
    if breaker.rests(engine):
        raise SearchUnavailable("the engine failed a moment ago")
    try:
        with deadline(PAGE_SECONDS):
            result = plan.run(engine, query, today())
    except NotIndexedYet:
        raise
    except SearchUnavailable:
        breaker.failed(engine)
        raise
    missed.remember(query, result.missed)
    return result


def rebuild() -> int:
    """Builds the index anew from the database; returns how many listings it holds."""
    return indexing.rebuild()
