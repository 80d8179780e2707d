"""The closed sets of words of choosing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Refusal(TextChoices):
    """Why something cannot be chosen. Each has words, a phone number and a way on (`selections/words.py`)."""

    NOT_CHOOSABLE = "NOT_CHOOSABLE", _("cannot be chosen now")
    NOT_APPROVED = "NOT_APPROVED", _("the provider is not approved")
    NOT_IN_PLAN = "NOT_IN_PLAN", _("not in the plan")
    PLAN_NOT_IN_FORCE = "PLAN_NOT_IN_FORCE", _("the plan is not in force")
    OVER_BUDGET = "OVER_BUDGET", _("more than what is left")
    NOT_SERVED = "NOT_SERVED", _("does not come to this place")
    NO_VALUE_SET = "NO_VALUE_SET", _("no voucher value is set")
    ABOVE_VALUE = "ABOVE_VALUE", _("dearer than the voucher")
    BAD_QUANTITY = "BAD_QUANTITY", _("cannot be had in this amount")
    NO_SERVICE_THAT_DAY = "NO_SERVICE_THAT_DAY", _("nobody comes at that time")
    PRICE_CHANGED = "PRICE_CHANGED", _("the price has changed")
    NO_MANDATE = "NO_MANDATE", _("no right to choose")
    CONFLICT = "CONFLICT", _("belongs to the provider")
    WEAK_LOGIN = "WEAK_LOGIN", _("a stronger login is needed")


class PatternKind(TextChoices):
    ONCE = "once", _("once")
    WEEKLY = "weekly", _("every week or every second or fourth week")
    MONTHLY = "monthly", _("by the month")


class SelectionState(TextChoices):
    """What was done. That a choice is running or has ended follows from the dates and is not stored."""

    REQUESTED = "requested", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("unanswered")
    WITHDRAWN = "withdrawn", _("withdrawn")


OPEN = frozenset({SelectionState.REQUESTED, SelectionState.ACCEPTED})


class VisitState(TextChoices):
    PLANNED = "planned", _("planned")
    SKIPPED = "skipped", _("skipped")
    CANCELLED = "cancelled", _("cancelled")
    RECORDED = "recorded", _("recorded by the provider")
    CONFIRMED = "confirmed", _("confirmed")
    DISPUTED = "disputed", _("disputed")


class Answer(TextChoices):
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    TAKEN_BACK = "taken_back", _("taken back")


class Hindrance(TextChoices):
    """Why something cannot be done with a choice or visit any more (or yet). Words and ways on: `words.py`."""

    ALREADY_ANSWERED = "ALREADY_ANSWERED", _("was answered already")
    TOO_LATE = "TOO_LATE", _("too late to do it here")
    NOT_YET = "NOT_YET", _("the day has not come yet")
    NOT_OPEN = "NOT_OPEN", _("is not open any more")
    NOT_YOURS = "NOT_YOURS", _("you may not do this")
    SAME_PERSON = "SAME_PERSON", _("who recorded it cannot confirm it")
    PROVIDER_NOT_APPROVED = "PROVIDER_NOT_APPROVED", _("the provider was not approved that day")
    BAD_QUANTITY = "BAD_AMOUNT", _("more than what was agreed")
