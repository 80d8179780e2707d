"""Small files of our own, and the command as one would type it."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

Run = Callable[..., dict[str, Any]]
HEAD = ["key", "name", "phone", "town", "postcode", "lat", "lon"]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A CSV file of rows (headings first), or of bytes as they are."""

    def write_(rows: list[list[str]] | bytes, name: str = "providers.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        if not isinstance(rows, bytes):
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            rows = text.getvalue().encode(encoding)
        path.write_bytes(rows)
        return path

    return write_


@pytest.fixture
def run(db: None, capfd: pytest.CaptureFixture) -> Run:
    """What `import_providers … --json` prints on stdout, which must be one JSON object."""

    def run_(path: Path, *options: str, source: str = "register") -> dict[str, Any]:
        capfd.readouterr()
        call_command("import_providers", str(path), "--source", source, "--json", *options)
        return json.loads(capfd.readouterr().out)

    return run_


def outcome(counts: dict[str, Any]) -> tuple[int, ...]:
    """Added, changed, ended, unchanged, rejected."""
    return tuple(counts[name] for name in ("added", "changed", "ended", "unchanged", "rejected"))


def told(path: Path) -> list[tuple[str, str]]:
    """Row and words of a file of rejected rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["Row"], row["What is wrong"]) for row in csv.DictReader(file)]
