"""Registers as they really are (never part of the project): `pytest --with data`."""

import csv
import gzip
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from catalogue.importing.tables import open_table
from catalogue.models import ProviderRecord
from tests.extras import data

from .conftest import outcome

pytestmark = [pytest.mark.django_db, pytest.mark.data]
MAP = {"key": "cs_number", "name": "service_name", "type": "care_service", "kind": "sector", "town": "town"}


def shared(name: str) -> Path:
    folder = data()
    assert folder
    return folder / name


def rows_of(name: str) -> list[dict[str, str]]:
    with gzip.open(shared(name), "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_providers_of_ostrobothnia(run) -> None:
    path = shared("providers_ostrobothnia/providers.csv")
    assert outcome(run(path)) == (97, 0, 0, 0, 0)
    assert outcome(run(path, "--complete")) == (0, 0, 0, 97, 0)
    first = ProviderRecord.objects.get(key="web-001")
    assert (first.name, first.postcode, first.town, first.kind) == (
        "Jelppis-Tiimi Andelslag",
        "65610",
        "Korsholm",
        "company",
    )


def write_month(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, MAP.values(), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_care_register_of_scotland_month_by_month(run, tmp_path) -> None:
    """Who comes and goes each month is reckoned here from the register's own first and last month, and its changes."""
    services, columns = rows_of("scotland_care_register/services_ever.csv.gz"), tmp_path / "map.json"
    columns.write_text(json.dumps(MAP))
    names = [c for c in rows_of("scotland_care_register/changes.csv.gz") if c["field"] == "service_name"]
    names.sort(key=lambda change: change["snapshot"], reverse=True)
    months = ["2024-10-31", "2024-11-30", "2024-12-31", "2025-01-31"]
    before: dict[str, str] = {}
    gone: set[str] = set()
    for month in months:
        there = {s["cs_number"]: s for s in services if s["first_snapshot"] <= month <= s["last_snapshot"]}
        for change in names:  # back from today's name to that month's
            if change["snapshot"] > month and change["cs_number"] in there:
                there[change["cs_number"]] = {**there[change["cs_number"]], "service_name": change["old"]}
        now = {key: " ".join(row["service_name"].split()) for key, row in there.items()}
        counts = run(write_month(tmp_path / "m.csv", there.values()), "--map", str(columns), "--complete")
        back = now.keys() & gone
        assert (counts["added"], counts["rejected"]) == (len(now.keys() - before.keys() - gone), 0)
        assert counts["ended"] == len(before.keys() - now.keys())
        assert counts["changed_fields"]["name"] == sum(now[key] != before[key] for key in now.keys() & before.keys())
        assert counts["unchanged"] + counts["changed"] == len(now.keys() & before.keys()) + len(back)
        gone = (gone | before.keys()) - now.keys()
        before = now
    assert len(before) > 7000
    assert ProviderRecord.objects.filter(ended_on=None).count() == len(before)


def test_every_row_of_the_large_list_is_taken_or_told(run) -> None:
    """55 have lost letters, a name too long, or a point that is not on the map."""
    path = shared("load_providers/providers_load.csv.gz")
    assert open_table(path).total == 89496
    assert outcome(run(path, "--dry-run")) == (89441, 0, 0, 0, 55)
