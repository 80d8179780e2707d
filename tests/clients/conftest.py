"""The cast's world, built once for the run of this folder; each test gives back what it changed."""

import pytest

from marketplace.demo.build import build
from marketplace.demo.world import World
from marketplace.foundation.dates import today


@pytest.fixture
def world(db) -> World:
    return build(today(), scale="cast")


@pytest.fixture
def number(world: World) -> str:
    return world.clients["Aino Virtanen"].number
