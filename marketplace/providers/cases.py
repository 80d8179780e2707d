"""One application as its pages show it: to the provider and to the official alike."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from catalogue.enums import ApprovalState, Standing
from catalogue.models import Approval, ApprovalPeriod, ApprovalStep, Evidence
from catalogue.rules import Line, checklist, missing, period_of, standing, user_may_apply_again

from .words import DECISIONS, SAID, STATUS, Status


@dataclass(frozen=True)
class Said:
    """One step of the story; `words` is what happened, `has_letter` whether there is a letter of decision."""

    step: ApprovalStep

    @property
    def words(self) -> object:
        return SAID[ApprovalState(self.step.kind)]

    @property
    def has_letter(self) -> bool:
        return self.step.kind in DECISIONS


@dataclass(frozen=True)
class Case:
    """`approval` with its steps and periods prefetched (`Approval.objects.with_story()`)."""

    approval: Approval
    on: dt.date

    @cached_property
    def standing(self) -> Standing:
        return standing(self.approval, self.on)

    @property
    def status(self) -> Status:
        return STATUS[self.standing]

    @cached_property
    def period(self) -> ApprovalPeriod | None:
        return period_of(self.approval, self.on)

    @cached_property
    def lines(self) -> list[Line]:
        return checklist(self.approval, self.on)

    @property
    def other_documents(self) -> list[Evidence]:
        """For no line of the rule book, or older than the one that holds."""
        shown = {line.evidence.pk for line in self.lines if line.evidence}
        return [row for row in self.approval.evidence.order_by("pk") if row.pk not in shown]

    @property
    def missing(self) -> list[Line]:
        return missing(self.lines)

    @property
    def may_send(self) -> bool:
        return user_may_apply_again(self.approval, self.on)

    @property
    def is_asked(self) -> bool:
        return self.standing == Standing.QUESTION

    @cached_property
    def last(self) -> ApprovalStep | None:
        return self.approval.last_step()

    @property
    def story(self) -> list[Said]:
        """The newest first."""
        return [Said(step) for step in sorted(self.approval.steps.all(), key=lambda step: -step.pk)]

    @property
    def days_waited(self) -> int:
        """Since the last step."""
        return (self.on - self.last.on).days if self.last else 0


def cases(approvals: Iterable[Approval], on: dt.date) -> list[Case]:
    return [Case(approval, on) for approval in approvals]
