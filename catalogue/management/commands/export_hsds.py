"""`manage.py export_hsds`: all of the public catalogue as HSDS 3.0 JSON, written as it is read."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from catalogue.opendata.hsds import Made
from catalogue.opendata.reading import EVERYTHING
from marketplace.foundation.dates import today


class Command(BaseCommand):
    help = 'Writes {"contents": [...]} with everything that can be chosen today, one element a line; memory stays flat.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--what", choices=list(EVERYTHING), default="services")
        parser.add_argument("--to", type=Path, help="a file (stdout)")
        parser.add_argument("--language", choices=["sv", "fi", "en"], default="sv", help="of the words (sv)")

    def handle(self, *args: Any, what: str, to: Path | None, language: str, **options: Any) -> None:
        with override(language):
            rows = EVERYTHING[what](today())
            if to is None:
                write(sys.stdout, rows)
                return
            part = to.with_name(f"{to.name}.part")
            try:
                with part.open("w", encoding="utf-8") as file:
                    count = write(file, rows)
                part.replace(to)  # a whole file or the old one, never half of it
            except OSError as error:
                raise CommandError(f"{error.filename}: {error.strerror}") from error
        self.stderr.write(f"{count} {what}")


def write(file: TextIO, rows: Iterable[Made]) -> int:
    count = 0
    file.write('{"contents": [')
    for count, row in enumerate(rows, start=1):
        file.write(",\n" if count > 1 else "\n")
        file.write(json.dumps(row, ensure_ascii=False))
    file.write("\n]}\n")
    return count
