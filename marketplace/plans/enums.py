from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Per(TextChoices):
    WEEK = "week", _("a week")
    MONTH = "month", _("a month")


class CostKind(TextChoices):
    HELP = "help", _("help")
    TRAVEL = "travel", _("travel")
    CHANGE = "change", _("change by the case manager")


class PlanRefusal(TextChoices):
    """Why a plan is not put in force. Words and ways on: `words.py`."""

    NOT_YOUR_CLIENT = "NOT_YOUR_CLIENT", _("not your client")
    DRAFT_CHANGED = "DRAFT_CHANGED", _("the draft was changed meanwhile")
    NO_NEEDS = "NO_NEEDS", _("no needs are written down")
    NO_PRICE = "NO_PRICE", _("no reference price is set")
    BAD_MONTHS = "BAD_MONTHS", _("the months do not fit")
    NO_REASON = "NO_REASON", _("the change has no reason")
    BAD_REVIEW = "BAD_REVIEW", _("the review date does not fit")
    CHOICES_IN_THE_WAY = "CHOICES_IN_THE_WAY", _("more is reserved or used")
