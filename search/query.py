"""What is asked and what is answered, free of any engine. Nothing personal can stand here: values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SORTS = ("best", "cheapest", "nearest", "name")
PAGE_SIZE = 10


@dataclass(frozen=True)
class SearchQuery:
    """Empty or None is not asked for; any of several values will do. Money is cents; pages start at 1."""

    q: str = ""
    lang: str = "sv"
    postcode: str = ""
    category: tuple[str, ...] = ()
    """Codes of categories; all below them count."""
    municipality: tuple[str, ...] = ()
    """Codes of municipalities, of those that a listing serves."""
    provider_kind: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    speaks: tuple[str, ...] = ()
    own_share_zero: bool = False
    max_budget_cents: int | None = None
    """Only what takes at most this from the budget."""
    left_cents: int | None = None
    """What the "fits" count is reckoned with when `max_budget_cents` is not asked for."""
    sort: str = "best"
    page: int = 1
    page_size: int = PAGE_SIZE

    @property
    def first(self) -> int:
        return (self.page - 1) * self.page_size

    @property
    def last(self) -> int:
        return self.page * self.page_size


FacetCounts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class SearchResult:
    """`hits`: the page's listing ids in order. `facets`: counts by facet and value.

    A facet counts as if its own filter were not chosen, so that the page can say what another choice would give.
    Beside the facets of fields there are "fits" and "nothing_to_pay", each with the one key "yes", where they can be
    reckoned.
    """

    hits: tuple[int, ...] = ()
    total: int = 0
    facets: FacetCounts = field(default_factory=dict)
    relaxed: bool = False
    """Few were found, so that weaker resemblances were added at the end."""
    not_applied: tuple[str, ...] = ()
    """Parameters asked for that could not be applied."""
    missed: tuple[str, ...] = ()
    """Words to blame where nothing matched: the unknown ones; all of them where nothing else was asked for."""
    did_you_mean: str = ""
    """The question with its unknown words put right, in the page's language; empty where there is nothing to."""

    @property
    def ids(self) -> tuple[int, ...]:
        return self.hits
