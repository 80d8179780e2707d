"""Translates the engine-free tree into Elasticsearch's queries. Every leaf is a constant score."""

from collections.abc import Sequence

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Bool, ConstantScore, DisMax, MatchAll, Query

from ..tree import AnyOf, AtLeast, AtMost, Best, Filter, Node, NotIds, Prefix, Term, Words


def query(node: Node | None, filters: Sequence[Filter]) -> Query:
    """Filters add nothing to the score."""
    kept = [_filter(each) for each in filters if not isinstance(each, NotIds)]
    left_out = [Q("ids", values=[str(pk) for pk in each.ids]) for each in filters if isinstance(each, NotIds)]
    if node is None and not kept:
        kept = [MatchAll()]
    return Bool(filter=kept, must=[translated(node)] if node else [], must_not=left_out)


def translated(node: Node) -> Query:
    if isinstance(node, Best):
        return DisMax(queries=[translated(each) for each in node.nodes], tie_breaker=node.tie)
    if isinstance(node, Words):
        return _words(node)
    return ConstantScore(filter=_leaf(node), boost=node.score)


def _words(node: Words) -> Query:
    asked = [translated(each) for each in node.nodes]
    if len(asked) == 1 and not node.fillers:
        return asked[0]
    matched = Bool(should=asked, minimum_should_match=node.needed)
    if not node.fillers:
        return matched
    return Bool(must=[matched], should=[translated(each) for each in node.fillers], minimum_should_match=0)


def _leaf(node: Term | Prefix | AtLeast) -> Query:
    if isinstance(node, Term):
        return Q("term", **{node.field: node.token})
    if isinstance(node, Prefix):
        return Q("prefix", **{node.field: node.token})
    if node.needed == len(node.tokens):
        return Bool(filter=[Q("term", **{node.field: token}) for token in node.tokens])
    return Bool(should=[Q("term", **{node.field: token}) for token in node.tokens], minimum_should_match=node.needed)


def _filter(each: AnyOf | AtMost) -> Query:
    if isinstance(each, AtMost):
        return Q("range", **{each.field: {"lte": each.value}})
    if len(each.values) == 1:
        return Q("term", **{each.field: each.values[0]})
    return Q("terms", **{each.field: list(each.values)})
