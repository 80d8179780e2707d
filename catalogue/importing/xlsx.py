"""Excel files, looked through before they are opened: sizes, definitions, passwords."""

import datetime as dt
import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from .problems import UnreadableFile
from .tables import CHUNK, MOST_MB, Row, row_of

MOST_PARTS, MOST_RATIO, SMALL_MB = 2000, 150, 10
MOST_STRINGS_MB = 40
"""The table of strings, and all that is no sheet, is held in memory whole."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 500
READ = CHUNK
DEFINITIONS = (b"<!DOCTYPE", b"<!ENTITY")
KEPT = 16
"""Bytes of a chunk that are looked at again with the next one."""


class XlsxTable:
    """The first sheet. Values of formulas as Excel saved them; dates as 2026-12-31."""

    is_hsds = False
    delimiter = ","
    notice = ""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.digest = hashlib.sha256(path.read_bytes()).hexdigest()
        look_through(path)
        self.header = [" ".join(cell.split()) for cell in next(self._cells(), [])]
        if not any(self.header):
            raise UnreadableFile("no_columns")
        self.total: int | None = sum(1 for _ in self.rows())

    def rows(self) -> Iterator[Row]:
        for number, cells in enumerate(self._cells(), start=1):
            if number > 1 and any(cells):
                yield row_of(number, self.header, cells)

    def _cells(self) -> Iterator[list[str]]:
        try:
            book = load_workbook(self.path, read_only=True, data_only=True)
            try:
                sheet = book.worksheets[0]
                sheet.reset_dimensions()
                for cells in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True):
                    yield [text_of(cell) for cell in cells]
            finally:
                book.close()
        except GeneratorExit:
            raise
        except Exception as error:  # the library fails in many ways on a broken file
            raise UnreadableFile("broken_xlsx") from error


def text_of(cell: Any) -> str:
    """As a person reads it: 12, not 12.0."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.datetime | dt.time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def look_through(path: Path) -> None:
    """Refuses traps before any XML is parsed."""
    try:
        with zipfile.ZipFile(path) as book:
            parts = book.infolist()
            _check_sizes(parts)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _check_definitions(book, part)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile("broken_xlsx") from error


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 or part.filename == "EncryptedPackage" for part in parts):
        raise UnreadableFile("locked_xlsx")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_MB * CHUNK:
        raise UnreadableFile("bomb")
    for part in parts:
        held = "worksheets/" not in part.filename.lower() and part.filename.lower().endswith((".xml", ".rels"))
        strings = held and part.file_size > MOST_STRINGS_MB * CHUNK
        dense = part.file_size > SMALL_MB * CHUNK and part.file_size > MOST_RATIO * max(part.compress_size, 1)
        if strings or dense:
            raise UnreadableFile("bomb")


def _check_definitions(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Without the zeros of UTF-16, in which they could hide."""
    before = b""
    with book.open(part) as file:
        while chunk := file.read(READ):
            seen = before + chunk.replace(b"\0", b"")
            if any(word in seen for word in DEFINITIONS):
                raise UnreadableFile("entities")
            before = seen[-KEPT:]
