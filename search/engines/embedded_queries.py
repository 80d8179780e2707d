"""Translates the engine-free tree into tantivy's queries. Every leaf is a constant score."""

from collections.abc import Sequence

import tantivy
from tantivy import FieldType, Occur, Query

from ..tree import AnyOf, AtLeast, AtMost, Best, Filter, Node, NotIds, Prefix, Term, Words

MUST, SHOULD, NOT = Occur.Must, Occur.Should, Occur.MustNot


class Translator:
    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self.schema, self.searcher = schema, searcher

    def query(self, node: Node | None, filters: Sequence[Filter]) -> Query:
        """Filters add nothing to the score."""
        clauses = [(MUST, Query.const_score_query(self._filter(each), 0.0)) for each in filters if not _negative(each)]
        clauses += [(NOT, self._filter(each)) for each in filters if _negative(each)]
        if node is not None:
            clauses.append((MUST, self.node(node)))
        elif not any(occur == MUST for occur, _ in clauses):
            clauses.append((MUST, Query.const_score_query(Query.all_query(), 0.0)))
        return Query.boolean_query(clauses)

    def node(self, node: Node) -> Query:
        if isinstance(node, Best):
            return Query.disjunction_max_query([self.node(each) for each in node.nodes], node.tie)
        if isinstance(node, Words):
            return self._words(node)
        return Query.const_score_query(self._leaf(node), float(node.score))

    def _words(self, node: Words) -> Query:
        asked = [(SHOULD, self.node(each)) for each in node.nodes]
        if len(asked) == 1 and not node.fillers:
            return asked[0][1]
        matched = Query.boolean_query(asked, minimum_number_should_match=node.needed)
        if not node.fillers:
            return matched
        return Query.boolean_query([(MUST, matched), *((SHOULD, self.node(each)) for each in node.fillers)])

    def _leaf(self, node: Term | Prefix | AtLeast) -> Query:
        if isinstance(node, Term):
            return self._term(node.field, node.token)
        if isinstance(node, Prefix):
            return self._begins(node)
        return self._at_least(node)

    def _begins(self, node: Prefix) -> Query:
        """Looked up in the dictionary, then term by term: expressions and term sets walk all of it."""
        found = [token for token, _ in self.searcher.terms_with_prefix(node.field, node.token)]
        terms = [(SHOULD, self._term(node.field, token)) for token in found]
        return Query.boolean_query(terms) if terms else Query.empty_query()

    def _at_least(self, node: AtLeast) -> Query:
        """Tokens that are nowhere are left out, so that what cannot match costs nothing.

        Whoever has `needed` of them has one of the rarest (all but `needed` - 1): these lead where that is worth it.
        """
        often = {token: self.searcher.doc_freq(node.field, token) for token in node.tokens}
        tokens = sorted((token for token in node.tokens if often[token]), key=lambda token: often[token])
        if len(tokens) < node.needed:
            return Query.empty_query()
        terms = [(SHOULD, self._term(node.field, token)) for token in tokens]
        query = Query.boolean_query(terms, minimum_number_should_match=node.needed)
        rarest = tokens[: len(tokens) - node.needed + 1]
        if sum(often[token] for token in rarest) * 4 > sum(often[token] for token in tokens):
            return query
        leading = Query.boolean_query([(SHOULD, self._term(node.field, token)) for token in rarest])
        return Query.boolean_query([(MUST, leading), (MUST, query)])

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


def _negative(each: Filter) -> bool:
    return isinstance(each, NotIds)
