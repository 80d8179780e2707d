"""What a provider offers. Only Listing has drafts, revisions and preview; nothing about money is in a revision."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from marketplace.foundation.dates import today

from ..body import blocks
from ..enums import ListingKind, Unit
from ..querysets import ListingQuerySet
from ..signals import send_ids

FROZEN = ("provider", "kind", "category", "unit")


def default_speaks() -> list[str]:
    return ["sv", "fi"]


class Listing(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel, models.Model
):
    """A service or a package, of one provider in one category.

    Once published its provider, kind, category and unit are frozen: another is another listing.
    """

    provider = models.ForeignKey("catalogue.Provider", models.PROTECT, related_name="listings")
    kind = models.CharField(_("kind"), max_length=7, choices=ListingKind, default=ListingKind.SERVICE)
    category = models.ForeignKey("catalogue.Category", models.PROTECT, related_name="listings")
    unit = models.CharField(_("unit"), max_length=5, choices=Unit)
    speaks = models.JSONField(_("staff speak"), default=default_speaks)
    photo = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+")

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="listing",
        for_concrete_model=False,
    )
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="listing")

    objects: ClassVar[ListingQuerySet] = ListingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        indexes = [models.Index(fields=["category", "live"]), models.Index(fields=["provider", "live"])]

    def __str__(self) -> str:
        text = self.text()
        return text.title if text else f"listing {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.frozen_changes():
            raise ValidationError(_("This cannot change any more. Make a new listing."), code="frozen")
        with transaction.atomic():
            super().save(*args, **kwargs)
            send_ids([self.pk])

    @property
    def revisions(self) -> Any:
        return self._revisions

    def clean(self) -> None:
        """Once published, provider, kind, category and unit are frozen."""
        super().clean()
        if changed := self.frozen_changes():
            raise ValidationError({name: _("This cannot change any more. Make a new listing.") for name in changed})

    def frozen_changes(self) -> list[str]:
        """Which frozen fields differ from what was published; empty before the first publication."""
        if not self.pk:
            return []
        before = Listing.objects.filter(pk=self.pk, first_published_at__isnull=False).values(*FROZEN).first()
        return [name for name in FROZEN if before and before[name] != getattr(self, self._meta.get_field(name).attname)]

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """Wagtail's, in one transaction with what search must know. The first one also starts the freshness lease."""
        with transaction.atomic():
            if not self.freshness_checks.exists():
                FreshnessCheck.objects.create(listing=self, on=today())
            result = super().publish(*args, **kwargs)
            send_ids([self.pk])
        return result

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            result = super().unpublish(*args, **kwargs)
            send_ids([self.pk])
        return result

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "pages/catalogue/listing_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        text = self.text()
        context = super().get_preview_context(request, mode_name)
        return context | {"listing": self, "text": text, "blocks": blocks(text.body if text else "")}

    def text(self, language: str | None = None) -> "ListingText | None":
        """The text in the language, else in Swedish, else any. Uses prefetched texts."""
        code = (language or get_language() or "sv")[:2]
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(code) or texts.get("sv") or next(iter(texts.values()), None)

    @property
    def is_package(self) -> bool:
        return self.kind == ListingKind.PACKAGE


class ListingText(models.Model):
    """The words of a listing in one language. Plain text; a blank line makes a paragraph, "- " a list item."""

    listing = ParentalKey(Listing, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=[("sv", "Svenska"), ("fi", "Suomi"), ("en", "English")])
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    body = models.TextField(_("body"), blank=True)
    easy_body = models.TextField(_("easy-language text"), blank=True)
    photo_alt = models.CharField(_("what the photo shows"), max_length=200, blank=True)
    checked_against = models.CharField(max_length=64, blank=True)
    """Hash of the other language's words that this text was checked against; another hash means stale."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "language"], name="listing_text_one_per_language")]

    def __str__(self) -> str:
        return self.title


class ServedMunicipality(models.Model):
    """A municipality where the listing can be had. A plain row with its own action: never part of a revision."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="served")
    municipality = models.ForeignKey("catalogue.Municipality", models.PROTECT, related_name="served_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "municipality"], name="served_once")]

    def __str__(self) -> str:
        return f"{self.listing} – {self.municipality}"


class FreshnessCheck(models.Model):
    """The provider said on a day that the listing is still correct; the lease runs from the latest one."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="freshness_checks")
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["listing", "-on"])]

    def __str__(self) -> str:
        return f"{self.listing} {self.on}"
