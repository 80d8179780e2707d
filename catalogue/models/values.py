"""What the organiser pays at most, and what the same help costs when it arranges the help itself."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import DayPart, DayType, Unit
from .changes import Scope, TellsSearch
from .names import NamedModel


class VoucherValue(TellsSearch):
    """The voucher's value for one unit in one band: cents, or "no ceiling", from a day on.

    `municipality` NULL means all; a municipality's own row goes before it. The newest `valid_from` holds.
    """

    organiser = models.ForeignKey("catalogue.Organiser", models.PROTECT, related_name="voucher_values")
    category = models.ForeignKey("catalogue.Category", models.PROTECT, related_name="voucher_values")
    municipality = models.ForeignKey(
        "catalogue.Municipality", models.PROTECT, null=True, blank=True, related_name="voucher_values"
    )
    unit = models.CharField(max_length=5, choices=Unit)
    day_type = models.CharField(max_length=8, choices=DayType, default=DayType.NONE)
    part = models.CharField(max_length=7, choices=DayPart, default=DayPart.NONE)
    valid_from = models.DateField()
    cents = models.PositiveIntegerField(null=True, blank=True)
    no_ceiling = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("voucher value")
        verbose_name_plural = _("voucher values")
        constraints = [
            models.UniqueConstraint(
                fields=["organiser", "category", "municipality", "unit", "day_type", "part", "valid_from"],
                name="voucher_value_unique",
            ),
            models.UniqueConstraint(
                fields=["organiser", "category", "unit", "day_type", "part", "valid_from"],
                condition=Q(municipality__isnull=True),
                name="voucher_value_unique_for_all",
            ),
            models.CheckConstraint(
                condition=Q(cents__isnull=False, no_ceiling=False) | Q(cents__isnull=True, no_ceiling=True),
                name="voucher_value_cents_or_no_ceiling",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.unit} {self.day_type} {self.part} {self.valid_from}"

    def changed_scope(self) -> Scope:
        return ("category", self.category_id)


class ClientFeeInfo(NamedModel):
    """What the same help costs when the county arranges it; `name_*` is the sentence's subject ("Home service")."""

    organiser = models.ForeignKey("catalogue.Organiser", models.PROTECT, related_name="client_fees")
    category = models.ForeignKey("catalogue.Category", models.PROTECT, related_name="client_fees")
    unit = models.CharField(max_length=5, choices=Unit)
    cents = models.PositiveIntegerField()
    valid_from = models.DateField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("client fee")
        verbose_name_plural = _("client fees")
        constraints = [
            models.UniqueConstraint(fields=["organiser", "category", "unit", "valid_from"], name="client_fee_unique"),
        ]
