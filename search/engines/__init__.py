"""Which engine this installation uses."""

import functools
from pathlib import Path

from django.conf import settings

from ..engine import Engine


@functools.cache
def _embedded(directory: Path) -> Engine:
    from .embedded import EmbeddedEngine

    return EmbeddedEngine(directory)


def current_engine() -> Engine:
    """One per process and directory: it keeps the index open."""
    return _embedded(Path(settings.SEARCH_DIR))
