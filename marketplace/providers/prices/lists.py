"""Price lists as files: ours to start from, and theirs to read. One row for each price, in euros.

Columns: number, service, unit, time, price; a sheet in any of our languages is understood. What a file does not name
stays as it is. Cells that could be formulas are guarded both ways (`catalogue.importing.cells`).
"""

import csv
import datetime as dt
import io
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook

from catalogue.enums import UNBANDED_UNITS, Unit
from catalogue.importing.cells import guarded
from catalogue.importing.problems import Problem, UnreadableFile
from catalogue.importing.tables import Row, Table, open_table
from catalogue.models import Listing, Provider
from catalogue.money import half_up
from catalogue.snapshots import BAND_ORDER, NO_BAND, Band
from catalogue.terms import Line, Option, Terms
from catalogue.words import band_name
from marketplace.foundation.formats import LANGUAGES
from marketplace.plans.forms import EuroField

from .fields import sum_words
from .looking import versions_on
from .moves import option_name

MOST_ROWS = 5000
MOST_UPLOAD_MB = 1
"""A spreadsheet may unpack to some hundred times its size, and a page waits for it."""
TRAVEL = "travel"
BOM = "\ufeff"
SHOWN_LETTERS = 40


def headings() -> list[str]:
    return [_("Number"), _("Service"), _("Unit"), _("Time or extra"), _("Price in euros")]


# Ours


def our_rows(provider: Provider, day: dt.date) -> Iterator[list[str]]:
    """Of every listing that has a price on that day: each time, each extra, and the travel."""
    listings = list(provider.listings.exclude(unit="").prefetch_related("texts").order_by("category__position", "pk"))
    versions = versions_on([listing.pk for listing in listings], day)
    for listing in listings:
        if (version := versions.get(listing.pk)) is not None:
            text = listing.text()
            start = [str(listing.pk), text.title if text else "", str(Unit(listing.unit).label)]
            yield from ([*start, what, sum_words(cents)] for what, cents in _prices(Terms.of(version)))


def _prices(terms: Terms) -> Iterator[tuple[str, int]]:
    cents = terms.cents
    yield from ((capfirst(band_name(band)), cents[band]) for band in BAND_ORDER if band in cents)
    yield from ((option_name(option), option.cents) for option in terms.options)
    if terms.travel.cents_per_km:
        yield travel_word(), terms.travel.cents_per_km


def travel_word() -> str:
    return _("Travel, each started kilometre")


def as_csv(rows: Iterable[list[str]]) -> str:
    """With semicolons, as spreadsheets here save it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    for row in [headings(), *rows]:
        writer.writerow([guarded(cell) for cell in row])
    return BOM + out.getvalue()


def as_xlsx(rows: Iterable[list[str]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    for row in [headings(), *rows]:
        sheet.append([guarded(cell) for cell in row])
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.data_type = "s"  # text, whatever it begins with
    book.save(out)
    return out.getvalue()


# Theirs


@dataclass
class ListRead:
    """What a file says: terms by listing id, and the rows that cannot be taken."""

    terms: dict[int, Terms] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)


def read_upload(file: Any, provider: Provider, day: dt.date) -> ListRead:
    """Of an uploaded file. UnreadableFile says why it cannot be taken as a whole."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"  # what is in it tells what it is; the library goes by the name
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        return read_list(open_table(path), provider, day)


def read_list(table: Table, provider: Provider, day: dt.date) -> ListRead:
    """Beside what holds on that day; constant queries."""
    if table.is_hsds:
        raise UnreadableFile("price_columns", columns=", ".join(headings()))
    columns = _columns(table.header)
    if table.total and table.total > MOST_ROWS:
        raise UnreadableFile("price_rows", most=MOST_ROWS)
    listings = {listing.pk: listing for listing in provider.listings.exclude(unit="")}
    held = {pk: Terms.of(version) for pk, version in versions_on(listings, day).items()}
    reader = _Reader(columns, listings, held)
    for row in table.rows():
        reader.take(row)
    return reader.result()


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _columns(header: list[str]) -> dict[str, str]:
    """Our column -> theirs, by the headings in any of our languages."""
    names = ("number", "service", "unit", "time", "price")
    found: dict[str, str] = {}
    for code in LANGUAGES:
        with override(code):
            known = dict(zip(map(_plain, headings()), names, strict=True))
        for column in header:
            if (name := known.get(_plain(column))) and name not in found:
                found[name] = column
    if {"number", "time", "price"} - set(found):
        raise UnreadableFile("price_columns", columns=", ".join(headings()))
    return found


def _times() -> dict[str, Band | str]:
    """What stands in the column of times, in any of our languages."""
    found: dict[str, Band | str] = {}
    for code in LANGUAGES:
        with override(code):
            found |= {_plain(band_name(band)): band for band in BAND_ORDER}
            found[_plain(travel_word())] = TRAVEL
    return found


What = Band | str
"""A band, TRAVEL, or "option:<code>"."""


class _Reader:
    def __init__(self, columns: dict[str, str], listings: dict[int, Listing], held: dict[int, Terms]) -> None:
        self.columns, self.listings, self.held = columns, listings, held
        self.times = _times()
        self.sums: dict[int, dict[What, int]] = defaultdict(dict)
        self.rows: dict[tuple[int, What], int] = {}
        self.problems: list[dict[str, Any]] = []

    def take(self, row: Row) -> None:
        found = row.problem or self._take(row)
        if found is not None:
            self.problems.append({"row": row.number, **found.to_json()})

    def _take(self, row: Row) -> Problem | None:
        number, time, price = (row.cells.get(self.columns[name], "").strip() for name in ("number", "time", "price"))
        listing = self.listings.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 18 else None
        if listing is None:
            return Problem("price_number", {"value": number[:SHOWN_LETTERS]})
        what = self._what(listing, time)
        if what is None:
            return Problem("price_time", {"value": time[:SHOWN_LETTERS]})
        if isinstance(what, Band) and (what == NO_BAND) != (listing.unit in UNBANDED_UNITS):
            return Problem("price_unit", {"value": time[:SHOWN_LETTERS]})
        if (before := self.rows.get((listing.pk, what))) is not None:
            return Problem("price_twice", {"row": before})
        try:
            cents = EuroField().clean(price)
        except ValidationError:
            return Problem("price_sum", {"value": price[:SHOWN_LETTERS]})
        assert cents is not None
        self.rows[listing.pk, what] = row.number
        self.sums[listing.pk][what] = cents
        return None

    def _what(self, listing: Listing, time: str) -> What | None:
        wanted = _plain(time)
        if wanted in self.times:
            return self.times[wanted]
        options = self.held[listing.pk].options if listing.pk in self.held else ()
        return next((f"option:{o.code}" for o in options if wanted in _names(o)), None)

    def result(self) -> ListRead:
        terms = {pk: with_sums(self.held.get(pk, Terms()), sums) for pk, sums in self.sums.items()}
        return ListRead(terms, self.problems)


def _names(option: Option) -> set[str]:
    return {_plain(name) for name in (option.code, option.name_sv, option.name_fi, option.name_en) if name}


def with_sums(terms: Terms, sums: dict[What, int]) -> Terms:
    """The terms with those cents. A percentage stays one where it still comes to what the list says."""
    known = {line.band: line for line in terms.lines}
    bands = [*known, *(what for what in sums if isinstance(what, Band) and what not in known)]
    cents = {band: sums.get(band, terms.cents.get(band)) for band in bands}
    lines = tuple(_line(band, known.get(band), cents) for band in bands)
    options = tuple(replace(o, cents=sums.get(f"option:{o.code}", o.cents)) for o in terms.options)
    travel = replace(terms.travel, cents_per_km=sums.get(TRAVEL, terms.travel.cents_per_km))
    return terms.but(lines=lines, options=options, travel=travel)


def _line(band: Band, old: Line | None, cents: dict[Band, int | None]) -> Line:
    day = cents.get(Band(band.day_type, "day"))
    per_cent = old.percent if old else None
    if old and per_cent and day is not None and half_up(Decimal(day) * per_cent / 100) == cents[band]:
        return old
    return Line(band.day_type, band.part, cents[band])
