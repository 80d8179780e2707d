"""Quartiles worked out by hand, and where they stand in the picture."""

import pytest

from catalogue.snapshots import WEEKDAY_DAY
from marketplace.providers.prices.spread import Spread, five_of


@pytest.mark.parametrize(
    ("prices", "five"),
    [
        ([], (None, None, None, None, None)),
        ([4500], (4500, 4500, 4500, 4500, 4500)),
        ([4000, 5000], (4000, 4250, 4500, 4750, 5000)),
        ([4000, 4200, 4500, 4900, 5000], (4000, 4200, 4500, 4900, 5000)),
        ([4000, 4001, 4002, 4003], (4000, 4001, 4002, 4002, 4003)),  # 4000,75 4001,5 4002,25
    ],
)
def test_five_numbers(prices: list[int], five: tuple) -> None:
    assert five_of(prices) == five


def test_the_picture_goes_from_the_lowest_to_the_highest() -> None:
    """From 40 € to 60 € it is 400 wide: 20 for each euro."""
    spread = Spread(WEEKDAY_DAY, 5, 4000, 4200, 4500, 4900, 5000, old=4600, new=6000)
    places = {"lowest": 0, "lower": 40, "middle": 100, "upper": 180, "highest": 200, "old": 120, "new": 400}
    assert spread.places == places
    assert spread.box == 140


def test_all_prices_alike() -> None:
    spread = Spread(WEEKDAY_DAY, 1, 4500, 4500, 4500, 4500, 4500, old=None, new=4500)
    assert set(spread.places.values()) == {0}
