"""`manage.py import_providers FILE --source NAME`: brings our providers in step with a register's file."""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from catalogue.importing.columns import read_map
from catalogue.importing.logs import Log, ignore
from catalogue.importing.problems import Problem, UnreadableFile
from catalogue.importing.runs import begin, carry_out, columns_for, kept_rejected, rejected_lines
from catalogue.importing.sync import Job, Sync
from catalogue.importing.tables import Row, Table, open_table
from catalogue.models import ProviderImport, ProviderSource
from marketplace.foundation.dates import today


class Command(BaseCommand):
    help = """Adds, changes and (with --complete) ends providers as a file says: CSV (also .gz), XLSX, HSDS JSON.
    Doing it again changes nothing; broken off, the same command goes on where it stood. Nobody is approved by it."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="the register's name; a row is known by it and its key")
        parser.add_argument("--map", type=Path, help="JSON: our field -> column; kept for the source's next files")
        parser.add_argument("--complete", action="store_true", help="providers missing in the file are ended")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
        parser.add_argument("--errors-to", type=Path, help="CSV file for the rows that were not taken, and why")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout, nothing else")
        parser.add_argument("--language", choices=["sv", "fi", "en"], default="en", help="of the words (en)")

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            try:
                counts = self._import(**options)
            except UnreadableFile as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                raise CommandError(f"{error.filename}: {error.strerror}") from error
        self.stdout.write(json.dumps(counts) if options["json"] else in_words(counts))

    def _import(self, *, file: Path, map: Path | None, source: str, **options: Any) -> dict[str, Any]:
        source = source.strip()[:80]
        if not source:
            raise CommandError("--source must not be empty")
        given = read_map(map) if map else None
        table = open_table(file)
        known = ProviderSource.objects.filter(name=source).first()
        columns, guessed = columns_for(table, known, given)
        if table.notice:
            self.stderr.write(f"The file is not UTF-8: read as {table.notice}.")
        if guessed:
            self.stderr.write(f"Guessed columns (--map decides): {json.dumps(columns, ensure_ascii=False)}")
        if options["dry_run"]:
            job = Job(known or ProviderSource(name=source), columns, today(), options["complete"], trial=True)
            return self._try(table, job, options["errors_to"])
        facts = {"source_name": source, "table": table, "columns": columns, "on": today(), "file_name": file.name}
        run = begin(complete=options["complete"], keep=given is not None, **facts)
        return self._carry_out(run, table, options["errors_to"])

    def _try(self, table: Table, job: Job, errors_to: Path | None) -> dict[str, Any]:
        with self._rejected_file(errors_to, table) as on_rejected, bar(table.total) as progress:
            log = Log(job.columns, on_rejected)
            Sync(table, job, log, progress).run()
        self._say(log)
        return log.counts

    def _carry_out(self, run: ProviderImport, table: Table, errors_to: Path | None) -> dict[str, Any]:
        if run.rows_done:
            self.stderr.write(f"Going on after row {run.rows_done}.")
        with bar(table.total) as progress:
            log = carry_out(run, table, progress)
        with self._rejected_file(errors_to, table) as on_rejected:
            for row, problems in kept_rejected(run) if errors_to else ():
                on_rejected(row, problems)
        self._say(log)
        return log.counts

    def _say(self, log: Log) -> None:
        if log.trouble:
            self.stderr.write(str(log.trouble))

    @contextmanager
    def _rejected_file(self, path: Path | None, table: Table) -> Iterator[Callable[[Row, Sequence[Problem]], None]]:
        """Written row by row."""
        if path is None:
            yield ignore
            return
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(rejected_lines(table.header, (), table.delimiter))
            yield lambda row, problems: write_rejected(file, table, row, problems)


def write_rejected(file: IO[str], table: Table, row: Row, problems: Sequence[Problem]) -> None:
    _head, line = rejected_lines(table.header, [(row, problems)], table.delimiter)
    file.write(line.encode("utf-8", "replace").decode())


@contextmanager
def bar(total: int | None) -> Iterator[Callable[[int], None]]:
    """On stderr, where a person looks."""
    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("rows", total=total)
        yield lambda done: progress.update(task, completed=done)


def in_words(counts: dict[str, Any]) -> str:
    changed = ", ".join(f"{field} {count}" for field, count in counts["changed_fields"].items() if count)
    line = ", ".join(f"{counts[name]} {name}" for name in ("added", "changed", "ended", "unchanged", "rejected"))
    return f"{line}{f' (changed: {changed})' if changed else ''}"
