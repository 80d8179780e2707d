"""From a query to requests to an engine, and from its answers to a result."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .analysis.chain import QueryWord, name_words, query_words, with_near
from .documents import FACETS, OWN_STEP
from .engine import Counted, Engine, NotIndexedYet
from .meant import did_you_mean
from .query import SearchQuery, SearchResult
from .scoring import FEW, GRAM_SHARES, Counts, build
from .tree import AnyOf, AtMost, Filter, Node, NotIds, Plan

NEEDS_PLACE = "nearest"
Limits = dict[str, tuple[str, int]]


@dataclass(frozen=True)
class _Asked:
    """A query as this engine can take it."""

    query: SearchQuery
    filters: dict[str, Filter]
    order: str | None
    tie: str
    not_applied: tuple[str, ...]

    def without(self, name: str) -> tuple[Filter, ...]:
        return tuple(each for key, each in self.filters.items() if key != name)

    @property
    def all_filters(self) -> tuple[Filter, ...]:
        return tuple(self.filters.values())

    def counting(self, names: Sequence[str]) -> tuple[list[str], Limits]:
        """The facets and the limits among the names."""
        limits = _limits(self.query)
        return [name for name in names if name in FACETS], {name: limits[name] for name in names if name in limits}

    @property
    def free(self) -> tuple[list[str], Limits]:
        """What is counted with all filters, since none of them is its own."""
        return self.counting([name for name in _countable(self.query) if name not in self.filters])

    def plan(self, node: Node | None, first: int, last: int, *more: Filter) -> Plan:
        return Plan(node, (*self.all_filters, *more), self.order, self.tie, first, last)


@dataclass(frozen=True)
class _Question:
    """The words that are asked for, and other names of the whole."""

    words: list[QueryWord]
    names: list[list[QueryWord]]
    counts: Counts

    def node(self, share: float = GRAM_SHARES[0]) -> Node | None:
        return build(self.words, self.counts, share, self.names)


@dataclass(frozen=True)
class _Found:
    """`nodes`: what matches as it should, then ever weaker ones; the last finds all that is listed."""

    ids: list[int]
    total: int
    nodes: tuple[Node | None, ...]
    counted: Counted
    """What is free to be counted, of all that is listed."""
    only_relaxed: bool = False
    """Nothing matched as it should."""

    @property
    def relaxed(self) -> bool:
        return len(self.nodes) > 1


def run(engine: Engine, query: SearchQuery, on: dt.date, names: Sequence[tuple[str, str]] = ()) -> SearchResult:
    """The page of hits, how many there are, and the counts. Raises `SearchUnavailable`.

    `names`: (language, words) that mean the same as the question.
    """
    if query.postcode and query.postcode not in engine.areas():
        raise NotIndexedYet("the index does not know this postal area yet")
    asked, counts = _asked(query, on), engine.counts()
    words = with_near(query_words(query.q, query.lang), counts.vocabulary)
    if query.q.strip() and not words:
        asked = replace(asked, not_applied=("q", *asked.not_applied))
    found = _found(engine, asked, _Question(words, [name_words(text, code) for code, text in names], counts))
    return SearchResult(
        hits=tuple(found.ids),
        total=found.total,
        facets=_facets(engine, asked, found),
        relaxed=found.relaxed,
        not_applied=asked.not_applied,
        missed=_missed(found, asked, words, counts),
        did_you_mean=did_you_mean(query.q, words, counts, query.lang),
    )


def _missed(found: _Found, asked: _Asked, words: list[QueryWord], counts: Counts) -> tuple[str, ...]:
    if found.total:
        return tuple(word.word for word in words if word.lost) if found.only_relaxed else ()
    unknown = [word.word for word in words if not word.known(counts.vocabulary)]
    return tuple(unknown if unknown or asked.filters else (word.word for word in words))


def _found(engine: Engine, asked: _Asked, question: _Question) -> _Found:
    """What matches; where that is little, what resembles the words less comes after it."""
    node = question.node()
    ids, total, counted = engine.fetch_and_count(asked.plan(node, asked.query.first, asked.query.last), *asked.free)
    if node is None or total >= FEW:
        return _Found(ids, total, (node,), counted)
    on_first_page = asked.query.first == 0 and asked.query.page_size >= FEW
    strict = ids if on_first_page else engine.fetch(asked.plan(node, 0, FEW))[0]
    nodes = [node]
    for share in GRAM_SHARES[1:]:
        nodes.append(question.node(share))
        more, larger = _topped_up(engine, asked, nodes[-1], strict)
        if larger >= FEW:
            break
    if larger == total:
        return _Found(ids, total, (node,), counted, only_relaxed=not strict)
    counted = engine.count(nodes[-1], asked.all_filters, *asked.free)
    return _Found(more, larger, tuple(nodes), counted, only_relaxed=not strict)


def _topped_up(engine: Engine, asked: _Asked, node: Node | None, strict: list[int]) -> tuple[list[int], int]:
    """What was found first, then what resembles less."""
    query = asked.query
    shown = strict[query.first : query.last]
    first = max(0, query.first - len(strict))
    last = max(first + 1, query.last - len(strict))
    more, count = engine.fetch(asked.plan(node, first, last, *([NotIds(tuple(strict))] if strict else [])))
    return (shown + more)[: query.page_size], len(strict) + count


def _asked(query: SearchQuery, on: dt.date) -> _Asked:
    filters: dict[str, Filter] = {}
    if query.postcode:
        filters["postcode"] = AnyOf("served", (query.postcode,))
    for name in FACETS:
        if values := getattr(query, name):
            filters[name] = AnyOf(name, values)
    if query.postcode and query.max_budget_cents is not None:
        filters["fits"] = AtMost(f"b{query.postcode}", query.max_budget_cents)
    if query.postcode and query.own_share_zero:
        filters["nothing_to_pay"] = AtMost(f"o{query.postcode}", OWN_STEP - 1)
    return _Asked(query, filters, _order(query), f"tie_{on.weekday()}", _without_place(query))


def _order(query: SearchQuery) -> str | None:
    """The column of the asked order; None: by score, or by the day's tie where nothing is asked in words."""
    if query.sort == "name":
        return f"name_{query.lang}"
    if query.sort == "cheapest":
        return f"o{query.postcode}" if query.postcode else "p_base"
    return f"d{query.postcode}" if query.sort == "nearest" and query.postcode else None


def _without_place(query: SearchQuery) -> tuple[str, ...]:
    if query.postcode:
        return ()
    asked = {
        "own_share_zero": query.own_share_zero,
        "max_budget_cents": query.max_budget_cents is not None,
        "sort": query.sort == NEEDS_PLACE,
    }
    return tuple(name for name, is_asked in asked.items() if is_asked)


def _facets(engine: Engine, asked: _Asked, found: _Found) -> Counted:
    """One request more for each that is filtered by, and for each weaker tree.

    Another choice is added to only where it finds few by itself: what a stronger tree finds goes first.
    """
    counted = dict(found.counted)
    for name in _countable(asked.query):
        if name in asked.filters:
            others = asked.without(name), *asked.counting([name])
            numbers = engine.count(found.nodes[-1], *others)[name]
            for node in found.nodes[-2::-1]:
                enough = engine.count(node, *others)[name].items()
                numbers = numbers | {value: number for value, number in enough if number >= FEW}
            counted[name] = numbers
    return counted


def _countable(query: SearchQuery) -> tuple[str, ...]:
    return (*FACETS, *_limits(query))


def _limits(query: SearchQuery) -> Limits:
    if not query.postcode:
        return {}
    limits = {"nothing_to_pay": (f"o{query.postcode}", OWN_STEP - 1)}
    left = query.max_budget_cents if query.max_budget_cents is not None else query.left_cents
    return limits | ({"fits": (f"b{query.postcode}", left)} if left is not None else {})
