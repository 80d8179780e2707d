"""Catalogues of any size, derived from the demo world's: only for measuring how pages grow with them.

Each lies in a scratch copy of the database and has an embedded search index of its own; both are thrown away.
"""

import random
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.models import Model
from django.test import override_settings

from catalogue.enums import ListingKind
from catalogue.models import FreshnessCheck, Listing, ListingText, Organiser, PriceVersion, ServedMunicipality
from marketplace.demo.management.commands.demo import quick_writes
from marketplace.foundation.dates import today
from search.api import rebuild

BATCH = 500
SEED = 20
CHEAPER, DEARER = 85, 120
"""Percent of the price that a listing is derived from."""


@dataclass(frozen=True)
class Scratch:
    """A copy of the database, with so many listings that can be chosen."""

    listings: int
    database: str
    index: Path

    @contextmanager
    def entered(self) -> Iterator[None]:
        """While this lasts the process works in the copy."""
        ours = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = self.database
        try:
            with override_settings(SEARCH_DIR=self.index, SEARCH_URL=""):
                yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = ours


@contextmanager
def scratch_catalogues(sizes: Sequence[int]) -> Iterator[list[Scratch]]:
    """One for each size, derived and indexed. SQLite only."""
    if connection.vendor != "sqlite":
        raise CommandError("Sizes are measured in copies of an SQLite file: unset DATABASE_URL.")
    with tempfile.TemporaryDirectory(prefix="listings-", dir=settings.VAR_DIR) as folder:
        made = []
        for size in sizes:
            scratch = Scratch(size, f"{folder}/{size}.sqlite3", Path(folder) / f"index-{size}")
            _copy_to(scratch.database)
            with scratch.entered(), quick_writes():
                with transaction.atomic():
                    derive(size)
                rebuild()
            made.append(scratch)
        yield made


def _copy_to(path: str) -> None:
    source = sqlite3.connect(connection.settings_dict["NAME"])
    with closing(source), closing(sqlite3.connect(path)) as target:
        source.backup(target)


def derive(count: int) -> None:
    """Adds listings until `count` can be chosen: copies of the services there are, with other names and prices."""
    organiser, on = Organiser.objects.current(), today()
    if organiser is None:
        raise CommandError("There is no organiser in this database.")
    choosable = Listing.objects.choosable(on, organiser)
    missing = count - choosable.count()
    if missing < 0:
        raise CommandError(f"There are {count - missing} listings already: ask for more.")
    services = choosable.filter(kind=ListingKind.SERVICE).order_by("pk").prefetch_related("texts", "served")
    prices = {
        version.listing_id: version
        for version in PriceVersion.objects.in_force(on).prefetch_related("lines", "options")
    }
    chance = random.Random(SEED)  # noqa: S311 - the same world each time
    bases = list(services)
    for first in range(0, missing, BATCH):
        chosen = chance.choices(bases, k=min(BATCH, missing - first))
        _add(chosen, [prices[base.pk] for base in chosen], first, chance)


def _add(bases: list[Listing], prices: list[PriceVersion], first: int, chance: random.Random) -> None:
    made = _create(Listing, [_copy(base, latest_revision=None, live_revision=None) for base in bases])
    pairs = list(zip(made, bases, strict=True))
    _create(
        ListingText,
        [
            _copy(text, listing=new, title=f"{text.title} {first + number}")
            for number, (new, base) in enumerate(pairs)
            for text in base.texts.all()
        ],
    )
    _create(ServedMunicipality, [_copy(row, listing=new) for new, base in pairs for row in base.served.all()])
    _create(FreshnessCheck, [FreshnessCheck(listing=new, on=today()) for new in made])
    versions = _create(PriceVersion, [_copy(old, listing=new) for new, old in zip(made, prices, strict=True)])
    for related in ("lines", "options"):
        rows = [
            _copy(row, version=version, **_other_price(row.cents, chance))
            for version, old in zip(versions, prices, strict=True)
            for row in getattr(old, related).all()
        ]
        _create(PriceVersion._meta.get_field(related).related_model, rows)  # type: ignore[arg-type]


def _create(model: type[Model], rows: Iterable[Any]) -> list[Any]:
    return list(model._default_manager.bulk_create(rows, batch_size=BATCH))


def _copy(row: Any, **changes: Any) -> Any:
    """A row of its own with the same values but for the changes."""
    kept = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    made = type(row)(**{name: getattr(row, name) for name in kept})
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def _other_price(cents: int | None, chance: random.Random) -> dict[str, int]:
    return {} if cents is None else {"cents": cents * chance.randint(CHEAPER, DEARER) // 100}
