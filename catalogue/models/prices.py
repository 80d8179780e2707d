"""Prices: append-only versions. Of versions with the same day the newest holds."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import DayPart, DayType
from ..querysets import PriceVersionQuerySet
from .names import NamedModel


class PriceVersion(models.Model):
    """A listing's price list from a day on. Append-only with all its lines, options and items.

    Hours of the bands are local times; night may pass midnight (21:00–06:00). Travel: metres free of charge, cents
    per started km one way beyond them, farthest metres served, one charge per visit, never on month or piece.
    """

    listing = models.ForeignKey("catalogue.Listing", models.PROTECT, related_name="prices")
    valid_from = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    step = models.DecimalField(max_digits=7, decimal_places=2, default=1)
    smallest = models.DecimalField(max_digits=7, decimal_places=2, default=1)
    largest = models.DecimalField(max_digits=7, decimal_places=2, default=8)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    """How long one unit takes, where that is not an hour (a visit of 45 minutes); NULL: not said."""
    evening_from = models.TimeField(null=True, blank=True)
    night_from = models.TimeField(null=True, blank=True)
    night_until = models.TimeField(null=True, blank=True)
    travel_free_m = models.PositiveIntegerField(default=0)
    travel_cents_per_km = models.PositiveIntegerField(default=0)
    travel_max_m = models.PositiveIntegerField(null=True, blank=True)
    bases = models.JSONField(default=list)
    """Bases as of then: [{"name": str, "lat": float, "lon": float}, …]."""

    objects: ClassVar[PriceVersionQuerySet] = PriceVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["valid_from", "pk"]
        indexes = [models.Index(fields=["listing", "-valid_from", "-id"])]
        constraints = [
            models.CheckConstraint(condition=Q(step__gt=0), name="price_step_positive"),
            models.CheckConstraint(
                condition=Q(smallest__gt=0) & Q(largest__gte=F("smallest")), name="price_quantities_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.valid_from}"


class PriceLine(models.Model):
    """Price of one unit in one band: cents, or a percentage of the same day type's day line (130 = +30 %)."""

    version = models.ForeignKey(PriceVersion, models.PROTECT, related_name="lines")
    day_type = models.CharField(max_length=8, choices=DayType, default=DayType.NONE)
    part = models.CharField(max_length=7, choices=DayPart, default=DayPart.NONE)
    cents = models.PositiveIntegerField(null=True, blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "day_type", "part"], name="price_line_one_per_band"),
            models.CheckConstraint(
                condition=Q(cents__isnull=False, percent__isnull=True) | Q(cents__isnull=True, percent__isnull=False),
                name="price_line_cents_or_percent",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | (Q(percent__gt=0) & ~Q(part__in=[DayPart.DAY, DayPart.NONE])),
                name="price_line_percent_of_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day_type} {self.part}"


class PriceOption(NamedModel):
    """Something one may add to each visit, such as the provider's own cleaning equipment."""

    version = models.ForeignKey(PriceVersion, models.PROTECT, related_name="options")
    code = models.SlugField(max_length=40)
    cents = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("option")
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="price_option_code_unique")]


class PackageItem(models.Model):
    """A service of the same provider inside a package, with its quantity in the service's own unit."""

    version = models.ForeignKey(PriceVersion, models.PROTECT, related_name="items")
    service = models.ForeignKey("catalogue.Listing", models.PROTECT, related_name="in_packages")
    quantity = models.DecimalField(max_digits=7, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "service"], name="package_item_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="package_item_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} × {self.quantity}"
