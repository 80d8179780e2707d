"""The query tree that every engine translates: leaves with whole-number scores, and how they join.

All weights are multiplied in Python before a leaf is made: engines only add, and take the largest.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """Documents with this very token in the field, each for `score`."""

    field: str
    token: str
    score: int


@dataclass(frozen=True)
class Prefix:
    field: str
    token: str
    score: int


@dataclass(frozen=True)
class AtLeast:
    """Documents with at least `needed` of the tokens in the field, each for `score` whatever the number."""

    field: str
    tokens: tuple[str, ...]
    needed: int
    score: int


@dataclass(frozen=True)
class Best:
    """The best of them, and `tie` × the others."""

    nodes: "tuple[Node, ...]"
    tie: float


@dataclass(frozen=True)
class Words:
    """The sum; at least `needed` of `nodes` must match, `fillers` only add."""

    nodes: "tuple[Node, ...]"
    needed: int
    fillers: "tuple[Node, ...]" = ()


Node = Term | Prefix | AtLeast | Best | Words


@dataclass(frozen=True)
class AnyOf:
    """A filter: the raw field holds the value, or any of them where there are more. Never empty."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class AtMost:
    """A filter: the column is there and not above the value."""

    field: str
    value: int


@dataclass(frozen=True)
class NotIds:
    """A filter: none of these listings."""

    ids: tuple[int, ...]


Filter = AnyOf | AtMost | NotIds


@dataclass(frozen=True)
class Plan:
    """A whole request to an engine. `order`: a column ascending; None: by score."""

    node: Node | None
    filters: tuple[Filter, ...]
    order: str | None
    tie: str
    first: int
    last: int
