from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    """Languages of contact and of pages. Their own names, so that each finds theirs."""

    SV = "sv", "Svenska"
    FI = "fi", "Suomi"
    EN = "en", "English"


class Role(TextChoices):
    """Staff roles of the organiser; the value is the name of the Django group that carries it."""

    CASE_MANAGER = "case managers", _("case manager")
    OFFICIAL = "officials", _("official who approves providers")
    FINANCE = "finance officers", _("finance officer")
    EDITOR = "editors", _("editor")
    PROJECT_LEAD = "project leads", _("project lead")
