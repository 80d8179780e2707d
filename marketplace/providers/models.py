"""What a provider is in the middle of. What holds once it is sent lies in the catalogue."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.enums import ProviderKind
from marketplace.accounts.enums import Language

from .enums import LeaseStage, PriceChangeState
from .querysets import ListingViewsQuerySet, PriceChangeQuerySet, RegistrationQuerySet


class Registration(models.Model):
    """A person's answers about the provider to be, kept question by question; ends in a Provider."""

    organiser = models.ForeignKey("catalogue.Organiser", models.PROTECT, related_name="+")
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="registrations")
    business_id = models.CharField(_("business ID"), max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=ProviderKind, blank=True)
    places = models.ManyToManyField("catalogue.PostalArea", related_name="+")
    languages = models.JSONField(_("languages spoken"), default=list)
    people = models.PositiveSmallIntegerField(null=True)
    """How many do the work."""
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    contact_language = models.CharField(_("language of contact"), max_length=2, choices=Language, blank=True)
    provider = models.OneToOneField("catalogue.Provider", models.PROTECT, null=True, related_name="registration")
    started_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[RegistrationQuerySet] = RegistrationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"], condition=Q(provider__isnull=True), name="registration_one_open"
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"registration {self.pk}"


class LeaseReminder(models.Model):
    """The provider was told how the lease that began with a word on `checked_on` stands. Once for each stage."""

    listing = models.ForeignKey("catalogue.Listing", models.PROTECT, related_name="lease_reminders")
    checked_on = models.DateField()
    stage = models.PositiveSmallIntegerField(choices=LeaseStage)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "checked_on", "stage"], name="lease_reminder_once_a_stage")
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.checked_on} {self.stage}"


class EvidenceReminder(models.Model):
    """The provider was told that a document's last day is so many days off. Once for each."""

    evidence = models.ForeignKey("catalogue.Evidence", models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "days"], name="reminder_once_a_threshold")]

    def __str__(self) -> str:
        return f"{self.evidence} {self.days}"


class PriceChange(models.Model):
    """New prices from a day on: put together, looked at, sent, and where the rules ask for it confirmed.

    Until it is taken it is nobody's price; then each row became a PriceVersion of the catalogue.
    """

    provider = models.ForeignKey("catalogue.Provider", models.PROTECT, related_name="price_changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=PriceChangeState, default=PriceChangeState.DRAFT)
    file_name = models.CharField(max_length=120, blank=True)
    """Of the price list it came from; empty: written on the page."""
    problems = models.JSONField(default=list)
    """Rows of the list that cannot be taken: [{"row": 3, "code": …, "facts": {…}}, …]."""
    started_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """NULL where the rules asked for nobody's yes."""
    comment = models.CharField(max_length=1000, blank=True)
    """The official's words to the provider."""

    objects: ClassVar[PriceChangeQuerySet] = PriceChangeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("change of prices")
        verbose_name_plural = _("changes of prices")
        indexes = [models.Index(fields=["state", "sent_at"]), models.Index(fields=["provider", "-id"])]

    def __str__(self) -> str:
        return f"{self.provider} {self.valid_from or ''}"


class PriceChangeRow(models.Model):
    """One listing's new terms (`catalogue.terms.Terms`)."""

    change = models.ForeignKey(PriceChange, models.CASCADE, related_name="rows")
    listing = models.ForeignKey("catalogue.Listing", models.PROTECT, related_name="+")
    terms = models.JSONField(encoder=DjangoJSONEncoder)
    version = models.OneToOneField("catalogue.PriceVersion", models.PROTECT, null=True, related_name="+")
    """What it became."""

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["change", "listing"], name="price_change_listing_once")]

    def __str__(self) -> str:
        return f"{self.change_id} {self.listing_id}"


class ListingViews(models.Model):
    """How many times a listing's page was opened on a day; nothing about who did (`counting.py`)."""

    listing = models.ForeignKey("catalogue.Listing", models.CASCADE, related_name="views")
    on = models.DateField()
    seen = models.PositiveIntegerField()

    objects: ClassVar[ListingViewsQuerySet] = ListingViewsQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "on"], name="views_one_row_a_day")]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.on}: {self.seen}"


class RefusedWish(models.Model):
    """Someone was told that a listing cannot be chosen so: once a month for a person and listing, the first reason.

    The token, a keyed hash, only keeps the same wish from counting twice: nobody is named by it.
    """

    token = models.CharField(max_length=32, unique=True)
    listing = models.ForeignKey("catalogue.Listing", models.CASCADE, related_name="+")
    municipality = models.ForeignKey("catalogue.Municipality", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    """A `selections.enums.Refusal`."""
    month = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["listing", "month"]), models.Index(fields=["municipality", "month"])]

    def __str__(self) -> str:
        return f"{self.reason} {self.month}"


class EmptySearch(models.Model):
    """A search for help in a municipality found nothing on that day, however often and by whomever."""

    category = models.ForeignKey("catalogue.Category", models.PROTECT, null=True, related_name="+")
    """None: no kind of help was ticked, only words were written."""
    municipality = models.ForeignKey("catalogue.Municipality", models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "municipality", "on"], name="empty_search_once_a_day"),
            models.UniqueConstraint(
                fields=["municipality", "on"],
                condition=Q(category__isnull=True),
                name="empty_search_of_words_once_a_day",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "on"])]

    def __str__(self) -> str:
        return f"{self.category_id} {self.municipality_id} {self.on}"
