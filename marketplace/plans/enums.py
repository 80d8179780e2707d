from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Per(TextChoices):
    WEEK = "week", _("a week")
    MONTH = "month", _("a month")


class CostKind(TextChoices):
    HELP = "help", _("help")
    TRAVEL = "travel", _("travel")
    CHANGE = "change", _("change by the case manager")
