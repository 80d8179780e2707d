"""What every engine can do."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from .scoring import Counts
from .tree import Filter, Node, Plan

Document = Mapping[str, Any]
Counted = dict[str, dict[str, int]]


class SearchUnavailable(Exception):
    """The engine does not answer, or has no index that this code can read. Callers list from the database."""


class NotIndexedYet(SearchUnavailable):
    """The engine answers, but its index lacks what this one search asks for: a postal area that is new."""


class EngineAway(SearchUnavailable):
    """Nobody answers, or only that it is not well: nothing is known of the index, which may be whole."""


class Engine(Protocol):
    one_writer: bool
    """Whether nobody else may write while it is rebuilt."""

    def counts(self) -> Counts:
        """Of the words in the index when it was built."""

    def areas(self) -> frozenset[str]:
        """The postal codes that the index has columns for."""

    def fetch(self, plan: Plan) -> tuple[list[int], int]:
        """The ids of the asked part in order, and how many match in all."""

    def count(
        self, node: Node | None, filters: Sequence[Filter], facets: Sequence[str], limits: Mapping[str, tuple[str, int]]
    ) -> Counted:
        """Counts by facet field and value; `limits` maps a name to (column, most), counted under the key "yes"."""

    def fetch_and_count(
        self, plan: Plan, facets: Sequence[str], limits: Mapping[str, tuple[str, int]]
    ) -> tuple[list[int], int, Counted]:
        """`fetch`, and `count` of the same words and filters: one request where that is quicker."""

    def forget_questions(self) -> None:
        """What was asked before is reckoned anew: for measuring."""

    def update(
        self, documents: Iterable[Document], gone: Iterable[int], version: int = 0, *, wait: bool = True
    ) -> None:
        """Replaces these documents and drops those ids; visible when it returns if somebody waits for it.

        What was read later has a higher version, in `document["version"]` and for `gone` in `version`, and stays.
        """

    def rebuild(self, documents: Iterable[Document], areas: Sequence[str]) -> int:
        """A new index of these documents takes the place of the old one at once; returns how many there are."""

    def tidy(self) -> None:
        """Deletes what builds that never ended left. Only for who keeps others from building."""

    def drop(self) -> None:
        """The index is gone for good; nothing happens where there is none."""

    def status(self) -> dict[str, Any]:
        """Plain facts for people; never raises. `answers`; if not, `why`, and `away` where nothing is known."""
