"""Who organises care, by which dated rules, in which municipalities and postal areas."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import CarryOver, HolidayKind, PriceWindow
from .changes import Scope, TellsSearch
from .names import NamedModel


class OrganiserManager(models.Manager["Organiser"]):
    def current(self) -> "Organiser | None":
        """The organiser whose site this is: the first one. Pages of a client use the client's own organiser."""
        return self.order_by("pk").first()


def default_languages() -> list[str]:
    return ["sv", "fi"]


class Organiser(TellsSearch, NamedModel):
    """A wellbeing services county (or another organiser of care). Its rules are dated rows, never constants."""

    code = models.SlugField(unique=True)
    phone = models.CharField(_("phone"), max_length=40)
    hours_sv = models.CharField(max_length=80)
    hours_fi = models.CharField(max_length=80)
    hours_en = models.CharField(max_length=80, blank=True)
    time_zone = models.CharField(max_length=40, default="Europe/Helsinki")
    required_languages = models.JSONField(default=default_languages)

    objects: ClassVar[OrganiserManager] = OrganiserManager()

    class Meta:
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")

    def changed_scope(self) -> Scope:
        return ("organiser", self.pk)

    def rules(self, on: dt.date) -> "OrganiserRules":
        """The rules in force on that date; `OrganiserRules.DoesNotExist` if none were set."""
        return self.rule_sets.filter(valid_from__lte=on).latest("valid_from")


class OrganiserRules(TellsSearch):
    """What the organiser decides about, from a date on."""

    organiser = models.ForeignKey(Organiser, models.PROTECT, related_name="rule_sets")
    valid_from = models.DateField(_("valid from"))
    carry_over = models.CharField(max_length=4, choices=CarryOver, default=CarryOver.NONE)
    carry_over_cap_cents = models.PositiveIntegerField(default=0)
    horizon_months = models.PositiveSmallIntegerField(default=6)
    answer_working_days = models.PositiveSmallIntegerField(default=5)
    notice_days = models.PositiveSmallIntegerField(default=14)
    confirm_days = models.PositiveSmallIntegerField(default=14)
    lease_days = models.PositiveSmallIntegerField(default=90)
    invitation_days = models.PositiveSmallIntegerField(default=14)
    travel_allowance_cents_per_km = models.PositiveSmallIntegerField(default=0)
    travel_allowance_free_km = models.PositiveSmallIntegerField(default=0)
    price_window = models.CharField(
        _("days on which new prices begin"), max_length=9, choices=PriceWindow, default=PriceWindow.MONTH
    )
    price_notice_days = models.PositiveSmallIntegerField(_("days between a new price and its first day"), default=30)
    price_ahead_months = models.PositiveSmallIntegerField(_("how many months ahead prices are set"), default=12)
    price_confirm_percent = models.PositiveSmallIntegerField(
        _("a price that rises by more than so many per cent waits for an official"),
        null=True,
        blank=True,
        help_text=_("Empty: prices need nobody's yes."),
    )

    class Meta:
        verbose_name = _("rules of the organiser")
        verbose_name_plural = _("rules of the organiser")
        constraints = [
            models.UniqueConstraint(fields=["organiser", "valid_from"], name="rules_one_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.organiser} {self.valid_from}"

    def changed_scope(self) -> Scope:
        return ("organiser", self.organiser_id)


class Holiday(TellsSearch, NamedModel):
    """A day that counts as Sunday, or an eve that counts as Saturday."""

    organiser = models.ForeignKey(Organiser, models.CASCADE, related_name="holidays")
    date = models.DateField()
    kind = models.CharField(max_length=7, choices=HolidayKind)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["organiser", "date"], name="holiday_one_per_day")]

    def changed_scope(self) -> Scope:
        return ("organiser", self.organiser_id)


class Municipality(TellsSearch, NamedModel):
    organiser = models.ForeignKey(Organiser, models.PROTECT, related_name="municipalities")
    code = models.CharField(max_length=3, unique=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name_sv"]

    def changed_scope(self) -> Scope:
        return ("organiser", self.organiser_id)


class PostalArea(TellsSearch, NamedModel):
    """A postal code with the centre that distances are reckoned from."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="postal_areas")
    code = models.CharField(_("postal code"), max_length=5, unique=True)
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        verbose_name = _("postal area")
        verbose_name_plural = _("postal areas")
        ordering = ["code"]

    def changed_scope(self) -> Scope:
        return ("organiser", self.municipality.organiser_id)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
