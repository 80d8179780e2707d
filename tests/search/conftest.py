"""The small county of the catalogue's tests, and Elasticsearch for those who ask."""

import os
import uuid
from collections.abc import Iterator

import pytest

from search.engines import current_engine
from tests.catalogue.conftest import *  # noqa: F403  (its fixtures are ours too)


@pytest.fixture
def elastic(settings) -> Iterator[None]:
    """Elasticsearch is the engine of this test, with indices of its own that are gone afterwards."""
    settings.SEARCH_URL = os.environ["SEARCH_URL"]
    settings.SEARCH_PREFIX = f"test-{uuid.uuid4().hex[:8]}"
    engine = current_engine()
    yield
    engine.drop()
