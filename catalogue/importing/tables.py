"""Opening a file of any kind we take (CSV, also .gz; XLSX; HSDS JSON), and walking its rows with little memory.

A file is read once to the end before anything is done with it: what is broken, too large or a trap is refused whole.
"""

import codecs
import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from .cells import unguarded
from .problems import Problem, UnreadableFile

MOST_MB = 500
"""Of a file, unpacked."""
CHUNK = 1 << 20
GZIP, ZIP, OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Row:
    """Cells by column; `number` as a spreadsheet counts (headings are row 1). With a problem it has no cells."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    problem: Problem | None = None


class Table(Protocol):
    header: list[str]
    digest: str
    total: int | None
    delimiter: str
    notice: str
    is_hsds: bool

    def rows(self) -> Iterator[Row]: ...


def open_table(path: Path) -> Table:
    """The table in the file, by what is in it and not by its name. UnreadableFile says why it cannot be taken."""
    table = _table(path)
    if table.total == 0:
        raise UnreadableFile("no_rows")
    return table


def _table(path: Path) -> Table:
    from .hsds import HsdsTable
    from .xlsx import XlsxTable

    with path.open("rb") as file:
        start = file.read(4)
    if start == ZIP:
        return XlsxTable(path)
    if start == OLE:
        raise UnreadableFile("old_excel")
    with unpacked(path) as file:
        first = file.read(4096).lstrip(codecs.BOM_UTF8).lstrip()[:1]
    return HsdsTable(path) if first in {b"[", b"{"} else CsvTable(path)


@contextmanager
def unpacked(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of the file, out of its .gz if it is one. A broken one says so, wherever that is found out."""
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
        file.seek(0)
        try:
            yield gzip.GzipFile(fileobj=file) if packed else file
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise UnreadableFile("broken_gz") from error


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    size = 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > MOST_MB * CHUNK:
            raise UnreadableFile("too_large", most=MOST_MB)
        yield chunk


def digest_of(path: Path) -> str:
    """Of the content, packed or not."""
    found = hashlib.sha256()
    with unpacked(path) as file:
        for chunk in chunks(file):
            found.update(chunk)
    return found.hexdigest()


def encoding_of(path: Path) -> tuple[str, str]:
    """The encoding, and a notice if it is not what it should be.

    UTF-8 where most letters are right (rows with wrong ones are named later); else UTF-16 or Windows-1252.
    """
    with unpacked(path) as file:
        start = file.read(400)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _whole(path, "utf-16"), "UTF-16"
    for encoding, letters, zeros in (("utf-16-le", 0, 1), ("utf-16-be", 1, 0)):
        if start[zeros::2].count(0) > len(start) / 4 and not start[letters::2].count(0):
            return _whole(path, encoding), "UTF-16"
    good, bad = _letters(path)
    if bad > good:
        return _whole(path, "cp1252"), "Latin-1 (Windows-1252)"
    return "utf-8-sig", ""


def _whole(path: Path, encoding: str) -> str:
    """The encoding, if the whole file can be read with it."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with unpacked(path) as file:
            for chunk in chunks(file):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise UnreadableFile("letters") from error
    return encoding


def _letters(path: Path) -> tuple[int, int]:
    """How many letters beyond ASCII are good UTF-8, and how many bytes are not."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    with unpacked(path) as file:
        for chunk in chunks(file):
            text = decoder.decode(chunk)
            if not text.isascii():
                wrong = len(text) - len(text.encode("utf-8", "ignore").decode())
                good += len(text) - len(text.encode("ascii", "ignore")) - wrong
                bad += wrong
    return good, bad


class CsvTable:
    """Separated by comma, semicolon, tab or bar, whichever the headings have most of."""

    is_hsds = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self.digest = digest_of(path)
        self.encoding, self.notice = encoding_of(path)
        with self._text() as text:
            first = text.readline(CHUNK)
        self.delimiter = max(DELIMITERS, key=first.count)
        with self._text() as text:
            try:  # a heading may go over several lines
                cells = next(csv.reader(text, delimiter=self.delimiter, strict=True), [])
            except csv.Error as error:
                raise UnreadableFile("no_columns") from error
        self.header = [" ".join(cell.split()) for cell in cells]
        if not any(self.header):
            raise UnreadableFile("no_columns" if first.strip() else "empty")
        self.total: int | None = sum(1 for _ in self.rows())

    @contextmanager
    def _text(self) -> Iterator[IO[str]]:
        with unpacked(self.path) as file:
            yield io.TextIOWrapper(file, self.encoding, errors="surrogateescape", newline="")

    def rows(self) -> Iterator[Row]:
        """Empty rows are left out, but counted in the numbers."""
        with self._text() as text:
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            number = line = 0
            while True:
                number += 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    yield Row(number, problem=Problem("huge_cell", {"lines": f"{line + 1}–{reader.line_num}"}))
                else:
                    if number > 1 and any(cells):
                        yield row_of(number, self.header, cells)
                line = reader.line_num


def row_of(number: int, header: list[str], cells: list[str]) -> Row:
    """Missing cells at the end are empty; too many make a problem."""
    found = {column: unguarded(cell) for column, cell in zip(header, cells, strict=False) if column}
    if any(cells[len(header) :]):
        return Row(number, found, Problem("more_cells"))
    return Row(number, found)
