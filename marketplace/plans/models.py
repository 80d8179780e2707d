"""Needs, plan versions, the cost model's rows, and the decision that grants money."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.enums import Unit
from catalogue.models import Category
from marketplace.foundation.dates import months_between

from .enums import CostKind, Per
from .querysets import PlanVersionQuerySet


class ReferencePrice(models.Model):
    """What one unit of help is reckoned to cost (area), by municipality (NULL: all), from a day on."""

    organiser = models.ForeignKey("catalogue.Organiser", models.PROTECT, related_name="+")
    category = models.ForeignKey("catalogue.Category", models.PROTECT, related_name="+")
    municipality = models.ForeignKey("catalogue.Municipality", models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.CharField(max_length=5, choices=Unit)
    cents = models.PositiveIntegerField()
    valid_from = models.DateField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("reference price")
        verbose_name_plural = _("reference prices")
        constraints = [
            models.UniqueConstraint(
                fields=["organiser", "category", "municipality", "unit", "valid_from"], name="reference_price_unique"
            ),
            models.UniqueConstraint(
                fields=["organiser", "category", "unit", "valid_from"],
                condition=Q(municipality__isnull=True),
                name="reference_price_unique_for_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.unit} {self.valid_from}"


class PlanDraft(models.Model):
    """A case manager's plan in the making, one per client. `key` is the decision's idempotency key."""

    client = models.OneToOneField("clients.Client", models.PROTECT, related_name="plan_draft")
    data = models.JSONField(default=dict)
    key = models.CharField(max_length=100)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"draft for {self.client_id}"


class PlanVersion(models.Model):
    """A client's plan, from a month to a month (at most 12), with a sum per month (append-only)."""

    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="plan_versions")
    number = models.PositiveIntegerField()
    from_month = models.DateField()
    until_month = models.DateField()
    monthly_cents = models.PositiveIntegerField()
    client_view = models.TextField(blank=True)
    worker_view = models.TextField(blank=True)
    change_reason = models.TextField(blank=True)
    review_on = models.DateField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PlanVersionQuerySet] = PlanVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="plan_version_number_unique"),
            models.CheckConstraint(condition=Q(until_month__gte=F("from_month")), name="plan_version_in_order"),
            models.CheckConstraint(
                condition=Q(from_month__day=1) & Q(until_month__day=1), name="plan_version_whole_months"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} v{self.number}"

    @property
    def months(self) -> list[dt.date]:
        return list(months_between(self.from_month, self.until_month))

    def covers(self, day: dt.date) -> bool:
        return self.from_month <= day.replace(day=1) <= self.until_month

    def allows(self, category: Category) -> bool:
        """A need for a category allows everything below it, too."""
        return any(category.path.startswith(need.category.path) for need in self.needs.all())


class Need(models.Model):
    """What the client needs help with, and her goal in her own words (append-only)."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="needs")
    category = models.ForeignKey("catalogue.Category", models.PROTECT, related_name="+")
    goal = models.CharField(max_length=300, blank=True)
    amount = models.DecimalField(max_digits=6, decimal_places=2)
    unit = models.CharField(max_length=5, choices=Unit)
    per = models.CharField(max_length=5, choices=Per)

    def __str__(self) -> str:
        return f"{self.category_id} {self.amount}"


class CostLine(models.Model):
    """One line of "why this amount": quantity × cents = sum a month (append-only). A change may be negative."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="cost_lines")
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=6, choices=CostKind)
    quantity = models.DecimalField(max_digits=8, decimal_places=2)
    unit_cents = models.IntegerField()
    cents = models.IntegerField()
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.cents}"


class Decision(models.Model):
    """The numbered decision that puts a plan version in force and alone grants or cuts money (append-only)."""

    number = models.CharField(max_length=20, unique=True)
    version = models.OneToOneField(PlanVersion, models.PROTECT, related_name="decision")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    command = models.OneToOneField("budgets.Command", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.number


class ReviewRequest(models.Model):
    """The client's side asked for an early review; answered by the next decision."""

    version = models.OneToOneField(PlanVersion, models.PROTECT, related_name="review_request")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()

    def __str__(self) -> str:
        return f"review of {self.version_id} asked {self.on}"
