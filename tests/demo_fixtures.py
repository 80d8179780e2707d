"""The small demo world for any test: the named cast, about 17 listings, Aino's story."""

import pytest

from marketplace.demo.build import build
from marketplace.demo.world import World
from marketplace.foundation.dates import today


@pytest.fixture
def cast(db: None) -> World:
    """`cast.users["anna"]`, `cast.clients["Aino Virtanen"]`, `cast.listings["tranbaret.cleaning"]`, as of today."""
    return build(today(), scale="cast")
