"""One limit for all calls inside; times are only compared with limits far away."""

from search.deadline import deadline, left


def test_nobody_waits_outside() -> None:
    assert left() is None
    with deadline(100):
        assert left() > 50
    assert left() is None


def test_an_inner_one_never_ends_later_than_the_outer() -> None:
    with deadline(0):
        with deadline(100):
            assert left() == 0
        assert left() == 0


def test_an_inner_one_may_end_sooner() -> None:
    with deadline(100):
        with deadline(0):
            assert left() == 0
        assert left() > 50
