"""Starting an import, going on with one that was broken off, and what its page and its file of rejected rows show."""

import csv
import datetime as dt
import io
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User

from ..enums import UNFINISHED, ImportState
from ..models import ProviderImport, ProviderSource
from .cells import guarded
from .columns import SAME, Columns, checked, guess
from .logs import KeptLog
from .problems import Problem, UnreadableFile
from .sync import Job, Sync
from .tables import Row, Table, open_table

log = logging.getLogger(__name__)
STALLED = dt.timedelta(minutes=5)
"""Without any progress: a batch takes a second or two."""
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


@transaction.atomic
def begin_trial(*, source_name: str, file: File, complete: bool, on: dt.date, by: User) -> ProviderImport:
    """Keeps the file, and asks the queue what it would change."""
    source, _new = ProviderSource.objects.get_or_create(name=source_name)
    facts = {"source": source, "file": file, "file_name": (file.name or "")[-200:], "is_complete": complete}
    return _asked(ProviderImport.objects.create(**facts, is_trial=True, on=on, by=by))


@transaction.atomic
def begin_again(*, run: ProviderImport, columns: Columns, on: dt.date, by: User) -> ProviderImport:
    """Another trial of the same file, with other columns."""
    return _asked(_copy_of(run, columns=columns, is_trial=True, on=on, by=by))


@transaction.atomic
def begin_real(*, trial: ProviderImport, on: dt.date, by: User) -> ProviderImport:
    """What the trial told, for real; its columns are kept for the source. Unfinished imports of the source stop."""
    source = trial.source
    if source.columns != trial.columns:
        source.columns = trial.columns
        source.save(update_fields=["columns"])
    source.imports.filter(state__in=UNFINISHED, is_trial=False).update(state=ImportState.REPLACED)
    return _asked(_copy_of(trial, columns=trial.columns, is_trial=False, on=on, by=by))


@transaction.atomic
def go_on(run: ProviderImport) -> None:
    """Asks the queue again for a run that stands still or failed on our side: it goes on where it stood."""
    going = {*UNFINISHED, ImportState.FAILED}
    ours = ProviderImport.objects.filter(pk=run.pk, state__in=going)
    if ours.update(state=ImportState.WAITING, trouble={}, beat_at=timezone.now()):
        _asked(run)


def _copy_of(run: ProviderImport, **changes: Any) -> ProviderImport:
    same = ("source", "file", "file_name", "digest", "is_complete", "header", "rows_total")
    return ProviderImport.objects.create(**{name: getattr(run, name) for name in same} | changes)


def _asked(run: ProviderImport) -> ProviderImport:
    from .tasks import carry_out_import

    transaction.on_commit(lambda: carry_out_import.enqueue(run.pk))
    return run


def take_up_stalled(on: dt.date) -> int:
    """For the tick: runs of stored files whose worker died. How many."""
    still = timezone.now() - STALLED
    stalled = ProviderImport.objects.filter(state__in=UNFINISHED, beat_at__lt=still).exclude(file="")
    for run in stalled:
        go_on(run)
    return len(stalled)


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
    """What a look at the file gives; the headings also when the columns do not fit."""
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
