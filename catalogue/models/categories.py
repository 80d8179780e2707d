from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from .changes import Scope, TellsSearch
from .names import NamedModel

SEARCH_TERMS_HELP = _(
    "What people call it and what belongs to it, with commas between: everyday words, synonyms, tools. Every service "
    "of this kind is found by them."
)


class Category(TellsSearch, NamedModel):
    """A service class: a tree with national codes (P4.3) where one exists, the product's own codes below them."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    code = models.SlugField(max_length=40, unique=True, allow_unicode=False)
    path = models.CharField(max_length=200, editable=False, db_index=True)
    """Codes from the root, each between slashes: "/p4/p4-14/cleaning/". Set by `save`."""
    national_code = models.CharField(max_length=10, blank=True)
    description_sv = models.TextField(blank=True)
    description_fi = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    search_terms_sv = models.TextField(_("search words in Swedish"), blank=True, help_text=SEARCH_TERMS_HELP)
    search_terms_fi = models.TextField(_("search words in Finnish"), blank=True, help_text=SEARCH_TERMS_HELP)
    search_terms_en = models.TextField(_("search words in English"), blank=True, help_text=SEARCH_TERMS_HELP)
    icon = models.CharField(max_length=40, blank=True)
    free_by_law = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "code"]

    def changed_scope(self) -> Scope:
        return ("category", self.pk)

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the paths of all below in step."""
        above = self.parent.path if self.parent else "/"
        self.path = f"{above}{self.code}/"
        super().save(*args, **kwargs)
        for child in self.children.exclude(path=Concat(Value(self.path), "code", Value("/"))):
            child.save()

    def clean(self) -> None:
        if self.pk and self.parent and f"/{self.code}/" in self.parent.path:
            raise ValidationError({"parent": _("A category cannot stand below itself.")})

    @property
    def lineage(self) -> list[str]:
        """The codes from the root down to this category."""
        return self.path.strip("/").split("/")
