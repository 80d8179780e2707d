"""Fills places, categories and holidays from the tables in `catalogue/facts/`. Safe to run again."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from ..models import Category, Holiday, Municipality, Organiser, PostalArea
from ..signals import send_scope

FACTS = Path(__file__).resolve().parent.parent / "facts"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of facts, by column. Lines that begin with # tell its source."""
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


@transaction.atomic
def import_places(*, organiser: Organiser) -> int:
    """Municipalities and their postal areas with centres. The number of postal areas."""
    count = 0
    for row in rows("places"):
        names = {"name_sv": row["municipality_sv"], "name_fi": row["municipality_fi"], "organiser": organiser}
        municipality, _new = Municipality.objects.get_or_create(code=row["municipality_code"], defaults=names)
        area = {"name_sv": row["name_sv"], "name_fi": row["name_fi"], "municipality": municipality}
        area |= {"lat": float(row["lat"]), "lon": float(row["lon"])}
        PostalArea.objects.update_or_create(code=row["postcode"], defaults=area)
        count += 1
    send_scope("organiser", organiser.pk)
    return count


@transaction.atomic
def import_categories() -> int:
    """The tree of categories, parents before children. The number of categories."""
    count = 0
    for position, row in enumerate(rows("categories")):
        fields = {name: value for name, value in row.items() if name not in {"code", "parent", "free_by_law"}}
        parent = Category.objects.get(code=row["parent"]) if row["parent"] else None
        free = row.get("free_by_law", "") in {"1", "true", "yes"}
        fields = {**fields, "parent": parent, "position": position, "free_by_law": free}
        Category.objects.update_or_create(code=row["code"], defaults=fields)
        count += 1
    return count


@transaction.atomic
def import_holidays(*, organiser: Organiser) -> int:
    """Holidays (count as Sunday) and named eves (count as Saturday)."""
    count = 0
    for row in rows("holidays"):
        names = {"kind": row["kind"], "name_sv": row["name_sv"], "name_fi": row["name_fi"]}
        names["name_en"] = row.get("name_en", "")
        day = dt.date.fromisoformat(row["date"])
        Holiday.objects.update_or_create(organiser=organiser, date=day, defaults=names)
        count += 1
    return count
