"""Small names in columns, one per language."""

from django.db import models
from django.utils.translation import get_language


class NamedModel(models.Model):
    """Names in Swedish, Finnish and English; English may be empty and then falls back to Swedish."""

    name_sv = models.CharField(max_length=120)
    name_fi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.in_language("name")

    def in_language(self, field: str, language: str | None = None) -> str:
        """The column `<field>_<language>`; the active language if none is given; Swedish where that is empty."""
        code = (language or get_language() or "sv")[:2]
        return getattr(self, f"{field}_{code}", "") or getattr(self, f"{field}_sv")
