"""What an import has done so far: in memory for a trial at the command line, else in the database with each batch."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..enums import ImportState
from ..models import ProviderImport, RejectedRow
from .problems import Problem, UnreadableFile
from .tables import Row

OUTCOMES = ("added", "changed", "ended", "unchanged", "rejected")
Rejected = Callable[[Row, Sequence[Problem]], None]
MOST_CELL = 5000
NOT_STORED = re.compile("[\x00\ud800-\udfff]")
"""What PostgreSQL does not keep."""


def no_counts(fields: Iterable[str]) -> dict[str, Any]:
    """The form of `--json`; `changed_fields` has every field that is compared."""
    return {**dict.fromkeys(OUTCOMES, 0), "changed_fields": dict.fromkeys(sorted(set(fields) - {"key"}), 0)}


def ignore(row: Row, problems: Sequence[Problem]) -> None:
    pass


class Log:
    """Counts in memory."""

    def __init__(self, fields: Iterable[str], on_rejected: Rejected = ignore) -> None:
        self.counts, self.rows_done, self.on_rejected = no_counts(fields), 0, on_rejected
        self.trouble: Problem | None = None

    def count(self, outcome: str, fields: Iterable[str] = ()) -> None:
        self.counts[outcome] += 1
        for field in fields:
            changed = self.counts["changed_fields"]
            changed[field] = changed.get(field, 0) + 1

    def reject(self, row: Row, problems: Sequence[Problem]) -> None:
        self.count("rejected")
        self.on_rejected(row, problems)

    def save(self, rows_done: int) -> None:
        """Called inside the transaction of what it tells about."""
        self.rows_done = rows_done

    def finish(self, trouble: Problem | None = None) -> None:
        self.trouble = trouble


class KeptLog(Log):
    """Counts and rejected rows in the run's row: who goes on after a crash goes on from there."""

    def __init__(self, run: ProviderImport) -> None:
        super().__init__(run.columns)
        self.run, self.rows_done, self.waiting = run, run.rows_done, list[RejectedRow]()
        self.counts = run.counts or self.counts

    def reject(self, row: Row, problems: Sequence[Problem]) -> None:
        super().reject(row, problems)
        told = [problem.to_json() for problem in problems]
        cells = {NOT_STORED.sub("\ufffd", column): _stored(cell) for column, cell in row.cells.items()}
        self.waiting.append(RejectedRow(run=self.run, row=row.number, cells=cells, problems=told))

    def save(self, rows_done: int) -> None:
        """Fails if someone else took the run over: then nothing of this batch stays."""
        with transaction.atomic():
            self._set(rows_done=rows_done, counts=self.counts)
            RejectedRow.objects.bulk_create(self.waiting)
        self.rows_done, self.waiting = rows_done, []

    def finish(self, trouble: Problem | None = None) -> None:
        self._set(state=ImportState.DONE, trouble=trouble.to_json() if trouble else {})
        self.trouble = trouble

    def _set(self, **fields: Any) -> None:
        ours = ProviderImport.objects.filter(pk=self.run.pk, state=ImportState.RUNNING, rows_done=self.rows_done)
        if not ours.update(beat_at=timezone.now(), **fields):
            raise UnreadableFile("replaced")


def _stored(cell: str) -> str:
    return NOT_STORED.sub("\ufffd", cell if len(cell) <= MOST_CELL else f"{cell[:MOST_CELL]}…")
