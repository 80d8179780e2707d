"""Small numbers are hidden, and nothing that is shown beside them tells what they are."""

from itertools import product

import pytest

from marketplace.providers.small_cells import protected, protected_together


@pytest.mark.parametrize(
    ("numbers", "shown", "total"),
    [
        ([], [], 0),
        ([0, 0], [0, 0], 0),
        ([5, 9, 0], [5, 9, 0], 14),
        ([4], [None], None),
        ([1, 0], [None, 0], None),
        ([3, 20, 8], [None, 20, None], 31),  # one alone would be the total less the others
        ([3, 20], [None, None], 23),
        ([2, 4, 30], [None, None, 30], 36),  # two that are six together
        ([2, 2, 30, 7], [None, None, 30, None], 41),  # two that are four together tell too much
        ([1, 1, 1, 1, 1, 9], [None] * 6, 14),  # five ones are five together: each must be one
        ([1, 1, 1, 1, 1], [None] * 5, None),
        ([4, 4, 4, 4, 4, 4, 50], [None] * 7, 74),
        ([2, 2], [None, None], None),
        ([4, 4], [None, None], None),
        ([4, 4, 5], [None] * 3, 13),
    ],
)
def test_what_is_hidden(numbers: list[int], shown: list[int | None], total: int | None) -> None:
    found = protected(dict(enumerate(numbers)))
    assert (list(found.shown.values()), found.total) == (shown, total)


def test_what_must_be_hidden_for_another_reason() -> None:
    """7 is, and so the smallest beside it, for one hidden cell alone is no secret."""
    found = protected({"a": 7, "b": 9, "c": 30}, also=frozenset("a"))
    assert found.shown == {"a": None, "b": None, "c": 30}
    assert found.total == 46


def test_two_tables_of_the_same_five() -> None:
    """One reason five times would tell that each of five months has one."""
    months, reasons = protected_together(dict.fromkeys(range(5), 1), {"OVER_BUDGET": 5, "NOT_SERVED": 0})
    assert months.total is None
    assert (reasons.shown, reasons.total) == ({"OVER_BUDGET": None, "NOT_SERVED": 0}, None)
    months, reasons = protected_together({1: 6, 2: 5}, {"OVER_BUDGET": 11})
    assert (months.total, reasons.total, reasons.shown) == (11, 11, {"OVER_BUDGET": 11})


@pytest.mark.parametrize(("cells", "most"), [(2, 14), (3, 14), (4, 9)])
def test_no_small_number_can_be_worked_out(cells: int, most: int) -> None:
    """Of all tables with numbers up to `most`: those that look alike do not share a small number in the same place."""
    alike: dict[tuple, list[tuple[int, ...]]] = {}
    for numbers in product(range(most + 1), repeat=cells):
        found = protected(dict(enumerate(numbers)))
        alike.setdefault((tuple(found.shown.values()), found.total), []).append(numbers)
    told = [
        (look, tables[0])
        for look, tables in alike.items()
        for index in range(cells)
        if 0 < tables[0][index] < 5 and len({table[index] for table in tables}) == 1
    ]
    assert told == []
