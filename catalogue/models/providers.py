import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.enums import Language

from ..enums import MemberRole, ProviderKind
from ..querysets import MemberInvitationQuerySet, PaymentAccountQuerySet, ProviderMemberQuerySet
from .changes import Scope, TellsSearch


class Provider(TellsSearch):
    """Who gives help: an own unit of a municipality, a company, an association."""

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=ProviderKind)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    contact_language = models.CharField(_("language of contact"), max_length=2, choices=Language, default=Language.SV)
    """In which the county writes to it: letters of decision are in this language."""
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
    removed_at = models.DateTimeField(null=True, blank=True)
    """When an owner ended it: from that moment on, whatever the last day."""

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
        return self.removed_at is None and self.from_on <= on and (self.until_on is None or on <= self.until_on)


class MemberInvitation(models.Model):
    """A link by which a person becomes a provider's colleague. Only the hash of its token is kept."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=8, choices=MemberRole)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    member = models.OneToOneField(ProviderMember, models.PROTECT, null=True, related_name="invitation")
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[MemberInvitationQuerySet] = MemberInvitationQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.name} – {self.provider}"


class PaymentAccount(models.Model):
    """Where the provider is paid. Taken into use by a second person; of those confirmed the newest holds."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="accounts")
    iban = models.CharField(max_length=34)
    """Without spaces."""
    holder = models.CharField(max_length=160)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[PaymentAccountQuerySet] = PaymentAccountQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("asked_by")), name="account_second_person"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(withdrawn_at__isnull=True), name="account_one_end"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="account_confirmed_by_someone",
            ),
            models.UniqueConstraint(
                fields=["provider"],
                condition=Q(confirmed_at__isnull=True, withdrawn_at__isnull=True),
                name="account_one_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.iban[-4:]}"

    @property
    def shown(self) -> str:
        """In groups of four, as on a bank's paper."""
        return " ".join(self.iban[start : start + 4] for start in range(0, len(self.iban), 4))
