"""Translates the engine-free tree into tantivy's queries. Every leaf is a constant score."""

from collections.abc import Sequence
from typing import TypeGuard

import tantivy
from tantivy import FieldType, Occur, Query

from ..tree import AnyOf, AtLeast, AtMost, Best, Filter, Node, NotIds, Prefix, Term, Words

MUST, SHOULD, NOT = Occur.Must, Occur.Should, Occur.MustNot
WORTH_NARROWING = 4
"""A filter goes into each counted token that is not as many times rarer than what the filter leaves."""


class Translator:
    """Of one request. What no document has is left out, so that what cannot match costs nothing."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self.schema, self.searcher = schema, searcher
        self._narrow: tuple[Query, int] | None = None
        """The filter that leaves least, and how many documents it leaves."""

    def query(self, node: Node | None, filters: Sequence[Filter]) -> Query:
        """Filters add nothing to the score."""
        self._narrow = min(map(self._left_by, filter(_by_value, filters)), key=lambda found: found[1], default=None)
        clauses = [(MUST, Query.const_score_query(self._filter(each), 0.0)) for each in filters if not _negative(each)]
        clauses += [(NOT, self._filter(each)) for each in filters if _negative(each)]
        if node is not None:
            clauses.append((MUST, self._node(node) or Query.empty_query()))
        elif not any(occur == MUST for occur, _ in clauses):
            clauses.append((MUST, Query.const_score_query(Query.all_query(), 0.0)))
        return Query.boolean_query(clauses)

    def _node(self, node: Node) -> Query | None:
        if isinstance(node, Best):
            found = self._found(node.nodes)
            return Query.disjunction_max_query(found, node.tie) if len(found) > 1 else next(iter(found), None)
        if isinstance(node, Words):
            return self._words(node)
        leaf = self._leaf(node)
        return leaf and Query.const_score_query(leaf, float(node.score))

    def _found(self, nodes: Sequence[Node]) -> list[Query]:
        return [query for each in nodes if (query := self._node(each))]

    def _words(self, node: Words) -> Query | None:
        asked, fillers = self._found(node.nodes), self._found(node.fillers)
        if len(asked) < node.needed:
            return None
        matched = self._at_least_of(asked, node.needed)
        return Query.boolean_query([(MUST, matched), *((SHOULD, each) for each in fillers)]) if fillers else matched

    def _leaf(self, node: Term | Prefix | AtLeast) -> Query | None:
        if isinstance(node, Term):
            return self._term(node.field, node.token) if self._often(node.field, node.token) else None
        return self._begins(node) if isinstance(node, Prefix) else self._at_least(node)

    def _begins(self, node: Prefix) -> Query | None:
        """Looked up in the dictionary, then term by term: expressions and term sets walk all of it."""
        found = [token for token, _ in self.searcher.terms_with_prefix(node.field, node.token)]
        return self._at_least_of([self._term(node.field, token) for token in found], 1) if found else None

    def _at_least(self, node: AtLeast) -> Query | None:
        tokens = [(token, often) for token in node.tokens if (often := self._often(node.field, token))]
        if len(tokens) < node.needed:
            return None
        if node.needed in (1, len(tokens)):
            return self._at_least_of([self._term(node.field, token) for token, _ in tokens], node.needed)
        return self._at_least_of([self._narrowed(node.field, token, often) for token, often in tokens], node.needed)

    def _narrowed(self, field: str, token: str, often: int) -> Query:
        """A token to be counted with others: tantivy walks all that such ones have, wherever else it looks for little.
        So the narrowest filter goes into each. Without scores of their own, which nobody asks for."""
        term = self._term(field, token)
        if self._narrow and often * WORTH_NARROWING > self._narrow[1]:
            term = Query.boolean_query([(MUST, term), (MUST, self._narrow[0])])
        return Query.const_score_query(term, 1.0)

    def _at_least_of(self, queries: Sequence[Query], needed: int) -> Query:
        if len(queries) == 1:
            return queries[0]
        occur = MUST if needed == len(queries) else SHOULD
        return Query.boolean_query([(occur, each) for each in queries], **_needed(needed, len(queries)))

    def _often(self, field: str, token: str) -> int:
        return self.searcher.doc_freq(field, token)

    def _left_by(self, each: AnyOf) -> tuple[Query, int]:
        return self._any_of(each), sum(self._often(each.field, value) for value in each.values)

    def _term(self, field: str, token: str) -> Query:
        return Query.term_query(self.schema, field, token, "basic")

    def _filter(self, each: Filter) -> Query:
        if isinstance(each, AnyOf):
            return self._any_of(each)
        if isinstance(each, AtMost):
            return Query.range_query(self.schema, each.field, FieldType.Integer, upper_bound=each.value)
        return Query.term_set_query(self.schema, "id", list(each.ids))

    def _any_of(self, each: AnyOf) -> Query:
        """Term by term: a term set walks the whole dictionary."""
        terms = [self._term(each.field, value) for value in each.values]
        return terms[0] if len(terms) == 1 else Query.boolean_query([(SHOULD, term) for term in terms])


def _by_value(each: Filter) -> TypeGuard[AnyOf]:
    return isinstance(each, AnyOf)


def _needed(needed: int, of: int) -> dict[str, int]:
    """As tantivy takes it: only where neither one will do nor all are asked for."""
    return {} if needed in (1, of) else {"minimum_number_should_match": needed}


def _negative(each: Filter) -> bool:
    return isinstance(each, NotIds)
