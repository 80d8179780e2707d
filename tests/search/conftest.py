"""The small county of the catalogue's tests, and an index of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.catalogue.conftest import *  # noqa: F403  (its fixtures are ours too)


@pytest.fixture
def index_dir(settings, tmp_path: Path) -> Iterator[Path]:
    settings.SEARCH_DIR = tmp_path / "search"
    yield settings.SEARCH_DIR
