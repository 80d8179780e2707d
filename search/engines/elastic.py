"""The engine for several machines: Elasticsearch 8.

An alias names the live index; a rebuild makes a new one and moves the alias in one step. The name of an index says
which installation and which code it is of, and when it was made: `<prefix>-<code>-<time>-<chance>`. Beside it stands
`<name>-state`, one document with the postal areas and the counts of words. Every index of ours that is not live is
being built: whoever writes, writes to it too, and to the live one last.

What comes late or twice does no harm: a document carries `version` and never replaces a newer one; an alias moves only
from where it was; an index is deleted only in one step with the proof that the alias stands elsewhere.
"""

import contextlib
import datetime as dt
import logging
import re
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, BadRequestError, NotFoundError, TransportError
from elasticsearch.dsl import A, Search
from elasticsearch.helpers import streaming_bulk

from ..documents import FACETS, NO_PRICE, RAW, TEXT, WHOLE_NUMBERS
from ..engine import Document, EngineAway, SearchUnavailable
from ..fingerprint import code_fingerprint
from ..scoring import Counting, Counts
from ..tree import Filter, Node, Plan
from .elastic_client import BUSY, WRITE_RETRIES, WRITE_SECONDS, Access, searching, told_kindly, writing
from .elastic_queries import query

log = logging.getLogger(__name__)
DEEPEST = 100_000
"""No page of results lies deeper."""
CHUNK_DOCUMENTS, CHUNK_BYTES = 500, 5_000_000
LOOK_AGAIN = 1.0
"""Seconds for which a process trusts what it knows of the alias."""
GLANCE_SECONDS = 0.2
"""A look at the alias may be given up: the search itself finds out that an index is gone."""
REPLICAS_WITHIN = 30
"""Seconds that a new index may take to be copied to other nodes before the alias moves."""
REFRESH = "500ms"
"""How soon a change is found by those who did not make it."""
SWAPS = 3
STATE = "-state"
COLUMN = re.compile(r"[bod]\d+")
FIELDS = frozenset((*TEXT, *RAW, *WHOLE_NUMBERS))


@dataclass(frozen=True)
class Live:
    """An index that answers, and what was known when it was built."""

    name: str
    areas: frozenset[str]
    counts: Counts


class ElasticEngine:
    """`prefix` parts installations that share a cluster; `replicas` is a most: there are never more than nodes."""

    one_writer = False

    def __init__(self, access: Access, prefix: str, *, shards: int = 1, replicas: int = 1) -> None:
        self.access, self.alias, self.shards, self.replicas = access, prefix, shards, replicas
        self.client = access.client()
        self._ours = re.compile(re.escape(prefix) + r"-([0-9a-f]{16})-\d{14}-[0-9a-f]{8}")
        self._live: Live | None = None
        self._looked = 0.0

    # Reading

    @told_kindly
    def counts(self) -> Counts:
        return self._current().counts

    @told_kindly
    def areas(self) -> frozenset[str]:
        return self._current().areas

    @told_kindly
    def fetch(self, plan: Plan) -> tuple[list[int], int]:
        last = min(plan.last, DEEPEST)
        first = min(plan.first, last)
        asked = Search().query(query(plan.node, plan.filters))[first:last].source(False)
        answer = self._search(asked.sort(*_order(plan)).extra(track_total_hits=True))
        return [int(hit["_id"]) for hit in answer["hits"]["hits"]], answer["hits"]["total"]["value"]

    @told_kindly
    def count(
        self, node: Node | None, filters: Sequence[Filter], facets: Sequence[str], limits: Mapping[str, tuple[str, int]]
    ) -> dict[str, dict[str, int]]:
        asked = Search().query(query(node, filters)).extra(size=0, track_total_hits=False)
        for name in facets:
            asked.aggs.bucket(name, A("terms", field=name, size=1000))
        for name, (column, most) in limits.items():
            asked.aggs.bucket(name, A("filter", {"range": {column: {"lte": most}}}))
        if not facets and not limits:
            return {}
        found = self._search(asked)["aggregations"]
        counted = {name: {each["key"]: each["doc_count"] for each in found[name]["buckets"]} for name in facets}
        return counted | {name: {"yes": found[name]["doc_count"]} for name in limits}

    def _search(self, asked: Search) -> Any:
        """Of the live index itself, so that all parts of an answer are of one index; once more after a swap."""
        body = asked.to_dict()
        for name in (self._current().name, None):
            try:
                return searching(self.client).search(
                    index=name or self._current(anew=True).name,
                    body=body,
                    allow_partial_search_results=False,
                    # A node answers from its own copy where it has one: another one's hanging is none of its business.
                    preference="_local",
                )
            except NotFoundError:
                if name is None:
                    raise
        raise AssertionError("unreachable")

    def _current(self, *, anew: bool = False) -> Live:
        """What the alias names, looked up at most once a second; where nobody answers, what it named last."""
        if not anew and self._live and time.monotonic() - self._looked < LOOK_AGAIN:
            return self._live
        client = searching(self.client)
        if self._live and not anew:
            client = client.options(request_timeout=GLANCE_SECONDS, max_retries=0)
        try:
            name = self._aliased(self._aliases(client))
        except (TransportError, ApiError):
            if self._live is None or anew:
                raise
            self._looked = time.monotonic()
            return self._live
        if self._live is None or self._live.name != name:
            self._live = self._read_state(name)
        self._looked = time.monotonic()
        return self._live

    def _aliases(self, client: Any) -> list[str]:
        try:
            return list(client.indices.get_alias(name=self.alias))
        except NotFoundError:
            return []

    def _aliased(self, names: list[str]) -> str:
        """The newest, should there ever be two."""
        if not names:
            self._live = None
            raise SearchUnavailable("there is no index")
        name = max(names, key=lambda each: each.split("-")[-2:])
        if self._code_of(name) != code_fingerprint():
            self._live = None
            raise SearchUnavailable("the index was built by other code")
        return name

    def _read_state(self, name: str) -> Live:
        try:
            state = searching(self.client).get(index=name + STATE, id="state")["_source"]
        except NotFoundError:
            raise SearchUnavailable("the index has lost the counts of its words") from None
        return Live(name, frozenset(state["areas"]), Counts.from_json(state["counts"]))

    # Writing

    @told_kindly
    def update(
        self, documents: Iterable[Document], gone: Iterable[int], version: int = 0, *, wait: bool = True
    ) -> None:
        actions = [*map(_index_action, documents), *(_delete_action(pk, version) for pk in gone)]
        live, being_built = self._targets()
        for name in being_built:
            self._write(name, actions)
        self._write(live, actions, refresh="wait_for" if wait else False)

    @told_kindly
    def rebuild(self, documents: Iterable[Document], areas: Sequence[str]) -> int:
        name = f"{self.alias}-{code_fingerprint()}-{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S}-{uuid.uuid4().hex[:8]}"
        counting = Counting()
        try:
            self._create(name, self._settings(areas), _mappings(areas))
            self._write(name, _counted(documents, counting))
            counts = counting.counts()
            self._keep_state(name, areas, counts)
            self._ready(name)
        except BaseException:
            self._discard(name)
            raise
        self._swap(name)
        self.tidy()
        return counts.documents

    @told_kindly
    def tidy(self) -> None:
        indices = self._all_indices()
        live = [name for name, aliases in indices.items() if self.alias in aliases]
        stale = [name for name in indices if name.removesuffix(STATE) not in live]
        if len(live) == 1 and stale:
            proof = [_alias_action("remove", live[0], self.alias), _alias_action("add", live[0], self.alias)]
            actions = [*proof, *({"remove_index": {"index": name}} for name in stale)]
            writing(self.client).indices.update_aliases(actions=actions)

    @told_kindly
    def drop(self) -> None:
        self._live = None
        for name in self._all_indices():
            writing(self.client).indices.delete(index=name, ignore_unavailable=True)

    def status(self) -> dict[str, Any]:
        try:
            return self._status()
        except SearchUnavailable as error:
            away = isinstance(error, EngineAway)
            return {"engine": "elasticsearch", "answers": False, "why": str(error), "away": away}

    @told_kindly
    def _status(self) -> dict[str, Any]:
        client, live = searching(self.client), self._current(anew=True)
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

    def _targets(self) -> tuple[str, list[str]]:
        """The live index and those being built, as the master knows them now.

        Raises `SearchUnavailable` where other code builds: only it knows what to write.
        """
        indices = {name: aliases for name, aliases in self._all_indices().items() if not name.endswith(STATE)}
        live = self._aliased([name for name, aliases in indices.items() if self.alias in aliases])
        being_built = [name for name in indices if name != live]
        if any(self._code_of(name) != code_fingerprint() for name in being_built):
            raise SearchUnavailable("other code builds the index: the outbox waits for it")
        return live, being_built

    def _all_indices(self) -> dict[str, list[str]]:
        """Name → aliases of every index of ours, from the master itself: other nodes may lag behind."""
        answer = writing(self.client).cluster.state(
            metric="metadata",
            index=f"{self.alias}-*",
            expand_wildcards="open",
            filter_path="metadata.indices.*.aliases,metadata.indices.*.state",
        )
        found = answer.get("metadata", {}).get("indices", {})
        return {name: facts.get("aliases", []) for name, facts in found.items() if self._code_of(name)}

    def _code_of(self, name: str) -> str:
        """Of what code an index of ours, or what stands beside it, is; empty for what is not ours."""
        found = self._ours.fullmatch(name.removesuffix(STATE))
        return found[1] if found else ""

    def _settings(self, areas: Sequence[str] = (), shards: int = 1) -> dict[str, Any]:
        copies = {"auto_expand_replicas": f"0-{self.replicas}"} if self.replicas else {"number_of_replicas": 0}
        return {
            "number_of_shards": shards,
            "mapping.total_fields.limit": 3 * len(areas) + 100,
            "max_result_window": DEEPEST,
            "gc_deletes": "15m",
            "refresh_interval": "30s",
            **copies,
        }

    def _create(self, name: str, settings: dict[str, Any], mappings: dict[str, Any]) -> None:
        """A repeated request finds its own index there. Nodes that did not hear of it would not write to it."""
        try:
            answer = writing(self.client).indices.create(index=name, settings=settings, mappings=mappings)
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
        else:
            if not answer["acknowledged"]:
                raise EngineAway("not all nodes know of the new index")

    def _write(self, name: str, actions: Iterable[dict[str, Any]], refresh: bool | str = False) -> None:
        """An older version refused and a deletion of nothing are as good as done; all else is a failure."""
        done = streaming_bulk(
            writing(self.client),
            ({**action, "_index": name} for action in actions),
            chunk_size=CHUNK_DOCUMENTS,
            max_chunk_bytes=CHUNK_BYTES,
            raise_on_error=False,
            max_retries=WRITE_RETRIES,
            initial_backoff=0.5,
            max_backoff=8,
            refresh=refresh,
            timeout="20s",
        )
        for good, item in done:
            (answer,) = item.values()
            if not good and "error" in answer and answer["status"] != 409:
                kind = EngineAway if answer["status"] in BUSY else SearchUnavailable
                raise kind(f"{answer['_id']} was not written: {answer['error']}"[:300])

    def _keep_state(self, name: str, areas: Sequence[str], counts: Counts) -> None:
        self._create(name + STATE, self._settings(), {"enabled": False})
        state = {"areas": sorted(areas), "counts": counts.to_json()}
        writing(self.client).index(index=name + STATE, id="state", document=state)

    def _ready(self, name: str) -> None:
        """All of it can be found, and it is copied to other nodes as far as there are any."""
        client = writing(self.client)
        client.indices.put_settings(index=name, settings={"refresh_interval": REFRESH})
        client.indices.refresh(index=name)
        try:
            client.options(request_timeout=REPLICAS_WITHIN + WRITE_SECONDS).cluster.health(
                index=f"{name},{name}{STATE}", wait_for_status="green", timeout=f"{REPLICAS_WITHIN}s"
            )
        except ApiError as error:
            if error.status_code != 408 or error.body["status"] == "red":
                raise
            log.warning("search: the new index goes live before it is copied to other nodes")

    def _discard(self, name: str) -> None:
        """Only for an index that no swap was asked for. What fails here, the next rebuild tidies."""
        with contextlib.suppress(TransportError, ApiError, SearchUnavailable):
            self.client.options(request_timeout=WRITE_SECONDS).indices.delete(
                index=f"{name},{name}{STATE}", ignore_unavailable=True
            )

    def _swap(self, name: str) -> None:
        """Moves the alias from where it is. After a failure asks where it stands, and deletes nothing."""
        failure: Exception | None = None
        for _ in range(SWAPS):
            before = [each for each, aliases in self._all_indices().items() if self.alias in aliases]
            if name in before:
                return
            actions = [_alias_action("remove", each, self.alias) for each in before]
            try:
                writing(self.client).indices.update_aliases(actions=[*actions, _alias_action("add", name, self.alias)])
                return
            except (TransportError, ApiError) as error:
                failure = error
        raise EngineAway(f"the alias did not move: {failure}")


def _order(plan: Plan) -> list[Any]:
    """Column or score, then the day's tie. With neither words nor an order the tie alone."""
    if plan.order:
        return [plan.order, plan.tie]
    return [plan.tie] if plan.node is None else ["_score", plan.tie]


def _mappings(areas: Sequence[str]) -> dict[str, Any]:
    """Columns are doc values only. What is not named here is left out, so that a new postal area does no harm."""
    text = {"type": "text", "analyzer": "whitespace", "norms": False, "index_options": "docs"}
    raw = {name: {"type": "keyword", "doc_values": name in FACETS} for name in RAW}
    column = {"type": "long", "index": False}
    columns = [*WHOLE_NUMBERS, *(f"{letter}{code}" for code in areas for letter in "bod")]
    properties = {**dict.fromkeys(TEXT, text), **raw, **dict.fromkeys(columns, column)}
    return {"dynamic": False, "_source": {"enabled": False}, "properties": properties}


def _index_action(document: Document) -> dict[str, Any]:
    fields = {name: " ".join(value) if name in TEXT else value for name, value in document.items() if _is_field(name)}
    source = {"p_base": NO_PRICE, **fields}
    return {"_op_type": "index", "_id": document["id"], "_source": source, **_versioned(document.get("version", 0))}


def _is_field(name: str) -> bool:
    return name in FIELDS or COLUMN.fullmatch(name) is not None


def _delete_action(pk: int, version: int) -> dict[str, Any]:
    return {"_op_type": "delete", "_id": pk, **_versioned(version)}


def _versioned(version: int) -> dict[str, Any]:
    return {"version": version, "version_type": "external_gte"}


def _counted(documents: Iterable[Document], counting: Counting) -> Iterator[dict[str, Any]]:
    for document in documents:
        counting.add(document)
        yield _index_action(document)


def _alias_action(what: str, index: str, alias: str) -> dict[str, Any]:
    """Taking an alias from where it is not fails, and with it the whole step."""
    must = {"must_exist": True} if what == "remove" else {}
    return {what: {"index": index, "alias": alias, **must}}
