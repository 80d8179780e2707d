"""What must be indexed, written in the transaction of the change."""

from typing import ClassVar

from django.db import models

from .querysets import OutboxQuerySet, VersionQuerySet


class ScopeKind(models.TextChoices):
    """FORESEEN is a listing whose document will change by itself on that day: the only rows that are ever replaced."""

    LISTING = "listing"
    FORESEEN = "foreseen"
    CATEGORY = "category"
    PROVIDER = "provider"
    ORGANISER = "organiser"
    ALL = "all"


class OutboxRow(models.Model):
    """A listing, or all listings of a scope, to be indexed on or after a day. Gone once it is in the index.

    The target is a plain number: the row must outlive a listing that is deleted.
    """

    kind = models.CharField(max_length=9, choices=ScopeKind)
    target = models.PositiveBigIntegerField()
    due_on = models.DateField()
    written_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[OutboxQuerySet] = OutboxQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "search outbox row"
        verbose_name_plural = "search outbox rows"
        indexes = [models.Index(fields=["due_on"]), models.Index(fields=["kind", "target", "due_on"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.target} {self.due_on}"


class DocumentVersion(models.Model):
    """A row's key is a version: one sequence for all machines, never used twice."""

    objects: ClassVar[VersionQuerySet] = VersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "search document version"
        verbose_name_plural = "search document versions"

    def __str__(self) -> str:
        return str(self.pk)


class MissedWord(models.Model):
    """A word that found nothing on that day, whoever asked and however often (`missed.py`)."""

    word = models.CharField(max_length=30)
    language = models.CharField(max_length=2)
    on = models.DateField(db_index=True)

    class Meta:
        verbose_name = "missed search word"
        verbose_name_plural = "missed search words"
        constraints = [models.UniqueConstraint(fields=["word", "language", "on"], name="missed_word_once_a_day")]

    def __str__(self) -> str:
        return f"{self.word} {self.on}"
