"""Small numbers of people are not shown, nor so much else that they could be worked out.

A cell of 1 to 4 is hidden; 0 is shown, for it is about nobody. Where a total stands beside the cells, what is hidden is
known together: so at least two cells are hidden, that are five together, and not all ones or all fours. Else the
smallest of the others are hidden as well, with all that are equal (to take one of them would tell), and at last the
total. Two tables with the same total are hidden together: what one shows must not give away the other. That no small
number can be worked out is tried on all tables of two, three and four cells (`tests/providers/test_small_cells.py`).
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

LEAST = 5
"""The smallest number that is shown."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Cells(Generic[Key]):
    """Numbers as they may be shown, in the order given; None is hidden."""

    shown: dict[Key, int | None]
    total: int | None

    @property
    def hides(self) -> bool:
        return self.total is None or None in self.shown.values()


def is_small(number: int) -> bool:
    return 0 < number < LEAST


def protected(cells: Mapping[Key, int], *, also: frozenset[Key] = frozenset()) -> Cells[Key]:
    """`also`: cells that must be hidden for another reason, whatever their size."""
    hidden = {key: number for key, number in cells.items() if is_small(number) or (number and key in also)}
    while _tell(hidden) and (left := [number for key, number in cells.items() if number and key not in hidden]):
        hidden |= {key: number for key, number in cells.items() if number == min(left)}
    total = None if _tell(hidden) else sum(cells.values())
    return Cells({key: None if key in hidden else number for key, number in cells.items()}, total)


def _tell(hidden: Mapping[Key, int]) -> bool:
    """Whether their sum gives hidden cells away."""
    if not hidden:
        return False
    numbers = list(hidden.values())
    if len(numbers) < 2 or sum(numbers) < LEAST:
        return True
    return set(numbers) in ({1}, {LEAST - 1})


def protected_together(
    one: Mapping[Key, int], other: Mapping[Hashable, int], *, also: frozenset[Hashable] = frozenset()
) -> tuple[Cells[Key], Cells[Hashable]]:
    """Two tables of the same things. If one cannot show the total, neither shows more than its zeros."""
    first, second = protected(one), protected(other, also=also)
    if first.total is None or second.total is None:
        return _all_hidden(one), _all_hidden(other)
    return first, second


def _all_hidden(cells: Mapping[Key, int]) -> Cells[Key]:
    everything = sum(cells.values())
    return Cells({key: None if number else 0 for key, number in cells.items()}, None if everything else 0)
