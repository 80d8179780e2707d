"""Tests that need more than Python: which there are, whether this machine can run them, and who asked for them.

`--with browser,load` runs them too; `--with all` what this machine has. What is left out is told in one line.
With CI set, asking for what is missing fails, and so does a skipped test.
"""

import functools
import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
IN_CI = bool(os.environ.get("CI"))


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def data() -> Path | None:
    """The collected real data; never part of the project."""
    folder = Path(os.environ.get("SHARED_DATA", DATA))
    return folder if folder.is_dir() else None


@functools.cache
def elasticsearch() -> str | None:
    """SEARCH_URL, where something answers there that accepts us."""
    url = os.environ.get("SEARCH_URL", "")
    if not url:
        return None
    from elasticsearch import ApiError, Elasticsearch, TransportError

    client = Elasticsearch(url.split(","), ca_certs=os.environ.get("SEARCH_CA_FILE"), request_timeout=5)
    try:
        return url if client.cluster.health() else None
    except (ApiError, TransportError):
        return None


def cluster() -> bool:
    """Java, and Elasticsearch fetched or Maven to fetch it."""
    from tests.search import nodes

    return not nodes.missing()


# marker -> what it needs, or None when this machine has it not
NEEDS: dict[str, Callable[[], object]] = {
    "browser": chromium,
    "cluster": cluster,
    "data": data,
    "engine": elasticsearch,
    "load": lambda: True,
}


def asked_for(config: pytest.Config) -> set[str]:
    """Names in `--with`; naming a marker in `-m` asks for it as well, and so does a running Elasticsearch."""
    names = {name for name in config.getoption("with_extras").split(",") if name}
    names |= {"engine"} if elasticsearch() else set()
    if unknown := names - {"all", *NEEDS}:
        raise pytest.UsageError(f"--with {','.join(sorted(unknown))}: there are {', '.join(NEEDS)} and all")
    return names | {name for name in NEEDS if name in config.option.markexpr}


def wanted(config: pytest.Config) -> set[str]:
    names = asked_for(config)
    missing = {name for name in NEEDS if name in names and not NEEDS[name]()}
    if missing:
        raise pytest.UsageError(f"This machine has nothing to run these tests with: {', '.join(sorted(missing))}")
    return {name for name in NEEDS if NEEDS[name]()} if "all" in names else names


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselects what nobody asked for, and counts it for the closing line."""
    runs, kept, counts = wanted(config), [], Counter[str]()
    for item in items:
        needs = {name for name in NEEDS if item.get_closest_marker(name)} - runs
        counts.update(needs)
        if not needs:
            kept.append(item)
    if counts:
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept
    config.stash[LEFT_OUT] = counts


LEFT_OUT = pytest.StashKey[Counter[str]]()


def closing_line(config: pytest.Config) -> str:
    """What this run did not try, and how to try it; empty when it tried everything."""
    parts = [f"{name} ({count})" for name, count in sorted(config.stash.get(LEFT_OUT, Counter()).items())]
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        parts.append("PostgreSQL")
    return f"left out: {', '.join(parts)}. `make test-all` adds what this machine has." if parts else ""
