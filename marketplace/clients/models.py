"""Whom we serve, who helps them, and who looked."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.enums import Language

from .enums import ActingBy, Kinship, MandateBasis, Profession, Right
from .querysets import ClientQuerySet, DatedQuerySet


class Client(models.Model):
    """A person with a personal budget. `number` stands in addresses; it is random and says nothing."""

    number = models.CharField(max_length=12, unique=True)
    organiser = models.ForeignKey("catalogue.Organiser", models.PROTECT, related_name="+")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="client")
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    born_on = models.DateField(_("date of birth"))
    language = models.CharField(_("language of contact"), max_length=2, choices=Language)
    street = models.CharField(_("street address"), max_length=160)
    postal_area = models.ForeignKey("catalogue.PostalArea", models.PROTECT, related_name="+")
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    objects: ClassVar[ClientQuerySet] = ClientQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["last_name", "first_name"]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class LinkCode(models.Model):
    """A one-time code by which staff link a login to a client. Only its hash is kept."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="link_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.client} {self.expires_at:%Y-%m-%d}"


class Dated(models.Model):
    """From a day, to a day or open."""

    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects: ClassVar[DatedQuerySet] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True


class Assignment(Dated):
    """A case manager's charge of a client; case managers work in pairs (nurse, social worker)."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    profession = models.CharField(max_length=13, choices=Profession)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="assignment_in_order"
            ),
            models.UniqueConstraint(
                fields=["client", "user"], condition=Q(until_on__isnull=True), name="assignment_once_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.client}"


class StandIn(models.Model):
    """A colleague opened a client's pages for one day, with a reason."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="stand_ins")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="stand_ins")
    on = models.DateField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "user", "on"], name="stand_in_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user} – {self.client} {self.on}"


class Mandate(Dated):
    """A person's dated right to see, suggest or choose for a client. Ended, never deleted."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="mandates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates")
    right = models.PositiveSmallIntegerField(choices=Right)
    basis = models.CharField(max_length=17, choices=MandateBasis)
    kinship = models.CharField(max_length=10, choices=Kinship, default=Kinship.OTHER)
    purpose = models.CharField(max_length=200, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="mandate_in_order"
            ),
        ]
        indexes = [models.Index(fields=["person", "client"])]

    def __str__(self) -> str:
        return f"{self.person} – {self.client}"

    def is_active(self, on: dt.date) -> bool:
        return self.revoked_at is None and self.from_on <= on and (self.until_on is None or on <= self.until_on)

    def is_coming(self, on: dt.date) -> bool:
        return self.revoked_at is None and on < self.from_on

    @property
    def ended_on(self) -> dt.date | None:
        """The last day, also if it is still to come; None if it is open."""
        days = [self.until_on, timezone.localdate(self.revoked_at) if self.revoked_at else None]
        return min((day for day in days if day is not None), default=None)


class MandateInvitation(models.Model):
    """A link by which a person takes up a mandate. Only the hash of its token is kept."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    right = models.PositiveSmallIntegerField(choices=Right)
    basis = models.CharField(max_length=17, choices=MandateBasis)
    kinship = models.CharField(max_length=10, choices=Kinship, default=Kinship.OTHER)
    purpose = models.CharField(max_length=200, blank=True)
    until_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    mandate = models.OneToOneField(Mandate, models.PROTECT, null=True, related_name="invitation")
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} – {self.client}"


class AccessLogEntry(models.Model):
    """One look at a client's data by anyone but the client (append-only, written before anything is shown)."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="access_log")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=10, choices=ActingBy)
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="+")
    stand_in = models.ForeignKey(StandIn, models.PROTECT, null=True, related_name="+")
    provider = models.ForeignKey("catalogue.Provider", models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=80)
    """The name of the view; `clients/looks.py` has plain words for each."""

    class Meta:
        indexes = [models.Index(fields=["client", "-at"])]

    def __str__(self) -> str:
        return f"{self.user} {self.what} {self.at:%Y-%m-%d}"


class Act(models.Model):
    """Who did something for a client, by exactly one of: self, mandate, assignment."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    as_self = models.BooleanField(default=False)
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, related_name="+")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    """How a choice by phone or on paper reached staff; required then."""

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(as_self=True, mandate__isnull=True, assignment__isnull=True)
                | Q(as_self=False, mandate__isnull=False, assignment__isnull=True)
                | Q(as_self=False, mandate__isnull=True, assignment__isnull=False),
                name="%(class)s_one_ground",
            ),
        ]
