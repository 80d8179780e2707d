"""Which engine this installation uses, and engines apart from it for measuring and trying."""

import functools
from pathlib import Path

from django.conf import settings

from ..engine import Engine, SearchUnavailable

NAMES = ("tantivy", "elasticsearch")


@functools.cache
def _embedded(directory: Path) -> Engine:
    from .embedded import EmbeddedEngine

    return EmbeddedEngine(directory)


def current_engine() -> Engine:
    """One per process and directory: it keeps the index open."""
    return _embedded(Path(settings.SEARCH_DIR))


def engine_apart(name: str, place: str) -> Engine:
    """An engine whose index has nothing to do with the site's; `drop()` it afterwards.

    `name` is one of `NAMES`; `place`, a short word, names the index. Raises `SearchUnavailable` where this
    installation cannot reach such an engine, `ValueError` for a name that is none.
    """
    if name not in NAMES:
        raise ValueError(f"{name}: the engines are {', '.join(NAMES)}")
    if name == "elasticsearch":
        raise SearchUnavailable("SEARCH_URL names no Elasticsearch")
    return _embedded(Path(settings.SEARCH_DIR).parent / f"search-{place}")
