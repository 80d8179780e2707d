"""The organiser's dated yes to one provider for one category. Changed by actions only."""

from typing import ClassVar

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import ApprovalState, EvidenceKind
from ..querysets import ApprovalPeriodQuerySet, ApprovalQuerySet, EvidenceQuerySet, EvidenceRequirementQuerySet
from .names import NamedModel


def private_storage() -> Storage:
    return storages["private"]


class Approval(models.Model):
    organiser = models.ForeignKey("catalogue.Organiser", models.PROTECT, related_name="approvals")
    provider = models.ForeignKey("catalogue.Provider", models.PROTECT, related_name="approvals")
    category = models.ForeignKey("catalogue.Category", models.PROTECT, related_name="approvals")

    objects: ClassVar[ApprovalQuerySet] = ApprovalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.UniqueConstraint(fields=["organiser", "provider", "category"], name="approval_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} – {self.category}"

    def last_step(self) -> "ApprovalStep | None":
        """What was said last; None for an application that was not sent yet."""
        return max(self.steps.all(), key=lambda step: step.pk, default=None)


class ApprovalStep(models.Model):
    """One dated step of an approval's story (append-only)."""

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=ApprovalState)
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    """What was decided: the first and the last day (none: without an end)."""

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.approval} {self.kind} {self.on}"


class ApprovalPeriod(models.Model):
    """From–to in which the approval is in force. Periods of one approval never overlap (checked by the actions)."""

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="periods")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects: ClassVar[ApprovalPeriodQuerySet] = ApprovalPeriodQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="approval_period_in_order"
            ),
            models.UniqueConstraint(fields=["approval", "from_on"], name="approval_period_one_per_start"),
        ]
        indexes = [models.Index(fields=["from_on", "until_on"])]

    def __str__(self) -> str:
        return f"{self.approval} {self.from_on}–{self.until_on or ''}"


class EvidenceRequirement(NamedModel):
    """What the organiser's rule book asks for, from a day on: for one category and those below it, or for all."""

    organiser = models.ForeignKey("catalogue.Organiser", models.PROTECT, related_name="requirements")
    category = models.ForeignKey(
        "catalogue.Category",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("category"),
        help_text=_("Empty: for every category"),
    )
    kind = models.CharField(_("kind"), max_length=15, choices=EvidenceKind)
    help_sv = models.TextField(blank=True)
    help_fi = models.TextField(blank=True)
    help_en = models.TextField(blank=True)
    required = models.BooleanField(_("required"), default=True)
    expires = models.BooleanField(_("has a last day"), default=False)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[EvidenceRequirementQuerySet] = EvidenceRequirementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("evidence that the rule book asks for")
        verbose_name_plural = _("evidence that the rule book asks for")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="requirement_dates_in_order",
            ),
        ]


class Evidence(models.Model):
    """A document behind an approval, in private storage, served by a permission-checked view only.

    Nothing is changed: of those for one requirement the newest holds.
    """

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="evidence")
    requirement = models.ForeignKey(EvidenceRequirement, models.PROTECT, null=True, blank=True, related_name="evidence")
    name = models.CharField(max_length=160)
    file = models.FileField(upload_to="evidence/%Y/", storage=private_storage)
    expires_on = models.DateField(null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[EvidenceQuerySet] = EvidenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["expires_on"])]

    def __str__(self) -> str:
        return self.name
