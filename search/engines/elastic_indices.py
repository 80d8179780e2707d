"""The indices of an installation in a cluster, and the alias that names the live one.

The name of an index says which installation and which code it is of, and when it was made:
`<prefix>-<code>-<time>-<chance>`. Beside it stands `<name>-state`, one document with the postal areas and the counts of
words. Every index of ours that is not live is being built.

What comes late or twice does no harm: an alias moves only from where it was; an index is deleted only in one step with
the proof that the alias stands elsewhere.
"""

import contextlib
import datetime as dt
import logging
import re
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import streaming_bulk

from ..engine import EngineAway, SearchUnavailable
from ..fingerprint import code_fingerprint
from ..scoring import Counts
from .elastic_client import BUSY, WRITE_RETRIES, WRITE_SECONDS, searching, writing

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


@dataclass(frozen=True)
class Live:
    """An index that answers, and what was known when it was built."""

    name: str
    areas: frozenset[str]
    counts: Counts


class Indices:
    """`prefix` parts installations that share a cluster; `replicas` is a most: there are never more than nodes."""

    def __init__(self, client: Elasticsearch, prefix: str, *, shards: int, replicas: int) -> None:
        self.client, self.alias, self.shards, self.replicas = client, prefix, shards, replicas
        self._ours = re.compile(re.escape(prefix) + r"-([0-9a-f]{16})-\d{14}-[0-9a-f]{8}")
        self._live: Live | None = None
        self._looked = 0.0

    # Finding them

    def live(self, *, anew: bool = False) -> Live:
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

    # Making, filling and removing them

    def new_name(self) -> str:
        return f"{self.alias}-{code_fingerprint()}-{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S}-{uuid.uuid4().hex[:8]}"

    def targets(self) -> tuple[str, list[str]]:
        """The live index and those being built, as the master knows them now.

        Raises `SearchUnavailable` where other code builds: only it knows what to write.
        """
        indices = {name: aliases for name, aliases in self.all().items() if not name.endswith(STATE)}
        live = self._aliased([name for name, aliases in indices.items() if self.alias in aliases])
        being_built = [name for name in indices if name != live]
        if any(self._code_of(name) != code_fingerprint() for name in being_built):
            raise SearchUnavailable("other code builds the index: the outbox waits for it")
        return live, being_built

    def all(self) -> dict[str, list[str]]:
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

    def settings(self, areas: Sequence[str] = (), shards: int = 1) -> dict[str, Any]:
        copies = {"auto_expand_replicas": f"0-{self.replicas}"} if self.replicas else {"number_of_replicas": 0}
        return {
            "number_of_shards": shards,
            "mapping.total_fields.limit": 3 * len(areas) + 100,
            "max_result_window": DEEPEST,
            "gc_deletes": "15m",
            "refresh_interval": "30s",
            **copies,
        }

    def create(self, name: str, settings: dict[str, Any], mappings: dict[str, Any]) -> None:
        """A repeated request finds its own index there. Nodes that did not hear of it would not write to it."""
        try:
            answer = writing(self.client).indices.create(index=name, settings=settings, mappings=mappings)
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
        else:
            if not answer["acknowledged"]:
                raise EngineAway("not all nodes know of the new index")

    def write(self, name: str, actions: Iterable[dict[str, Any]], refresh: bool | str = False) -> None:
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

    def keep_state(self, name: str, areas: Sequence[str], counts: Counts) -> None:
        self.create(name + STATE, self.settings(), {"enabled": False})
        state = {"areas": sorted(areas), "counts": counts.to_json()}
        writing(self.client).index(index=name + STATE, id="state", document=state)

    def ready(self, name: str) -> None:
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

    def discard(self, name: str) -> None:
        """Only for an index that no swap was asked for. What fails here, the next rebuild tidies."""
        with contextlib.suppress(TransportError, ApiError, SearchUnavailable):
            self.client.options(request_timeout=WRITE_SECONDS).indices.delete(
                index=f"{name},{name}{STATE}", ignore_unavailable=True
            )

    def swap(self, name: str) -> None:
        """Moves the alias from where it is. After a failure asks where it stands, and deletes nothing."""
        failure: Exception | None = None
        for _ in range(SWAPS):
            before = [each for each, aliases in self.all().items() if self.alias in aliases]
            if name in before:
                break
            actions = [_alias_action("remove", each, self.alias) for each in before]
            try:
                writing(self.client).indices.update_aliases(actions=[*actions, _alias_action("add", name, self.alias)])
                break
            except (TransportError, ApiError) as error:
                failure = error
        else:
            raise EngineAway(f"the alias did not move: {failure}")
        self._looked = float("-inf")

    def tidy(self) -> None:
        """Removes what is neither live nor stands beside it."""
        indices = self.all()
        live = [name for name, aliases in indices.items() if self.alias in aliases]
        stale = [name for name in indices if name.removesuffix(STATE) not in live]
        if len(live) == 1 and stale:
            proof = [_alias_action("remove", live[0], self.alias), _alias_action("add", live[0], self.alias)]
            actions = [*proof, *({"remove_index": {"index": name}} for name in stale)]
            writing(self.client).indices.update_aliases(actions=actions)

    def drop(self) -> None:
        self._live = None
        for name in self.all():
            writing(self.client).indices.delete(index=name, ignore_unavailable=True)


def _alias_action(what: str, index: str, alias: str) -> dict[str, Any]:
    """Taking an alias from where it is not fails, and with it the whole step."""
    must = {"must_exist": True} if what == "remove" else {}
    return {what: {"index": index, "alias": alias, **must}}
