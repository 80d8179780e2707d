"""Providers that come in tables from elsewhere: which sources there are, what each says, and each time it was read."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import ImportState, ProviderKind
from .approvals import private_storage


class ProviderSource(models.Model):
    """A register or a list. `columns`: our field -> the source's column, kept once it was given."""

    name = models.CharField(_("source"), max_length=80, unique=True)
    columns = models.JSONField(_("columns"), default=dict, blank=True)

    class Meta:
        verbose_name = _("source of providers")
        verbose_name_plural = _("sources of providers")

    def __str__(self) -> str:
        return self.name


class ProviderRecord(models.Model):
    """What a source says of a provider, known again by (source, key). Written by imports only.

    The place is text and coordinates: it may lie outside our postal areas. `ended_on` is the day on which the source
    ended it. The provider itself takes over what changes here; what people change there stays until the source does.
    """

    source = models.ForeignKey(ProviderSource, models.PROTECT, related_name="records")
    key = models.CharField(_("number in the source"), max_length=120)
    provider = models.ForeignKey("catalogue.Provider", models.PROTECT, related_name="records")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=ProviderKind, default=ProviderKind.OTHER)
    type = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=300, blank=True)
    business_id = models.CharField(max_length=20, blank=True)
    languages = models.JSONField(default=list, blank=True)
    phone = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True)
    website = models.CharField(max_length=500, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    town = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=120, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    postal_area = models.ForeignKey("catalogue.PostalArea", models.SET_NULL, null=True, blank=True, related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("provider in a source")
        verbose_name_plural = _("providers in a source")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="provider_record_once")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.key}"


class ProviderImport(models.Model):
    """One reading of one file, or a trial of it. A checkpoint is saved with each batch, so that it can go on."""

    source = models.ForeignKey(ProviderSource, models.PROTECT, related_name="imports")
    columns = models.JSONField(default=dict)
    header = models.JSONField(default=list)
    file = models.FileField(upload_to="imports/%Y/", storage=private_storage, blank=True)
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64, blank=True)
    is_complete = models.BooleanField(_("the file names all providers of the source"), default=False)
    is_trial = models.BooleanField(_("only a trial"), default=False)
    on = models.DateField()
    state = models.CharField(_("state"), max_length=8, choices=ImportState, default=ImportState.WAITING)
    rows_total = models.PositiveIntegerField(null=True)
    rows_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    trouble = models.JSONField(default=dict)
    """Why it failed: a problem as `importing.problems.Problem.to_json` gives it; empty while all is well."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    beat_at = models.DateTimeField(auto_now=True)
    """When it last got on: one that stands still is taken up again by the tick."""

    class Meta:
        verbose_name = _("import of providers")
        verbose_name_plural = _("imports of providers")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.file_name}"


class RejectedRow(models.Model):
    """A row that was not taken: its cells as they came, and what is wrong with them."""

    run = models.ForeignKey(ProviderImport, models.CASCADE, related_name="rejected")
    row = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    problems = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.row}"
