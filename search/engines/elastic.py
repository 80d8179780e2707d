"""The engine for several machines: Elasticsearch 8.

An alias names the live index; a rebuild makes a new one and moves the alias in one step (`elastic_indices.py`). Whoever
writes, writes to those being built too, and to the live one last. What comes late or twice does no harm: a document
carries `version` and never replaces a newer one.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from elasticsearch import NotFoundError
from elasticsearch.dsl import A, Search

from ..engine import Counted, Document, EngineAway, SearchUnavailable
from ..scoring import Counting, Counts
from ..tree import Filter, Node, Plan
from .elastic_client import Access, searching, told_kindly
from .elastic_documents import counted, delete_action, index_action, mappings
from .elastic_indices import DEEPEST, Indices
from .elastic_queries import query


class ElasticEngine:
    """`prefix` parts installations that share a cluster; `replicas` is a most: there are never more than nodes."""

    one_writer = False

    def __init__(self, access: Access, prefix: str, *, shards: int = 1, replicas: int = 1) -> None:
        self.access = access
        self.client = access.client()
        self.indices = Indices(self.client, prefix, shards=shards, replicas=replicas)

    # Reading

    @told_kindly
    def counts(self) -> Counts:
        return self.indices.live().counts

    @told_kindly
    def areas(self) -> frozenset[str]:
        return self.indices.live().areas

    def fetch(self, plan: Plan) -> tuple[list[int], int]:
        ids, total, _ = self.fetch_and_count(plan, [], {})
        return ids, total

    @told_kindly
    def fetch_and_count(
        self, plan: Plan, facets: Sequence[str], limits: Mapping[str, tuple[str, int]]
    ) -> tuple[list[int], int, Counted]:
        last = min(plan.last, DEEPEST)
        first = min(plan.first, last)
        asked = Search().query(query(plan.node, plan.filters))[first:last].source(False)
        asked = asked.sort(*_order(plan)).extra(track_total_hits=True)
        answer = self._search(_counting(asked, facets, limits))
        ids = [int(hit["_id"]) for hit in answer["hits"]["hits"]]
        return ids, answer["hits"]["total"]["value"], _counted(answer, facets, limits)

    @told_kindly
    def count(
        self, node: Node | None, filters: Sequence[Filter], facets: Sequence[str], limits: Mapping[str, tuple[str, int]]
    ) -> Counted:
        if not facets and not limits:
            return {}
        asked = Search().query(query(node, filters)).extra(size=0, track_total_hits=False)
        return _counted(self._search(_counting(asked, facets, limits)), facets, limits)

    @told_kindly
    def forget_questions(self) -> None:
        self.client.indices.clear_cache(index=self.indices.alias, request=True, query=False, fielddata=False)

    def _search(self, asked: Search) -> Any:
        """Of the live index itself, so that all parts of an answer are of one index; once more after a swap."""
        body = asked.to_dict()
        for name in (self.indices.live().name, None):
            try:
                return searching(self.client).search(
                    index=name or self.indices.live(anew=True).name,
                    body=body,
                    allow_partial_search_results=False,
                    # A node answers from its own copy where it has one: another one's hanging is none of its business.
                    preference="_local",
                )
            except NotFoundError:
                if name is None:
                    raise
        raise AssertionError("unreachable")

    # Writing

    @told_kindly
    def update(
        self, documents: Iterable[Document], gone: Iterable[int], version: int = 0, *, wait: bool = True
    ) -> None:
        actions = [*map(index_action, documents), *(delete_action(pk, version) for pk in gone)]
        live, being_built = self.indices.targets()
        for name in being_built:
            self.indices.write(name, actions)
        self.indices.write(live, actions, refresh="wait_for" if wait else False)

    @told_kindly
    def rebuild(self, documents: Iterable[Document], areas: Sequence[str]) -> int:
        name = self.indices.new_name()
        counting = Counting()
        try:
            self.indices.create(name, self.indices.settings(areas), mappings(areas))
            self.indices.write(name, counted(documents, counting))
            counts = counting.counts()
            self.indices.keep_state(name, areas, counts)
            self.indices.ready(name)
        except BaseException:
            self.indices.discard(name)
            raise
        self.indices.swap(name)
        self.indices.tidy()
        return counts.documents

    @told_kindly
    def tidy(self) -> None:
        self.indices.tidy()

    @told_kindly
    def drop(self) -> None:
        self.indices.drop()

    def status(self) -> dict[str, Any]:
        try:
            return self._status()
        except SearchUnavailable as error:
            away = isinstance(error, EngineAway)
            return {"engine": "elasticsearch", "answers": False, "why": str(error), "away": away}

    @told_kindly
    def _status(self) -> dict[str, Any]:
        client, live = searching(self.client), self.indices.live(anew=True)
        health = client.cluster.health(index=live.name)
        stats = client.indices.stats(index=live.name, metric=["docs", "store"])["_all"]
        return {
            "engine": "elasticsearch",
            "answers": True,
            "documents": stats["primaries"]["docs"]["count"],
            "postal areas": len(live.areas),
            "bytes": stats["total"]["store"]["size_in_bytes"],
            "index": live.name,
            "nodes": health["number_of_nodes"],
            "health": health["status"],
        }


def _counting(asked: Search, facets: Sequence[str], limits: Mapping[str, tuple[str, int]]) -> Search:
    for name in facets:
        asked.aggs.bucket(name, A("terms", field=name, size=1000))
    for name, (column, most) in limits.items():
        asked.aggs.bucket(name, A("filter", {"range": {column: {"lte": most}}}))
    return asked


def _counted(answer: Any, facets: Sequence[str], limits: Mapping[str, tuple[str, int]]) -> Counted:
    found = answer.get("aggregations", {})
    totals = {name: {each["key"]: each["doc_count"] for each in found[name]["buckets"]} for name in facets}
    return totals | {name: {"yes": found[name]["doc_count"]} for name in limits}


def _order(plan: Plan) -> list[Any]:
    """Column or score, then the day's tie. With neither words nor an order the tie alone."""
    if plan.order:
        return [plan.order, plan.tie]
    return [plan.tie] if plan.node is None else ["_score", plan.tie]
