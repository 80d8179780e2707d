"""The embedded engine: tantivy, in a directory of its own; a disposable cache of the database.

`current.json` names the index in use. Readers look at it and at the index's own `meta.json` before each search, and
open or reload when they changed: a swap or another process's commit is seen at once. One writer at a time: callers
hold the lock of `indexing.index_lock`.
"""

import functools
import json
import shutil
import uuid
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nsmallest
from pathlib import Path
from typing import Any, TypeVar

import tantivy
from tantivy import Query

from ..documents import FACETS, FORMS, NO_PRICE, RAW, TEXT, WHOLE_NUMBERS
from ..engine import Counted, Document, SearchUnavailable
from ..fingerprint import code_fingerprint
from ..scoring import Counting, Counts
from ..tree import Filter, Node, Plan
from .embedded_reading import Reader, Snapshot

HEAP, REBUILD_HEAP = 32_000_000, 128_000_000
"""Bytes that a writer takes at most; with more a rebuild makes fewer and larger parts, which are quicker to search."""
NOT_INDEXED = {FORMS, "version"}
EQUALS, EQUAL_SHARE = 1000, 10
"""As many, or this part of all documents, are fetched at first, to see the end of a group of equals. Fetching more
costs little, asking again costs the whole."""
MOST_COUNTED = 1000
Result = TypeVar("Result")


def kind_failure(method: Callable[..., Result]) -> Callable[..., Result]:
    """Whatever goes wrong in the engine is one exception. Its panics are no `Exception`."""

    @functools.wraps(method)
    def wrapped(*args: Any, **kwargs: Any) -> Result:
        try:
            return method(*args, **kwargs)
        except SearchUnavailable:
            raise
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:
            raise SearchUnavailable(f"{type(error).__name__}: {error}") from error

    return wrapped


def schema(areas: Sequence[str]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True, stored=True)
    for name in TEXT:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in RAW:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name in FACETS)
    for name in WHOLE_NUMBERS:
        builder.add_integer_field(name, fast=True)
    for code in areas:
        for letter in "bod":
            builder.add_integer_field(f"{letter}{code}", fast=True)
    return builder.build()


class EmbeddedEngine:
    one_writer = True

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.forget()

    def forget(self) -> None:
        """As right after somebody's commit."""
        self._reader = Reader(self.directory)

    @kind_failure
    def counts(self) -> Counts:
        return self._reader.now().opened.counts

    @kind_failure
    def areas(self) -> frozenset[str]:
        return self._reader.now().opened.areas

    @kind_failure
    def fetch(self, plan: Plan) -> tuple[list[int], int]:
        seen = self._reader.now()
        searcher, query = seen.searcher, seen.query(plan.node, plan.filters)
        order = plan.order or (plan.tie if plan.node is None else None)
        limit = plan.last if order == plan.tie else max(plan.last + 1, EQUALS, searcher.num_docs // EQUAL_SHARE)
        found = self._search(searcher, query, limit, order)
        hits = found.hits
        if order != plan.tie and len(hits) == limit and hits[-1][0] == hits[plan.last - 1][0]:
            hits = self._search(searcher, query, found.count, order).hits
        return self._ordered(searcher, hits, plan, descending=order is None), found.count

    def _search(self, searcher: Any, query: Query, limit: int, order: str | None) -> Any:
        if order is None:
            return searcher.search(query, limit=limit)
        return searcher.search(query, limit=limit, order_by_field=order, order=tantivy.Order.Asc)

    def _ordered(self, searcher: Any, hits: list[Any], plan: Plan, *, descending: bool) -> list[int]:
        """By score or column, then by the day's tie; the asked part. Only its equals are looked at."""
        if len(hits) <= plan.first:
            return []
        sign = -1 if descending else 1

        def key(hit: Any) -> Any:
            return sign * hit[0]

        start = bisect_left(hits, key(hits[plan.first]), key=key)
        end = bisect_right(hits, key(hits[: plan.last][-1]), lo=plan.first, key=key)
        addresses = [address for _, address in hits[start:end]]
        ids = searcher.fast_field_values("id", addresses)
        ties = searcher.fast_field_values(plan.tie, addresses)
        rows = nsmallest(plan.last - start, zip(map(key, hits[start:end]), ties, ids, strict=True))
        return [pk for _, _, pk in rows[plan.first - start :]]

    @kind_failure
    def count(
        self, node: Node | None, filters: Sequence[Filter], facets: Sequence[str], limits: Mapping[str, tuple[str, int]]
    ) -> Counted:
        seen = self._reader.now()
        key = (node, tuple(filters), tuple(facets), tuple(limits.items()))
        counted = seen.counted.get(key)
        if counted is None:
            if len(seen.counted) >= MOST_COUNTED:
                seen.counted.clear()
            counted = seen.counted[key] = self._count(seen, node, filters, facets, limits)
        return dict(counted)

    def fetch_and_count(
        self, plan: Plan, facets: Sequence[str], limits: Mapping[str, tuple[str, int]]
    ) -> tuple[list[int], int, Counted]:
        """Two requests: tantivy either orders or counts."""
        return *self.fetch(plan), self.count(plan.node, plan.filters, facets, limits)

    @kind_failure
    def forget_questions(self) -> None:
        self._reader.now().forget()

    def _count(
        self,
        seen: Snapshot,
        node: Node | None,
        filters: Sequence[Filter],
        facets: Sequence[str],
        limits: Mapping[str, tuple[str, int]],
    ) -> Counted:
        asked: dict[str, Any] = {name: {"terms": {"field": name, "size": 1000}} for name in facets}
        for name, (column, most) in limits.items():
            asked[name] = {"range": {"field": column, "ranges": [{"to": most + 1}]}}
        if not asked:
            return {}
        answer = seen.searcher.aggregate(seen.query(node, filters), asked)
        counted = {name: {b["key"]: int(b["doc_count"]) for b in answer[name]["buckets"]} for name in facets}
        return counted | {name: {"yes": _below(answer[name]["buckets"])} for name in limits}

    @kind_failure
    def update(
        self, documents: Iterable[Document], gone: Iterable[int], version: int = 0, *, wait: bool = True
    ) -> None:
        """Whoever writes holds the lock while it reads, so that versions come in order by themselves."""
        opened = self._reader.now().opened
        writer = opened.index.writer(heap_size=HEAP, num_threads=1)
        for pk in gone:
            writer.delete_documents_by_term("id", pk)
        for document in documents:
            writer.delete_documents_by_term("id", document["id"])
            writer.add_document(_document(document, opened.areas, opened.index.schema))
        writer.commit()
        writer.wait_merging_threads()

    @kind_failure
    def rebuild(self, documents: Iterable[Document], areas: Sequence[str]) -> int:
        name = f"index-{uuid.uuid4().hex[:12]}"
        path = self.directory / name
        path.mkdir(parents=True)
        made = schema(areas)
        index = tantivy.Index(made, path=str(path))
        writer = index.writer(heap_size=REBUILD_HEAP, num_threads=1)
        known, counting = frozenset(areas), Counting()
        for document in documents:
            writer.add_document(_document(document, known, made))
            counting.add(document)
        writer.commit()
        writer.wait_merging_threads()
        counts = counting.counts()
        (path / "counts.json").write_text(counts.to_json())
        self._swap({"index": name, "code": code_fingerprint(), "areas": sorted(areas)})
        return counts.documents

    def _swap(self, state: dict[str, Any]) -> None:
        """The new index is named in one atomic step; only then is the old one deleted."""
        fresh = self.directory / f"current-{uuid.uuid4().hex[:8]}.tmp"
        fresh.write_text(json.dumps(state))
        fresh.replace(self._reader.current)
        self.tidy()

    @kind_failure
    def tidy(self) -> None:
        current = self._reader.current
        named = json.loads(current.read_text())["index"] if current.exists() else ""
        for path in self.directory.glob("index-*"):
            if path.name != named:
                shutil.rmtree(path, ignore_errors=True)

    @kind_failure
    def drop(self) -> None:
        self.forget()
        shutil.rmtree(self.directory, ignore_errors=True)

    def status(self) -> dict[str, Any]:
        try:
            seen = self._reader.now()
            size = sum(file.stat().st_size for file in seen.opened.path.iterdir())
        except Exception as error:  # a status must be told whatever is broken
            return {"engine": "tantivy", "answers": False, "why": str(error)}
        return {
            "engine": "tantivy",
            "answers": True,
            "documents": seen.searcher.num_docs,
            "postal areas": len(seen.opened.areas),
            "bytes": size,
            "index": seen.opened.state["index"],
        }


def _below(buckets: list[dict[str, Any]]) -> int:
    """The bucket that ends at the limit; tantivy adds one for all above it."""
    return int(next((bucket["doc_count"] for bucket in buckets if "from" not in bucket), 0))


def _document(document: Document, areas: frozenset[str], made: tantivy.Schema) -> tantivy.Document:
    """Columns of postal areas that the index does not know are left out: they come with the next rebuild."""
    fields: dict[str, Any] = {"p_base": NO_PRICE}
    for name, value in document.items():
        if name in TEXT:
            fields[name] = " ".join(value)
        elif name not in NOT_INDEXED and (name[0] not in "bod" or not name[1:].isdigit() or name[1:] in areas):
            fields[name] = value
    return tantivy.Document.from_dict(fields, made)
