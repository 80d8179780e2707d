"""Which engine this installation uses, and engines apart from it for measuring and trying."""

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from ..engine import Engine, SearchUnavailable

if TYPE_CHECKING:
    from .elastic_client import Access

NAMES = ("tantivy", "elasticsearch")


@functools.cache
def _embedded(directory: Path) -> Engine:
    from .embedded import EmbeddedEngine

    return EmbeddedEngine(directory)


@functools.cache
def _elastic(access: "Access", prefix: str, shards: int, replicas: int, process: int) -> Engine:
    """One per process: children of a fork must not share connections."""
    from .elastic import ElasticEngine

    return ElasticEngine(access, prefix, shards=shards, replicas=replicas)


def _elastic_named(prefix: str, shards: int) -> Engine:
    from .elastic_client import Access

    access = Access(
        settings.SEARCH_URL,
        settings.SEARCH_USER,
        settings.SEARCH_PASSWORD,
        settings.SEARCH_API_KEY,
        settings.SEARCH_CA_FILE,
    )
    return _elastic(access, prefix, shards, settings.SEARCH_REPLICAS, os.getpid())


def current_engine() -> Engine:
    """One per process and place: it keeps the index open."""
    if settings.SEARCH_URL:
        return _elastic_named(settings.SEARCH_PREFIX, settings.SEARCH_SHARDS)
    return _embedded(Path(settings.SEARCH_DIR))


def engine_apart(name: str, place: str, shards: int = 1) -> Engine:
    """An engine whose index has nothing to do with the site's; `drop()` it afterwards.

    `name` is one of `NAMES`; `place`, a short word, names the index; `shards` only concern Elasticsearch. Raises
    `SearchUnavailable` where this installation cannot reach such an engine, `ValueError` for a name that is none.
    """
    if name not in NAMES:
        raise ValueError(f"{name}: the engines are {', '.join(NAMES)}")
    if name == "tantivy":
        return _embedded(Path(settings.SEARCH_DIR).parent / f"search-{place}")
    if not settings.SEARCH_URL:
        raise SearchUnavailable("SEARCH_URL names no Elasticsearch")
    return _elastic_named(f"{settings.SEARCH_PREFIX}-{place}", shards)
