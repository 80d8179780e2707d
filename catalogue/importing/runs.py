"""Starting an import, going on with one that was broken off, and what its page and its file of rejected rows show."""

import csv
import datetime as dt
import io
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..enums import UNFINISHED, ImportState
from ..models import ProviderImport, ProviderSource
from .cells import guarded
from .columns import SAME, Columns, checked, guess
from .logs import KeptLog
from .problems import Problem, UnreadableFile
from .sync import Job, Sync
from .tables import Row, Table, open_table

log = logging.getLogger(__name__)
BOM = "\ufeff"
"""Excel knows by it that a CSV file is UTF-8."""
Progress = Callable[[int], None]


def nothing(done: int) -> None:
    pass


def columns_for(table: Table, source: ProviderSource | None, given: Columns | None) -> tuple[Columns, bool]:
    """The columns to read, and whether they are only guessed. UnreadableFile if they do not fit the headings."""
    if table.is_hsds:
        return SAME, False
    known = given or (source.columns if source else None)
    return checked(known or guess(table.header), table.header), not known


@transaction.atomic
def begin(
    *, source_name: str, table: Table, columns: Columns, complete: bool, on: dt.date, file_name: str, keep: bool
) -> ProviderImport:
    """A run of this file, or the one that was broken off; other unfinished ones of the source stop. `keep` the map."""
    source, _new = ProviderSource.objects.get_or_create(name=source_name)
    if keep:
        source.columns = columns
        source.save(update_fields=["columns"])
    unfinished = source.imports.filter(state__in=UNFINISHED, is_trial=False)
    same = unfinished.filter(digest=table.digest, is_complete=complete).order_by("-pk")
    run = next((run for run in same if run.columns == columns), None)
    unfinished.exclude(pk=run.pk if run else None).update(state=ImportState.REPLACED)
    return run or ProviderImport.objects.create(
        source=source,
        columns=columns,
        is_complete=complete,
        on=on,
        file_name=file_name[:200],
        digest=table.digest,
        rows_total=table.total,
        header=table.header,
    )


def carry_out(run: ProviderImport, table: Table, progress: Progress = nothing) -> KeptLog:
    """To the end, from wherever it stands. UnreadableFile("replaced") if another one took over meanwhile."""
    going = ProviderImport.objects.filter(pk=run.pk, state__in=UNFINISHED)
    if not going.update(state=ImportState.RUNNING, beat_at=timezone.now()):
        raise UnreadableFile("replaced")
    kept = KeptLog(run)
    job = Job(run.source, run.columns, run.on, complete=run.is_complete, trial=run.is_trial)
    Sync(table, job, kept, progress).run()
    return kept


def carry_out_in_queue(run: ProviderImport) -> None:
    """As the queue does it: reads the stored file, and writes into the run what hindered it."""
    try:
        table = _stored_table(run)
        if not run.header:
            _note_table(run, table)
        carry_out(run, table)
    except UnreadableFile as error:
        if error.problem.code != "replaced":
            fail(run, error.problem)
    except Exception:
        fail(run, Problem("failed"))
        raise


def _stored_table(run: ProviderImport) -> Table:
    path = Path(run.file.path)
    if not path.exists():
        raise UnreadableFile("lost_file")
    return open_table(path)


def _note_table(run: ProviderImport, table: Table) -> None:
    """What the first look at the file gives; the headings also when the columns do not fit."""
    run.header, run.rows_total, run.digest = table.header, table.total, table.digest
    run.save(update_fields=["header", "rows_total", "digest"])
    run.columns, _guessed = columns_for(table, run.source, run.columns or None)
    run.save(update_fields=["columns"])


def fail(run: ProviderImport, problem: Problem) -> None:
    ours = ProviderImport.objects.filter(pk=run.pk, state__in=UNFINISHED)
    ours.update(state=ImportState.FAILED, trouble=problem.to_json(), beat_at=timezone.now())


# Rejected rows, to correct and send again


def rejected_lines(
    header: Sequence[str], rows: Iterable[tuple[Row, Sequence[Problem]]], delimiter: str
) -> Iterator[str]:
    """Lines of a CSV file: the columns as they came, then the row's number and what is wrong with it, in words."""
    yield BOM + _line([*header, _("Row"), _("What is wrong")], delimiter)
    for row, problems in rows:
        cells = [row.cells.get(column, "") for column in header]
        yield _line([*cells, str(row.number), " ".join(str(problem) for problem in problems)], delimiter)


def kept_rejected(run: ProviderImport) -> Iterator[tuple[Row, list[Problem]]]:
    for rejected in run.rejected.order_by("row", "pk").iterator(chunk_size=500):
        yield Row(rejected.row, rejected.cells), [Problem.from_json(each) for each in rejected.problems]


def _line(cells: Iterable[Any], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerow([guarded(cell).replace("\0", "") for cell in cells])
    return out.getvalue()
