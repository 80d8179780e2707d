"""The organiser's dated yes to one provider for one category. Changed by actions only."""

from typing import ClassVar

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import ApprovalState
from ..querysets import ApprovalPeriodQuerySet


def private_storage() -> Storage:
    return storages["private"]


class Approval(models.Model):
    organiser = models.ForeignKey("catalogue.Organiser", models.PROTECT, related_name="approvals")
    provider = models.ForeignKey("catalogue.Provider", models.PROTECT, related_name="approvals")
    category = models.ForeignKey("catalogue.Category", models.PROTECT, related_name="approvals")

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.UniqueConstraint(fields=["organiser", "provider", "category"], name="approval_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} – {self.category}"


class ApprovalStep(models.Model):
    """One dated step of an approval's story (append-only)."""

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=ApprovalState)
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

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


class Evidence(models.Model):
    """A document behind an approval, in private storage, served by a permission-checked view only."""

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=160)
    file = models.FileField(upload_to="evidence/%Y/", storage=private_storage)
    expires_on = models.DateField(null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
