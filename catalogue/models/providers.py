import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import MemberRole, ProviderKind
from ..querysets import ProviderMemberQuerySet
from .changes import Scope, TellsSearch


class Provider(TellsSearch):
    """Who gives help: an own unit of a municipality, a company, an association."""

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=ProviderKind)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    about_sv = models.TextField(blank=True)
    about_fi = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=80, blank=True)
    """Where an imported provider comes from; empty for one that applied here."""

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def changed_scope(self) -> Scope:
        return ("provider", self.pk)

    @property
    def is_own_unit(self) -> bool:
        """All of an own unit's price comes from the budget; it has no voucher and no own share."""
        return self.kind == ProviderKind.MUNICIPALITY


class ProviderIdentifier(models.Model):
    """A number under a scheme, such as `fi-business-id` (checked by python-stdnum in form and action)."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="identifiers")
    scheme = models.SlugField(max_length=60)
    value = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="identifier_unique")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class ProviderBase(models.Model):
    """A point that the provider drives from."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="bases")
    name = models.CharField(max_length=120)
    postal_area = models.ForeignKey("catalogue.PostalArea", models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        verbose_name = _("base place")
        verbose_name_plural = _("base places")

    def __str__(self) -> str:
        return self.name


class ProviderMember(models.Model):
    """A person who works for a provider, in a role, from–to. Rows are ended, never deleted: CONFLICT looks back."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=8, choices=MemberRole)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects: ClassVar[ProviderMemberQuerySet] = ProviderMemberQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "user"], condition=Q(until_on__isnull=True), name="member_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="member_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.provider}"

    def is_active(self, on: dt.date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)
