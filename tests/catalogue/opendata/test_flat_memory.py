"""The export of ten times as many providers does not hold ten times as much: batches, and their numbers.

How many batches lie about before the collector comes differs from machine to machine (seen: 1.2 to 2.1 times as much).
"""

import datetime as dt
import gc
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from ..conftest import ON
from .many import add_many

pytestmark = [pytest.mark.django_db, pytest.mark.load, pytest.mark.once]
FEW, MORE = 400, 3600


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: ON + dt.timedelta(days=1))


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    """Rows lie in circles until the collector comes, and it comes the later the more the test run itself holds."""
    gc.freeze()
    gc.collect()
    yield
    gc.unfreeze()


def most_memory(path: Path, what: str) -> float:
    """Kilobytes at the worst moment."""
    tracemalloc.start()
    call_command("export_hsds", "--what", what, "--to", str(path))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1000


def test_memory_does_not_grow_with_the_providers(organiser, home_help, vasa, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    add_many(FEW, organiser, home_help, vasa.municipality, ON)
    most_memory(path, "services")  # what is loaded once
    few = most_memory(path, "services")
    add_many(MORE, organiser, home_help, vasa.municipality, ON)
    many = most_memory(path, "services")
    assert path.read_text(encoding="utf-8").count('"status": "active"') == FEW + MORE
    assert many < few * 4
