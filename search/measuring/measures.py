"""Figures of one query's answer. `ids`: what was found, best first. `grades`: how right each document is."""

import math
from collections.abc import Mapping, Sequence

Grades = Mapping[int, int]
FULL = 2
"""The grade of what was asked for; 1 is near it. Sets with one grade count that as full."""


def ndcg(ids: Sequence[int], grades: Grades, depth: int = 10) -> float:
    """Gain 2^grade - 1, halved by the logarithm of the place; 1 is the best order that there could be."""
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(number, 0) for number in ids[:depth]]) / best if best else 0.0


def _gain(found: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(found, start=1))


def recall(ids: Sequence[int], grades: Grades, depth: int = 20) -> float:
    """How much of what was asked for stands among the first, of as much as can stand there."""
    wanted = full(grades)
    return len(wanted & set(ids[:depth])) / min(depth, len(wanted)) if wanted else 0.0


def full(grades: Grades) -> set[int]:
    top = min(FULL, max(grades.values(), default=0))
    return {number for number, grade in grades.items() if grade >= top > 0}


def precision(ids: Sequence[int], grades: Grades, depth: int | None = None) -> float:
    """The share of right ones, near ones counted, among the first or among all."""
    shown = ids[:depth]
    return sum(number in grades for number in shown) / len(shown) if shown else 0.0


def reciprocal_rank(ids: Sequence[int], grades: Grades, depth: int = 10) -> float:
    """1 divided by the place of the first right one; 0 when there is none."""
    return next((1 / place for place, number in enumerate(ids[:depth], start=1) if number in grades), 0.0)
