"""How a process sees the embedded index, whose files other processes write, swap and delete at any time.

Threads share it: what belongs to one state of the index stands in one object that is replaced as a whole.
"""

import json
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Query

from ..engine import Counted, SearchUnavailable
from ..fingerprint import code_fingerprint
from ..scoring import Counts
from ..tree import Filter, Node
from .embedded_queries import Translator

Stamp = tuple[int, int]


def _stamp(file: Path) -> Stamp:
    """Of a file that is always replaced as a whole. Its time alone would not do: the system counts in milliseconds."""
    stat = file.stat()
    return stat.st_mtime_ns, stat.st_ino


class Snapshot:
    """The index as of one commit, and what was reckoned from it."""

    def __init__(self, opened: "OpenIndex", stamp: Stamp) -> None:
        self.opened, self.stamp = opened, stamp
        self.searcher = opened.index.searcher()
        self.forget()

    def forget(self) -> None:
        self.counted: dict[Hashable, Counted] = {}
        """Counts by question: the next page and another order count the same."""
        self._translated: tuple[tuple[Any, ...], Query] | None = None

    def query(self, node: Node | None, filters: Sequence[Filter]) -> Query:
        """A page asks the same twice: once for hits, once for counts."""
        key, kept = (node, tuple(filters)), self._translated  # another thread may put its own there meanwhile
        if kept is None or kept[0] != key:
            kept = self._translated = key, Translator(self.opened.index.schema, self.searcher).query(node, filters)
        return kept[1]


class OpenIndex:
    def __init__(self, directory: Path, state: dict[str, Any]) -> None:
        self.state = state
        self.path = directory / state["index"]
        self.index = tantivy.Index.open(str(self.path))
        self.areas = frozenset(state["areas"])
        self.counts = Counts.from_json((self.path / "counts.json").read_text())
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """The stamp is read first: a commit in between only means that the next search looks again."""
        stamp, kept = _stamp(self.path / "meta.json"), self._snapshot
        if kept is None or kept.stamp != stamp:
            self.index.reload()
            kept = self._snapshot = Snapshot(self, stamp)
        return kept


class Reader:
    """`current.json` in the directory names the index in use."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._open: tuple[Stamp, OpenIndex] | None = None

    @property
    def current(self) -> Path:
        return self.directory / "current.json"

    def now(self) -> Snapshot:
        """Tried twice: between two looks another process may have swapped the index. `SearchUnavailable` if there is
        none for this code."""
        try:
            return self._opened().snapshot()
        except SearchUnavailable:
            raise
        except Exception:
            self._open = None
            return self._opened().snapshot()

    def _opened(self) -> OpenIndex:
        try:
            stamp = _stamp(self.current)
        except FileNotFoundError:
            self._open = None
            raise SearchUnavailable("there is no index") from None
        kept = self._open
        if kept is None or kept[0] != stamp:
            state = json.loads(self.current.read_text())
            if state["code"] != code_fingerprint():
                raise SearchUnavailable("the index was built by other code")
            kept = self._open = stamp, OpenIndex(self.directory, state)
        return kept[1]
